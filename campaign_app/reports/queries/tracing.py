"""What a gift became: expenses, goods, packages. Nobody who received is known here. Tiyn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy.orm import Session

from campaign_app.core.variants import PackageVariant
from campaign_app.funds import queries as funds
from campaign_app.funds.models import Donation
from campaign_app.funds.queries import MoneyUse
from campaign_app.funds.rules import DonationMethod, shares_of_uses
from campaign_app.inventory import queries as inventory
from campaign_app.inventory.queries import PackedGift, PackedGoods

_Key = tuple[str, str, str, PackageVariant]


@dataclass(frozen=True)
class TracedUse:
    """An expense that the gift paid for, wholly or in part, and how much of it was goods."""

    use: MoneyUse
    share_minor: int
    goods_minor: int


@dataclass(frozen=True, kw_only=True)
class TracedPackages:
    """Packages of a type and variant that the gift was a part of.

    `packages` is how many of them its goods would fill alone, `value_minor` what they cost;
    of goods that were given, in how many packages they are, at no cost.
    """

    name_kk: str
    name_ru: str
    name_en: str
    variant: PackageVariant
    packages: Fraction
    value_minor: int

    @property
    def tenths(self) -> int:
        """The packages in tenths, rounded to the nearest."""
        return round(self.packages * 10)


@dataclass(frozen=True)
class GiftTrace:
    """What became of a gift: each tenge is in a use or not spent yet.

    `in_stock_minor` is the value of goods that were bought and lie in stock; `has_goods_left`
    says so of goods that were given.
    """

    kept_minor: int
    uses: list[TracedUse]
    unspent_minor: int
    packages: list[TracedPackages]
    in_stock_minor: int
    has_goods_left: bool = False


def trace_gift(session: Session, donation: Donation) -> GiftTrace | None:
    """What became of a gift; None of one that was voided."""
    if donation.voided_at is not None:
        return None
    if donation.method is DonationMethod.IN_KIND:
        return _trace_goods(session, donation)
    kept = donation.kept_minor
    uses = funds.list_uses(session, donation.campaign_id)
    shares = shares_of_uses(
        funds.money_before(session, donation), kept, [use.amount_minor for use in uses]
    )
    paid = [(use, share) for use, share in zip(uses, shares, strict=True) if share]
    part_of = {
        use.expense_id: Fraction(share, use.amount_minor)
        for use, share in paid
        if use.expense_id is not None
    }
    bought = {each.expense_id: each for each in inventory.goods_of_expenses(session, part_of)}
    traced = [
        TracedUse(use, share, _goods(bought.get(use.expense_id or 0), use, share))
        for use, share in paid
    ]
    packed = inventory.packed_of_expenses(session, part_of)
    in_stock = sum(part_of[id_] * each.in_stock_minor for id_, each in bought.items())
    return GiftTrace(
        kept,
        traced,
        kept - sum(shares),
        _together([_filled(each, part_of[each.expense_id]) for each in packed]),
        round(in_stock),
    )


def _goods(bought: inventory.BoughtGoods | None, use: MoneyUse, share_minor: int) -> int:
    if bought is None:
        return 0
    return round(
        Fraction(share_minor * min(bought.bought_minor, use.amount_minor), use.amount_minor)
    )


def _trace_goods(session: Session, donation: Donation) -> GiftTrace:
    """Goods that were given cost nothing: they are in so many packages, with no sum."""
    packed = inventory.packed_of_gift(session, donation.id)
    found = [(_key(each), each.packages, Fraction(0)) for each in packed]
    is_left = inventory.is_gift_in_stock(session, donation.id)
    return GiftTrace(donation.kept_minor, [], 0, _together(found), 0, has_goods_left=is_left)


def _key(packed: PackedGoods | PackedGift) -> _Key:
    return (packed.name_kk, packed.name_ru, packed.name_en, packed.variant)


def _filled(goods: PackedGoods, part: Fraction) -> tuple[_Key, Fraction, Fraction]:
    """How many packages the part of the goods would fill alone, and what they cost."""
    value = part * goods.value_minor
    filled = value * goods.count / goods.cost_minor if goods.cost_minor else Fraction(0)
    return _key(goods), filled, value


def _together(found: Sequence[tuple[_Key, Fraction, Fraction]]) -> list[TracedPackages]:
    """The packings of one type and variant as one line."""
    sums: dict[_Key, tuple[Fraction, Fraction]] = {}
    for key, packages, value in found:
        before = sums.get(key, (Fraction(0), Fraction(0)))
        sums[key] = (before[0] + packages, before[1] + value)
    return [
        TracedPackages(
            name_kk=key[0],
            name_ru=key[1],
            name_en=key[2],
            variant=key[3],
            packages=packages,
            value_minor=round(value),
        )
        for key, (packages, value) in sums.items()
    ]
