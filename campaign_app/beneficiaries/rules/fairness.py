"""Whether help reaches everybody alike: who waits how long, group by group."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
#: A smaller share than everybody's by so many points, in a group of so many, is pointed out.
NOTABLE_POINTS = 10
NOTABLE_PEOPLE = 5


@dataclass(frozen=True)
class Waiting:
    """So many people of whom the same is known: helped last on a day, or never.

    `since`: the day from which they wait, the last help or the registration.
    """

    since: date
    was_helped: bool
    people: int


@dataclass(frozen=True)
class GroupFigures:
    """How a group fares. Days are whole days until today; None in an empty group."""

    people: int
    helped: int
    median_days: int | None
    longest_days: int | None

    @property
    def never_helped(self) -> int:
        """Those who were never helped."""
        return self.people - self.helped

    @property
    def share(self) -> int:
        """Helped at least once, in whole percent."""
        return round(self.helped * 100 / self.people) if self.people else 0

    def is_behind(self, everybody: GroupFigures) -> bool:
        """True when the difference to everybody is too large and the group too big for chance."""
        return self.people >= NOTABLE_PEOPLE and self.share <= everybody.share - NOTABLE_POINTS


def waiting_days(since: date, today: date) -> int:
    """Whole days; a help that is dated ahead is none."""
    return max(0, (today - since).days)


def measure(waiting: Iterable[Waiting], today: date) -> GroupFigures:
    """The figures of people taken together."""
    ordered = sorted(waiting, key=lambda each: each.since)
    people = sum(each.people for each in ordered)
    if not people:
        return GroupFigures(0, 0, None, None)
    return GroupFigures(
        people=people,
        helped=sum(each.people for each in ordered if each.was_helped),
        median_days=waiting_days(_middle(ordered, people), today),
        longest_days=waiting_days(ordered[0].since, today),
    )


def _middle(ordered: list[Waiting], people: int) -> date:
    """The day since which the person in the middle waits; of two the one who waits longer."""
    counted = 0
    for each in ordered:
        counted += each.people
        if counted * 2 >= people:
            return each.since
    raise ValueError("more people than were counted")


def measure_groups(
    rows: Iterable[tuple[Key, Waiting]],
    today: date,
    *,
    order: Callable[[GroupFigures], tuple[int, int]] = lambda found: (found.share, -found.people),
) -> dict[Key, GroupFigures]:
    """The figures of each group, the smallest share of helped people first."""
    groups: dict[Key, list[Waiting]] = {}
    for key, waiting in rows:
        groups.setdefault(key, []).append(waiting)
    found = {key: measure(each, today) for key, each in groups.items()}
    return dict(sorted(found.items(), key=lambda item: order(item[1])))
