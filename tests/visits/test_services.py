"""Visits are planned, made and missed."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from campaign_app.beneficiaries import services as beneficiaries
from campaign_app.beneficiaries.rules import BeneficiaryCategory
from campaign_app.campaigns import services as campaigns
from campaign_app.campaigns.rules import CampaignAction, CampaignClosed
from campaign_app.core.audit import AuditEvent
from campaign_app.core.errors import NotFound
from campaign_app.visits import queries, rules, services
from campaign_app.visits.rules import VisitOutcome, Wellbeing
from campaign_app.volunteers import services as volunteers
from tests.factories import NOW, TODAY, make_campaign
from tests.support.client import settle

ZONE = ZoneInfo("Asia/Almaty")


def make_person(session, surname):
    details = beneficiaries.BeneficiaryDetails(
        surname=surname, category=BeneficiaryCategory.LONELY_PENSIONER
    )
    return beneficiaries.register_beneficiary(
        session, actor=None, now=NOW, today=TODAY, details=details
    ).id


@pytest.fixture
def visitor(session):
    details = volunteers.VolunteerDetails(surname="Ким", given_name="Анна")
    return volunteers.register_volunteer(session, actor=None, now=NOW, details=details).id


def plan(session, person, every_days=7):
    return services.plan_visits(
        session, actor=None, now=NOW, beneficiary_id=person, every_days=every_days
    )


def visit(session, person, visitor, *, days_ago=0, outcome=VisitOutcome.MET, **more):
    if outcome is VisitOutcome.MET:
        more.setdefault("wellbeing", Wellbeing.GOOD)
    details = services.VisitDetails(
        beneficiary_id=person,
        volunteer_id=visitor,
        visited_at=NOW - timedelta(days=days_ago),
        outcome=outcome,
        **more,
    )
    return services.record_visit(session, actor=None, now=NOW, details=details)


def waiting(session, days):
    found = queries.not_visited_for(session, days=days, today=TODAY, zone=ZONE)
    return [(row.display_name, row.since) for row in found.items]


def test_who_was_not_visited_for_days_comes_first(session, visitor):
    names = {name: make_person(session, name) for name in ("Алма", "Бота", "Дана", "Ешкім")}
    for person in names.values():
        plan(session, person)
    make_person(session, "Жоспарсыз")
    visit(session, names["Алма"], visitor, days_ago=30)
    visit(session, names["Алма"], visitor, days_ago=2, outcome=VisitOutcome.NOT_AT_HOME)
    visit(session, names["Бота"], visitor, days_ago=29)
    visit(session, names["Дана"], visitor, days_ago=90)
    visit(session, names["Дана"], visitor, days_ago=1)
    # Not at home is no visit; never is not zero; who has no plan is nobody's business.
    assert waiting(session, 30) == [("Ешкім", None), ("Алма", 30)]
    assert waiting(session, 29) == [("Ешкім", None), ("Алма", 30), ("Бота", 29)]
    assert waiting(session, 0)[-1] == ("Дана", 1)


def test_a_concern_comes_before_who_waits(session, visitor):
    forgotten, troubled = make_person(session, "Алма"), make_person(session, "Бота")
    for person in (forgotten, troubled):
        plan(session, person)
    visit(session, troubled, visitor, wellbeing=Wellbeing.CONCERN, note="Жылу жоқ")
    assert waiting(session, 0) == [("Бота", 0), ("Алма", None)]
    visit(session, troubled, visitor)
    assert waiting(session, 0) == [("Алма", None), ("Бота", 0)]


def test_days_are_those_of_the_organisations_calendar(session, visitor):
    person = make_person(session, "Алма")
    plan(session, person)
    details = services.VisitDetails(
        beneficiary_id=person,
        volunteer_id=visitor,
        # 20 April 00:30 in Almaty (UTC+6 in 2020) is still 19 April in UTC.
        visited_at=NOW.replace(day=19, hour=18, minute=30),
        outcome=VisitOutcome.MET,
        wellbeing=Wellbeing.GOOD,
    )
    services.record_visit(session, actor=None, now=NOW, details=details)
    assert waiting(session, 0) == [("Алма", 0)]
    assert waiting(session, 1) == []


def test_a_plan_is_one_changes_ends_and_begins_again(session):
    person = make_person(session, "Алма")
    first = plan(session, person, 7)
    assert plan(session, person, 14).id == first.id
    services.end_visits(session, actor=None, now=NOW, beneficiary_id=person)
    assert waiting(session, 0) == []
    with pytest.raises(rules.PlanMissing):
        services.end_visits(session, actor=None, now=NOW, beneficiary_id=person)
    plan(session, person, 30)
    assert waiting(session, 0) == [("Алма", None)]


def test_what_is_refused(session, visitor):
    person = make_person(session, "Алма")
    campaign = make_campaign(session)
    with pytest.raises(rules.VisitInFuture):
        visit(session, person, visitor, days_ago=-1)
    with pytest.raises(NotFound):
        visit(session, person, 999_999)
    with pytest.raises(NotFound):
        visit(session, 999_999, visitor)
    with pytest.raises(NotFound):
        plan(session, 999_999)
    with pytest.raises(rules.RhythmInvalid):
        plan(session, person, 0)
    visit(session, person, visitor, campaign_id=campaign.id)
    for action in (CampaignAction.BEGIN_CLOSING, CampaignAction.CLOSE):
        campaigns.change_status(session, actor=None, now=NOW, campaign=campaign, action=action)
    with pytest.raises(CampaignClosed):
        visit(session, person, visitor, campaign_id=campaign.id)
    assert queries.visits_count(session, [campaign.id]) == 1
    assert queries.visits_count(session, []) is None


def test_the_database_judges_only_who_was_met(session, visitor):
    made = visit(session, make_person(session, "Алма"), visitor)
    made.outcome = rules.VisitOutcome.NOT_AT_HOME
    with pytest.raises(IntegrityError):
        session.flush()


def test_the_log_tells_nothing_of_how_somebody_is(session, visitor):
    person = make_person(session, "Алма")
    visit(session, person, visitor, wellbeing=Wellbeing.CONCERN, note="Жылу жоқ")
    settle(session)
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "visit:record")).one()
    assert "Жылу" not in (event.after or "")
    assert "concern" not in (event.after or "")
