"""Reads of crews: who is in them, who of a shift is free, where they are."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.rules import CampaignStatus
from campaign_app.volunteers.models import Shift, SignUp, Volunteer
from campaign_app.volunteers.rules import ShiftKind, SignUpStatus
from campaign_app.worksites.models import Crew, CrewMember, WorkRound, Worksite, WorksiteTask
from campaign_app.worksites.rules import TaskState, short_name
from campaign_app.worksites.rules.crews import AFTER_SHIFT

#: Kinds of work that is done at places.
KINDS = (ShiftKind.SNOW_CLEARING, ShiftKind.OTHER)


@dataclass(frozen=True)
class Person:
    """Somebody of a shift as the others see her: given name and an initial."""

    volunteer_id: int
    name: str
    crew_number: int | None


@dataclass(frozen=True)
class CrewRow:
    """A crew with its people and the place where it is."""

    id: int
    shift_id: int
    number: int
    shift_title: str
    starts_at: datetime
    people: list[str] = field(default_factory=list)
    site: str | None = None


def crew_number(session: Session, crew_id: int) -> int:
    """The number by which people call it."""
    return session.execute(select(Crew.number).where(Crew.id == crew_id)).scalar_one()


def find_crew_of(session: Session, shift_id: int, volunteer_id: int) -> Crew | None:
    """The crew of a shift that somebody is in now."""
    statement = (
        select(Crew)
        .join(CrewMember, CrewMember.crew_id == Crew.id)
        .where(
            CrewMember.shift_id == shift_id,
            CrewMember.volunteer_id == volunteer_id,
            CrewMember.left_at.is_(None),
        )
    )
    return session.scalars(statement).one_or_none()


def is_in_crew(session: Session, crew_id: int | None, volunteer_id: int) -> bool:
    """True for somebody who is in that crew now."""
    statement = select(CrewMember.id).where(
        CrewMember.crew_id == crew_id,
        CrewMember.volunteer_id == volunteer_id,
        CrewMember.left_at.is_(None),
    )
    return session.execute(statement).first() is not None


def crews_by_member(session: Session, shift_id: int) -> dict[int, int]:
    """The crew's number of everybody in a shift who is in one."""
    statement = (
        select(CrewMember.volunteer_id, Crew.number)
        .join(Crew, Crew.id == CrewMember.crew_id)
        .where(CrewMember.shift_id == shift_id, CrewMember.left_at.is_(None))
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def taken_by(session: Session, crew_id: int) -> str | None:
    """The name of the place where a crew is at work."""
    statement = (
        select(Worksite.name)
        .join(WorksiteTask, WorksiteTask.worksite_id == Worksite.id)
        .where(WorksiteTask.crew_id == crew_id, WorksiteTask.state == TaskState.TAKEN)
    )
    return session.execute(statement).scalar_one_or_none()


def list_people(session: Session, shift_id: int) -> list[Person]:
    """Everybody with a place in a shift, in Kazakh order."""
    crews = crews_by_member(session, shift_id)
    statement = (
        select(Volunteer.id, Volunteer.surname, Volunteer.given_name)
        .join(SignUp, SignUp.volunteer_id == Volunteer.id)
        .where(SignUp.shift_id == shift_id, SignUp.status == SignUpStatus.CONFIRMED)
        .order_by(Volunteer.sort_key, Volunteer.id)
    )
    return [
        Person(row[0], short_name(row[1], row[2]), crews.get(row[0]))
        for row in session.execute(statement)
    ]


def list_crews(
    session: Session,
    *,
    shift_ids: Collection[int] | None = None,
    campaign_id: int | None = None,
    since: datetime | None = None,
) -> list[CrewRow]:
    """Crews of shifts, or those of a campaign whose shift ends after `since`; in two queries."""
    statement = (
        select(Crew.id, Crew.shift_id, Crew.number, Shift.title, Shift.starts_at)
        .join(Shift, Shift.id == Crew.shift_id)
        .order_by(Shift.starts_at, Crew.shift_id, Crew.number)
    )
    if shift_ids is not None:
        statement = statement.where(Crew.shift_id.in_(list(shift_ids)))
    if campaign_id is not None:
        statement = statement.where(Crew.campaign_id == campaign_id)
    if since is not None:
        statement = statement.where(Shift.ends_at > since - AFTER_SHIFT)
    found = {row[0]: CrewRow(*row) for row in session.execute(statement)}
    members = (
        select(CrewMember.crew_id, Volunteer.surname, Volunteer.given_name)
        .join(Volunteer, Volunteer.id == CrewMember.volunteer_id)
        .where(CrewMember.crew_id.in_(list(found)), CrewMember.left_at.is_(None))
        .order_by(Volunteer.sort_key, Volunteer.id)
    )
    for crew_id, surname, given_name in session.execute(members):
        found[crew_id].people.append(short_name(surname, given_name))
    return list(found.values())


def my_shifts(session: Session, volunteer_id: int, *, since: datetime) -> list[Shift]:
    """The shifts in which somebody has a place, whose campaign has places to work at.

    Those that ended before `since` are left out; the next comes first.
    """
    has_round = select(WorkRound.id).where(
        WorkRound.campaign_id == Shift.campaign_id, WorkRound.closed_at.is_(None)
    )
    statement = (
        select(Shift)
        .join(SignUp, SignUp.shift_id == Shift.id)
        .join(Campaign, Campaign.id == Shift.campaign_id)
        .where(
            SignUp.volunteer_id == volunteer_id,
            SignUp.status == SignUpStatus.CONFIRMED,
            Shift.ends_at > since - AFTER_SHIFT,
            Shift.kind.in_(KINDS),
            Shift.cancelled_at.is_(None),
            Campaign.status != CampaignStatus.CLOSED,
            has_round.exists(),
        )
        .order_by(Shift.starts_at, Shift.id)
    )
    return list(session.scalars(statement))
