"""Pages and files that show several people: each look is noted, stopped data are not shown."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from campaign_app.accounts.rules import CampaignRole
from campaign_app.beneficiaries import queries, services
from campaign_app.beneficiaries.models import Beneficiary, Disclosure
from campaign_app.beneficiaries.rules import (
    BeneficiaryCategory,
    ConsentGiven,
    ConsentMethod,
    ConsentScope,
)
from campaign_app.beneficiaries.rules.disclosures import DisclosureKind
from tests.factories import (
    NOW,
    TODAY,
    make_beneficiary,
    make_campaign,
    make_enrolment,
    make_member,
)
from tests.support.client import settle
from tests.support.rounds import make_packages, make_round

IIN = "480315400007"
STREET, HOUSE = "ул. Абая", "371"
SEEN = DisclosureKind.PERSON_PAGE
PENSIONER = BeneficiaryCategory.LONELY_PENSIONER


@pytest.fixture
def campaign(session):
    return make_campaign(session, slug="food")


@pytest.fixture
def organiser(session, campaign):
    return make_member(session, campaign=campaign, role=CampaignRole.ORGANISER)


@pytest.fixture
def two(session, organiser):
    door = {"street": STREET, "house": HOUSE, "flat": "12", "phone": "+77010000034"}
    people = [
        make_beneficiary(session, surname=surname, given_name="Айгүл", iin=iin, **door)
        for surname, iin in (("Қасымова", IIN), ("Касымова", None))
    ]
    services.refresh_suggestions(session, now=NOW, ids=[each.id for each in people])
    settle(session)
    return people


def noted(session):
    rows = session.execute(select(Disclosure.kind, Disclosure.beneficiary_id, Disclosure.row_count))
    return sorted(tuple(row) for row in rows)


def stop(session, person):
    services.restrict_beneficiary(
        session, actor=None, now=NOW, beneficiary=person, reason="asked by telephone"
    )
    settle(session)


def test_the_work_list_notes_each_person_once(session, client_for, organiser, two):
    browser = client_for(organiser)
    for _ in range(2):
        assert HOUSE in browser.get("/manage/beneficiaries/duplicates").text
    assert noted(session) == [(SEEN, person.id, 1) for person in two]


def test_two_records_side_by_side_are_a_look_at_both(session, client_for, organiser, two):
    one, other = two
    page = client_for(organiser).get(f"/manage/beneficiaries/{one.id}/merge?with={other.id}")
    assert HOUSE in page.text
    assert noted(session) == [(SEEN, person.id, 1) for person in two]


def test_who_is_looked_for_is_shown_without_her_door(session, client_for, organiser, two):
    page = client_for(organiser).get(f"/manage/beneficiaries/{two[0].id}/merge?q=Касымова").text
    assert STREET in page
    assert HOUSE not in page
    assert noted(session) == []


def test_a_stopped_record_is_not_compared(session, client_for, organiser, two):
    one, other = two
    stop(session, other)
    for first, second in ((one, other), (other, one)):
        answer = client_for(organiser).get(
            f"/manage/beneficiaries/{first.id}/merge?with={second.id}"
        )
        assert answer.status_code == 302
        assert HOUSE not in answer.text
    assert noted(session) == []


def test_a_stopped_record_does_not_show_its_numbers(session, client_for, organiser, two):
    stop(session, two[0])
    browser, here = client_for(organiser), f"/manage/beneficiaries/{two[0].id}"
    assert "/reveal" not in browser.get(here).text
    answer = browser.post(f"{here}/reveal", data={"reason": "сверка с ведомостью"})
    assert answer.status_code == 302
    assert IIN not in answer.text
    assert DisclosureKind.NUMBER_IN_FULL not in {row[0] for row in noted(session)}


def upload(session, organiser, text):
    draft = services.upload_list(
        session,
        actor=organiser,
        now=NOW,
        today=TODAY,
        content=text.encode(),
        filename="list.csv",
        category=PENSIONER,
    )
    settle(session)
    return draft.id


WITH_CONSENT = (
    "Ф.И.О.;ИИН;Улица;Дом;consent_given_on;consent_method\n"
    f"Қасымова Айгүл;{IIN};ул. Новая;5;{TODAY:%d.%m.%Y};paper\n"
)
LIST = f"Ф.И.О.;ИИН;Улица;Дом\nҚасымова Айгүл;{IIN};ул. Новая;5\nЕршова Нина;;ул. Новая;6\n"


def test_a_preview_of_changes_is_a_look_at_whom_they_concern(session, client_for, organiser, two):
    draft_id = upload(session, organiser, LIST)
    assert HOUSE in client_for(organiser).get(f"/manage/beneficiaries/import/{draft_id}").text
    assert noted(session) == [(SEEN, two[0].id, 1)]


def test_a_list_neither_shows_nor_changes_stopped_data(session, client_for, organiser, two):
    stop(session, two[0])
    draft_id = upload(session, organiser, WITH_CONSENT)
    assert HOUSE not in client_for(organiser).get(f"/manage/beneficiaries/import/{draft_id}").text
    services.confirm_list(session, actor=organiser, now=NOW, today=TODAY, draft_id=draft_id)
    assert session.get(Beneficiary, two[0].id).house == HOUSE
    assert len(queries.list_consents(session, two[0].id)) == 1


@pytest.mark.parametrize(
    ("file", "count"), [("fairness.csv", 2), ("fairness.xlsx", 2), ("press.csv", 1)]
)
def test_lists_that_are_taken_out_are_noted(session, client_for, organiser, two, file, count):
    services.take_consent(
        session,
        actor=organiser,
        now=NOW,
        today=TODAY,
        beneficiary=two[0],
        consent=ConsentGiven(given_on=TODAY, method=ConsentMethod.PAPER, scope=ConsentScope.PHOTO),
    )
    assert client_for(organiser).get(f"/manage/beneficiaries/{file}").status_code == 200
    assert noted(session) == [(DisclosureKind.FILE_EXPORTED, None, count)]


@pytest.mark.parametrize(
    ("address", "kind"),
    [("decision", DisclosureKind.ROUND_LIST), ("decision.pdf", DisclosureKind.SHEET_PRINTED)],
)
def test_who_needs_what_is_read_by_few_and_noted(
    session, client_for, campaign, organiser, address, kind
):
    make_enrolment(session, campaign=campaign)
    version_id = make_packages(session, campaign=campaign, count=1)
    round_ = make_round(session, campaign=campaign, actor=organiser, version_id=version_id)
    storekeeper = make_member(session, campaign=campaign, role=CampaignRole.STOREKEEPER)
    here = f"/manage/campaigns/food/distributions/{round_.id}"
    assert "/decision" not in client_for(storekeeper).get(here).text
    assert client_for(storekeeper).get(f"{here}/{address}").status_code == 403
    assert client_for(organiser).get(f"{here}/{address}").status_code == 200
    accounts = select(Disclosure.account_id).where(Disclosure.kind == kind)
    assert organiser.id in session.scalars(accounts).all()
