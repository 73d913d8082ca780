"""Reads of shifts, of who is in them, and of hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.queries import PUBLIC_STATUSES
from campaign_app.campaigns.rules import CampaignStatus
from campaign_app.core.pagination import Page, Rows, fetch_page
from campaign_app.volunteers.models import Shift, SignUp, Volunteer
from campaign_app.volunteers.queries.people import VolunteerRow
from campaign_app.volunteers.rules import (
    Commitment,
    ShiftKind,
    SignUpStatus,
)

OPEN_STATUSES = (CampaignStatus.ACTIVE, CampaignStatus.CLOSING)


@dataclass(frozen=True)
class ShiftRow:
    """A shift in a list with how full it is."""

    id: int
    campaign_id: int
    title: str
    kind: ShiftKind
    place: str
    starts_at: datetime
    ends_at: datetime
    places: int
    minimum_age: int
    is_heavy_work: bool
    is_emergency_work: bool
    note: str
    confirmed: int
    waiting: int

    @property
    def places_left(self) -> int:
        """Places that can be taken now."""
        return max(0, self.places - self.confirmed)


@dataclass(frozen=True)
class SignUpRow:
    """Somebody in a shift."""

    id: int
    volunteer_id: int
    surname: str
    given_name: str
    patronymic: str
    phone: str | None
    status: SignUpStatus
    position: int
    has_attended: bool | None
    worked_minutes: int | None
    account_id: int | None

    full_name = VolunteerRow.full_name


def _shift_rows() -> Rows:
    confirmed = func.sum(case((SignUp.status == SignUpStatus.CONFIRMED, 1), else_=0))
    waiting = func.sum(case((SignUp.status == SignUpStatus.WAITING, 1), else_=0))
    counts = (
        select(SignUp.shift_id, confirmed.label("confirmed"), waiting.label("waiting"))
        .group_by(SignUp.shift_id)
        .subquery()
    )
    return select(
        Shift.id,
        Shift.campaign_id,
        Shift.title,
        Shift.kind,
        Shift.place,
        Shift.starts_at,
        Shift.ends_at,
        Shift.places,
        Shift.minimum_age,
        Shift.is_heavy_work,
        Shift.is_emergency_work,
        Shift.note,
        func.coalesce(counts.c.confirmed, 0),
        func.coalesce(counts.c.waiting, 0),
    ).outerjoin(counts, counts.c.shift_id == Shift.id)


def list_shifts(session: Session, campaign_id: int, *, page: int) -> Page[ShiftRow]:
    """The shifts of a campaign, the latest first."""
    statement = (
        _shift_rows()
        .where(Shift.campaign_id == campaign_id)
        .order_by(Shift.starts_at.desc(), Shift.id)
    )
    return fetch_page(session, statement, page=page, make_row=lambda row: ShiftRow(*row))


def list_open_shifts(
    session: Session,
    *,
    now: datetime,
    page: int,
    kind: ShiftKind | None = None,
    before: datetime | None = None,
) -> Page[ShiftRow]:
    """Shifts of campaigns under way, which have not begun themselves, the next first.

    `before` leaves out those that begin then or later.
    """
    statement = (
        _shift_rows()
        .join(Campaign, Campaign.id == Shift.campaign_id)
        .where(Shift.starts_at > now, Campaign.status.in_(OPEN_STATUSES))
        .order_by(Shift.starts_at, Shift.id)
    )
    if before is not None:
        statement = statement.where(Shift.starts_at < before)
    if kind is not None:
        statement = statement.where(Shift.kind == kind)
    return fetch_page(session, statement, page=page, make_row=lambda row: ShiftRow(*row))


def open_kinds(session: Session, *, now: datetime) -> list[ShiftKind]:
    """The kinds of work that somebody can sign up for now."""
    statement = (
        select(Shift.kind)
        .join(Campaign, Campaign.id == Shift.campaign_id)
        .where(Shift.starts_at > now, Campaign.status.in_(OPEN_STATUSES))
        .distinct()
    )
    found = set(session.scalars(statement))
    return [kind for kind in ShiftKind if kind in found]


def find_shift(session: Session, shift_id: int) -> ShiftRow | None:
    """One shift with how full it is."""
    row = session.execute(_shift_rows().where(Shift.id == shift_id)).one_or_none()
    return None if row is None else ShiftRow(*row)


def list_sign_ups(session: Session, shift_id: int) -> list[SignUpRow]:
    """Who is in a shift and who waits, in the order in which they came."""
    statement = (
        select(
            SignUp.id,
            SignUp.volunteer_id,
            Volunteer.surname,
            Volunteer.given_name,
            Volunteer.patronymic,
            Volunteer.phone,
            SignUp.status,
            SignUp.position,
            SignUp.has_attended,
            SignUp.worked_minutes,
            Volunteer.account_id,
        )
        .join(Volunteer, Volunteer.id == SignUp.volunteer_id)
        .where(SignUp.shift_id == shift_id)
        .order_by(SignUp.position)
    )
    return [SignUpRow(*row) for row in session.execute(statement)]


def commitments_of(session: Session, volunteer_id: int) -> list[Commitment]:
    """The shifts in which somebody has a place."""
    statement = (
        select(Shift.title, Shift.starts_at, Shift.ends_at)
        .join(SignUp, SignUp.shift_id == Shift.id)
        .where(SignUp.volunteer_id == volunteer_id, SignUp.status == SignUpStatus.CONFIRMED)
    )
    return [Commitment(*row) for row in session.execute(statement)]


def shifts_of(session: Session, volunteer_id: int) -> list[tuple[ShiftRow, SignUpStatus]]:
    """The shifts that somebody is in or waits for, the next first."""
    statement = (
        _shift_rows()
        .add_columns(SignUp.status)
        .join(SignUp, and_(SignUp.shift_id == Shift.id, SignUp.volunteer_id == volunteer_id))
        .where(SignUp.status != SignUpStatus.CANCELLED)
        .order_by(Shift.starts_at)
    )
    return [(ShiftRow(*row[:-1]), row[-1]) for row in session.execute(statement)]


def count_confirmed(session: Session, shift_id: int) -> int:
    """How many places are taken."""
    statement = select(func.count()).where(
        SignUp.shift_id == shift_id, SignUp.status == SignUpStatus.CONFIRMED
    )
    return session.execute(statement).scalar_one()


def worked_minutes_in(session: Session, campaign_ids: list[int]) -> int | None:
    """Confirmed minutes in these campaigns; None when none were confirmed: unknown."""
    statement = (
        select(func.sum(SignUp.worked_minutes))
        .join(Shift, Shift.id == SignUp.shift_id)
        .where(Shift.campaign_id.in_(campaign_ids))
    )
    found = session.execute(statement).scalar_one()
    return None if found is None else int(found)


def worked_minutes_of(session: Session, volunteer_id: int) -> list[tuple[ShiftRow, int]]:
    """The confirmed shifts of somebody with their minutes, the latest first."""
    statement = (
        _shift_rows()
        .add_columns(SignUp.worked_minutes)
        .join(SignUp, and_(SignUp.shift_id == Shift.id, SignUp.volunteer_id == volunteer_id))
        .where(SignUp.worked_minutes.is_not(None))
        .order_by(Shift.starts_at.desc())
    )
    return [(ShiftRow(*row[:-1]), row[-1]) for row in session.execute(statement)]


def find_open_shift(session: Session, shift_id: int) -> ShiftRow | None:
    """One shift, if its campaign has begun: those of a draft are nobody's business yet."""
    row = session.execute(
        _shift_rows()
        .join(Campaign, Campaign.id == Shift.campaign_id)
        .where(Shift.id == shift_id, Campaign.status.in_(PUBLIC_STATUSES))
    ).one_or_none()
    return None if row is None else ShiftRow(*row)
