"""From the form to the answer: what is kept, what is refused, what the database holds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError

from campaign_app.accounts.rules import CampaignRole
from campaign_app.beneficiaries import queries as beneficiaries
from campaign_app.beneficiaries.models import Beneficiary
from campaign_app.beneficiaries.rules import BeneficiaryCategory, BeneficiaryDetails, ConsentMethod
from campaign_app.complaints import queries, rules, services
from campaign_app.complaints.models import Appeal, AppealEntry, Throttle
from campaign_app.complaints.rules import AppealKind, AppealStatus, EntryKind, Outcome, Topic
from campaign_app.core.audit import AuditEvent
from campaign_app.core.errors import NotFound, NotPermitted
from campaign_app.volunteers import services as volunteers
from tests.complaints.makers import make_complaint, make_request
from tests.factories import (
    NOW,
    TODAY,
    make_account,
    make_administrator,
    make_auditor,
    make_campaign,
    make_member,
)
from tests.support.client import settle


@pytest.fixture
def campaign(session):
    return make_campaign(session)


@pytest.fixture
def organiser(session, campaign):
    account = make_account(session, full_name="Ким Ольга")
    return make_member(session, campaign=campaign, role=CampaignRole.ORGANISER, account=account)


@pytest.fixture
def admin(session):
    return make_administrator(session)


def numbers(session, *kinds):
    found = select(Appeal.number).where(Appeal.kind.in_(kinds)).order_by(Appeal.id)
    return list(session.scalars(found))


def test_each_series_has_numbers_without_gaps(session, campaign):
    for _ in range(3):
        make_complaint(session, campaign=campaign)
        make_request(session)
    assert numbers(session, AppealKind.COMPLAINT) == [1, 2, 3]
    assert numbers(session, AppealKind.HELP) == [1, 2, 3]
    with pytest.raises(rules.CampaignUnknown):
        make_complaint(session, campaign=make_campaign(session, is_active=False))
    make_complaint(session)
    assert numbers(session, AppealKind.COMPLAINT) == [1, 2, 3, 4]


def test_words_and_contacts_are_unreadable_in_the_database(session):
    appeal = make_request(session).appeal
    session.flush()
    row = session.execute(
        text("SELECT text, contact, person_name, code_hash FROM appeals WHERE id = :id"),
        {"id": appeal.id},
    ).one()
    joined = " ".join(str(value) for value in row)
    for secret in ("Ұн", "701", "Қасымова"):
        assert secret not in joined
    settle(session)
    logged = " ".join(
        f"{event.before} {event.after}" for event in session.scalars(select(AuditEvent))
    )
    assert "Қасымова" not in logged
    assert "Ұн" not in logged


def test_a_request_says_how_to_reach_the_person_and_consents(session):
    with pytest.raises(rules.UnreachablePerson):
        make_request(session, contact="")
    with pytest.raises(rules.ConsentMissing):
        make_request(session, has_consented=False)
    with pytest.raises(rules.TextMissing):
        make_request(session, text="  ")
    other = make_request(session, for_whom=rules.ForWhom.SOMEBODY_ELSE, has_consented=False)
    assert other.appeal.consent_given_on is None
    assert make_request(session).appeal.consent_given_on == TODAY


def test_five_forms_an_hour_from_one_place(session):
    for _ in range(5):
        make_complaint(session, place="10.0.0.1")
    with pytest.raises(rules.TooManySent):
        make_complaint(session, place="10.0.0.1")
    make_complaint(session, place="10.0.0.2")
    make_complaint(session, place="10.0.0.1", now=NOW + timedelta(hours=1))
    places = session.scalars(select(Throttle.key_hash)).all()
    assert all("10.0.0" not in place for place in places)


def test_counts_of_yesterday_are_forgotten(session):
    make_complaint(session, place="10.0.0.1")
    make_complaint(session, place="10.0.0.2", now=NOW + timedelta(days=2))
    kept = session.scalars(select(Throttle.started_at).where(Throttle.purpose == "form")).all()
    assert kept == [NOW + timedelta(days=2)]


def find(session, received, *, code=None, number=None, place="home", now=NOW):
    appeal = received.appeal
    return services.find_by_code(
        session,
        now=now,
        place=place,
        number=number or rules.number_text(appeal.kind, appeal.year, appeal.number),
        code=code or received.code,
    )


def test_number_and_code_find_it_and_nothing_else_does(session):
    complaint, request = make_complaint(session), make_request(session)
    assert complaint.code != request.code
    assert find(session, complaint) is complaint.appeal
    assert find(session, complaint, code=complaint.code.lower()) is complaint.appeal
    # Without the letter the number fits both; the code tells them apart.
    assert find(session, complaint, number="2020-1") is complaint.appeal
    assert find(session, request, number="2020-1") is request.appeal
    for code in (request.code, "", "XXXXXXXX", "-" * 64, "😀"):
        assert find(session, complaint, code=code or " ") is None
    for number in ("Ш-2020-2", "x", "2021-1", "Ө-2020-1"):
        assert find(session, complaint, number=number) is None


def test_ten_wrong_codes_in_a_quarter_of_an_hour(session):
    received = make_complaint(session)
    for _ in range(10):
        assert find(session, received, code="XXXXXXXX") is None
    with pytest.raises(rules.TooManyWrongCodes):
        find(session, received)
    assert find(session, received, place="elsewhere") is received.appeal
    later = NOW + timedelta(minutes=15)
    assert find(session, received, now=later) is received.appeal


def test_from_taking_over_to_the_end_and_back(session, campaign, organiser, admin):
    received = make_complaint(session, campaign=campaign)
    appeal, of = received.appeal, {"now": NOW, "appeal_id": received.appeal.id}
    with pytest.raises(rules.NotTheHandler):
        services.answer(session, actor=organiser, text="Иә", **of)
    services.take_over(session, actor=organiser, **of)
    assert (appeal.status, appeal.handler_id) == (AppealStatus.IN_PROGRESS, organiser.id)
    with pytest.raises(rules.NotTheHandler):
        services.answer(session, actor=admin, text="Иә", **of)
    with pytest.raises(rules.AnswerMissing):
        services.answer(session, actor=organiser, text=" ", **of)
    with pytest.raises(rules.AppealActionRefused):
        services.close_complaint(session, actor=organiser, outcome=Outcome.UPHELD, **of)
    services.answer(session, actor=organiser, text="Шай жеткізілді", **of)
    with pytest.raises(rules.OutcomeUnsuitable):
        services.close_complaint(session, actor=organiser, outcome=Outcome.REGISTERED, **of)
    services.close_complaint(
        session, actor=organiser, outcome=Outcome.UPHELD, lesson="Тексеру", **of
    )
    assert (appeal.status, appeal.closed_by_id) == (AppealStatus.CLOSED, organiser.id)
    with pytest.raises(rules.ReasonMissing):
        services.reopen(session, actor=admin, today=TODAY, reason="", **of)
    services.reopen(session, actor=admin, today=TODAY, reason="Қайта", **of)
    assert (appeal.status, appeal.handler_id) == (AppealStatus.IN_PROGRESS, admin.id)
    assert (appeal.outcome, appeal.closed_at) == (None, None)
    assert [entry.kind for entry in queries.list_entries(session, appeal.id)] == [
        EntryKind.TAKEN,
        EntryKind.ANSWER,
        EntryKind.CLOSED,
        EntryKind.REOPENED,
    ]
    assert [(line.text, line.actor) for line in queries.list_thread(session, appeal.id)] == [
        ("Шай жеткізілді", None)
    ]


def test_a_message_after_the_answer_begins_a_new_term(session, campaign, organiser):
    received = make_complaint(session, campaign=campaign)
    appeal, of = received.appeal, {"now": NOW, "appeal_id": received.appeal.id}
    services.take_over(session, actor=organiser, **of)
    services.answer(session, actor=organiser, text="Иә", **of)
    later = TODAY + timedelta(days=40)
    services.add_message(session, now=NOW, today=later, place="x", appeal=appeal, text="Жоқ")
    assert (appeal.status, appeal.due_on) == (
        AppealStatus.IN_PROGRESS,
        later + timedelta(days=15),
    )
    services.answer(session, actor=organiser, text="Міне", **of)
    services.close_complaint(session, actor=organiser, outcome=Outcome.WITHDRAWN, **of)
    with pytest.raises(rules.AppealActionRefused):
        services.add_message(session, now=NOW, today=later, place="x", appeal=appeal, text="Тағы")


def test_who_becomes_the_subject_loses_it(session, campaign, organiser, admin):
    appeal = make_complaint(session, campaign=campaign).appeal
    of = {"now": NOW, "appeal_id": appeal.id}
    services.take_over(session, actor=organiser, **of)
    services.set_subject(session, actor=admin, account_id=organiser.id, **of)
    assert (appeal.status, appeal.handler_id) == (AppealStatus.NEW, None)
    for act in (services.take_over, services.open_contact):
        with pytest.raises(NotFound):
            act(session, actor=organiser, **of)
    with pytest.raises(rules.HandlerIsSubject):
        services.assign(session, actor=admin, handler_id=organiser.id, **of)
    with pytest.raises(rules.HandlerUnsuitable):
        services.assign(session, actor=admin, handler_id=make_auditor(session).id, **of)
    with pytest.raises(NotFound):
        services.set_subject(session, actor=admin, account_id=999_999, **of)


def test_a_volunteer_who_is_the_subject_is_known_by_her_account(session, campaign, admin):
    account = make_member(session, campaign=campaign, role=CampaignRole.ORGANISER)
    details = volunteers.VolunteerDetails(surname="Ким", account_id=account.id)
    person = volunteers.register_volunteer(session, actor=None, now=NOW, details=details)
    appeal = make_complaint(session, campaign=campaign).appeal
    services.set_subject(session, actor=admin, now=NOW, appeal_id=appeal.id, volunteer_id=person.id)
    assert appeal.subject_account_id == account.id
    assert queries.find_appeal(session, queries.viewer_of(session, account), appeal.id) is None
    # Also when the account came to the volunteer later.
    appeal.subject_account_id = None
    session.flush()
    assert queries.find_appeal(session, queries.viewer_of(session, account), appeal.id) is None


def test_who_is_named_by_name_never_sees_it(session, campaign, organiser):
    appeal = make_complaint(session, campaign=campaign, about_name="ольга ким").appeal
    assert appeal.subject_account_id == organiser.id
    assert queries.find_appeal(session, queries.viewer_of(session, organiser), appeal.id) is None
    make_account(session, full_name="Ким Ольга Петровна")
    unclear = make_complaint(session, campaign=campaign, about_name="Ким").appeal
    assert (unclear.subject_account_id, unclear.is_sensitive) == (None, True)
    other = make_complaint(session, campaign=campaign, about_name="Ахметов").appeal
    assert (other.subject_account_id, other.is_sensitive) == (None, False)


@pytest.mark.parametrize("column", ["handler_id", "closed_by_id"])
def test_the_database_refuses_the_subject_as_handler(session, campaign, organiser, column):
    appeal = make_complaint(session, campaign=campaign).appeal
    values = {"subject_account_id": organiser.id, column: organiser.id, "status": "in_progress"}
    if column == "closed_by_id":
        values["handler_id"] = make_administrator(session).id
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(update(Appeal).where(Appeal.id == appeal.id).values(**values))


@pytest.mark.parametrize(
    "values",
    [
        {"status": "in_progress"},
        {"status": "closed"},
        {"topic": None},
        {"for_whom": "myself"},
        {"outcome": "upheld"},
    ],
)
def test_the_database_refuses_half_a_case(session, values):
    appeal = make_complaint(session).appeal
    session.flush()
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(update(Appeal).where(Appeal.id == appeal.id).values(**values))


def test_confidential_is_for_administrators(session, campaign, organiser, admin):
    assert make_complaint(session, campaign=campaign, topic=Topic.ABUSE).appeal.is_sensitive
    appeal = make_complaint(session, campaign=campaign).appeal
    of = {"now": NOW, "appeal_id": appeal.id}
    services.take_over(session, actor=organiser, **of)
    services.mark_sensitive(session, actor=organiser, is_sensitive=True, **of)
    assert (appeal.status, appeal.handler_id) == (AppealStatus.NEW, None)
    with pytest.raises(NotFound):
        services.mark_sensitive(session, actor=organiser, is_sensitive=False, **of)
    services.mark_sensitive(session, actor=admin, is_sensitive=False, **of)
    services.take_over(session, actor=organiser, **of)
    with pytest.raises(NotPermitted):
        services.mark_sensitive(session, actor=organiser, is_sensitive=False, **of)
    with pytest.raises(NotPermitted):
        services.take_over(session, actor=make_auditor(session), **of)


def test_the_condition_of_the_database_is_the_rule(session, campaign, organiser, admin):
    elsewhere = make_member(session, campaign=make_campaign(session), role=CampaignRole.ORGANISER)
    people = [admin, organiser, elsewhere, make_auditor(session), make_account(session)]
    cases = [
        make_complaint(session, campaign=where, topic=topic).appeal
        for where in (campaign, None)
        for topic in (Topic.GOODS, Topic.ORGANISERS, Topic.ABUSE)
    ]
    cases.append(make_request(session).appeal)
    for subject in (None, *people):
        for case in cases:
            case.subject_account_id = subject.id if subject else None
        session.flush()
        for viewer in [queries.viewer_of(session, account) for account in people]:
            seen = {
                case.id for case in cases if rules.may_see(queries.facts_of(session, case), viewer)
            }
            found = session.scalars(select(Appeal.id).where(queries.visible_to(viewer)))
            assert set(found) == seen, (viewer, subject)


DETAILS = BeneficiaryDetails(
    surname="Қасымова", given_name="Айша", category=BeneficiaryCategory.LONELY_PENSIONER
)


def test_a_request_becomes_a_person_with_her_consent(session, organiser):
    appeal = make_request(session).appeal
    services.register_from_request(
        session,
        actor=organiser,
        now=NOW + timedelta(days=2),
        today=TODAY + timedelta(days=2),
        appeal_id=appeal.id,
        details=DETAILS,
    )
    assert (appeal.status, appeal.outcome) == (AppealStatus.CLOSED, Outcome.REGISTERED)
    consents = beneficiaries.list_consents(session, appeal.beneficiary_id)
    assert [(each.method, each.given_on) for each in consents] == [
        (ConsentMethod.ELECTRONIC, TODAY)
    ]
    with pytest.raises(rules.AppealActionRefused):
        services.decline_request(
            session, actor=organiser, now=NOW, appeal_id=appeal.id, reason="Жоқ"
        )


def test_a_request_belongs_to_somebody_or_is_declined_with_a_reason(session, organiser):
    first, second = make_request(session).appeal, make_request(session).appeal
    of = {"actor": organiser, "now": NOW}
    services.register_from_request(session, today=TODAY, appeal_id=first.id, details=DETAILS, **of)
    services.link_beneficiary(
        session, appeal_id=second.id, beneficiary_id=first.beneficiary_id, **of
    )
    assert second.outcome is Outcome.ALREADY_REGISTERED
    third = make_request(session).appeal
    with pytest.raises(rules.ReasonMissing):
        services.decline_request(session, appeal_id=third.id, reason=" ", **of)
    with pytest.raises(NotFound):
        services.link_beneficiary(session, appeal_id=third.id, beneficiary_id=999_999, **of)
    services.decline_request(session, appeal_id=third.id, reason="Басқа қала", **of)
    assert [line.text for line in queries.list_thread(session, third.id)] == ["Басқа қала"]
    complaint = make_complaint(session).appeal
    with pytest.raises(rules.AppealActionRefused):
        services.decline_request(session, appeal_id=complaint.id, reason="Жоқ", **of)


def test_contacts_are_forgotten_in_time_and_counts_stay(session, campaign, organiser):
    appeal = make_complaint(session, campaign=campaign, contact="8 701 123 45 67").appeal
    still = make_complaint(session, campaign=campaign, contact="8 701 123 45 68").appeal
    of = {"actor": organiser, "now": NOW, "appeal_id": appeal.id}
    services.take_over(session, **of)
    services.answer(session, text="Иә", **of)
    services.close_complaint(session, outcome=Outcome.UPHELD, **of)
    before = queries.feedback_figures(session, [campaign.id], today=TODAY)
    assert queries.count_contacts_to_forget(session, before=NOW) == 0
    later = NOW + timedelta(days=1)
    assert queries.count_contacts_to_forget(session, before=later) == 1
    assert services.forget_contacts(session, actor=None, now=later, before=later) == 1
    assert services.forget_contacts(session, actor=None, now=later, before=later) == 0
    assert (appeal.contact, appeal.text) == (None, "Шай жоқ / Нет чая")
    assert still.contact == "8 701 123 45 68"
    assert queries.feedback_figures(session, [campaign.id], today=TODAY) == before


def test_all_about_a_person_is_given_and_erased(session, organiser):
    appeal, other = make_request(session).appeal, make_request(session).appeal
    services.register_from_request(
        session, actor=organiser, now=NOW, today=TODAY, appeal_id=appeal.id, details=DETAILS
    )
    ids = [appeal.beneficiary_id]
    given = queries.personal_data_of(session, ids)
    assert [(each["text"], each["person_name"]) for each in given] == [
        ("Ұн мен май керек", "Қасымова Айша")
    ]
    assert services.erase_personal_data(session, ids, NOW) == 1
    assert (appeal.text, appeal.person_name, appeal.contact) == ("", None, None)
    assert other.text == "Ұн мен май керек"
    texts = session.scalars(select(AppealEntry.text).where(AppealEntry.appeal_id == appeal.id))
    assert set(texts) == {""}
    assert session.get_one(Beneficiary, ids[0]).surname == "Қасымова"


def test_figures_count_and_do_not_guess(session, campaign, organiser):
    assert queries.feedback_figures(session, [campaign.id], today=TODAY) is None
    for days in (2, 4):
        appeal = make_complaint(session, campaign=campaign).appeal
        of = {"actor": organiser, "appeal_id": appeal.id}
        services.take_over(session, now=NOW, **of)
        services.answer(session, now=NOW, text="Иә", **of)
        then = NOW + timedelta(days=days)
        services.close_complaint(session, now=then, outcome=Outcome.UPHELD, **of)
    make_complaint(session, campaign=campaign)
    make_complaint(session)
    found = queries.feedback_figures(session, [campaign.id], today=TODAY + timedelta(days=16))
    assert (found.received, found.solved, found.open, found.overdue) == (3, 2, 1, 1)
    assert found.median_days_milli == 3000
