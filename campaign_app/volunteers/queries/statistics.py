"""Hours by unit and by person: what the organiser counts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Subquery, case, func, select
from sqlalchemy.orm import Session

from campaign_app.core.dates import local_date
from campaign_app.core.names import full_name
from campaign_app.core.pagination import ROWS_PER_PAGE, Page, Rows, fetch_page
from campaign_app.volunteers.models import Shift, SignUp, Volunteer
from campaign_app.volunteers.rules import MARKS, VolunteerKind
from campaign_app.volunteers.rules.hours import Between

SORTS = ("unit", "people", "minutes", "shifts", "no_shows", "mark_1", "mark_2", "mark_3")


@dataclass(frozen=True)
class UnitHours:
    """A department or group: people with confirmed hours, and how many reached each mark."""

    unit: str
    people: int
    minutes: int
    shifts: int
    no_shows: int
    mark_1: int
    mark_2: int
    mark_3: int

    @property
    def reached(self) -> tuple[int, int, int]:
        """How many reached 20, 50 and 70 hours."""
        return self.mark_1, self.mark_2, self.mark_3


@dataclass(frozen=True)
class PersonHours:
    """Somebody with her hours."""

    volunteer_id: int
    surname: str
    given_name: str
    patronymic: str
    kind: VolunteerKind
    unit: str
    minutes: int
    shifts: int
    no_shows: int

    @property
    def full_name(self) -> str:
        """Surname first, as documents have it."""
        return full_name(self.surname, self.given_name, self.patronymic)


@dataclass(frozen=True, kw_only=True)
class HoursFilter:
    """Of which time and of which campaigns hours are counted; None: of all."""

    between: Between | None = None
    campaign_ids: Collection[int] | None = None


def by_person(chosen: HoursFilter) -> Subquery:
    """Minutes, shifts and no-shows of everybody who was expected somewhere."""
    worked = SignUp.worked_minutes > 0
    statement = (
        select(
            SignUp.volunteer_id,
            func.coalesce(func.sum(SignUp.worked_minutes), 0).label("minutes"),
            func.sum(case((worked, 1), else_=0)).label("shifts"),
            func.sum(case((SignUp.has_attended.is_(False), 1), else_=0)).label("no_shows"),
        )
        .join(Shift, Shift.id == SignUp.shift_id)
        .where(worked | SignUp.has_attended.is_(False))
        .group_by(SignUp.volunteer_id)
    )
    if chosen.between is not None:
        since, before = chosen.between
        statement = statement.where(Shift.starts_at >= since, Shift.starts_at < before)
    if chosen.campaign_ids is not None:
        statement = statement.where(Shift.campaign_id.in_(chosen.campaign_ids))
    return statement.subquery()


def hours_by_unit(
    session: Session,
    *,
    chosen: HoursFilter,
    sort: str = "-minutes",
    page: int = 1,
    per_page: int = ROWS_PER_PAGE,
) -> Page[UnitHours]:
    """Departments and groups with what their people did; "" is not known."""
    people = by_person(chosen)
    columns: dict[str, ColumnElement[Any]] = {
        "unit": Volunteer.unit.expression,
        "people": func.sum(case((people.c.shifts > 0, 1), else_=0)),
        "minutes": func.sum(people.c.minutes),
        "shifts": func.sum(people.c.shifts),
        "no_shows": func.sum(people.c.no_shows),
        **{
            f"mark_{place}": func.sum(case((people.c.minutes >= mark.minutes, 1), else_=0))
            for place, mark in enumerate(MARKS, start=1)
        },
    }
    asked = sort.removeprefix("-")
    by = columns[asked if asked in SORTS else "minutes"]
    statement: Rows = (
        select(*columns.values())
        .select_from(Volunteer)
        .join(people, people.c.volunteer_id == Volunteer.id)
        .group_by(Volunteer.unit)
        .order_by(by.desc() if sort.startswith("-") else by.asc(), Volunteer.unit)
    )
    return fetch_page(
        session,
        statement,
        page=page,
        per_page=per_page,
        make_row=lambda row: UnitHours(row[0], *map(int, row[1:])),
    )


def list_people_by_hours(
    session: Session,
    *,
    chosen: HoursFilter,
    least_minutes: int = 1,
    unit: str | None = None,
    page: int = 1,
    per_page: int = ROWS_PER_PAGE,
) -> Page[PersonHours]:
    """Who has at least so many confirmed minutes, the most first."""
    people = by_person(chosen)
    statement = (
        select(
            Volunteer.id,
            Volunteer.surname,
            Volunteer.given_name,
            Volunteer.patronymic,
            Volunteer.kind,
            Volunteer.unit,
            people.c.minutes,
            people.c.shifts,
            people.c.no_shows,
        )
        .join(people, people.c.volunteer_id == Volunteer.id)
        .where(people.c.minutes >= least_minutes)
        .order_by(people.c.minutes.desc(), Volunteer.sort_key, Volunteer.id)
    )
    if unit is not None:
        statement = statement.where(Volunteer.unit == unit)
    return fetch_page(
        session,
        statement,
        page=page,
        per_page=per_page,
        make_row=lambda row: PersonHours(*row[:6], *map(int, row[6:])),
    )


def years_with_hours(session: Session, zone: ZoneInfo) -> list[int]:
    """From the first year with confirmed hours to the last, the latest first."""
    statement = (
        select(func.min(Shift.starts_at), func.max(Shift.starts_at))
        .join(SignUp, SignUp.shift_id == Shift.id)
        .where(SignUp.worked_minutes > 0)
    )
    first, last = session.execute(statement).one()
    if first is None:
        return []
    return list(range(_year(last, zone), _year(first, zone) - 1, -1))


def _year(instant: datetime, zone: ZoneInfo) -> int:
    return local_date(instant, zone).year
