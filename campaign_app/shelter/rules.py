"""The rules of the shelter: who sleeps where, how many nights, what a building is made of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

from campaign_app.core.dates import to_local
from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_

SLEEPING_HOUR = time(4, 0)  # who is in at four in the morning has slept that night
MOST_BEDS_IN_A_ROOM = 50
MOST_PEOPLE_IN_A_GROUP = 500
_ROOM_LINE = re.compile(r"(\S{1,20})\s+([0-9]{1,3})(?:\s+(-?[0-9]{1,3}))?")


class GroupEmpty(DomainError):
    """A group has at least one person."""

    message = N_("Write how many people came.")


class GroupTooLarge(DomainError):
    """More people than a bus brings: a slip of the finger."""

    message = N_("%(asked)s people at once is too many: at most %(most)s in one form.")


class BedsShort(DomainError):
    """There are fewer free beds than people."""

    message = N_("Not enough beds: %(asked)s are needed, %(left)s are free.")


class TooManyNames(DomainError):
    """More names than people."""

    message = N_("There are more names (%(names)s) than people (%(people)s).")


class GroupGone(DomainError):
    """Nobody of that group is here."""

    message = N_("Nobody of this group is here any more.")


class LeftBeforeArrival(DomainError):
    """Nobody leaves before coming."""

    message = N_("The group came only at %(arrived_at)s.")


class RoomLineUnclear(DomainError):
    """A line of the list of rooms that cannot be read."""

    message = N_("Line %(line)s is not clear: write the room, its beds and, if known, its floor.")


class BedCountInvalid(DomainError):
    """A room has between one and fifty beds."""

    message = N_("Room %(number)s: %(beds)s beds; between 1 and %(most)s are possible.")


class RoomTwice(DomainError):
    """A room is in a building once."""

    message = N_("Room %(number)s is there twice.")


class RoomsMissing(DomainError):
    """A building without rooms shelters nobody."""

    message = N_("Write at least one room.")


@dataclass(frozen=True)
class RoomPlan:
    """A room of a new building."""

    number: str
    beds: int
    floor: int | None = None


@dataclass(frozen=True)
class FreeRoom:
    """A room with the beds in it that are free."""

    room_id: int
    building_id: int
    bed_ids: tuple[int, ...]


def parse_rooms(text: str) -> list[RoomPlan]:
    """Read one room a line: `304 4` or `304А 4 3` (room, beds, floor). Refuses the unclear."""
    plans: list[RoomPlan] = []
    for line_number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        match = _ROOM_LINE.fullmatch(line.strip())
        if match is None:
            raise RoomLineUnclear(field="rooms", line=line_number)
        floor = int(match[3]) if match[3] else None
        plans.append(RoomPlan(match[1], int(match[2]), floor))
    check_rooms(plans)
    return plans


def check_rooms(plans: Sequence[RoomPlan]) -> None:
    """Raise RoomsMissing, BedCountInvalid or RoomTwice."""
    if not plans:
        raise RoomsMissing(field="rooms")
    seen: set[str] = set()
    for plan in plans:
        if not 1 <= plan.beds <= MOST_BEDS_IN_A_ROOM:
            raise BedCountInvalid(
                field="rooms", number=plan.number, beds=plan.beds, most=MOST_BEDS_IN_A_ROOM
            )
        if plan.number.casefold() in seen:
            raise RoomTwice(field="rooms", number=plan.number)
        seen.add(plan.number.casefold())


def check_group(adults: int, children: int, names: Sequence[str]) -> None:
    """Raise GroupEmpty, GroupTooLarge or TooManyNames."""
    people = adults + children
    if adults < 0 or children < 0 or people == 0:
        raise GroupEmpty(field="adults")
    if people > MOST_PEOPLE_IN_A_GROUP:
        raise GroupTooLarge(field="adults", asked=people, most=MOST_PEOPLE_IN_A_GROUP)
    if len(names) > people:
        raise TooManyNames(field="names", names=len(names), people=people)


def choose_beds(rooms: Iterable[FreeRoom], people: int) -> list[int]:
    """The beds of a group: as few rooms as possible, in one building if that costs no room.

    One room that holds all is the smallest such room. Otherwise the largest rooms are
    filled first, and the last of the group get the smallest room that holds them, so that
    large rooms stay for those who come next. Raises BedsShort, naming the numbers.
    """
    free = [room for room in rooms if room.bed_ids]
    left = sum(len(room.bed_ids) for room in free)
    if people > left:
        raise BedsShort(field="adults", asked=people, left=left)
    plans = [_fill(free, people)]
    for building_id in sorted({room.building_id for room in free}):
        inside = [room for room in free if room.building_id == building_id]
        if sum(len(room.bed_ids) for room in inside) >= people:
            plans.append(_fill(inside, people))
    best = min(plans, key=lambda plan: (len(plan), _buildings(plan), _beds(plan), _ids(plan)))
    beds = [bed_id for room in best for bed_id in room.bed_ids]
    return beds[:people]


def _fill(rooms: list[FreeRoom], people: int) -> list[FreeRoom]:
    chosen: list[FreeRoom] = []
    left = sorted(rooms, key=lambda room: (len(room.bed_ids), room.room_id))
    while people > 0:
        fits = next((room for room in left if len(room.bed_ids) >= people), None)
        room = fits or max(left, key=lambda each: (len(each.bed_ids), -each.room_id))
        left.remove(room)
        chosen.append(room)
        people -= len(room.bed_ids)
    return chosen


def _buildings(plan: list[FreeRoom]) -> int:
    return len({room.building_id for room in plan})


def _beds(plan: list[FreeRoom]) -> int:
    return sum(len(room.bed_ids) for room in plan)


def _ids(plan: list[FreeRoom]) -> list[int]:
    return [room.room_id for room in plan]


def nights(arrived_at: datetime, left_at: datetime, zone: tzinfo) -> int:
    """How often somebody slept: how often it was four in the morning, at least once.

    Who came at two and left at nine slept one night, as did who came at ten in the evening.
    """
    arrived, left = to_local(arrived_at, zone), to_local(left_at, zone)
    first = arrived.date() if arrived.time() <= SLEEPING_HOUR else arrived.date() + timedelta(1)
    last = left.date() if left.time() >= SLEEPING_HOUR else left.date() - timedelta(1)
    return max(1, (last - first).days + 1)
