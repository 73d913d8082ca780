"""Goods in stock: lots, movements, and the proof that one is the sum of the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from campaign_app.core.pagination import ROWS_PER_PAGE, Page, Rows, fetch_page
from campaign_app.funds.models import Expense
from campaign_app.inventory.models import Item, Purchase, PurchaseLine, StockLot, StockMovement
from campaign_app.inventory.queries.purchases import usual_prices
from campaign_app.inventory.rules import (
    Lot,
    LotSource,
    Shelf,
    StockMovementKind,
    Unit,
    expires_soon,
    is_expired,
)


@dataclass(frozen=True)
class LotRow:
    """A lot in stock. `origin` is the supplier or who gave it."""

    id: int
    source: LotSource
    origin: str
    best_before: date | None
    received_on: date
    on_hand_milli: int
    value_minor: int
    is_expired: bool
    expires_soon: bool


@dataclass(frozen=True)
class StockRow:
    """An item in stock with its lots, in the order in which they go out."""

    item_id: int
    code: str
    name_kk: str
    name_ru: str
    name_en: str
    unit: Unit
    lots: list[LotRow] = field(default_factory=list)

    @property
    def on_hand_milli(self) -> int:
        """All that lies there, also what is past its date."""
        return sum(lot.on_hand_milli for lot in self.lots)

    @property
    def usable_milli(self) -> int:
        """What can still be packed."""
        return sum(lot.on_hand_milli for lot in self.lots if not lot.is_expired)

    @property
    def value_minor(self) -> int:
        """What it cost; goods given in kind cost nothing."""
        return sum(lot.value_minor for lot in self.lots)


@dataclass(frozen=True)
class MovementRow:
    """A movement in a list."""

    id: int
    recorded_at: datetime
    name_kk: str
    name_ru: str
    name_en: str
    unit: Unit
    kind: StockMovementKind
    quantity_milli: int
    value_minor: int
    lot_id: int
    reason: str
    recorded_by_id: int | None


def find_lot(session: Session, campaign_id: int, lot_id: int) -> StockLot | None:
    """The lot, if it is one of the campaign's."""
    found = session.get(StockLot, lot_id)
    return found if found is not None and found.campaign_id == campaign_id else None


def lots_on_hand(session: Session, campaign_id: int, item_ids: Iterable[int]) -> list[Lot]:
    """Lots of these items of which something is left, as the rules take them."""
    statement = (
        select(StockLot)
        .where(
            StockLot.campaign_id == campaign_id,
            StockLot.item_id.in_(set(item_ids)),
            StockLot.on_hand_milli > 0,
        )
        .order_by(StockLot.id)
    )
    return [plain_lot(lot) for lot in session.scalars(statement)]


def shelves(session: Session, campaign_id: int, today: date) -> dict[int, Shelf]:
    """How every item of the catalogue stands: what is in stock and still good, pack and price."""
    prices = usual_prices(session, campaign_id)
    good = or_(StockLot.best_before.is_(None), StockLot.best_before >= today)
    statement = (
        select(StockLot.item_id, func.sum(StockLot.on_hand_milli))
        .where(StockLot.campaign_id == campaign_id, good)
        .group_by(StockLot.item_id)
    )
    there = {row[0]: int(row[1]) for row in session.execute(statement)}
    return {
        id_: Shelf(there.get(id_, 0), sold, prices.get(id_))
        for id_, sold in session.execute(select(Item.id, Item.sold_milli))
    }


def lots_by_id(session: Session, ids: Iterable[int]) -> dict[int, StockLot]:
    """Lots by id."""
    statement = select(StockLot).where(StockLot.id.in_(set(ids)))
    return {lot.id: lot for lot in session.scalars(statement)}


def plain_lot(lot: StockLot) -> Lot:
    """A lot as the rules take it."""
    return Lot(
        lot.id, lot.item_id, lot.best_before, lot.received_on, lot.on_hand_milli, lot.value_minor
    )


def list_stock(session: Session, campaign_id: int, today: date) -> list[StockRow]:
    """The items of which something is in stock, each with its lots."""
    statement = (
        select(StockLot, Item, Expense.supplier)
        .join(Item, Item.id == StockLot.item_id)
        .outerjoin(PurchaseLine, PurchaseLine.id == StockLot.purchase_line_id)
        .outerjoin(Purchase, Purchase.id == PurchaseLine.purchase_id)
        .outerjoin(Expense, Expense.id == Purchase.expense_id)
        .where(StockLot.campaign_id == campaign_id, StockLot.on_hand_milli > 0)
        .order_by(Item.code, StockLot.id)
    )
    rows: dict[int, StockRow] = {}
    for lot, item, supplier in session.execute(statement):
        row = rows.setdefault(
            item.id,
            StockRow(item.id, item.code, item.name_kk, item.name_ru, item.name_en, item.unit),
        )
        row.lots.append(
            LotRow(
                lot.id,
                lot.source,
                supplier or lot.donor_note,
                lot.best_before,
                lot.received_on,
                lot.on_hand_milli,
                lot.value_minor,
                is_expired(lot.best_before, today),
                expires_soon(lot.best_before, today),
            )
        )
    for row in rows.values():
        row.lots.sort(key=lambda lot: (lot.best_before or date.max, lot.received_on, lot.id))
    return list(rows.values())


def _movements(campaign_id: int, kind: StockMovementKind | None) -> Rows:
    statement = (
        select(
            StockMovement.id,
            StockMovement.recorded_at,
            Item.name_kk,
            Item.name_ru,
            Item.name_en,
            Item.unit,
            StockMovement.kind,
            StockMovement.quantity_milli,
            StockMovement.value_minor,
            StockMovement.lot_id,
            StockMovement.reason,
            StockMovement.recorded_by_id,
        )
        .join(Item, Item.id == StockMovement.item_id)
        .where(StockMovement.campaign_id == campaign_id)
        .order_by(StockMovement.recorded_at.desc(), StockMovement.id.desc())
    )
    return statement if kind is None else statement.where(StockMovement.kind == kind)


def list_movements(
    session: Session,
    campaign_id: int,
    *,
    page: int,
    kind: StockMovementKind | None = None,
    per_page: int = ROWS_PER_PAGE,
) -> Page[MovementRow]:
    """What came and went, the latest first."""
    return fetch_page(
        session,
        _movements(campaign_id, kind),
        page=page,
        per_page=per_page,
        make_row=lambda row: MovementRow(*row),
    )


def stream_movements(
    session: Session, campaign_id: int, *, kind: StockMovementKind | None = None
) -> Iterator[MovementRow]:
    """The same for an export: all of them, row by row."""
    for row in session.execute(_movements(campaign_id, kind)).yield_per(1000):
        yield MovementRow(*row)


def lots_out_of_balance(session: Session, campaign_ids: Iterable[int]) -> list[int]:
    """The proof: ids of lots whose quantity or value is not the sum of their movements.

    An empty list is the only good answer.
    """
    statement = (
        select(StockLot.id)
        .outerjoin(StockMovement, StockMovement.lot_id == StockLot.id)
        .where(StockLot.campaign_id.in_(set(campaign_ids)))
        .group_by(StockLot.id, StockLot.on_hand_milli, StockLot.value_minor)
        .having(
            (func.coalesce(func.sum(StockMovement.quantity_milli), 0) != StockLot.on_hand_milli)
            | (func.coalesce(func.sum(StockMovement.value_minor), 0) != StockLot.value_minor)
        )
        .order_by(StockLot.id)
    )
    return list(session.scalars(statement))
