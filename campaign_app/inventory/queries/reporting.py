"""Packages as reports show them: variant by variant, of several campaigns at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign_app.campaigns.rules import Equation
from campaign_app.core.variants import PackageVariant
from campaign_app.inventory.models import PackageMovement, PackageStock, Packing
from campaign_app.inventory.queries.balances import (
    DELIVERED_WORD,
    IN_STOCK,
    PACKAGES,
    PACKED,
    WITH_COURIERS,
    WRITTEN_OFF,
)
from campaign_app.inventory.rules import DELIVERED
from campaign_app.inventory.rules import PackageMovementKind as Kind

LOST = (Kind.WRITTEN_OFF, Kind.LOST_BY_COURIER)


@dataclass(frozen=True)
class VariantBalance:
    """What became of the packages of one variant; each number from its own table."""

    variant: PackageVariant
    packed: int
    delivered: int
    with_couriers: int
    in_stock: int
    written_off: int


@dataclass(frozen=True)
class PackageFigures:
    """The packages of campaigns."""

    variants: list[VariantBalance]

    @property
    def equation(self) -> Equation:
        """Packages packed = delivered + with couriers + in stock + written off."""

        def total(name: str) -> int:
            return sum(getattr(line, name) for line in self.variants)

        return Equation(
            PACKAGES,
            ((PACKED, total("packed")),),
            (
                (DELIVERED_WORD, total("delivered")),
                (WITH_COURIERS, total("with_couriers")),
                (IN_STOCK, total("in_stock")),
                (WRITTEN_OFF, total("written_off")),
            ),
        )


def package_figures(session: Session, campaign_ids: Collection[int]) -> PackageFigures:
    """What became of packages, in three queries."""
    ids = set(campaign_ids)
    packings = (
        select(Packing.variant, func.sum(Packing.count))
        .where(Packing.campaign_id.in_(ids), Packing.undone_at.is_(None))
        .group_by(Packing.variant)
    )
    packed = {variant: int(count) for variant, count in session.execute(packings)}
    gone = func.sum(PackageMovement.stock_change + PackageMovement.courier_change)
    movements = (
        select(PackageMovement.variant, PackageMovement.kind, gone)
        .where(PackageMovement.campaign_id.in_(ids))
        .group_by(PackageMovement.variant, PackageMovement.kind)
    )
    moved: defaultdict[PackageVariant, dict[Kind, int]] = defaultdict(dict)
    for variant, kind, count in session.execute(movements):
        moved[variant][kind] = -int(count)
    stocks = (
        select(
            PackageStock.variant,
            func.sum(PackageStock.on_hand_count),
            func.sum(PackageStock.with_couriers_count),
        )
        .where(PackageStock.campaign_id.in_(ids))
        .group_by(PackageStock.variant)
    )
    there = {row[0]: (int(row[1]), int(row[2])) for row in session.execute(stocks)}
    found = []
    for variant in PackageVariant:
        if variant not in {*packed, *moved, *there}:
            continue
        in_stock, with_couriers = there.get(variant, (0, 0))
        found.append(
            VariantBalance(
                variant,
                packed=packed.get(variant, 0),
                delivered=sum(moved[variant].get(kind, 0) for kind in DELIVERED),
                with_couriers=with_couriers,
                in_stock=in_stock,
                written_off=sum(moved[variant].get(kind, 0) for kind in LOST),
            )
        )
    return PackageFigures(found)


def packages_on_hand(
    session: Session, version_ids: Collection[int]
) -> dict[tuple[int, PackageVariant], int]:
    """Packages that can be handed out, by version and variant; none is absent."""
    statement = select(
        PackageStock.version_id, PackageStock.variant, PackageStock.on_hand_count
    ).where(PackageStock.version_id.in_(set(version_ids)), PackageStock.on_hand_count > 0)
    return {(row[0], row[1]): row[2] for row in session.execute(statement)}
