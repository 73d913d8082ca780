"""Crews: volunteers of a shift who say that they work together."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.core.errors import NotFound
from campaign_app.volunteers.models import Shift, SignUp
from campaign_app.volunteers.rules import SignUpStatus
from campaign_app.worksites import queries, rules
from campaign_app.worksites.models import Crew, CrewMember
from campaign_app.worksites.services.locking import lock_shift_work, record


def form_crew(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    shift_id: int,
    volunteer_ids: Collection[int],
) -> Crew:
    """Form a crew of people of a shift.

    Refuses somebody without a place in the shift, somebody who is in a crew already, more
    than a crew has, and a time at which the shift is not under way.
    """
    shift = lock_shift_work(session, shift_id, volunteer_ids)
    rules.check_under_way(shift.starts_at, shift.ends_at, now)
    return new_crew(session, actor, now, shift, volunteer_ids)


def join_crew(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    crew_id: int,
    volunteer_ids: Collection[int],
) -> Crew:
    """Add people of the shift to a crew. Refuses as forming one does."""
    crew = session.get(Crew, crew_id)
    if crew is None:
        raise NotFound()
    shift = lock_shift_work(session, crew.shift_id, volunteer_ids)
    rules.check_under_way(shift.starts_at, shift.ends_at, now)
    add_members(session, actor, now, shift, crew, volunteer_ids)
    session.flush()
    return crew


def leave_crew(
    session: Session, *, actor: Account | None, now: datetime, shift_id: int, volunteer_id: int
) -> Crew:
    """Leave the crew of a shift.

    Refuses who is in none, and the last one of a crew that is at work.
    """
    lock_shift_work(session, shift_id, [volunteer_id])
    crew = queries.find_crew_of(session, shift_id, volunteer_id)
    if crew is None:
        raise rules.NotInCrew()
    members = session.scalars(
        select(CrewMember)
        .where(CrewMember.crew_id == crew.id, CrewMember.left_at.is_(None))
        .execution_options(populate_existing=True)
    ).all()
    busy = queries.taken_by(session, crew.id)
    if len(members) == 1 and busy is not None:
        raise rules.CrewBusy(crew=crew.number, site=busy)
    mine = next(member for member in members if member.volunteer_id == volunteer_id)
    mine.left_at = now
    record(session, actor, now, "crew:leave", mine, campaign_id=crew.campaign_id)
    session.flush()
    return crew


def new_crew(
    session: Session,
    actor: Account | None,
    now: datetime,
    shift: Shift,
    volunteer_ids: Collection[int],
) -> Crew:
    """A crew with the next number of its shift. What it belongs to is locked."""
    last = session.execute(
        select(func.max(Crew.number)).where(Crew.shift_id == shift.id)
    ).scalar_one()
    crew = Crew(
        campaign_id=shift.campaign_id,
        shift_id=shift.id,
        number=(last or 0) + 1,
        formed_at=now,
        formed_by_id=actor.id if actor else None,
    )
    session.add(crew)
    record(session, actor, now, "crew:form", crew)
    session.flush()
    add_members(session, actor, now, shift, crew, volunteer_ids)
    session.flush()
    return crew


def add_members(
    session: Session,
    actor: Account | None,
    now: datetime,
    shift: Shift,
    crew: Crew,
    volunteer_ids: Collection[int],
) -> None:
    """Put people of the shift into a crew; who is in it already stays."""
    crews = queries.crews_by_member(session, shift.id)
    wanted = [each for each in sorted(set(volunteer_ids)) if crews.get(each) != crew.number]
    taken = [crews[each] for each in wanted if each in crews]
    if taken:
        raise rules.InAnotherCrew(crew=taken[0])
    size = len(wanted) + sum(number == crew.number for number in crews.values())
    if size > rules.LARGEST_CREW:
        raise rules.CrewTooLarge(most=rules.LARGEST_CREW)
    in_shift = session.execute(
        select(func.count(SignUp.id)).where(
            SignUp.shift_id == shift.id,
            SignUp.volunteer_id.in_(wanted),
            SignUp.status == SignUpStatus.CONFIRMED,
        )
    ).scalar_one()
    if in_shift != len(wanted):
        raise rules.NotInShift()
    for volunteer_id in wanted:
        member = CrewMember(
            crew_id=crew.id, shift_id=shift.id, volunteer_id=volunteer_id, joined_at=now
        )
        session.add(member)
        record(session, actor, now, "crew:join", member, campaign_id=crew.campaign_id)
