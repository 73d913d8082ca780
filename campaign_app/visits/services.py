"""What is done with visits: planned, made, ended."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.beneficiaries.models import Beneficiary
from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.rules import check_open_for_entries
from campaign_app.core.audit import record_event
from campaign_app.core.errors import NotFound
from campaign_app.core.personal import empty_rows
from campaign_app.visits import queries, rules
from campaign_app.visits.models import Visit, VisitPlan
from campaign_app.volunteers.models import Volunteer


@dataclass(frozen=True, kw_only=True)
class VisitDetails:
    """Who went to whom, when, and what came of it."""

    beneficiary_id: int
    volunteer_id: int
    visited_at: datetime
    outcome: rules.VisitOutcome
    wellbeing: rules.Wellbeing | None = None
    note: str = ""
    campaign_id: int | None = None


def record_visit(
    session: Session, *, actor: Account | None, now: datetime, details: VisitDetails
) -> Visit:
    """Note a visit.

    Refuses one that lies ahead, one that judges somebody who was not met or fails to judge
    somebody who was, a concern without words, and a closed campaign.
    """
    rules.check_visit(
        outcome=details.outcome,
        wellbeing=details.wellbeing,
        note=details.note,
        visited_at=details.visited_at,
        now=now,
    )
    if session.get(Volunteer, details.volunteer_id) is None:
        raise NotFound(field="volunteer_id")
    if session.get(Beneficiary, details.beneficiary_id) is None:
        raise NotFound(field="beneficiary_id")
    if details.campaign_id is not None:
        check_open_for_entries(session.get_one(Campaign, details.campaign_id).status)
    visit = Visit(**vars(details))
    session.add(visit)
    _record(session, actor, now, "visit:record", visit)
    session.flush()
    return visit


def plan_visits(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    beneficiary_id: int,
    every_days: int,
) -> VisitPlan:
    """Set how often somebody is visited from now on. Refuses an impossible rhythm."""
    rules.check_rhythm(every_days)
    # Two who plan for one person at once queue at that person.
    person = session.execute(
        select(Beneficiary.id).where(Beneficiary.id == beneficiary_id).with_for_update()
    ).one_or_none()
    if person is None:
        raise NotFound(field="beneficiary_id")
    plan = queries.find_plan(session, beneficiary_id)
    if plan is None:
        plan = VisitPlan(beneficiary_id=beneficiary_id)
        session.add(plan)
    plan.every_days, plan.planned_at, plan.ended_at = every_days, now, None
    _record(session, actor, now, "visit:plan", plan)
    session.flush()
    return plan


def end_visits(
    session: Session, *, actor: Account | None, now: datetime, beneficiary_id: int
) -> VisitPlan:
    """End the plan for somebody; her visits stay. Refuses when nothing is planned."""
    plans = queries.open_plans_of(session, beneficiary_id)
    if not plans:
        raise rules.PlanMissing()
    for plan in plans:
        plan.ended_at = now
        _record(session, actor, now, "visit:end_plan", plan)
    session.flush()
    return plans[0]


def _record(
    session: Session, actor: Account | None, now: datetime, action: str, subject: object
) -> None:
    record_event(
        session, actor_id=actor.id if actor else None, now=now, action=action, subject=subject
    )


def erase_personal_data(session: Session, *, now: datetime, ids: Collection[int]) -> dict[str, int]:
    """Empty what visitors wrote of these people and plan no more visits; the visits count on."""
    counts = empty_rows(session, queries.HOLDINGS, ids)
    going_on = select(VisitPlan).where(
        VisitPlan.beneficiary_id.in_(list(ids)), VisitPlan.ended_at.is_(None)
    )
    for plan in session.scalars(going_on):
        plan.ended_at = now
    session.flush()
    return counts


def forget_notes(session: Session, *, visit_ids: Collection[int]) -> None:
    """Empty the notes of visits that are past their time; the visits count on."""
    statement = update(Visit).where(Visit.id.in_(list(visit_ids))).values(note="", wellbeing=None)
    session.execute(statement, execution_options={"synchronize_session": False})
    session.expire_all()
