"""Reads of who is in a shift, and of what somebody is in."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from campaign_app.volunteers.models import Shift, SignUp, Volunteer
from campaign_app.volunteers.queries.people import VolunteerRow
from campaign_app.volunteers.queries.shifts import ShiftRow, shift_rows
from campaign_app.volunteers.rules import (
    Commitment,
    SignUpStatus,
)


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
    """The shifts in which somebody has a place; what was cancelled keeps nobody busy."""
    statement = (
        select(Shift.title, Shift.starts_at, Shift.ends_at)
        .join(SignUp, SignUp.shift_id == Shift.id)
        .where(
            SignUp.volunteer_id == volunteer_id,
            SignUp.status == SignUpStatus.CONFIRMED,
            Shift.cancelled_at.is_(None),
        )
    )
    return [Commitment(*row) for row in session.execute(statement)]


def shifts_of(session: Session, volunteer_id: int) -> list[tuple[ShiftRow, SignUpStatus]]:
    """The shifts that somebody is in or waits for, the next first."""
    statement = (
        shift_rows()
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
