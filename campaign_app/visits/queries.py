"""Reads of visits: who was not visited for long, how somebody was."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from sqlalchemy import Subquery, and_, case, func, select
from sqlalchemy.orm import Session, aliased

from campaign_app.beneficiaries import queries as beneficiaries
from campaign_app.beneficiaries.models import Beneficiary
from campaign_app.beneficiaries.rules import BeneficiaryCategory
from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.rules import CampaignStatus
from campaign_app.core.dates import local_date, to_utc
from campaign_app.core.names import full_name
from campaign_app.core.pagination import Page, Rows, fetch_page
from campaign_app.core.personal import Holding, plain_rows
from campaign_app.visits.models import Visit, VisitPlan
from campaign_app.visits.rules import VisitOutcome, Wellbeing, days_since, is_due
from campaign_app.volunteers.models import Volunteer

OPEN_STATUSES = (CampaignStatus.ACTIVE, CampaignStatus.CLOSING)


@dataclass(frozen=True)
class PlannedRow:
    """Somebody who is meant to be visited; `since` None: nobody ever met her."""

    beneficiary_id: int
    display_name: str
    category: BeneficiaryCategory
    every_days: int
    last_met_at: datetime | None
    wellbeing: Wellbeing | None
    since: int | None

    @property
    def is_due(self) -> bool:
        """True when the next visit is due."""
        return is_due(self.since, self.every_days)


@dataclass(frozen=True)
class VisitRow:
    """A visit in somebody's history."""

    id: int
    visited_at: datetime
    outcome: VisitOutcome
    wellbeing: Wellbeing | None
    note: str
    visitor: str


#: The record that a visit or a plan names, and the one that stands for that person.
_OWN = aliased(Beneficiary)
_PERSON = func.coalesce(_OWN.merged_into_id, _OWN.id)


def _last_met() -> Subquery:
    """The last time that each person was met, with whichever of her records, and how she was."""
    ranked = (
        select(
            _PERSON.label("person_id"),
            Visit.visited_at,
            Visit.wellbeing,
            func.row_number()
            .over(
                partition_by=_PERSON,
                order_by=(Visit.visited_at.desc(), Visit.id.desc()),
            )
            .label("place"),
        )
        .select_from(Visit)
        .join(_OWN, _OWN.id == Visit.beneficiary_id)
        .where(Visit.outcome == VisitOutcome.MET)
        .subquery()
    )
    return select(ranked).where(ranked.c.place == 1).subquery()


def _plans() -> Subquery:
    """The rhythm for each person who is to be visited: the shortest of her records' plans."""
    return (
        select(_PERSON.label("person_id"), func.min(VisitPlan.every_days).label("every_days"))
        .select_from(VisitPlan)
        .join(_OWN, _OWN.id == VisitPlan.beneficiary_id)
        .where(VisitPlan.ended_at.is_(None))
        .group_by(_PERSON)
        .subquery()
    )


def not_visited_for(
    session: Session, *, days: int, today: date, zone: tzinfo, page: int = 1
) -> Page[PlannedRow]:
    """Those with a plan whom nobody met for `days` days or ever.

    Concerns come first, then who waits longest. `days` 0 gives everybody with a plan.
    """
    last, plans = _last_met(), _plans()
    statement: Rows = (
        select(
            Beneficiary.id,
            Beneficiary.surname,
            Beneficiary.given_name,
            Beneficiary.patronymic,
            Beneficiary.category,
            plans.c.every_days,
            last.c.visited_at,
            last.c.wellbeing,
        )
        .join(plans, plans.c.person_id == Beneficiary.id)
        .outerjoin(last, last.c.person_id == Beneficiary.id)
        .order_by(
            case((last.c.wellbeing == Wellbeing.CONCERN, 0), else_=1),
            last.c.visited_at.asc().nulls_first(),
            Beneficiary.sort_key,
            Beneficiary.id,
        )
    )
    if days > 0:
        day_after = today - timedelta(days=days - 1)
        midnight = to_utc(datetime.combine(day_after, datetime.min.time()), zone)
        statement = statement.where(last.c.visited_at.is_(None) | (last.c.visited_at < midnight))

    def make_row(row: Any) -> PlannedRow:
        id_, surname, given_name, patronymic, category, every_days, met_at, wellbeing = row
        met_on = None if met_at is None else local_date(met_at, zone)
        name = full_name(surname, given_name, patronymic)
        since = days_since(met_on, today)
        return PlannedRow(id_, name, category, every_days, met_at, wellbeing, since)

    return fetch_page(session, statement, page=page, make_row=make_row)


