"""What the register of volunteer activity lists: people, groups, actions, and the counts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Subquery, func, select
from sqlalchemy.orm import Session

from campaign_app.core.names import full_name
from campaign_app.volunteers.models import Participation, Shift, SignUp, Volunteer
from campaign_app.volunteers.queries.statistics import HoursFilter, by_person
from campaign_app.volunteers.rules import ParticipationRole, ShiftKind, VolunteerKind

LEADING = (ParticipationRole.MANAGER, ParticipationRole.COORDINATOR)


@dataclass(frozen=True)
class RegisterVolunteer:
    """A line about a volunteer: no more of a person than the register asks for."""

    surname: str
    given_name: str
    patronymic: str
    kind: VolunteerKind
    unit: str
    registered_at: datetime
    consent_at: datetime | None
    shifts: int
    minutes: int

    @property
    def full_name(self) -> str:
        """Surname first, as documents have it."""
        return full_name(self.surname, self.given_name, self.patronymic)


@dataclass(frozen=True)
class RegisterLeader:
    """Somebody who leads in a campaign."""

    surname: str
    given_name: str
    patronymic: str
    role: ParticipationRole
    campaign_id: int

    @property
    def full_name(self) -> str:
        """Surname first, as documents have it."""
        return full_name(self.surname, self.given_name, self.patronymic)


@dataclass(frozen=True)
class RegisterAction:
    """A shift as an action: its place, its time, what it asks for, who came."""

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
    came: int
    minutes: int


@dataclass(frozen=True)
class RegisterCount:
    """A kind of activity in a project: how many took part, without names."""

    campaign_id: int
    kind: ShiftKind
    people: int
    actions: int
    minutes: int


def register_volunteers(session: Session, chosen: HoursFilter) -> list[RegisterVolunteer]:
    """Everybody on the list of volunteers, in Kazakh order, with what she did in that time."""
    people = by_person(chosen)
    statement = (
        select(
            Volunteer.surname,
            Volunteer.given_name,
            Volunteer.patronymic,
            Volunteer.kind,
            Volunteer.unit,
            Volunteer.created_at,
            Volunteer.consent_at,
            func.coalesce(people.c.shifts, 0),
            func.coalesce(people.c.minutes, 0),
        )
        .outerjoin(people, people.c.volunteer_id == Volunteer.id)
        .order_by(Volunteer.sort_key, Volunteer.id)
    )
    return [RegisterVolunteer(*_plain(row, sums=2)) for row in session.execute(statement)]


def register_groups(session: Session, chosen: HoursFilter) -> list[tuple[str, int, int, int]]:
    """Department or group, its people, those of them who came, their minutes."""
    people = by_person(chosen)
    statement = (
        select(
            Volunteer.unit,
            func.count(Volunteer.id),
            func.count(people.c.volunteer_id),
            func.coalesce(func.sum(people.c.minutes), 0),
        )
        .outerjoin(people, (people.c.volunteer_id == Volunteer.id) & (people.c.shifts > 0))
        .where(Volunteer.unit != "")
        .group_by(Volunteer.unit)
        .order_by(Volunteer.unit)
    )
    return [(row[0], row[1], row[2], int(row[3])) for row in session.execute(statement)]


def register_leaders(session: Session, campaign_ids: Collection[int]) -> list[RegisterLeader]:
    """Who managed and coordinated in these campaigns."""
    statement = (
        select(
            Volunteer.surname,
            Volunteer.given_name,
            Volunteer.patronymic,
            Participation.role,
            Participation.campaign_id,
        )
        .join(Participation, Participation.volunteer_id == Volunteer.id)
        .where(Participation.campaign_id.in_(campaign_ids), Participation.role.in_(LEADING))
        .order_by(Participation.campaign_id, Participation.role, Volunteer.sort_key)
    )
    return [RegisterLeader(*row) for row in session.execute(statement)]


def _worked() -> Subquery:
    return (
        select(
            SignUp.shift_id,
            func.count(SignUp.id).label("came"),
            func.sum(SignUp.worked_minutes).label("minutes"),
        )
        .where(SignUp.worked_minutes > 0)
        .group_by(SignUp.shift_id)
        .subquery()
    )


def register_actions(session: Session, chosen: HoursFilter) -> list[RegisterAction]:
    """The shifts of these campaigns that were not cancelled, the earliest first."""
    worked = _worked()
    statement = (
        select(
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
            func.coalesce(worked.c.came, 0),
            func.coalesce(worked.c.minutes, 0),
        )
        .outerjoin(worked, worked.c.shift_id == Shift.id)
        .where(Shift.cancelled_at.is_(None))
        .order_by(Shift.starts_at, Shift.id)
    )
    if chosen.between is not None:
        statement = statement.where(
            Shift.starts_at >= chosen.between[0], Shift.starts_at < chosen.between[1]
        )
    if chosen.campaign_ids is not None:
        statement = statement.where(Shift.campaign_id.in_(chosen.campaign_ids))
    return [RegisterAction(*_plain(row, sums=1)) for row in session.execute(statement)]


def register_counts(session: Session, chosen: HoursFilter) -> list[RegisterCount]:
    """By project and kind of activity: people (each once), actions, minutes. No names."""
    statement = (
        select(
            Shift.campaign_id,
            Shift.kind,
            func.count(SignUp.volunteer_id.distinct()),
            func.count(Shift.id.distinct()),
            func.sum(SignUp.worked_minutes),
        )
        .join(SignUp, SignUp.shift_id == Shift.id)
        .where(SignUp.worked_minutes > 0)
        .group_by(Shift.campaign_id, Shift.kind)
        .order_by(Shift.campaign_id, Shift.kind)
    )
    if chosen.between is not None:
        statement = statement.where(
            Shift.starts_at >= chosen.between[0], Shift.starts_at < chosen.between[1]
        )
    if chosen.campaign_ids is not None:
        statement = statement.where(Shift.campaign_id.in_(chosen.campaign_ids))
    return [RegisterCount(*_plain(row, sums=1)) for row in session.execute(statement)]


def _plain(row: Any, *, sums: int) -> list[Any]:
    """The values of a row; the sums at its end as whole numbers on both engines."""
    values = list(row)
    return [*values[:-sums], *map(int, values[-sums:])]
