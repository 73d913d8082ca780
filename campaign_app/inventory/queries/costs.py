"""What packages really cost, from the lots that went into them. Amounts are tiyn."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from campaign_app.core.pagination import Rows
from campaign_app.core.variants import PackageVariant
from campaign_app.inventory.models import (
    PackageType,
    PackageTypeVersion,
    Packing,
    Purchase,
    PurchaseLine,
    StockLot,
    StockMovement,
)
from campaign_app.inventory.rules import LotSource, StockMovementKind

NAMES = (PackageType.name_kk, PackageType.name_ru, PackageType.name_en)


@dataclass(frozen=True, kw_only=True)
class PackageCost:
    """Packages of a type and variant of a campaign, and what the goods in them cost.

    What was given in kind cost nothing; `has_gifts` tells that there is some in them.
    """

    campaign_id: int
    code: str
    name_kk: str
    name_ru: str
    name_en: str
    variant: PackageVariant
    count: int
    cost_minor: int
    has_gifts: bool

    @property
    def one_minor(self) -> int:
        """What one package cost on average, in tiyn, rounded to the nearest."""
        return (2 * self.cost_minor + self.count) // (2 * self.count)


@dataclass(frozen=True, kw_only=True)
class PackedGoods:
    """What of the goods of one source went into one packing."""

    expense_id: int
    packing_id: int
    name_kk: str
    name_ru: str
    name_en: str
    variant: PackageVariant
    count: int
    cost_minor: int
    value_minor: int


@dataclass(frozen=True)
class PackedGift:
    """In how many packages of one packing goods of a gift in kind are."""

    name_kk: str
    name_ru: str
    name_en: str
    variant: PackageVariant
    packages: Fraction


@dataclass(frozen=True)
class BoughtGoods:
    """What was bought for an expense, and what of it is still in stock."""

    expense_id: int
    bought_minor: int
    in_stock_minor: int


def package_costs(session: Session, campaign_ids: Collection[int]) -> list[PackageCost]:
    """Of all packages that were packed, in the order of types and variants; two queries."""
    ids = set(campaign_ids)
    given = (
        select(
            StockMovement.packing_id.label("packing_id"),
            func.max(case((StockLot.source == LotSource.GIFT, 1), else_=0)).label("given"),
        )
        .join(StockLot, StockLot.id == StockMovement.lot_id)
        .where(StockMovement.campaign_id.in_(ids), StockMovement.kind == StockMovementKind.PACKED)
        .group_by(StockMovement.packing_id)
        .subquery()
    )
    statement: Rows = (
        select(
            Packing.campaign_id,
            PackageType.code,
            *NAMES,
            Packing.variant,
            func.sum(Packing.count).label("count"),
            func.sum(Packing.cost_minor).label("cost_minor"),
            func.max(func.coalesce(given.c.given, 0)).label("has_gifts"),
        )
        .join(PackageTypeVersion, PackageTypeVersion.id == Packing.version_id)
        .join(PackageType, PackageType.id == PackageTypeVersion.package_type_id)
        .outerjoin(given, given.c.packing_id == Packing.id)
        .where(Packing.campaign_id.in_(ids), Packing.undone_at.is_(None))
        .group_by(
            Packing.campaign_id,
            PackageType.id,
            PackageType.code,
            *NAMES,
            Packing.variant,
        )
        .order_by(Packing.campaign_id, PackageType.id, Packing.variant)
    )
    return [
        PackageCost(
            campaign_id=row.campaign_id,
            code=row.code,
            name_kk=row.name_kk,
            name_ru=row.name_ru,
            name_en=row.name_en,
            variant=row.variant,
            count=int(row._mapping["count"]),
            cost_minor=int(row.cost_minor),
            has_gifts=bool(row.has_gifts),
        )
        for row in session.execute(statement)
    ]


def goods_of_expenses(session: Session, expense_ids: Collection[int]) -> list[BoughtGoods]:
    """What was bought for each of the expenses: purchases that were taken back are left out."""
    statement = (
        select(
            Purchase.expense_id,
            func.sum(PurchaseLine.amount_minor),
            func.sum(func.coalesce(StockLot.value_minor, 0)),
        )
        .join(PurchaseLine, PurchaseLine.purchase_id == Purchase.id)
        .outerjoin(StockLot, StockLot.purchase_line_id == PurchaseLine.id)
        .where(Purchase.expense_id.in_(set(expense_ids)), Purchase.voided_at.is_(None))
        .group_by(Purchase.expense_id)
    )
    return [BoughtGoods(row[0], int(row[1]), int(row[2])) for row in session.execute(statement)]


def packed_of_expenses(session: Session, expense_ids: Collection[int]) -> list[PackedGoods]:
    """What of the goods that were bought for the expenses went into which packing."""
    statement: Rows = (
        select(
            Purchase.expense_id,
            Packing.id.label("packing_id"),
            *NAMES,
            Packing.variant,
            Packing.count.label("packages"),
            Packing.cost_minor,
            func.sum(-StockMovement.value_minor).label("value_minor"),
        )
        .select_from(StockMovement)
        .join(StockLot, StockLot.id == StockMovement.lot_id)
        .join(PurchaseLine, PurchaseLine.id == StockLot.purchase_line_id)
        .join(Purchase, Purchase.id == PurchaseLine.purchase_id)
        .join(Packing, Packing.id == StockMovement.packing_id)
        .join(PackageTypeVersion, PackageTypeVersion.id == Packing.version_id)
        .join(PackageType, PackageType.id == PackageTypeVersion.package_type_id)
        .where(
            Purchase.expense_id.in_(set(expense_ids)),
            Packing.undone_at.is_(None),
            StockMovement.kind == StockMovementKind.PACKED,
        )
        .group_by(
            Purchase.expense_id,
            Packing.id,
            PackageType.id,
            *NAMES,
            Packing.variant,
            Packing.count,
            Packing.cost_minor,
        )
        .order_by(PackageType.id, Packing.variant, Packing.id)
    )
    return [
        PackedGoods(
            expense_id=row.expense_id,
            packing_id=row.packing_id,
            name_kk=row.name_kk,
            name_ru=row.name_ru,
            name_en=row.name_en,
            variant=row.variant,
            count=row.packages,
            cost_minor=row.cost_minor,
            value_minor=int(row.value_minor),
        )
        for row in session.execute(statement)
    ]


def packed_of_gift(session: Session, donation_id: int) -> list[PackedGift]:
    """In how many packages of which packing goods of a gift in kind are.

    Of several items of the gift in one packing the one that reached most packages counts.
    """
    taken = func.sum(-StockMovement.quantity_milli)
    ours = (
        select(
            StockMovement.packing_id.label("packing_id"),
            StockMovement.item_id.label("item_id"),
            taken.label("milli"),
        )
        .join(StockLot, StockLot.id == StockMovement.lot_id)
        .where(StockLot.donation_id == donation_id, StockMovement.kind == StockMovementKind.PACKED)
        .group_by(StockMovement.packing_id, StockMovement.item_id)
        .subquery()
    )
    statement: Rows = (
        select(
            Packing.id.label("packing_id"),
            *NAMES,
            Packing.variant,
            Packing.count.label("packages"),
            ours.c.milli.label("ours"),
            taken.label("taken"),
        )
        .select_from(StockMovement)
        .join(
            ours,
            (ours.c.packing_id == StockMovement.packing_id)
            & (ours.c.item_id == StockMovement.item_id),
        )
        .join(Packing, Packing.id == StockMovement.packing_id)
        .join(PackageTypeVersion, PackageTypeVersion.id == Packing.version_id)
        .join(PackageType, PackageType.id == PackageTypeVersion.package_type_id)
        .where(Packing.undone_at.is_(None), StockMovement.kind == StockMovementKind.PACKED)
        .group_by(
            Packing.id,
            StockMovement.item_id,
            PackageType.id,
            *NAMES,
            Packing.variant,
            Packing.count,
            ours.c.milli,
        )
        .order_by(PackageType.id, Packing.variant, Packing.id)
    )
    found: dict[int, PackedGift] = {}
    for row in session.execute(statement):
        reached = Fraction(int(row.ours) * row.packages, int(row.taken))
        known = found.get(row.packing_id)
        if known is None or known.packages < reached:
            names = (row.name_kk, row.name_ru, row.name_en)
            found[row.packing_id] = PackedGift(*names, row.variant, reached)
    return list(found.values())


def is_gift_in_stock(session: Session, donation_id: int) -> bool:
    """Whether something of a gift in kind is still in stock."""
    there = select(StockLot.id).where(
        StockLot.donation_id == donation_id, StockLot.on_hand_milli > 0
    )
    return session.scalars(there.limit(1)).first() is not None
