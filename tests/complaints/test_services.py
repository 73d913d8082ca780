"""From the form to the answer: what is kept, what is refused, what the database holds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from campaign_app.accounts.rules import CampaignRole
from campaign_app.complaints import queries, rules, services
from campaign_app.complaints.models import Appeal
from campaign_app.complaints.rules import AppealStatus, EntryKind, Outcome, Topic
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
