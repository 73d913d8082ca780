"""Which lots goods are taken from and what they cost.

First expired goes out first; what is past its best-before date is never packed. Whoever
takes the last of a lot takes the remainder of its cost, so no tiyn is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from campaign_app.core.numbers import MILLI

EXPIRES_SOON_DAYS = 14


@dataclass(frozen=True)
class Lot:
    """What is left of a lot, and what that part cost."""

    id: int
    item_id: int
    best_before: date | None
    received_on: date
    on_hand_milli: int
    value_minor: int


@dataclass(frozen=True)
class Take:
    """So much out of a lot, at so much money."""

    lot_id: int
    quantity_milli: int
    value_minor: int


def is_expired(best_before: date | None, today: date) -> bool:
    """On its best-before day it is still good; the day after it is not."""
    return best_before is not None and best_before < today


def expires_soon(best_before: date | None, today: date) -> bool:
    """Still good, but for no longer than two weeks."""
    if best_before is None or is_expired(best_before, today):
        return False
    return (best_before - today).days <= EXPIRES_SOON_DAYS


def first_expired_first(lots: Iterable[Lot]) -> list[Lot]:
    """The order in which lots go out: the earliest date, undated last, then as received."""
    return sorted(lots, key=lambda lot: (lot.best_before or date.max, lot.received_on, lot.id))


def cost_of(lot: Lot, quantity_milli: int) -> int:
    """What a part of a lot cost, in tiyn; whoever takes the last of it takes the remainder."""
    return lot.value_minor * quantity_milli // lot.on_hand_milli


def counted_value(lot: Lot, difference_milli: int, unit_cost_minor: int) -> int:
    """What a counted difference is worth, in tiyn, below zero for what is missing.

    What is missing goes at its part of the lot's cost, what was found comes at the unit cost.
    """
    if difference_milli < 0:
        return -cost_of(lot, -difference_milli)
    return line_cost(difference_milli, unit_cost_minor)


def choose_lots(lots: Sequence[Lot], asked_milli: int) -> tuple[Take, ...]:
    """Take from lots that are still good, first expired first, as far as they reach."""
    takes = []
    for lot in first_expired_first(lots):
        quantity = min(asked_milli, lot.on_hand_milli)
        if quantity > 0:
            takes.append(Take(lot.id, quantity, cost_of(lot, quantity)))
            asked_milli -= quantity
    return tuple(takes)


def line_cost(quantity_milli: int, price_minor: int) -> int:
    """Quantity times unit price in tiyn, half a tiyn rounded up, as a till does."""
    return (quantity_milli * price_minor + MILLI // 2) // MILLI


def planned_cost(
    contents: Iterable[tuple[int, int]], prices: Mapping[int, int | None]
) -> int | None:
    """What (item, quantity) pairs cost at the last prices; None while a price is not known."""
    total = 0
    for item_id, quantity_milli in contents:
        price = prices.get(item_id)
        if price is None:
            return None
        total += line_cost(quantity_milli, price)
    return total
