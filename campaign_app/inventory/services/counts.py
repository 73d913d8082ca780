"""Stock-takes: somebody counts, somebody else approves, then the stock follows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.services import lock_campaign
from campaign_app.core.errors import NotFound
from campaign_app.core.numbers import Quantity
from campaign_app.inventory import queries, rules
from campaign_app.inventory.models import StockLot, StockTake, StockTakeLine
from campaign_app.inventory.rules import StockMovementKind, StockTakeStatus
from campaign_app.inventory.services.recording import lock_lots, move_goods, record


def record_stock_take(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    campaign: Campaign,
    counted: Mapping[int, int],
    note: str = "",
) -> StockTake:
    """Write down what was counted: thousandths of a unit by lot id. The stock does not change yet.

    Refuses nothing counted, a lot of another campaign, and a second one while one waits.
    """
    lock_campaign(session, campaign.id)
    if not counted:
        raise rules.NothingCounted()
    if queries.find_waiting_stock_take(session, campaign.id) is not None:
        raise rules.StockTakeWaits()
    lots = lock_lots(session, StockLot.campaign_id == campaign.id, StockLot.id.in_(set(counted)))
    if len(lots) != len(counted):
        raise NotFound()
    take = StockTake(
        campaign_id=campaign.id,
        status=StockTakeStatus.WAITING,
        note=note.strip(),
        counted_at=now,
        counted_by_id=actor.id,
        reject_reason="",
        lines=[
            StockTakeLine(
                lot_id=lot.id, booked_milli=lot.on_hand_milli, counted_milli=counted[lot.id]
            )
            for lot in lots
        ],
    )
    session.add(take)
    record(session, actor, now, "stock_take:record", take)
    session.flush()
    return take


def approve_stock_take(
    session: Session, *, actor: Account, now: datetime, take: StockTake
) -> StockTake:
    """Bring the stock to what was counted, by the differences of that moment.

    What was packed or written off since then stays so. Refuses one's own stock-take, one that
    is decided, and a lot of which less is left by now than was missing.
    """
    _waiting(session, actor, take)
    lines = {line.lot_id: line for line in take.lines if line.difference_milli}
    for lot in lock_lots(session, StockLot.id.in_(set(lines))):
        difference = lines[lot.id].difference_milli
        if lot.on_hand_milli + difference < 0:
            raise rules.StockMovedOn(
                item=lot.item.name,
                missing=Quantity(-difference),
                left=Quantity(lot.on_hand_milli),
            )
        value = rules.counted_value(queries.plain_lot(lot), difference, lot.unit_cost_minor)
        kind = StockMovementKind.COUNTED
        move_goods(session, actor, now, lot, kind, difference, value, reason=take.note)
    return _decide(session, actor, now, take, StockTakeStatus.APPROVED)


def reject_stock_take(
    session: Session, *, actor: Account, now: datetime, take: StockTake, reason: str
) -> StockTake:
    """Turn a stock-take down: nothing changes. Refuses what approving refuses, and no reason."""
    _waiting(session, actor, take)
    take.reject_reason = rules.check_reason(reason)
    return _decide(session, actor, now, take, StockTakeStatus.REJECTED)


def _waiting(session: Session, actor: Account, take: StockTake) -> None:
    lock_campaign(session, take.campaign_id)
    session.refresh(take, with_for_update=True)
    if take.status is not StockTakeStatus.WAITING:
        raise rules.StockTakeDecided(status=take.status)
    if take.counted_by_id == actor.id:
        raise rules.OwnStockTake()


def _decide(
    session: Session, actor: Account, now: datetime, take: StockTake, status: StockTakeStatus
) -> StockTake:
    take.status, take.decided_at, take.decided_by_id = status, now, actor.id
    record(session, actor, now, f"stock_take:{status.value}", take)
    session.flush()
    return take
