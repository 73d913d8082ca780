"""A person about whom something stands in every table that can hold it."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from campaign_app.beneficiaries import rules as registry_rules
from campaign_app.beneficiaries import services as registry
from campaign_app.beneficiaries.rules import BeneficiaryCategory
from campaign_app.beneficiaries.rules.disclosures import DisclosureKind
from campaign_app.complaints.models import Appeal, AppealEntry
from campaign_app.complaints.rules import AppealKind, AppealStatus, EntryKind, ForWhom
from campaign_app.distribution import rules as distribution_rules
from campaign_app.distribution import services as rounds
from campaign_app.distribution.models import Delivery
from campaign_app.privacy import services
from campaign_app.privacy.rules.requests import RequestChannel, RequestKind
from campaign_app.shelter import services as shelter
from campaign_app.shelter.rules import RoomPlan
from campaign_app.visits import services as visits
from campaign_app.visits.rules import VisitOutcome, Wellbeing
from campaign_app.volunteers import services as volunteers
from tests.factories import NOW, TODAY, make_beneficiary
from tests.support.client import settle
from tests.support.rounds import make_packages, make_round

IIN, PHONE, DOCUMENT = "480315400007", "+77000000034", "DEMO003299"
#: Every word that must not be found anywhere afterwards.
TRACES = (
    *("Тұрсынбекова", "Күнсұлу", "Әбдіғаппарқызы", IIN, PHONE, PHONE[1:], DOCUMENT),
    *("Ұзынкөше", "Үй318Ә", "Бұрынғыкафедра", "Құпияескерту", "Үйдіңжазбасы", "Сенімдікісі"),
    *("DEMO777001", "Есіктегіжазба", "Өтінішмәтіні", "Жауапмәтіні", "Тоқтатусебебі"),
)
LIST = "Ф.И.О.;ИИН\nТұрсынбекова Күнсұлу Әбдіғаппарқызы;480315400007\nЕршова Нина;\n"


def make_known_person(session):
    """Somebody with every field of the registry."""
    return make_beneficiary(
        session,
        surname="Тұрсынбекова",
        given_name="Күнсұлу",
        patronymic="Әбдіғаппарқызы",
        born_on=date(1948, 3, 15),
        iin=IIN,
        document_number=DOCUMENT,
        phone=PHONE,
        city="Теміртау",
        street="Ұзынкөше",
        house="Үй318Ә",
        citizenship="KZ",
        household_size=2,
        former_unit="Бұрынғыкафедра",
        note="Құпияескерту",
        needs=frozenset({"no_relatives", "disability"}),
    )


def serve(session, administrator, campaign, person):
    """Put her on the list, hand her a package through a proxy, and close the round."""
    registry.enrol(
        session,
        actor=administrator,
        now=NOW,
        today=TODAY,
        campaign=campaign,
        beneficiary_ids=[person.id],
    )
    version_id = make_packages(session, campaign=campaign, count=2)
    round_ = make_round(session, campaign=campaign, actor=administrator, version_id=version_id)
    delivery = session.scalars(select(Delivery).where(Delivery.round_id == round_.id)).one()
    rounds.record_outcome(
        session,
        actor=administrator,
        now=NOW,
        delivery=delivery,
        action=distribution_rules.DeliveryAction.DELIVER,
        handed_on=TODAY,
        proof=rounds.ProofGiven(
            kind=distribution_rules.ProofKind.PROXY,
            proxy_name="Сенімдікісі",
            proxy_document="DEMO777001",
        ),
        note="Есіктегіжазба",
    )
    return round_


def visit(session, administrator, person):
    """A visitor was worried about her; more visits are planned."""
    volunteer = volunteers.register_volunteer(
        session,
        actor=None,
        now=NOW,
        details=volunteers.VolunteerDetails(surname="Ким", given_name="Анна"),
    )
    visits.plan_visits(
        session, actor=administrator, now=NOW, beneficiary_id=person.id, every_days=7
    )
    visits.record_visit(
        session,
        actor=administrator,
        now=NOW,
        details=visits.VisitDetails(
            beneficiary_id=person.id,
            volunteer_id=volunteer.id,
            visited_at=NOW - timedelta(days=1),
            outcome=VisitOutcome.MET,
            wellbeing=Wellbeing.CONCERN,
            note="Үйдіңжазбасы",
        ),
    )


def shelter_somebody(session, administrator, campaign):
    """Somebody of her name slept in the shelter, beside somebody else."""
    shelter.add_building(
        session,
        actor=administrator,
        now=NOW,
        name={"kk": "Үй", "ru": "Дом", "en": "House"},
        rooms=[RoomPlan("101", 2, 1)],
    )
    stays = shelter.take_in_group(
        session,
        actor=administrator,
        now=NOW,
        campaign=campaign,
        adults=2,
        names=["Тұрсынбекова Күнсұлу Әбдіғаппарқызы", "Ершова Нина"],
    )
    shelter.check_out_group(
        session,
        actor=administrator,
        now=NOW + timedelta(hours=9),
        campaign=campaign,
        group_number=stays[0].group_number,
    )


def fill_everything(session, administrator, campaign, person):
    """Something about her in every table that can hold it."""
    round_ = serve(session, administrator, campaign, person)
    rounds.close_round(session, actor=administrator, now=NOW, round_=round_)
    registry.take_consent(
        session,
        actor=administrator,
        now=NOW,
        beneficiary=person,
        consent=registry.ConsentGiven(given_on=TODAY, method=registry_rules.ConsentMethod.PAPER),
    )
    visit(session, administrator, person)
    shelter_somebody(session, administrator, campaign)
    services.record_request(
        session,
        actor=administrator,
        now=NOW,
        today=TODAY,
        details=services.RequestDetails(
            kind=RequestKind.DELETION,
            channel=RequestChannel.LETTER,
            received_on=TODAY,
            beneficiary_id=person.id,
            text="Өтінішмәтіні",
        ),
    )
    registry.upload_list(
        session,
        actor=administrator,
        now=NOW,
        today=TODAY,
        content=LIST.encode(),
        filename="list.csv",
        category=BeneficiaryCategory.LONELY_PENSIONER,
    )
    ask_for_help(session, administrator, person)
    registry.note_disclosure(
        session,
        account_id=administrator.id,
        now=NOW,
        kind=DisclosureKind.NUMBER_IN_FULL,
        beneficiary_id=person.id,
        reason="сверка с ведомостью",
    )
    settle(session)


def ask_for_help(session, administrator, person):
    """What she wrote before she was on the registry."""
    appeal = Appeal(
        kind=AppealKind.HELP,
        year=2020,
        number=1,
        code_hash="x" * 64,
        status=AppealStatus.IN_PROGRESS,
        received_at=NOW,
        due_on=TODAY,
        language="kk",
        text="Көмексұрау",
        writer_name="Тұрсынбекова Күнсұлу",
        contact=PHONE,
        for_whom=ForWhom.MYSELF,
        handler_id=administrator.id,
        beneficiary_id=person.id,
    )
    session.add(appeal)
    session.flush()
    session.add(AppealEntry(appeal_id=appeal.id, kind=EntryKind.MESSAGE, at=NOW, text="Көмексұрау"))
