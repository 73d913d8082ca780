"""Which lots goods are taken from and what they cost.

First expired goes out first; what is past its best-before date is never packed. Whoever
takes the last of a lot takes the remainder of its cost, so no tiyn is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import LocalName
from campaign_app.core.numbers import MILLI, Quantity
from campaign_app.inventory.rules.kinds import Unit
from campaign_app.inventory.rules.refusals import GoodsMissing, ItemExpired, ItemMissing

EXPIRES_SOON_DAYS = 14


@dataclass(frozen=True)
class ItemNeed:
    """So much of an item in one package."""

    item_id: int
    name: LocalName
    unit: Unit
    quantity_milli: int


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


@dataclass(frozen=True)
class ItemPlan:
    """What packing asks of one item."""

    need: ItemNeed
    asked_milli: int
    left_milli: int
    expired_milli: int
    expired_on: date | None
    takes: tuple[Take, ...]

    @property
    def missing_milli(self) -> int:
        """What is not there; 0 when there is enough."""
        return max(0, self.asked_milli - self.left_milli)

    def refusal(self) -> DomainError:
        """The line that names what is missing."""
        asked, left = Quantity(self.asked_milli), Quantity(self.left_milli)
        name, unit = self.need.name, self.need.unit
        if self.expired_on is None:
            return ItemMissing(item=name, unit=unit, asked=asked, left=left)
        return ItemExpired(
            item=name,
            unit=unit,
            asked=asked,
            left=left,
            expired=Quantity(self.expired_milli),
            best_before=self.expired_on,
        )


@dataclass(frozen=True)
class PackingPlan:
    """What packing so many packages takes from which lot, and what is missing for it."""

    items: tuple[ItemPlan, ...]

    @property
    def missing(self) -> tuple[ItemPlan, ...]:
        """The items of which there is not enough."""
        return tuple(item for item in self.items if item.missing_milli)

    @property
    def takes(self) -> tuple[Take, ...]:
        """All takes; meaningful when nothing is missing."""
        return tuple(take for item in self.items for take in item.takes)

    @property
    def cost_minor(self) -> int:
        """What the goods cost that are taken."""
        return sum(take.value_minor for take in self.takes)

    def check(self) -> None:
        """Raise GoodsMissing, naming every item of which there is not enough."""
        if self.missing:
            raise GoodsMissing(
                field="count", missing=tuple(item.refusal() for item in self.missing)
            )


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


def plan_packing(
    contents: Sequence[ItemNeed], lots: Sequence[Lot], count: int, today: date
) -> PackingPlan:
    """What `count` packages with these contents take, and what is missing for them."""
    plans = []
    for need in contents:
        mine = [lot for lot in lots if lot.item_id == need.item_id and lot.on_hand_milli > 0]
        good = [lot for lot in mine if not is_expired(lot.best_before, today)]
        expired = [lot for lot in mine if is_expired(lot.best_before, today)]
        asked = need.quantity_milli * count
        plans.append(
            ItemPlan(
                need=need,
                asked_milli=asked,
                left_milli=sum(lot.on_hand_milli for lot in good),
                expired_milli=sum(lot.on_hand_milli for lot in expired),
                expired_on=max(
                    (lot.best_before for lot in expired if lot.best_before), default=None
                ),
                takes=choose_lots(good, asked),
            )
        )
    return PackingPlan(tuple(plans))


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
