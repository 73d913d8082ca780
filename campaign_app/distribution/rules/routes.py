"""The rules of routes: who may go, when a route begins and ends, who sees its stops.

A route is one way on one day with a list of doors. Its volunteers see its stops on that
day while it runs, and at no other time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, Protocol, TypeVar

from campaign_app.core.addresses import dormitory_key, street_key
from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_, LabelledEnum
from campaign_app.distribution.rules.deliveries import ProofKind, RoundStatus


class RouteStatus(LabelledEnum):
    """How far a route is."""

    PLANNED = "planned", N_("planned")
    RUNNING = "running", N_("under way")
    FINISHED = "finished", N_("finished")


class RouteAction(LabelledEnum):
    """What moves a route on."""

    START = "start", N_("Start")
    FINISH = "finish", N_("Finish")


ROUTE_TRANSITIONS: dict[tuple[RouteStatus, RouteAction], RouteStatus] = {
    (RouteStatus.PLANNED, RouteAction.START): RouteStatus.RUNNING,
    (RouteStatus.RUNNING, RouteAction.FINISH): RouteStatus.FINISHED,
}
# What a volunteer can hold in her hand at a door; an act is signed at an institution's desk.
DOOR_PROOFS = tuple(kind for kind in ProofKind if kind is not ProofKind.GROUP_ACT)
MOST_NAMED = 10  # a refusal is a sentence, not a list
VOLUNTEERS_FOR_LONELY = 2  # domain.md 4.2: nobody goes alone to somebody who lives alone


class RouteRefused(DomainError):
    """The route's state does not allow this."""

    message = N_("“%(action)s” is not possible: the route is “%(status)s”.")


class RouteStarted(DomainError):
    """What a route carries is decided before it starts."""

    message = N_("The route is “%(status)s”: its stops do not change any more.")


class RouteNotRunning(DomainError):
    """Volunteers record while the route runs."""

    message = N_("The route is not under way: nothing can be recorded.")


class EmptyRoute(DomainError):
    """A route leads somewhere."""

    message = N_("The route has no stops yet.")


class NobodyOnRoute(DomainError):
    """Somebody goes."""

    message = N_("Nobody goes on this route yet: put volunteers on it.")


class SecondVolunteerNeeded(DomainError):
    """Two go to the homes of people who live alone."""

    message = N_(
        "Two volunteers go to lonely pensioners: homes of lonely pensioners on the route: "
        "%(homes)s, volunteers: %(volunteers)s."
    )


class NotOnItsDay(DomainError):
    """A route starts on the day for which it is planned."""

    message = N_("The route is planned for %(day)s: change its day or wait.")


class RouteNotSettled(DomainError):
    """Every door was tried and every package is delivered or back."""

    message = N_(
        "The route cannot be finished: stops where nobody has been yet: %(waiting)s, "
        "packages still with the courier: %(with_courier)s. It is about: %(doors)s."
    )


class RoutesUnderWay(DomainError):
    """A round closes after its routes."""

    message = N_("Finish the routes of the round first; under way: %(count)s.")


class NobodyChosen(DomainError):
    """A choice of stops is not empty."""

    message = N_("Choose whom the route leads to.")


class OnAnotherRoute(DomainError):
    """A line is on one route at a time, and only while it waits for its package."""

    message = N_(
        "%(recipient)s cannot be put on this route: on another one, fetched at the desk, "
        "or settled already."
    )


def next_route_status(status: RouteStatus, action: RouteAction) -> RouteStatus:
    """The state after `action`. Raises RouteRefused for what the table does not allow."""
    try:
        return ROUTE_TRANSITIONS[status, action]
    except KeyError:
        raise RouteRefused(action=action, status=status) from None


def check_still_planned(status: RouteStatus) -> None:
    """Stops are chosen and ordered before the start. Raises RouteStarted."""
    if status is not RouteStatus.PLANNED:
        raise RouteStarted(status=status)


