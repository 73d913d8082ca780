"""How doors are divided into routes of about equal work, in walking order.

Work is a door's share of all doors and of all kilograms, in equal parts: a route of few heavy
packages and one of many light ones take about as long. Routes are stretches of one walk, so
the least possible heaviest route is found by trying limits (the linear partition problem).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import TypeVar

from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_

MOST_ROUTES = 40

Door = TypeVar("Door")


class NothingToDivide(DomainError):
    """Somebody waits without a route."""

    message = N_("Nobody waits without a route.")


def loads_of(grams: Sequence[int]) -> list[int]:
    """The work of each door, from the weight in grams that is carried there; always positive."""
    total = max(1, sum(grams))
    return [total + each * len(grams) for each in grams]


def divide(
    houses: Sequence[Sequence[Door]], grams_of: Callable[[Door], int], count: int
) -> list[list[Door]]:
    """Doors of `houses`, both in walking order, as at most `count` routes; none is empty.

    A house is cut only when it is more than an equal share of all work. There are fewer
    routes than asked for when there are fewer doors.
    """
    doors = [door for house in houses for door in house]
    loads = iter(loads_of([grams_of(door) for door in doors]))
    weighed = [[(door, next(loads)) for door in house] for house in houses if house]
    share = sum(load for house in weighed for _, load in house) / max(1, count)
    pieces: list[tuple[list[Door], int]] = []
    for house in weighed:
        whole = sum(load for _, load in house)
        if whole > share:
            pieces += [([door], load) for door, load in house]
        else:
            pieces.append(([door for door, _ in house], whole))
    cuts = _cuts([load for _, load in pieces], count)
    return [
        [door for piece, _ in pieces[start:end] for door in piece]
        for start, end in zip([0, *cuts], [*cuts, len(pieces)], strict=True)
        if start < end
    ]


def _routes_needed(sums: Sequence[int], limit: int) -> list[int]:
    """How many routes the pieces from each place on take when none is above `limit`."""
    length = len(sums) - 1
    needed = [0] * (length + 1)
    for start in range(length - 1, -1, -1):
        end = bisect_right(sums, sums[start] + limit) - 1
        needed[start] = 1 + needed[end]
    return needed


def _cuts(loads: Sequence[int], count: int) -> list[int]:
    """Where the routes after the first begin."""
    count = min(count, len(loads))
    if count <= 1:
        return []
    sums = [0, *accumulate(loads)]
    low, high = max(loads), sums[-1]
    while low < high:
        middle = (low + high) // 2
        if _routes_needed(sums, middle)[0] <= count:
            high = middle
        else:
            low = middle + 1
    needed = _routes_needed(sums, low)
    cuts: list[int] = []
    begin = 0
    for place in range(1, len(loads)):
        after = count - len(cuts) - 1  # routes that follow the one that is being filled
        if not after:
            break
        load, rest = sums[place] - sums[begin], sums[-1] - sums[begin]
        is_full = load + loads[place] > low
        # Without this the first routes would be filled to the limit and the last left light.
        is_even = needed[place] <= after and (load + loads[place] / 2) * (after + 1) > rest
        if is_full or is_even or len(loads) - place == after:
            cuts.append(place)
            begin = place
    return cuts
