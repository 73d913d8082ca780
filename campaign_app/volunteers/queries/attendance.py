"""Reads of who came, of no-shows and of corrected hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.core.pagination import Rows
from campaign_app.volunteers.models import (
    Attendance,
    AttendanceCorrection,
    Shift,
    SignUp,
    Volunteer,
)
from campaign_app.volunteers.rules import SignUpStatus
from campaign_app.volunteers.rules.attendance import ArrivalWay, free_places


@dataclass(frozen=True)
class AttendanceRow:
    """Somebody's line of a shift's list."""

    id: int
    volunteer_id: int
    surname: str
    given_name: str
    patronymic: str
    unit: str
    phone: str | None
    account_id: int | None
    status: SignUpStatus
    has_attended: bool | None
    worked_minutes: int | None
    confirmed_at: datetime | None
    confirmed_by: str | None
    way: ArrivalWay | None
    arrived_at: datetime | None
    left_at: datetime | None
    break_minutes: int | None
    counts_outside: bool | None
    is_walk_in: bool | None
    over_places_reason: str | None

    @property
    def full_name(self) -> str:
        """Surname first, as documents have it."""
        return " ".join(part for part in (self.surname, self.given_name, self.patronymic) if part)


@dataclass(frozen=True)
class CorrectionRow:
    """A correction of confirmed hours."""

    shift_title: str
    starts_at: datetime
    at: datetime
    by: str
    reason: str
    had_attended: bool
    had_minutes: int | None
    has_attended: bool
    minutes: int | None


@dataclass(frozen=True)
class NoShowRow:
    """A shift to which somebody had promised to come."""

    shift_id: int
    title: str
    starts_at: datetime


def _rows() -> Rows:
    return (
        select(
            SignUp.id,
            SignUp.volunteer_id,
            Volunteer.surname,
            Volunteer.given_name,
            Volunteer.patronymic,
            Volunteer.unit,
            Volunteer.phone,
            Volunteer.account_id,
            SignUp.status,
            SignUp.has_attended,
            SignUp.worked_minutes,
            SignUp.confirmed_at,
            Account.full_name,
            Attendance.way,
            Attendance.arrived_at,
            Attendance.left_at,
            Attendance.break_minutes,
            Attendance.counts_outside,
            Attendance.is_walk_in,
            Attendance.over_places_reason,
        )
        .join(Volunteer, Volunteer.id == SignUp.volunteer_id)
        .outerjoin(Account, Account.id == SignUp.confirmed_by_id)
        .outerjoin(Attendance, Attendance.sign_up_id == SignUp.id)
    )


def list_attendance(session: Session, shift_id: int) -> list[AttendanceRow]:
    """Who has a place in a shift, in Kazakh order, as a list at the door has it."""
    statement = (
        _rows()
        .where(SignUp.shift_id == shift_id, SignUp.status == SignUpStatus.CONFIRMED)
        .order_by(Volunteer.sort_key, Volunteer.id)
    )
    return [AttendanceRow(*row) for row in session.execute(statement)]


def find_attendance(session: Session, shift_id: int, sign_up_id: int) -> AttendanceRow | None:
    """One line of a shift's list."""
    found = _rows().where(SignUp.id == sign_up_id, SignUp.shift_id == shift_id)
    row = session.execute(found).one_or_none()
    return None if row is None else AttendanceRow(*row)


def find_own_attendance(session: Session, shift_id: int, volunteer_id: int) -> AttendanceRow | None:
    """Somebody's own line."""
    found = _rows().where(SignUp.volunteer_id == volunteer_id, SignUp.shift_id == shift_id)
    row = session.execute(found).one_or_none()
    return None if row is None else AttendanceRow(*row)


def count_by_status(session: Session, shift_id: int) -> dict[SignUpStatus, int]:
    """How many are in, wait, or no longer come."""
    statement = (
        select(SignUp.status, func.count())
        .where(SignUp.shift_id == shift_id)
        .group_by(SignUp.status)
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def free_places_now(session: Session, shift_id: int, places: int, *, now: datetime) -> int:
    """Places that somebody who is here can fill: also those of who did not come.

    A place that is offered is kept until the deadline, so that two never get it.
    """
    statement = (
        select(SignUp.has_attended, func.count())
        .where(
            SignUp.shift_id == shift_id,
            (SignUp.status == SignUpStatus.CONFIRMED)
            | ((SignUp.status == SignUpStatus.OFFERED) & (SignUp.offered_until > now)),
        )
        .group_by(SignUp.has_attended)
    )
    counts: dict[bool | None, int] = {row[0]: row[1] for row in session.execute(statement)}
    return free_places(places, sum(counts.values()), counts.get(False, 0))


def corrections_of(
    session: Session, *, volunteer_id: int | None = None, sign_up_id: int | None = None
) -> list[CorrectionRow]:
    """What was corrected of somebody's confirmed hours, the latest first."""
    statement = (
        select(
            Shift.title,
            Shift.starts_at,
            AttendanceCorrection.at,
            Account.full_name,
            AttendanceCorrection.reason,
            AttendanceCorrection.had_attended,
            AttendanceCorrection.had_minutes,
            AttendanceCorrection.has_attended,
            AttendanceCorrection.minutes,
        )
        .join(SignUp, SignUp.id == AttendanceCorrection.sign_up_id)
        .join(Shift, Shift.id == SignUp.shift_id)
        .join(Account, Account.id == AttendanceCorrection.by_id)
        .order_by(AttendanceCorrection.id.desc())
    )
    if volunteer_id is not None:
        statement = statement.where(SignUp.volunteer_id == volunteer_id)
    if sign_up_id is not None:
        statement = statement.where(AttendanceCorrection.sign_up_id == sign_up_id)
    return [CorrectionRow(*row) for row in session.execute(statement)]


def no_shows_of(session: Session, volunteer_id: int) -> list[NoShowRow]:
    """The shifts to which somebody had a place and did not come, the latest first."""
    statement = (
        select(Shift.id, Shift.title, Shift.starts_at)
        .join(SignUp, SignUp.shift_id == Shift.id)
        .where(
            SignUp.volunteer_id == volunteer_id,
            SignUp.status == SignUpStatus.CONFIRMED,
            SignUp.has_attended.is_(False),
        )
        .order_by(Shift.starts_at.desc(), Shift.id)
    )
    return [NoShowRow(*row) for row in session.execute(statement)]
