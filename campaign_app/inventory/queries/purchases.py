"""Purchases and what is left of the expenses behind them. Amounts are tiyn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign_app.core.i18n import LocalName
from campaign_app.core.pagination import ROWS_PER_PAGE, Page, fetch_page
from campaign_app.funds import queries as funds
from campaign_app.funds.models import Expense
from campaign_app.funds.rules import number_in_year
from campaign_app.inventory.models import Item, Purchase, PurchaseLine, StockLot
from campaign_app.inventory.rules import Unit


@dataclass(frozen=True)
class PurchaseRow:
    """A purchase in a list."""

    id: int
    received_on: date
    supplier: str
    expense_year: int
    expense_sequence: int
    document_number: str
    amount_minor: int
    voided_at: datetime | None
    line_count: int

    @property
    def expense_number(self) -> str:
        """The number of the expense on the papers."""
        return number_in_year(self.expense_year, self.expense_sequence)


@dataclass(frozen=True)
class LineRow:
    """A line of a purchase."""

    name_kk: str
    name_ru: str
    name_en: str
    unit: Unit
    quantity_milli: int
    price_minor: int
    amount_minor: int
    best_before: date | None


@dataclass(frozen=True)
class ExpenseLeft:
    """An approved expense, and what of it is not bought for yet."""

    id: int
    number: str
    supplier: str
    document_number: str
    amount_minor: int
    bought_minor: int

    @property
    def left_minor(self) -> int:
        """What may still be bought for."""
        return self.amount_minor - self.bought_minor


def find_purchase(session: Session, campaign_id: int, purchase_id: int) -> Purchase | None:
    """The purchase, if it is one of the campaign's."""
    found = session.get(Purchase, purchase_id)
    return found if found is not None and found.campaign_id == campaign_id else None


def list_purchases(
    session: Session, campaign_id: int, *, page: int, per_page: int = ROWS_PER_PAGE
) -> Page[PurchaseRow]:
    """Purchases, the latest first."""
    lines = (
        select(func.count())
        .where(PurchaseLine.purchase_id == Purchase.id)
        .correlate(Purchase)
        .scalar_subquery()
    )
    statement = (
        select(
            Purchase.id,
            Purchase.received_on,
            Expense.supplier,
            Expense.number_year,
            Expense.number_sequence,
            Expense.document_number,
            Purchase.amount_minor,
            Purchase.voided_at,
            lines,
        )
        .join(Expense, Expense.id == Purchase.expense_id)
        .where(Purchase.campaign_id == campaign_id)
        .order_by(Purchase.received_on.desc(), Purchase.id.desc())
    )
    return fetch_page(
        session,
        statement,
        page=page,
        per_page=per_page,
        make_row=lambda row: PurchaseRow(*row),
    )


def list_purchase_lines(session: Session, purchase_id: int) -> list[LineRow]:
    """The lines of a purchase as they were entered."""
    statement = (
        select(
            Item.name_kk,
            Item.name_ru,
            Item.name_en,
            Item.unit,
            PurchaseLine.quantity_milli,
            PurchaseLine.price_minor,
            PurchaseLine.amount_minor,
            PurchaseLine.best_before,
        )
        .join(Item, Item.id == PurchaseLine.item_id)
        .where(PurchaseLine.purchase_id == purchase_id)
        .order_by(PurchaseLine.id)
    )
    return [LineRow(*row) for row in session.execute(statement)]


def bought_minor(session: Session, expense_id: int) -> int:
    """What was bought for an expense; what was taken back does not count."""
    statement = select(func.coalesce(func.sum(Purchase.amount_minor), 0)).where(
        Purchase.expense_id == expense_id, Purchase.voided_at.is_(None)
    )
    return int(session.execute(statement).scalar_one())


def list_expenses_left(session: Session, campaign_id: int) -> list[ExpenseLeft]:
    """The approved expenses of a campaign with what is left of each, the latest first."""
    statement = (
        select(Purchase.expense_id, func.sum(Purchase.amount_minor))
        .where(Purchase.campaign_id == campaign_id, Purchase.voided_at.is_(None))
        .group_by(Purchase.expense_id)
    )
    bought = {row[0]: int(row[1]) for row in session.execute(statement)}
    return [
        ExpenseLeft(
            found.id,
            found.number,
            found.supplier,
            found.document_number,
            found.amount_minor,
            bought.get(found.id, 0),
        )
        for found in funds.list_approved_expenses(session, campaign_id)
    ]


def last_prices(session: Session, campaign_id: int) -> dict[int, int]:
    """The unit price of each item's last purchase in the campaign, by item id."""
    statement = (
        select(PurchaseLine.item_id, PurchaseLine.price_minor)
        .join(Purchase, Purchase.id == PurchaseLine.purchase_id)
        .where(Purchase.campaign_id == campaign_id, Purchase.voided_at.is_(None))
        .order_by(Purchase.received_on, PurchaseLine.id)
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def usual_prices(session: Session, campaign_id: int) -> dict[int, int]:
    """The last unit price of each item, in the campaign if it was bought there, else anywhere."""
    statement = (
        select(PurchaseLine.item_id, PurchaseLine.price_minor)
        .join(Purchase, Purchase.id == PurchaseLine.purchase_id)
        .where(Purchase.voided_at.is_(None))
        .order_by(Purchase.received_on, PurchaseLine.id)
    )
    anywhere = {row[0]: row[1] for row in session.execute(statement)}
    return anywhere | last_prices(session, campaign_id)


def used_item_of_purchase(session: Session, purchase_id: int) -> LocalName | None:
    """An item of the purchase of which something was taken already; None if all is there."""
    statement = (
        select(Item)
        .join(StockLot, StockLot.item_id == Item.id)
        .join(PurchaseLine, PurchaseLine.id == StockLot.purchase_line_id)
        .where(
            PurchaseLine.purchase_id == purchase_id,
            StockLot.on_hand_milli != StockLot.received_milli,
        )
        .order_by(StockLot.id)
        .limit(1)
    )
    item = session.scalars(statement).one_or_none()
    return None if item is None else item.name
