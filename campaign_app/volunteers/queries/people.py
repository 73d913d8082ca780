"""Reads of volunteers and of who took part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign_app.core.names import fold
from campaign_app.core.pagination import ROWS_PER_PAGE, Page, fetch_page
from campaign_app.volunteers.models import Participation, SignUp, Volunteer
from campaign_app.volunteers.rules import (
    ParticipationRole,
    VolunteerKind,
)

MOST_UNITS = 300


@dataclass(frozen=True)
class VolunteerRow:
    """A volunteer in a list; hours are confirmed ones, in minutes."""

    id: int
    surname: str
    given_name: str
    patronymic: str
    kind: VolunteerKind
    unit: str
    phone: str | None
    email: str | None
    born_on: date | None
    left_at: datetime | None
    minutes: int

    @property
    def full_name(self) -> str:
        """Surname first, as documents have it."""
        return " ".join(part for part in (self.surname, self.given_name, self.patronymic) if part)


@dataclass(frozen=True)
class ParticipantRow:
    """Somebody who took part in a campaign."""

    volunteer_id: int
    surname: str
    given_name: str
    patronymic: str
    unit: str
    role: ParticipationRole

    full_name = VolunteerRow.full_name


def list_volunteers(
    session: Session,
    *,
    q: str,
    page: int,
    kind: VolunteerKind | None = None,
    unit: str | None = None,
    has_left: bool = False,
    per_page: int = ROWS_PER_PAGE,
) -> Page[VolunteerRow]:
    """Volunteers in Kazakh order, those whose name, unit or phone contains `q`.

    A telephone number is found however it is typed. `has_left` gives those who help no longer.
    """
    minutes = (
        select(SignUp.volunteer_id, func.sum(SignUp.worked_minutes).label("minutes"))
        .group_by(SignUp.volunteer_id)
        .subquery()
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
            func.coalesce(minutes.c.minutes, 0),
        )
        .outerjoin(minutes, minutes.c.volunteer_id == Volunteer.id)
        .order_by(Volunteer.sort_key, Volunteer.id)
    )
    if q:
        statement = statement.where(
            Volunteer.search_text.contains(searched_text(q), autoescape=True)
        )
    if kind is not None:
        statement = statement.where(Volunteer.kind == kind)
    if unit:
        statement = statement.where(Volunteer.unit == unit)
    left = Volunteer.left_at.is_not(None) if has_left else Volunteer.left_at.is_(None)
    statement = statement.where(left)
    return fetch_page(
        session,
        statement,
        page=page,
        per_page=per_page,
        make_row=lambda row: VolunteerRow(*row),
    )


def searched_text(q: str) -> str:
    """What is looked for in `search_text`: of a telephone number its digits after +7 or 8."""
    digits = "".join(c for c in q if c.isascii() and c.isdecimal())
    if len(digits) < 5 or any(c.isalpha() for c in q):
        return fold(q)
    return digits[1:] if len(digits) == 11 and digits[0] in "78" else digits


def list_units(session: Session) -> list[str]:
    """The departments and groups that volunteers come from, those with most people first."""
    statement = (
        select(Volunteer.unit)
        .where(Volunteer.unit != "", Volunteer.left_at.is_(None))
        .group_by(Volunteer.unit)
        .order_by(func.count().desc(), Volunteer.unit)
        .limit(MOST_UNITS)
    )
    return list(session.scalars(statement))


def find_volunteer_of(session: Session, account_id: int) -> Volunteer | None:
    """The volunteer who signs in with this account."""
    return session.scalars(
        select(Volunteer).where(Volunteer.account_id == account_id)
    ).one_or_none()


def participants_count(session: Session, campaign_ids: list[int]) -> int | None:
    """Persons who took part, each counted once; None when nobody was ever named: unknown."""
    statement = select(func.count(Participation.volunteer_id.distinct())).where(
        Participation.campaign_id.in_(campaign_ids)
    )
    return session.execute(statement).scalar_one() or None


def participants_by_role(
    session: Session, campaign_ids: list[int]
) -> list[tuple[ParticipationRole, int]]:
    """How many took part in which role."""
    statement = (
        select(Participation.role, func.count(Participation.volunteer_id.distinct()))
        .where(Participation.campaign_id.in_(campaign_ids))
        .group_by(Participation.role)
        .order_by(Participation.role)
    )
    return [(row[0], row[1]) for row in session.execute(statement)]


def list_participants(session: Session, campaign_id: int) -> list[ParticipantRow]:
    """Who took part in a campaign, in Kazakh order."""
    statement = (
        select(
            Volunteer.id,
            Volunteer.surname,
            Volunteer.given_name,
            Volunteer.patronymic,
            Volunteer.unit,
            Participation.role,
        )
        .join(Participation, Participation.volunteer_id == Volunteer.id)
        .where(Participation.campaign_id == campaign_id)
        .order_by(Volunteer.sort_key, Volunteer.id)
    )
    return [ParticipantRow(*row) for row in session.execute(statement)]
