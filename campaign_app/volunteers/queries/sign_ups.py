"""Reads of who is in a shift, and of what somebody is in."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, case, func, select
from sqlalchemy.orm import Session

from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.queries import PUBLIC_STATUSES
from campaign_app.core.pagination import Page, Rows, fetch_page
from campaign_app.volunteers.models import Shift, SignUp, Volunteer
from campaign_app.volunteers.queries.people import VolunteerRow
from campaign_app.volunteers.queries.shifts import ShiftRow, shift_rows
from campaign_app.volunteers.rules import (
    HOLDS_A_PLACE,
    Commitment,
    SignUpStatus,
)


@dataclass(frozen=True)
class Tally:
    """How full a shift is, and where its list ends.

    `first_deadline` is the first of its offers' deadlines, `last_position` 0 for an empty list.
    """

    taken: int
    waiting: int
    last_position: int
    first_deadline: datetime | None

    def needs_settling(self, places: int, now: datetime) -> bool:
        """True when an offer has lapsed, or a place is free while somebody waits."""
        has_lapsed = self.first_deadline is not None and self.first_deadline <= now
        return has_lapsed or (self.waiting > 0 and self.taken < places)


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
    offered_until: datetime | None

    full_name = VolunteerRow.full_name


def list_sign_ups(session: Session, shift_id: int) -> list[SignUpRow]:
    """Who is in a shift and who waits, in the order in which they came."""
    statement: Rows = (
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
            SignUp.offered_until,
        )
        .join(Volunteer, Volunteer.id == SignUp.volunteer_id)
        .where(SignUp.shift_id == shift_id)
        .order_by(SignUp.position)
    )
    return [SignUpRow(*row) for row in session.execute(statement)]


def commitments_of(session: Session, volunteer_id: int) -> list[Commitment]:
    """The shifts that keep somebody busy: with a place or an offered one, not cancelled."""
    statement = (
        select(Shift.title, Shift.starts_at, Shift.ends_at)
        .join(SignUp, SignUp.shift_id == Shift.id)
        .where(
            SignUp.volunteer_id == volunteer_id,
            SignUp.status.in_(HOLDS_A_PLACE),
            Shift.cancelled_at.is_(None),
        )
    )
    return [Commitment(*row) for row in session.execute(statement)]


def shifts_of(session: Session, volunteer_id: int) -> list[tuple[ShiftRow, SignUpStatus]]:
    """The shifts that somebody is in or waits for, the next first."""
    statement = _mine(volunteer_id).order_by(Shift.starts_at)
    return [(ShiftRow(*row[:-1]), row[-1]) for row in session.execute(statement)]


def coming_shift_ids(session: Session, volunteer_id: int, *, now: datetime) -> list[int]:
    """The shifts that somebody is in or waits for and that take place later, by number."""
    statement = (
        select(Shift.id)
        .join(SignUp, SignUp.shift_id == Shift.id)
        .where(
            SignUp.volunteer_id == volunteer_id,
            SignUp.status != SignUpStatus.CANCELLED,
            Shift.starts_at > now,
            Shift.cancelled_at.is_(None),
        )
        .order_by(Shift.id)
    )
    return list(session.scalars(statement))


def statuses_of(
    session: Session, volunteer_id: int, shift_ids: Collection[int]
) -> dict[int, SignUpStatus]:
    """Which of these shifts somebody is in or waits for."""
    statement = select(SignUp.shift_id, SignUp.status).where(
        SignUp.volunteer_id == volunteer_id,
        SignUp.shift_id.in_(shift_ids),
        SignUp.status != SignUpStatus.CANCELLED,
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def _mine(volunteer_id: int) -> Rows:
    return (
        shift_rows()
        .add_columns(SignUp.status)
        .join(SignUp, and_(SignUp.shift_id == Shift.id, SignUp.volunteer_id == volunteer_id))
        .where(SignUp.status != SignUpStatus.CANCELLED)
    )


def coming_shifts_of(
    session: Session, volunteer_id: int, *, now: datetime
) -> list[tuple[ShiftRow, SignUpStatus]]:
    """The shifts of somebody that have not ended, the next first."""
    statement = _mine(volunteer_id).where(Shift.ends_at > now)
    rows = session.execute(statement.order_by(Shift.starts_at, Shift.id))
    return [(ShiftRow(*row[:-1]), row[-1]) for row in rows]


def past_shifts_of(
    session: Session, volunteer_id: int, *, now: datetime, page: int
) -> Page[tuple[ShiftRow, SignUpStatus]]:
    """The shifts of somebody that have ended, the latest first."""
    statement = _mine(volunteer_id).where(Shift.ends_at <= now)
    return fetch_page(
        session,
        statement.order_by(Shift.starts_at.desc(), Shift.id),
        page=page,
        make_row=lambda row: (ShiftRow(*row[:-1]), row[-1]),
    )


def count_confirmed(session: Session, shift_id: int) -> int:
    """How many places are taken."""
    statement = select(func.count()).where(
        SignUp.shift_id == shift_id, SignUp.status == SignUpStatus.CONFIRMED
    )
    return session.execute(statement).scalar_one()


_SHOWN = (
    select(Shift.id)
    .join(Campaign, Campaign.id == Shift.campaign_id)
    .where(Shift.id == bindparam("shift_id"), Campaign.status.in_(PUBLIC_STATUSES))
)


def is_shown(session: Session, shift_id: int) -> bool:
    """True for a shift whose campaign has begun; cheaper than reading how full it is."""
    return session.execute(_SHOWN, {"shift_id": shift_id}).first() is not None


# Asked for by everybody who presses at once: built once, since building takes longer than asking.
_TALLY = select(
    func.coalesce(func.sum(case((SignUp.status.in_(HOLDS_A_PLACE), 1), else_=0)), 0),
    func.coalesce(func.sum(case((SignUp.status == SignUpStatus.WAITING, 1), else_=0)), 0),
    func.coalesce(func.max(SignUp.position), 0),
    func.min(case((SignUp.status == SignUpStatus.OFFERED, SignUp.offered_until))),
).where(SignUp.shift_id == bindparam("shift_id"))


def tally(session: Session, shift_id: int) -> Tally:
    """How full a shift is, in one look."""
    return Tally(*session.execute(_TALLY, {"shift_id": shift_id}).one())


def offers_of(
    session: Session, volunteer_id: int, *, now: datetime
) -> list[tuple[ShiftRow, datetime]]:
    """The places that somebody may confirm, with the deadline, the most pressing first."""
    statement = (
        shift_rows()
        .add_columns(SignUp.offered_until)
        .join(SignUp, and_(SignUp.shift_id == Shift.id, SignUp.volunteer_id == volunteer_id))
        .where(SignUp.status == SignUpStatus.OFFERED, SignUp.offered_until > now)
        .where(Shift.cancelled_at.is_(None))
        .order_by(SignUp.offered_until)
    )
    return [(ShiftRow(*row[:-1]), row[-1]) for row in session.execute(statement)]


def lapsed_offer_of(session: Session, shift_id: int, volunteer_id: int) -> datetime | None:
    """The deadline that somebody let pass in a shift, if nothing was done since."""
    return session.scalar(
        select(SignUp.offered_until).where(
            SignUp.shift_id == shift_id,
            SignUp.volunteer_id == volunteer_id,
            SignUp.status == SignUpStatus.CANCELLED,
        )
    )


def shifts_to_settle(session: Session, *, now: datetime) -> list[int]:
    """Shifts with a lapsed offer, and coming ones with a free place while somebody waits."""
    lapsed = select(SignUp.shift_id).where(
        SignUp.status == SignUpStatus.OFFERED, SignUp.offered_until <= now
    )
    taken = func.sum(case((SignUp.status.in_(HOLDS_A_PLACE), 1), else_=0))
    waiting = func.sum(case((SignUp.status == SignUpStatus.WAITING, 1), else_=0))
    free = (
        select(Shift.id)
        .join(SignUp, SignUp.shift_id == Shift.id)
        .where(Shift.starts_at > now, Shift.cancelled_at.is_(None))
        .group_by(Shift.id, Shift.places)
        .having((waiting > 0) & (taken < Shift.places))
    )
    return sorted({*session.scalars(lapsed), *session.scalars(free)})
