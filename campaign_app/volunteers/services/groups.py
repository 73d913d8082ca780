"""Signing a whole group up: one transaction, exact places, a reason for each who is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.core.errors import DomainError
from campaign_app.volunteers import queries
from campaign_app.volunteers.models import Shift, SignUp, Volunteer
from campaign_app.volunteers.rules import SignUpStatus
from campaign_app.volunteers.rules import groups as group_rules
from campaign_app.volunteers.rules.groups import Decision, GroupMode, Member
from campaign_app.volunteers.services.sign_ups import check_takes_sign_ups, enter
from campaign_app.volunteers.services.waiting import (
    demands_of,
    lock_shift,
    lock_volunteers,
    settle_places,
    standings_for,
)


@dataclass(frozen=True)
class GroupOutcome:
    """What became of one of the group; no refusal: she has a place."""

    volunteer_id: int
    full_name: str
    refusal: DomainError | None

    @property
    def is_in_already(self) -> bool:
        return isinstance(self.refusal, group_rules.IsInAlready)


def sign_up_group(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    shift_id: int,
    volunteer_ids: Sequence[int],
    mode: GroupMode,
    zone: ZoneInfo,
) -> list[GroupOutcome]:
    """Give places to a group: all of it or nobody, or as many as fit; nobody is put to wait.

    Who waits already comes first. Refuses what `sign_up` refuses for the shift itself, an
    empty or too large list, and a group that does not fit (`preview_group` says why of each).
    """
    if not volunteer_ids:
        raise group_rules.NobodyChosen()
    if len(volunteer_ids) > group_rules.LARGEST_GROUP:
        raise group_rules.GroupTooLarge(most=group_rules.LARGEST_GROUP)
    shift = lock_shift(session, shift_id)
    check_takes_sign_ups(session, shift, now)
    if queries.tally(session, shift_id).needs_settling(shift.places, now):
        settle_places(session, actor=None, now=now, shift=shift, zone=zone, also_lock=volunteer_ids)
    else:
        lock_volunteers(session, volunteer_ids)
    people = queries.list_members(session, volunteer_ids)
    known = _known(session, shift_id, [person.id for person in people])
    tally = queries.tally(session, shift_id)
    decisions = _plan(session, shift, people, known, shift.places - tally.taken, zone)
    group_rules.check_enough(decisions, mode)
    for number, each in enumerate(one for one in decisions if one.refusal is None):
        enter(
            session,
            actor=actor,
            now=now,
            shift=shift,
            signed=known.get(each.volunteer_id)
            or SignUp(shift_id=shift_id, volunteer_id=each.volunteer_id),
            has_place=True,
            position=tally.last_position + 1 + number,
        )
    return _outcomes(people, decisions)


def preview_group(
    session: Session, *, shift: Shift, volunteer_ids: Sequence[int], zone: ZoneInfo
) -> list[GroupOutcome]:
    """What would become of each; nothing is locked or written."""
    people = queries.list_members(session, volunteer_ids)
    known = _known(session, shift.id, [person.id for person in people])
    free = shift.places - queries.tally(session, shift.id).taken
    decisions = _plan(session, shift, people, known, free, zone)
    names = {person.id: person.full_name for person in people}
    return [
        GroupOutcome(one.volunteer_id, names[one.volunteer_id], one.refusal) for one in decisions
    ]


def _outcomes(
    people: Sequence[queries.GroupMember], decisions: Sequence[Decision]
) -> list[GroupOutcome]:
    names = {person.id: person.full_name for person in people}
    return [
        GroupOutcome(each.volunteer_id, names[each.volunteer_id], each.refusal)
        for each in decisions
    ]


def _plan(
    session: Session,
    shift: Shift,
    people: Sequence[queries.GroupMember],
    known: dict[int, SignUp],
    free: int,
    zone: ZoneInfo,
) -> list[Decision]:
    standings = standings_for(session, shift, [person.id for person in people])
    members = [
        Member(
            person.id,
            standings[person.id],
            person.id in known and known[person.id].status is not SignUpStatus.CANCELLED,
        )
        for person in people
    ]
    demands = demands_of(session, shift, zone, standings.values())
    return group_rules.plan_group(members, demands, free)


def _known(session: Session, shift_id: int, volunteer_ids: Sequence[int]) -> dict[int, SignUp]:
    rows = session.scalars(
        select(SignUp)
        .where(SignUp.shift_id == shift_id, SignUp.volunteer_id.in_(volunteer_ids))
        .execution_options(populate_existing=True)
    )
    return {row.volunteer_id: row for row in rows}


def check_own_group(session: Session, *, curator: Volunteer, volunteer_ids: Sequence[int]) -> None:
    """Raise NotOfYourGroup for anybody outside the groups that a curator has."""
    units = [group.unit for group in queries.list_curated_groups(session, curator.id)]
    inside = select(Volunteer.id).where(Volunteer.id.in_(volunteer_ids), Volunteer.unit.in_(units))
    if set(session.scalars(inside)) != set(volunteer_ids):
        raise group_rules.NotOfYourGroup()
