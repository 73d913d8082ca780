"""Reads of the shifts that somebody can take: those of campaigns under way, not begun yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Exists, and_, case, exists, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.queries import PUBLIC_STATUSES
from campaign_app.core.pagination import Page, Rows, fetch_page
from campaign_app.volunteers.models import (
    ParentalConsent,
    SafetyBriefing,
    Shift,
    SignUp,
    Volunteer,
)
from campaign_app.volunteers.queries.shifts import OPEN_STATUSES, ShiftRow, shift_rows
from campaign_app.volunteers.rules import ADULT_AGE, HOLDS_A_PLACE, ShiftKind, SignUpStatus

SHIFTS_PER_PAGE = 20


@dataclass(frozen=True)
class Taker:
    """Who looks for a shift.

    `ages` are those she will have, each with the instant from which she has it; before
    `child_until` she comes only with an adult, who is born on `adult_born_by` or earlier.
    """

    volunteer_id: int
    ages: tuple[tuple[int, datetime], ...] = ()
    child_until: datetime | None = None
    adult_born_by: date = date.min


@dataclass(frozen=True, kw_only=True)
class OpenShiftFilter:
    """Which open shifts are looked for; `since` and `before` bound the beginning."""

    kind: ShiftKind | None = None
    campaign_id: int | None = None
    since: datetime | None = None
    before: datetime | None = None
    taker: Taker | None = None


def list_open_shifts(
    session: Session,
    *,
    now: datetime,
    page: int = 1,
    wanted: OpenShiftFilter | None = None,
    per_page: int = SHIFTS_PER_PAGE,
) -> Page[ShiftRow]:
    """Shifts of campaigns under way, which have not begun themselves, the next first."""
    wanted = wanted or OpenShiftFilter()
    statement = _open(shift_rows(), now).order_by(Shift.starts_at, Shift.id)
    if wanted.kind is not None:
        statement = statement.where(Shift.kind == wanted.kind)
    if wanted.campaign_id is not None:
        statement = statement.where(Shift.campaign_id == wanted.campaign_id)
    if wanted.since is not None:
        statement = statement.where(Shift.starts_at >= wanted.since)
    if wanted.before is not None:
        statement = statement.where(Shift.starts_at < wanted.before)
    if wanted.taker is not None:
        statement = _fitting(statement, wanted.taker)
    return fetch_page(
        session, statement, page=page, per_page=per_page, make_row=lambda row: ShiftRow(*row)
    )


def next_open_shifts(session: Session, *, now: datetime, limit: int) -> list[ShiftRow]:
    """The first few of all open shifts."""
    statement = _open(shift_rows(), now).order_by(Shift.starts_at, Shift.id).limit(limit)
    return [ShiftRow(*row) for row in session.execute(statement)]


def _open(statement: Rows, now: datetime) -> Rows:
    return statement.join(Campaign, Campaign.id == Shift.campaign_id).where(
        Shift.starts_at > now,
        Shift.cancelled_at.is_(None),
        Campaign.status.in_(OPEN_STATUSES),
    )


def _fitting(statement: Rows, taker: Taker) -> Rows:
    """Only what `taker` would get a place in now, by the rules of `rules.check_may_take`."""
    taken = (
        select(func.count())
        .where(SignUp.shift_id == Shift.id, SignUp.status.in_(HOLDS_A_PLACE))
        .correlate(Shift)
        .scalar_subquery()
    )
    for_adults = or_(Shift.is_heavy_work, Shift.is_emergency_work)
    needed = case(
        (and_(for_adults, Shift.minimum_age < ADULT_AGE), ADULT_AGE), else_=Shift.minimum_age
    )
    old_enough = (and_(needed <= age, Shift.starts_at >= begins) for age, begins in taker.ages)
    is_briefed = exists().where(SafetyBriefing.volunteer_id == taker.volunteer_id)
    return statement.where(
        taken < Shift.places,
        or_(needed == 0, *old_enough),
        _may_come(taker),
        or_(~Shift.requires_briefing, is_briefed),
        ~_busy_then(taker).correlate(Shift),
        ~_in_already(taker).correlate(Shift),
    )


def _may_come(taker: Taker) -> ColumnElement[bool]:
    """She is no child on that day, or a parent agreed in writing, or an adult is in the shift."""
    if taker.child_until is None:
        return true()
    consent = exists().where(
        ParentalConsent.volunteer_id == taker.volunteer_id, ParentalConsent.withdrawn_at.is_(None)
    )
    adult = exists().where(
        SignUp.shift_id == Shift.id,
        SignUp.status == SignUpStatus.CONFIRMED,
        SignUp.volunteer_id == Volunteer.id,
        Volunteer.born_on <= taker.adult_born_by,
    )
    return or_(Shift.starts_at >= taker.child_until, consent, adult.correlate(Shift))


def _busy_then(taker: Taker) -> Exists:
    other, mine = aliased(Shift), aliased(SignUp)
    return exists().where(
        mine.volunteer_id == taker.volunteer_id,
        mine.status.in_(HOLDS_A_PLACE),
        mine.shift_id == other.id,
        other.cancelled_at.is_(None),
        other.starts_at < Shift.ends_at,
        other.ends_at > Shift.starts_at,
    )


def _in_already(taker: Taker) -> Exists:
    mine = aliased(SignUp)
    return exists().where(
        mine.volunteer_id == taker.volunteer_id,
        mine.shift_id == Shift.id,
        mine.status != SignUpStatus.CANCELLED,
    )


def open_kinds(session: Session, *, now: datetime) -> list[ShiftKind]:
    """The kinds of work that somebody can sign up for now."""
    found = set(session.scalars(_open(select(Shift.kind), now).distinct()))
    return [kind for kind in ShiftKind if kind in found]


def open_campaigns(session: Session, *, now: datetime) -> list[Campaign]:
    """The campaigns that have a shift to sign up for."""
    has_shift = exists().where(
        Shift.campaign_id == Campaign.id, Shift.starts_at > now, Shift.cancelled_at.is_(None)
    )
    statement = select(Campaign).where(Campaign.status.in_(OPEN_STATUSES), has_shift)
    return list(session.scalars(statement.order_by(Campaign.starts_on, Campaign.id)))


def find_open_shift(session: Session, shift_id: int) -> ShiftRow | None:
    """One shift, if its campaign has begun: those of a draft are nobody's business yet."""
    row = session.execute(
        shift_rows(only=shift_id)
        .join(Campaign, Campaign.id == Shift.campaign_id)
        .where(Shift.id == shift_id, Campaign.status.in_(PUBLIC_STATUSES))
    ).one_or_none()
    return None if row is None else ShiftRow(*row)
