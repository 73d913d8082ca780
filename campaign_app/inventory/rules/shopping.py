"""What to buy for so many packages, and for how many people the money is enough."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from campaign_app.core.variants import PackageVariant
from campaign_app.inventory.rules.goods import line_cost
from campaign_app.inventory.rules.packing import ItemNeed


@dataclass(frozen=True)
class Shelf:
    """How an item stands: what is in stock, how shops sell it, what one unit cost last.

    `sold_milli` is the content of one pack in thousandths of the unit, 0 for what is sold
    loose; `price_minor` None while nobody bought it yet.
    """

    on_hand_milli: int = 0
    sold_milli: int = 0
    price_minor: int | None = None


@dataclass(frozen=True)
class ToBuy:
    """One item of the list; quantities in thousandths of its unit, amounts in tiyn."""

    need: ItemNeed
    asked_milli: int
    on_hand_milli: int
    buy_milli: int
    packs: int
    amount_minor: int | None


@dataclass(frozen=True)
class ShoppingList:
    """What is to be bought."""

    items: tuple[ToBuy, ...]

    @property
    def cost_minor(self) -> int | None:
        """What all of it costs at the last prices, in tiyn; None while a price is not known."""
        amounts = [item.amount_minor for item in self.items if item.buy_milli]
        known = [amount for amount in amounts if amount is not None]
        return sum(known) if len(known) == len(amounts) else None

    @property
    def unpriced(self) -> tuple[ToBuy, ...]:
        """What is to be bought and has no price yet."""
        return tuple(item for item in self.items if item.buy_milli and item.amount_minor is None)


def round_up_to_packs(missing_milli: int, sold_milli: int) -> tuple[int, int]:
    """The quantity to buy and the packs that it is; what is sold loose is no packs."""
    if sold_milli <= 0 or missing_milli <= 0:
        return max(0, missing_milli), 0
    packs = -(-missing_milli // sold_milli)
    return packs * sold_milli, packs


def packages_to_pack(
    people: Mapping[PackageVariant, int], packed: Mapping[PackageVariant, int]
) -> dict[PackageVariant, int]:
    """How many of each variant are still to be packed when these are there already."""
    return {variant: max(0, count - packed.get(variant, 0)) for variant, count in people.items()}


def shopping_list(
    contents: Mapping[PackageVariant, Sequence[ItemNeed]],
    packages: Mapping[PackageVariant, int],
    shelves: Mapping[int, Shelf],
) -> ShoppingList:
    """What so many packages of each variant need beyond the stock, as shops sell it.

    Items come in the order in which the variants first name them.
    """
    asked: Counter[int] = Counter()
    needs: dict[int, ItemNeed] = {}
    for variant, count in packages.items():
        for need in contents[variant] if count else ():
            needs.setdefault(need.item_id, need)
            asked[need.item_id] += need.quantity_milli * count
    found = []
    for item_id, need in needs.items():
        shelf = shelves.get(item_id, Shelf())
        missing = asked[item_id] - shelf.on_hand_milli
        buy, packs = round_up_to_packs(missing, shelf.sold_milli)
        amount = None if shelf.price_minor is None else line_cost(buy, shelf.price_minor)
        found.append(
            ToBuy(need, asked[item_id], shelf.on_hand_milli, buy, packs, amount if buy else 0)
        )
    return ShoppingList(tuple(found))


def enough_for(
    ordered: Sequence[PackageVariant],
    packed: Mapping[PackageVariant, int],
    contents: Mapping[PackageVariant, Sequence[ItemNeed]],
    shelves: Mapping[int, Shelf],
    balance_minor: int,
) -> int | None:
    """For how many of those who wait, in their order, the money is enough.

    None while a price that is needed is not known. A longer list never costs less, so the
    last one for whom it is enough is found by halving.
    """

    def cost(count: int) -> int | None:
        people = Counter(ordered[:count])
        return shopping_list(contents, packages_to_pack(people, packed), shelves).cost_minor

    if cost(len(ordered)) is None:
        return None
    low, high = 0, len(ordered)
    while low < high:
        middle = (low + high + 1) // 2
        found = cost(middle)
        if found is not None and found <= balance_minor:
            low = middle
        else:
            high = middle - 1
    return low
