"""What packing takes from which lots, and what may stand in for an item that is short.

An item is put in whole packages: of ten packages seven may hold buckwheat and three rice,
none holds half of each. What an item's own packages need is taken first; only what is left
of it may stand in for another one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_, LocalName
from campaign_app.core.numbers import MILLI, Quantity
from campaign_app.core.variants import PackageVariant
from campaign_app.inventory.rules.goods import Lot, Take, choose_lots, is_expired
from campaign_app.inventory.rules.kinds import Unit
from campaign_app.inventory.rules.refusals import GoodsMissing, ItemExpired, ItemMissing


class SubstituteThere(DomainError):
    """One line beside what is missing: what is allowed in its place and is there."""

    message = N_("instead of %(item)s is allowed %(substitute)s: %(left)s %(unit)s left")


class SubstituteOfItself(DomainError):
    """Nothing stands in for itself."""

    message = N_("An item does not stand in for itself: choose another one.")


class SubstituteTaken(DomainError):
    """A substitute is named once."""

    message = N_("%(substitute)s is named already.")


class SubstituteOfNothing(DomainError):
    """So much of it for one unit is more than nothing."""

    message = N_("Write how much stands in for one unit: more than 0.")


@dataclass(frozen=True)
class ItemNeed:
    """So much of an item in one package."""

    item_id: int
    name: LocalName
    unit: Unit
    quantity_milli: int


@dataclass(frozen=True)
class Substitute:
    """What may stand in for an item: so many thousandths of its unit for one of the item's.

    `not_in`: variants in which it may not.
    """

    item_id: int
    name: LocalName
    unit: Unit
    per_milli: int = MILLI
    not_in: frozenset[PackageVariant] = frozenset()

    def in_one_package(self, need: ItemNeed) -> int:
        """What goes into one package instead, thousandths of its unit, rounded up."""
        return -(-need.quantity_milli * self.per_milli // MILLI)


@dataclass(frozen=True)
class StandIn:
    """A substitute that goes into `count` of the packages, taken from these lots."""

    substitute: Substitute
    count: int
    takes: tuple[Take, ...]

    @property
    def quantity_milli(self) -> int:
        """What of it goes in, thousandths of its unit."""
        return sum(take.quantity_milli for take in self.takes)


@dataclass(frozen=True)
class Allowed:
    """A substitute that is allowed, and what is there of it that is still good."""

    substitute: Substitute
    left_milli: int


@dataclass(frozen=True)
class ItemPlan:
    """What packing asks of one item."""

    need: ItemNeed
    asked_milli: int
    left_milli: int
    expired_milli: int
    expired_on: date | None
    takes: tuple[Take, ...]
    stand_ins: tuple[StandIn, ...] = ()
    allowed: tuple[Allowed, ...] = ()

    @property
    def missing_milli(self) -> int:
        """What is not there and nothing stands in for; 0 when there is enough."""
        taken = sum(take.quantity_milli for take in self.takes)
        replaced = sum(each.count for each in self.stand_ins) * self.need.quantity_milli
        return max(0, self.asked_milli - max(self.left_milli, taken + replaced))

    def refusals(self) -> tuple[DomainError, ...]:
        """The lines that name what is missing, and what is allowed in its place."""
        asked, left = Quantity(self.asked_milli), Quantity(self.left_milli)
        name, unit = self.need.name, self.need.unit
        missing: DomainError = ItemMissing(item=name, unit=unit, asked=asked, left=left)
        if self.expired_on is not None:
            missing = ItemExpired(
                item=name,
                unit=unit,
                asked=asked,
                left=left,
                expired=Quantity(self.expired_milli),
                best_before=self.expired_on,
            )
        return missing, *(
            SubstituteThere(
                item=name,
                substitute=each.substitute.name,
                left=Quantity(each.left_milli),
                unit=each.substitute.unit,
            )
            for each in self.allowed
            if each.left_milli
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
        """All takes in the order in which they are made; meaningful when nothing is missing."""
        own = (take for item in self.items for take in item.takes)
        instead = (take for item in self.items for each in item.stand_ins for take in each.takes)
        return *own, *instead

    @property
    def cost_minor(self) -> int:
        """What the goods cost that are taken."""
        return sum(take.value_minor for take in self.takes)

    def check(self) -> None:
        """Raise GoodsMissing, naming every item of which there is not enough."""
        if self.missing:
            raise GoodsMissing(
                field="count",
                missing=tuple(line for item in self.missing for line in item.refusals()),
            )


class _Shelves:
    """The lots as they become while a plan takes from them."""

    def __init__(self, lots: Iterable[Lot], today: date) -> None:
        self._lots = {lot.id: lot for lot in lots if lot.on_hand_milli > 0}
        self._today = today

    def of(self, item_id: int, *, expired: bool = False) -> list[Lot]:
        """The lots of an item that are still good, or those that are past their date."""
        return [
            lot
            for lot in self._lots.values()
            if lot.item_id == item_id and is_expired(lot.best_before, self._today) is expired
        ]

    def left(self, item_id: int) -> int:
        """What is there of an item and still good."""
        return sum(lot.on_hand_milli for lot in self.of(item_id))

    def take(self, item_id: int, asked_milli: int) -> tuple[Take, ...]:
        """Take as far as it reaches; whoever takes the last takes the rest of the cost."""
        takes = choose_lots([lot for lot in self.of(item_id) if lot.on_hand_milli], asked_milli)
        for take in takes:
            lot = self._lots[take.lot_id]
            self._lots[lot.id] = replace(
                lot,
                on_hand_milli=lot.on_hand_milli - take.quantity_milli,
                value_minor=lot.value_minor - take.value_minor,
            )
        return takes


def items_of_plan(
    contents: Iterable[ItemNeed], substitutes: Mapping[int, Sequence[Substitute]]
) -> set[int]:
    """Every item of which a plan may take."""
    own = {need.item_id for need in contents}
    return own | {each.item_id for row in substitutes.values() for each in row}


def plan_packing(
    contents: Sequence[ItemNeed],
    lots: Sequence[Lot],
    count: int,
    today: date,
    *,
    substitutes: Mapping[int, Sequence[Substitute]] | None = None,
    uses_substitutes: bool = False,
) -> PackingPlan:
    """What `count` packages with these contents take, and what is missing for them.

    `substitutes`: by item what may stand in for it in this variant, the first choice first.
    They are named where something is short, and taken only with `uses_substitutes`.
    """
    allowed, shelves = substitutes or {}, _Shelves(lots, today)
    own = [
        _own_plan(need, shelves, count, in_whole=uses_substitutes and need.item_id in allowed)
        for need in contents
    ]
    plans = []
    for plan in own:
        if plan.missing_milli or _packages(plan) < count:
            plan = _with_substitutes(
                plan, shelves, count, allowed.get(plan.need.item_id, ()), uses_substitutes
            )
        plans.append(plan)
    return PackingPlan(tuple(plans))


def _packages(plan: ItemPlan) -> int:
    return sum(take.quantity_milli for take in plan.takes) // plan.need.quantity_milli


def _own_plan(need: ItemNeed, shelves: _Shelves, count: int, *, in_whole: bool) -> ItemPlan:
    """What the item itself gives; `in_whole` packages where something else fills the others."""
    left, expired = shelves.left(need.item_id), shelves.of(need.item_id, expired=True)
    asked = need.quantity_milli * count
    taken = min(count, left // need.quantity_milli) * need.quantity_milli if in_whole else asked
    return ItemPlan(
        need=need,
        asked_milli=asked,
        left_milli=left,
        expired_milli=sum(lot.on_hand_milli for lot in expired),
        expired_on=max((lot.best_before for lot in expired if lot.best_before), default=None),
        takes=shelves.take(need.item_id, taken),
    )


def _with_substitutes(
    plan: ItemPlan,
    shelves: _Shelves,
    count: int,
    substitutes: Sequence[Substitute],
    uses_them: bool,
) -> ItemPlan:
    """The plan with what stands in for the packages that are short, and with what could."""
    allowed = tuple(Allowed(each, shelves.left(each.item_id)) for each in substitutes)
    stand_ins, short = [], count - _packages(plan)
    for each in substitutes if uses_them else ():
        one = each.in_one_package(plan.need)
        packages = min(short, shelves.left(each.item_id) // one)
        if packages:
            stand_ins.append(StandIn(each, packages, shelves.take(each.item_id, packages * one)))
            short -= packages
    return replace(plan, stand_ins=tuple(stand_ins), allowed=allowed)