def check_can_start(
    *, stops: int, lonely_homes: int, volunteers: int, runs_on: date, today: date
) -> None:
    """A route has stops, enough people, and starts on its day; refuses otherwise."""
    if not stops:
        raise EmptyRoute()
    if not volunteers:
        raise NobodyOnRoute()
    if lonely_homes and volunteers < VOLUNTEERS_FOR_LONELY:
        raise SecondVolunteerNeeded(homes=lonely_homes, volunteers=volunteers)
    if runs_on != today:
        raise NotOnItsDay(day=runs_on)


def name_doors(doors: Sequence[tuple[int, str]]) -> str:
    """Stops by number and name for a sentence; of many only the first ones."""
    named = [f"{number} {name}" for number, name in doors[:MOST_NAMED]]
    return ", ".join(named) + (" …" if len(doors) > MOST_NAMED else "")


def check_can_finish(*, waiting: int, with_courier: int, doors: Sequence[tuple[int, str]]) -> None:
    """Raise RouteNotSettled, naming what is open and at which `doors` (stop, recipient).

    `waiting` are stops where nobody has been. Who was not at home stays on the round's
    list for another route; her package must be back.
    """
    if waiting or with_courier:
        raise RouteNotSettled(waiting=waiting, with_courier=with_courier, doors=name_doors(doors))


def check_no_route_under_way(count: int) -> None:
    """A round closes after its routes. Raises RoutesUnderWay."""
    if count:
        raise RoutesUnderWay(count=count)


def is_open_to_volunteers(
    status: RouteStatus, runs_on: date, today: date, round_status: RoundStatus
) -> bool:
    """True while its volunteers may see where it leads: on its day, while it runs."""
    return status is RouteStatus.RUNNING and runs_on == today and round_status is RoundStatus.OPEN


class Place(Protocol):
    """A street or a dormitory, as far as it is known."""

    @property
    def street(self) -> str:
        """The street, or nothing."""

    @property
    def dormitory(self) -> str:
        """The dormitory, or nothing."""


class PlaceOfDoor(Place, Protocol):
    """Where a door is, as far as it is known."""

    @property
    def house(self) -> str:
        """The house's number."""

    @property
    def flat(self) -> str:
        """The flat's number."""

    @property
    def floor(self) -> str:
        """The floor, or nothing."""

    @property
    def room(self) -> str:
        """The room's number."""


def place_of(door: Place) -> str:
    """What doors are grouped by: the dormitory, else the street, else nothing."""
    return door.dormitory.strip() or door.street.strip()


def walking_order(door: PlaceOfDoor) -> tuple[str, list[tuple[int, str]], list[tuple[int, str]]]:
    """Street by street, house by house, door by door: 9 comes before 10, 12 before 12А.

    A dormitory is walked floor by floor.
    """
    return place_key(door), _natural(_house_or_floor(door)), _natural(door.room or door.flat)


def building_of(door: PlaceOfDoor) -> tuple[str, str]:
    """What two volunteers do not share: a house, or a floor of a dormitory."""
    return place_key(door), _house_or_floor(door).casefold().strip()


def _house_or_floor(door: PlaceOfDoor) -> str:
    return door.floor if door.dormitory.strip() else door.house


def place_key(door: Place) -> str:
    """«пр. Металлургов» and «Металлургтер даңғылы» are one street."""
    if door.dormitory.strip():
        return f"dormitory {dormitory_key(door.dormitory)}"
    return street_key(door.street)


def _natural(number: str) -> list[tuple[int, str]]:
    parts = re.findall(r"\d+|\D+", number.casefold())
    return [(int(part), "") if part.isdecimal() else (0, part) for part in parts]


Door = TypeVar("Door")


@dataclass(frozen=True)
class GroupOfPlace(Generic[Door]):
    """The doors of one street or dormitory; `place` is empty where no address is known."""

    place: str
    doors: Sequence[Door]


def group_by_place(
    doors: Iterable[tuple[PlaceOfDoor, Door]],
) -> list[GroupOfPlace[Door]]:
    """Doors by street or dormitory, in walking order; one place in two spellings is one group."""
    ordered = sorted(doors, key=lambda each: walking_order(each[0]))
    found: dict[str, GroupOfPlace[Door]] = {}
    for place, door in ordered:
        key = place_key(place)
        known = found.get(key, GroupOfPlace(place_of(place), ()))
        found[key] = GroupOfPlace(known.place, (*known.doors, door))
    return list(found.values())
