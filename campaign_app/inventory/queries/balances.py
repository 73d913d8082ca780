"""The equations of goods and of packages, each from independent tables.

What came in is read from purchases and gifts, what went out from movements and packings,
what is there from lots and package stocks: a difference shows where they disagree.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign_app.campaigns.rules import Equation
from campaign_app.core.i18n import N_
from campaign_app.inventory.models import (
    Item,
    PackageMovement,
    PackageStock,
    Packing,
    Purchase,
    PurchaseLine,
    StockLot,
    StockMovement,
)
from campaign_app.inventory.queries.items import items_by_id
from campaign_app.inventory.rules import DELIVERED, LotSource, StockMovementKind, Unit
from campaign_app.inventory.rules import PackageMovementKind as Kind

GOODS = N_("Goods")
PACKAGES = N_("Packages")
BOUGHT = N_("bought")
GIVEN = N_("given in kind")
PACKED = N_("packed")
WRITTEN_OFF = N_("written off")
IN_STOCK = N_("in stock")
COUNTED = N_("missing at the stock-take")
DELIVERED_WORD = N_("delivered")
WITH_COURIERS = N_("with couriers")


@dataclass(frozen=True)
class ItemBalance:
    """What happened to an item, in thousandths of its unit."""

    item_id: int
    name_kk: str
    name_ru: str
    name_en: str
    unit: Unit
    bought_milli: int
    given_milli: int
    packed_milli: int
    written_off_milli: int
    counted_milli: int
    in_stock_milli: int

    @property
    def difference_milli(self) -> int:
        """What came in less where it is now; 0 when nothing was lost."""
        return (
            self.bought_milli
            + self.given_milli
            + self.counted_milli
            - self.packed_milli
            - self.written_off_milli
            - self.in_stock_milli
        )


@dataclass(frozen=True)
class GoodsBalance:
    """The goods of campaigns: item by item in quantities, all together in money.

    Kilograms and litres do not add up, so the one line is in money (what goods given in
    kind cost is nothing); `by_unit` adds up what is measured alike.
    """

    items: list[ItemBalance]
    value: Equation

    @property
    def difference_milli(self) -> int:
        """The sum of the differences of all items, each without its sign."""
        return sum(abs(item.difference_milli) for item in self.items)

    @property
    def by_unit(self) -> dict[Unit, Equation]:
        """An equation in thousandths for each unit in use."""
        units = [unit for unit in Unit if any(item.unit is unit for item in self.items)]
        return {unit: self._in_unit(unit) for unit in units}

    def _in_unit(self, unit: Unit) -> Equation:
        mine = [item for item in self.items if item.unit is unit]
        return goods_parts(
            bought=sum(item.bought_milli for item in mine),
            given=sum(item.given_milli for item in mine),
            packed=sum(item.packed_milli for item in mine),
            written_off=sum(item.written_off_milli for item in mine),
            counted=sum(item.counted_milli for item in mine),
            in_stock=sum(item.in_stock_milli for item in mine),
        )


def goods_parts(
    *, bought: int, given: int, packed: int, written_off: int, counted: int, in_stock: int
) -> Equation:
    """The equation of goods; gifts and stock-takes stand in it only when there are any."""
    incoming = [(BOUGHT, bought)] + ([(GIVEN, given)] if given else [])
    outgoing = [(PACKED, packed), (WRITTEN_OFF, written_off), (IN_STOCK, in_stock)]
    if counted:
        outgoing.append((COUNTED, -counted))
    return Equation(GOODS, tuple(incoming), tuple(outgoing))


def goods_equation(session: Session, campaign_ids: Collection[int]) -> Equation:
    """The goods of campaigns in tiyn: bought = packed + written off + in stock."""
    ids = set(campaign_ids)
    bought = select(func.sum(Purchase.amount_minor)).where(
        Purchase.campaign_id.in_(ids), Purchase.voided_at.is_(None)
    )
    packed = select(func.sum(Packing.cost_minor)).where(
        Packing.campaign_id.in_(ids), Packing.undone_at.is_(None)
    )
    moved = (
        select(StockMovement.kind, func.sum(StockMovement.value_minor))
        .where(StockMovement.campaign_id.in_(ids))
        .group_by(StockMovement.kind)
    )
    in_stock = select(func.sum(StockLot.value_minor)).where(StockLot.campaign_id.in_(ids))
    by_kind = {kind: int(value) for kind, value in session.execute(moved)}
    return goods_parts(
        bought=int(session.execute(bought).scalar_one() or 0),
        given=0,
        packed=int(session.execute(packed).scalar_one() or 0),
        written_off=-by_kind.get(StockMovementKind.WRITTEN_OFF, 0),
        counted=by_kind.get(StockMovementKind.COUNTED, 0),
        in_stock=int(session.execute(in_stock).scalar_one() or 0),
    )


def goods_balance(session: Session, campaign_ids: Collection[int]) -> GoodsBalance:
    """The goods of campaigns, item by item and in money."""
    ids = set(campaign_ids)
    bought = _by_item(
        session,
        select(PurchaseLine.item_id, func.sum(PurchaseLine.quantity_milli))
        .join(Purchase, Purchase.id == PurchaseLine.purchase_id)
        .where(Purchase.campaign_id.in_(ids), Purchase.voided_at.is_(None))
        .group_by(PurchaseLine.item_id),
    )
    given = _by_item(
        session,
        select(StockLot.item_id, func.sum(StockLot.received_milli))
        .where(StockLot.campaign_id.in_(ids), StockLot.source == LotSource.GIFT)
        .group_by(StockLot.item_id),
    )
    in_stock = _by_item(
        session,
        select(StockLot.item_id, func.sum(StockLot.on_hand_milli))
        .where(StockLot.campaign_id.in_(ids))
        .group_by(StockLot.item_id),
    )
    moved = _movements_by_item(session, ids)
    items = items_by_id(session, {*bought, *given, *in_stock, *moved})
    rows = [
        _balance_of(item, bought, given, in_stock, moved[item.id])
        for item in sorted(items.values(), key=lambda item: item.code)
    ]
    return GoodsBalance(rows, goods_equation(session, ids))


def _by_item(session: Session, statement: object) -> dict[int, int]:
    return {row[0]: int(row[1]) for row in session.execute(statement)}  # type: ignore[call-overload]


def _movements_by_item(
    session: Session, ids: set[int]
) -> defaultdict[int, dict[StockMovementKind, int]]:
    statement = (
        select(StockMovement.item_id, StockMovement.kind, func.sum(StockMovement.quantity_milli))
        .where(StockMovement.campaign_id.in_(ids))
        .group_by(StockMovement.item_id, StockMovement.kind)
    )
    moved: defaultdict[int, dict[StockMovementKind, int]] = defaultdict(dict)
    for item_id, kind, quantity in session.execute(statement):
        moved[item_id][kind] = int(quantity)
    return moved


def _balance_of(
    item: Item,
    bought: dict[int, int],
    given: dict[int, int],
    in_stock: dict[int, int],
    moved: dict[StockMovementKind, int],
) -> ItemBalance:
    back = (StockMovementKind.PACKED, StockMovementKind.UNPACKED, StockMovementKind.RETURNED)
    return ItemBalance(
        item_id=item.id,
        name_kk=item.name_kk,
        name_ru=item.name_ru,
        name_en=item.name_en,
        unit=item.unit,
        bought_milli=bought.get(item.id, 0),
        given_milli=given.get(item.id, 0),
        packed_milli=-sum(moved.get(kind, 0) for kind in back),
        written_off_milli=-moved.get(StockMovementKind.WRITTEN_OFF, 0),
        counted_milli=moved.get(StockMovementKind.COUNTED, 0),
        in_stock_milli=in_stock.get(item.id, 0),
    )


def package_equation(session: Session, campaign_ids: Collection[int]) -> Equation:
    """Packages packed = delivered + with couriers + in stock + written off."""
    ids = set(campaign_ids)
    packed = select(func.sum(Packing.count)).where(
        Packing.campaign_id.in_(ids), Packing.undone_at.is_(None)
    )
    gone = func.sum(PackageMovement.stock_change + PackageMovement.courier_change)
    moved = (
        select(PackageMovement.kind, gone)
        .where(PackageMovement.campaign_id.in_(ids))
        .group_by(PackageMovement.kind)
    )
    by_kind = {kind: -int(count) for kind, count in session.execute(moved)}
    stock = select(
        func.sum(PackageStock.on_hand_count), func.sum(PackageStock.with_couriers_count)
    ).where(PackageStock.campaign_id.in_(ids))
    in_stock, with_couriers = session.execute(stock).one()
    lost = by_kind.get(Kind.WRITTEN_OFF, 0) + by_kind.get(Kind.LOST_BY_COURIER, 0)
    return Equation(
        PACKAGES,
        ((PACKED, int(session.execute(packed).scalar_one() or 0)),),
        (
            (DELIVERED_WORD, sum(by_kind.get(kind, 0) for kind in DELIVERED)),
            (WITH_COURIERS, int(with_couriers or 0)),
            (IN_STOCK, int(in_stock or 0)),
            (WRITTEN_OFF, lost),
        ),
    )
