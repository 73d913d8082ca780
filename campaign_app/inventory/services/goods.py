"""Goods that come in (bought or given) and that are written off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.services import lock_campaign
from campaign_app.core.errors import NotFound
from campaign_app.core.numbers import Quantity
from campaign_app.funds import queries as funds
from campaign_app.funds.rules import DonationMethod, ExpenseStatus
from campaign_app.inventory import queries, rules
from campaign_app.inventory.models import Item, Purchase, PurchaseLine, StockLot
from campaign_app.inventory.rules import LotSource, StockMovementKind
from campaign_app.inventory.services.recording import (
    actor_id,
    lock_lot,
    lock_lots,
    move_goods,
    record,
)


@dataclass(frozen=True, kw_only=True)
class LineDetails:
    """A line of a purchase: thousandths of a unit at a unit price in tiyn."""

    item_id: int
    quantity_milli: int
    price_minor: int
    best_before: date | None = None


def record_purchase(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    today: date,
    campaign: Campaign,
    expense_id: int,
    received_on: date,
    lines: Sequence[LineDetails],
    note: str = "",
) -> Purchase:
    """Receive goods that were bought: each line becomes a lot.

    Refuses an expense of another campaign or one that is not approved, lines that cost
    more than is left of the expense, a day in the future, goods past their date.
    """
    lock_campaign(session, campaign.id)
    rules.check_not_in_future(received_on, today)
    if not lines:
        raise rules.LinesMissing()
    expense = funds.find_expense(session, campaign.id, expense_id)
    if expense is None:
        raise NotFound()
    if expense.status is not ExpenseStatus.APPROVED:
        raise rules.ExpenseNotApproved(field="expense_id", status=expense.status)
    items = queries.items_by_id(session, [line.item_id for line in lines])
    for line in lines:
        _check_line(items, line, received_on)
    amount = sum(rules.line_cost(line.quantity_milli, line.price_minor) for line in lines)
    bought = queries.bought_minor(session, expense.id)
    rules.check_expense_covers(amount, expense.amount_minor, bought)
    purchase = Purchase(
        campaign_id=campaign.id,
        expense_id=expense.id,
        amount_minor=amount,
        received_on=received_on,
        note=note,
        recorded_at=now,
        recorded_by_id=actor_id(actor),
    )
    session.add(purchase)
    record(session, actor, now, "purchase:record", purchase, line_count=len(lines))
    session.flush()
    for line in lines:
        _receive_line(session, actor, now, purchase, line)
    session.flush()
    return purchase


def _check_line(items: dict[int, Item], line: LineDetails, received_on: date) -> None:
    if line.item_id not in items:
        raise NotFound()
    rules.check_quantity(line.quantity_milli)
    if line.price_minor < 0:
        raise rules.PriceNegative(field="price")
    _check_date(items[line.item_id], line.best_before, received_on)


def _check_date(item: Item, best_before: date | None, received_on: date) -> None:
    if best_before is not None and rules.is_expired(best_before, received_on):
        raise rules.BestBeforePassed(field="best_before", item=item.name, best_before=best_before)


def _receive_line(
    session: Session, actor: Account | None, now: datetime, purchase: Purchase, line: LineDetails
) -> None:
    amount = rules.line_cost(line.quantity_milli, line.price_minor)
    row = PurchaseLine(purchase_id=purchase.id, amount_minor=amount, **vars(line))
    session.add(row)
    session.flush()
    lot = _empty_lot(
        purchase.campaign_id,
        line.item_id,
        LotSource.PURCHASE,
        line.quantity_milli,
        purchase.received_on,
        line.best_before,
    )
    lot.purchase_line_id, lot.unit_cost_minor = row.id, line.price_minor
    session.add(lot)
    session.flush()
    move_goods(session, actor, now, lot, StockMovementKind.RECEIVED, line.quantity_milli, amount)


def _empty_lot(
    campaign_id: int,
    item_id: int,
    source: LotSource,
    received_milli: int,
    received_on: date,
    best_before: date | None,
) -> StockLot:
    """A lot before its first movement."""
    return StockLot(
        campaign_id=campaign_id,
        item_id=item_id,
        source=source,
        received_milli=received_milli,
        received_on=received_on,
        best_before=best_before,
        unit_cost_minor=0,
        on_hand_milli=0,
        value_minor=0,
        donor_note="",
    )


def void_purchase(
    session: Session, *, actor: Account | None, now: datetime, purchase: Purchase, reason: str
) -> None:
    """Take back a purchase that was entered wrongly, with a reason; it stays to be seen.

    Refuses a second time, and when something of its goods was used.
    """
    lock_campaign(session, purchase.campaign_id)
    session.refresh(purchase, with_for_update=True)
    reason = rules.check_reason(reason)
    if purchase.voided_at is not None:
        raise rules.PurchaseVoidedAlready()
    lines = select(PurchaseLine.id).where(PurchaseLine.purchase_id == purchase.id)
    lots = lock_lots(session, StockLot.purchase_line_id.in_(lines))
    used = queries.used_item_of_purchase(session, purchase.id)
    if used is not None:
        raise rules.GoodsUsedAlready(item=used)
    for lot in lots:
        quantity, value = -lot.on_hand_milli, -lot.value_minor
        kind = StockMovementKind.RECEIPT_UNDONE
        move_goods(session, actor, now, lot, kind, quantity, value, reason=reason)
    purchase.voided_at, purchase.voided_by_id = now, actor_id(actor)
    purchase.void_reason = reason
    record(session, actor, now, "purchase:void", purchase)
    session.flush()


def record_gift(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    today: date,
    campaign: Campaign,
    item_id: int,
    quantity_milli: int,
    received_on: date,
    donor_note: str,
    best_before: date | None = None,
    donation_id: int | None = None,
) -> StockLot:
    """Receive goods given in kind: they are counted, and cost nothing.

    Refuses a gift without a giver, a donation that is not in kind, a day in the future
    and goods past their date.
    """
    lock_campaign(session, campaign.id)
    rules.check_not_in_future(received_on, today)
    rules.check_quantity(quantity_milli)
    if not donor_note.strip():
        raise rules.DonorNoteMissing(field="donor_note")
    item = queries.find_item(session, item_id)
    if item is None:
        raise NotFound()
    _check_date(item, best_before, received_on)
    if donation_id is not None:
        donation = funds.find_donation(session, campaign.id, donation_id)
        is_fit = donation is not None and donation.method is DonationMethod.IN_KIND
        if donation is None or not is_fit or donation.voided_at is not None:
            raise rules.DonationNotInKind(field="donation_id")
    lot = _empty_lot(campaign.id, item.id, LotSource.GIFT, quantity_milli, received_on, best_before)
    lot.donor_note, lot.donation_id = donor_note.strip(), donation_id
    session.add(lot)
    record(session, actor, now, "gift:record", lot)
    session.flush()
    move_goods(session, actor, now, lot, StockMovementKind.RECEIVED, quantity_milli, 0)
    session.flush()
    return lot


def write_off_goods(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    lot: StockLot,
    quantity_milli: int,
    reason: str,
) -> None:
    """Take spoilt or lost goods out of a lot, with a reason. Refuses more than is left."""
    lock_campaign(session, lot.campaign_id)
    lot = lock_lot(session, lot)
    rules.check_quantity(quantity_milli)
    reason = rules.check_reason(reason)
    if quantity_milli > lot.on_hand_milli:
        raise rules.NotEnoughInLot(
            field="quantity",
            item=lot.item.name,
            unit=lot.item.unit,
            asked=Quantity(quantity_milli),
            left=Quantity(lot.on_hand_milli),
        )
    value = rules.cost_of(queries.plain_lot(lot), quantity_milli)
    kind = StockMovementKind.WRITTEN_OFF
    move_goods(session, actor, now, lot, kind, -quantity_milli, -value, reason=reason)
    record(session, actor, now, "stock:write_off", lot, reason=reason)
    session.flush()
