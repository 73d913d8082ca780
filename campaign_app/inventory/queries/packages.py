"""Packings, and the packages there are: in stock, with couriers, delivered."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign_app.core.pagination import ROWS_PER_PAGE, Page, fetch_page
from campaign_app.core.variants import PackageVariant
from campaign_app.inventory.models import (
    PackageMovement,
    PackageStock,
    PackageType,
    PackageTypeVersion,
    Packing,
)
from campaign_app.inventory.rules import DELIVERED


@dataclass(frozen=True)
class PackageStockRow:
    """Packages of a version and variant."""

    id: int
    name_kk: str
    name_ru: str
    name_en: str
    number: int
    variant: PackageVariant
    on_hand_count: int
    with_couriers_count: int


@dataclass(frozen=True)
class PackingRow:
    """A packing in a list."""

    id: int
    packed_on: date
    name_kk: str
    name_ru: str
    name_en: str
    number: int
    variant: PackageVariant
    count: int
    in_stock_count: int
    cost_minor: int
    packed_by_id: int | None
    undone_at: datetime | None
    undo_reason: str


def packages_in_stock(session: Session, version_id: int) -> dict[PackageVariant, int]:
    """Packages of a version that can be handed out, by variant; none is absent."""
    statement = select(PackageStock.variant, PackageStock.on_hand_count).where(
        PackageStock.version_id == version_id, PackageStock.on_hand_count > 0
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def packages_in_stock_by_version(
    session: Session, campaign_id: int
) -> dict[int, dict[PackageVariant, int]]:
    """Packages of a campaign that can be handed out, by version and variant."""
    statement = select(
        PackageStock.version_id, PackageStock.variant, PackageStock.on_hand_count
    ).where(PackageStock.campaign_id == campaign_id, PackageStock.on_hand_count > 0)
    found: dict[int, dict[PackageVariant, int]] = {}
    for version_id, variant, count in session.execute(statement):
        found.setdefault(version_id, {})[variant] = count
    return found


def list_package_stocks(session: Session, campaign_id: int) -> list[PackageStockRow]:
    """Packages in stock and with couriers, by type, version and variant."""
    statement = (
        select(
            PackageStock.id,
            PackageType.name_kk,
            PackageType.name_ru,
            PackageType.name_en,
            PackageTypeVersion.number,
            PackageStock.variant,
            PackageStock.on_hand_count,
            PackageStock.with_couriers_count,
        )
        .join(PackageTypeVersion, PackageTypeVersion.id == PackageStock.version_id)
        .join(PackageType, PackageType.id == PackageTypeVersion.package_type_id)
        .where(
            PackageStock.campaign_id == campaign_id,
            PackageStock.on_hand_count + PackageStock.with_couriers_count > 0,
        )
        .order_by(PackageType.code, PackageTypeVersion.number.desc(), PackageStock.id)
    )
    return [PackageStockRow(*row) for row in session.execute(statement)]


def find_package_stock(session: Session, campaign_id: int, stock_id: int) -> PackageStock | None:
    """Packages of a version and variant, if they are the campaign's."""
    found = session.get(PackageStock, stock_id)
    return found if found is not None and found.campaign_id == campaign_id else None


def find_packing(session: Session, campaign_id: int, packing_id: int) -> Packing | None:
    """The packing, if it is one of the campaign's."""
    found = session.get(Packing, packing_id)
    return found if found is not None and found.campaign_id == campaign_id else None


def list_packings(
    session: Session, campaign_id: int, *, page: int, per_page: int = ROWS_PER_PAGE
) -> Page[PackingRow]:
    """Packings, the latest first."""
    statement = (
        select(
            Packing.id,
            Packing.packed_on,
            PackageType.name_kk,
            PackageType.name_ru,
            PackageType.name_en,
            PackageTypeVersion.number,
            Packing.variant,
            Packing.count,
            Packing.in_stock_count,
            Packing.cost_minor,
            Packing.packed_by_id,
            Packing.undone_at,
            Packing.undo_reason,
        )
        .join(PackageTypeVersion, PackageTypeVersion.id == Packing.version_id)
        .join(PackageType, PackageType.id == PackageTypeVersion.package_type_id)
        .where(Packing.campaign_id == campaign_id)
        .order_by(Packing.packed_at.desc(), Packing.id.desc())
    )
    return fetch_page(
        session, statement, page=page, per_page=per_page, make_row=lambda row: PackingRow(*row)
    )


def with_courier_by_packing(
    session: Session, version_id: int, variant: PackageVariant, delivery_id: int | None
) -> dict[int, int]:
    """Packages that a courier took and has not settled, by packing; of one delivery if named."""
    return _sums_by_packing(session, version_id, variant, delivery_id, kinds=None)


def delivered_by_packing(
    session: Session, version_id: int, variant: PackageVariant, delivery_id: int | None
) -> dict[int, int]:
    """Packages that reached people, by packing; of one delivery if named."""
    return _sums_by_packing(session, version_id, variant, delivery_id, kinds=DELIVERED)


def _sums_by_packing(
    session: Session,
    version_id: int,
    variant: PackageVariant,
    delivery_id: int | None,
    *,
    kinds: Collection[str] | None,
) -> dict[int, int]:
    change: Any = PackageMovement.courier_change
    if kinds is not None:
        change = -(PackageMovement.stock_change + PackageMovement.courier_change)
    amount = func.sum(change)
    statement = (
        select(PackageMovement.packing_id, amount)
        .where(PackageMovement.version_id == version_id, PackageMovement.variant == variant)
        .group_by(PackageMovement.packing_id)
        .having(amount > 0)
        .order_by(PackageMovement.packing_id)
    )
    if kinds is not None:
        statement = statement.where(PackageMovement.kind.in_(kinds))
    if delivery_id is not None:
        statement = statement.where(PackageMovement.delivery_id == delivery_id)
    return {packing_id: int(count) for packing_id, count in session.execute(statement)}


def packages_out_of_balance(session: Session, campaign_ids: Collection[int]) -> list[int]:
    """The proof: ids of package stocks that are not the sum of their movements; [] is good."""
    same = (PackageMovement.version_id == PackageStock.version_id) & (
        PackageMovement.variant == PackageStock.variant
    )
    statement = (
        select(PackageStock.id)
        .outerjoin(PackageMovement, same)
        .where(PackageStock.campaign_id.in_(set(campaign_ids)))
        .group_by(PackageStock.id, PackageStock.on_hand_count, PackageStock.with_couriers_count)
        .having(
            (func.coalesce(func.sum(PackageMovement.stock_change), 0) != PackageStock.on_hand_count)
            | (
                func.coalesce(func.sum(PackageMovement.courier_change), 0)
                != PackageStock.with_couriers_count
            )
        )
        .order_by(PackageStock.id)
    )
    return list(session.scalars(statement))
