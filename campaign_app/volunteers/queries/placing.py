"""Reads of the people of a shift as the organiser needs them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, literal, select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.core.dates import age_on
from campaign_app.core.names import full_name
from campaign_app.core.pagination import Rows
from campaign_app.volunteers.models import SafetyBriefing, Shift, SignUp, Volunteer
from campaign_app.volunteers.queries.people import VolunteerRow, searched_text
from campaign_app.volunteers.queries.recipients import ADDRESS
from campaign_app.volunteers.queries.shifts import ShiftRow, shift_rows
from campaign_app.volunteers.rules import ADULT_AGE, SignUpStatus

MOST_FOUND = 12
MOST_TARGETS = 60


@dataclass(frozen=True)
class PersonRow:
    """Somebody in a shift: how she is reached, what has to be minded, how she stands."""

    volunteer_id: int
    surname: str
    given_name: str
    patronymic: str
    unit: str
    phone: str | None
    email: str | None
    born_on: date | None
    status: SignUpStatus
    position: int
    offered_until: datetime | None
    signed_up_at: datetime
    has_attended: bool | None
    is_briefed: bool

    @property
    def full_name(self) -> str:
        """Surname first, as documents have it."""
        return full_name(self.surname, self.given_name, self.patronymic)

    def is_minor_on(self, day: date) -> bool | None:
        """Whether she is under 18 on the day; None when her age is not known."""
        if self.born_on is None or self.born_on > day:
            return None
        return age_on(self.born_on, day) < ADULT_AGE


def list_people(session: Session, shift_id: int) -> list[PersonRow]:
    """Who has a place, is offered one or waits: in this order, each as they came."""
    briefings = select(SafetyBriefing.id).where(SafetyBriefing.volunteer_id == Volunteer.id)
    statement: Rows = (
        select(
            Volunteer.id,
            Volunteer.surname,
            Volunteer.given_name,
            Volunteer.patronymic,
            Volunteer.unit,
            Volunteer.phone,
            ADDRESS,
            Volunteer.born_on,
            SignUp.status,
            SignUp.position,
            SignUp.offered_until,
            SignUp.signed_up_at,
            SignUp.has_attended,
            briefings.exists(),
        )
        .select_from(SignUp)
        .join(Volunteer, Volunteer.id == SignUp.volunteer_id)
        .outerjoin(Account, Account.id == Volunteer.account_id)
        .where(SignUp.shift_id == shift_id, SignUp.status != SignUpStatus.CANCELLED)
        .order_by(SignUp.position)
    )
    rows = [PersonRow(*row) for row in session.execute(statement)]
    order = [SignUpStatus.CONFIRMED, SignUpStatus.OFFERED, SignUpStatus.WAITING]
    return sorted(rows, key=lambda row: order.index(row.status))


def find_to_add(session: Session, shift_id: int, q: str) -> list[VolunteerRow]:
    """Volunteers who are not in the shift, by name, group or telephone; at most 12."""
    inside = select(SignUp.volunteer_id).where(
        SignUp.shift_id == shift_id, SignUp.status != SignUpStatus.CANCELLED
    )
    statement = (
        select(
            Volunteer.id,
            Volunteer.surname,
            Volunteer.given_name,
            Volunteer.patronymic,
            Volunteer.kind,
            Volunteer.unit,
            Volunteer.phone,
            Volunteer.email,
            Volunteer.born_on,
            Volunteer.left_at,
            literal(0),
        )
        .where(
            Volunteer.search_text.contains(searched_text(q), autoescape=True),
            Volunteer.left_at.is_(None),
            Volunteer.id.not_in(inside),
        )
        .order_by(Volunteer.sort_key, Volunteer.id)
        .limit(MOST_FOUND)
    )
    return [VolunteerRow(*row) for row in session.execute(statement)]


def list_targets(
    session: Session, campaign_id: int, *, but_id: int, now: datetime
) -> list[ShiftRow]:
    """The campaign's coming shifts with a free place, the next first."""
    statement = (
        shift_rows()
        .where(
            Shift.campaign_id == campaign_id,
            Shift.id != but_id,
            Shift.starts_at > now,
            Shift.cancelled_at.is_(None),
        )
        .order_by(Shift.starts_at, Shift.id)
        .limit(MOST_TARGETS)
    )
    rows = [ShiftRow(*row) for row in session.execute(statement)]
    return [row for row in rows if row.places_left]


def count_recorded(session: Session, shift_id: int) -> int:
    """For how many people hours or an absence are written down."""
    statement = select(func.count()).where(
        SignUp.shift_id == shift_id, SignUp.has_attended.is_not(None)
    )
    return session.execute(statement).scalar_one()