def find_plan(session: Session, beneficiary_id: int) -> VisitPlan | None:
    """The plan for somebody, also one that has ended."""
    statement = select(VisitPlan).where(VisitPlan.beneficiary_id == beneficiary_id)
    return session.scalars(statement).one_or_none()


def open_plans_of(session: Session, beneficiary_id: int) -> list[VisitPlan]:
    """The plans for somebody that hold, on whichever of her records; her kept record's first."""
    statement = (
        select(VisitPlan)
        .where(
            VisitPlan.beneficiary_id.in_(beneficiaries.records_of(beneficiary_id)),
            VisitPlan.ended_at.is_(None),
        )
        .order_by(VisitPlan.beneficiary_id != beneficiary_id, VisitPlan.id)
    )
    return list(session.scalars(statement))


def list_visits_to(session: Session, beneficiary_id: int) -> list[VisitRow]:
    """The visits to somebody, with whichever of her records, the latest first."""
    statement = (
        select(
            Visit.id,
            Visit.visited_at,
            Visit.outcome,
            Visit.wellbeing,
            Visit.note,
            Volunteer.surname,
            Volunteer.given_name,
            Volunteer.patronymic,
        )
        .join(Volunteer, Volunteer.id == Visit.volunteer_id)
        .where(Visit.beneficiary_id.in_(beneficiaries.records_of(beneficiary_id)))
        .order_by(Visit.visited_at.desc(), Visit.id.desc())
    )
    return [VisitRow(*row[:5], full_name(*row[5:])) for row in session.execute(statement)]


def volunteer_choices(session: Session) -> list[tuple[int, str]]:
    """Everybody who can have made a visit, in Kazakh order."""
    statement = select(
        Volunteer.id, Volunteer.surname, Volunteer.given_name, Volunteer.patronymic
    ).order_by(Volunteer.sort_key, Volunteer.id)
    return [(row[0], full_name(*row[1:])) for row in session.execute(statement)]


def open_campaigns(session: Session) -> list[Campaign]:
    """The campaigns that a visit can be part of."""
    statement = (
        select(Campaign)
        .where(Campaign.status.in_(OPEN_STATUSES))
        .order_by(Campaign.starts_on.desc(), Campaign.id)
    )
    return list(session.scalars(statement))


def visits_count(session: Session, campaign_ids: Collection[int]) -> int | None:
    """Visits in which somebody was met; None when none was recorded: unknown."""
    met = and_(Visit.campaign_id.in_(campaign_ids), Visit.outcome == VisitOutcome.MET)
    return session.execute(select(func.count(Visit.id)).where(met)).scalar_one() or None


HOLDINGS = (
    Holding("visit", Visit, lambda ids: Visit.beneficiary_id.in_(list(ids))),
    Holding("visit_plan", VisitPlan, lambda ids: VisitPlan.beneficiary_id.in_(list(ids))),
)


def personal_data_of(session: Session, ids: Collection[int]) -> list[dict[str, Any]]:
    """The visits to these people, how they were, and how often they are meant to be visited."""
    return plain_rows(session, HOLDINGS, ids)


def notes_before(session: Session, before: datetime) -> list[int]:
    """Visits from before that instant that still say how somebody was."""
    statement = (
        select(Visit.id)
        .where(Visit.visited_at < before, (Visit.note != "") | Visit.wellbeing.is_not(None))
        .order_by(Visit.id)
    )
    return list(session.scalars(statement))
