"""What every change of goods and packages shares: the audit event and the movement of a lot."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.core.audit import record_event
from campaign_app.core.errors import NotFound
from campaign_app.inventory.models import StockLot, StockMovement
from campaign_app.inventory.rules import StockMovementKind


def actor_id(actor: Account | None) -> int | None:
    """Who did it; None for the program itself."""
    return actor.id if actor else None


def record(
    session: Session,
    actor: Account | None,
    now: datetime,
    action: str,
    subject: object,
    **extra: Any,
) -> None:
    """Write an audit event; call it before the flush."""
    record_event(
        session, actor_id=actor_id(actor), now=now, action=action, subject=subject, **extra
    )


def lock_lots(session: Session, *conditions: Any) -> list[StockLot]:
    """Lock the lots that fit, in the order of their ids, and give them as they are now."""
    statement = (
        select(StockLot)
        .where(*conditions)
        .order_by(StockLot.id)
        .with_for_update(of=StockLot)
        .execution_options(populate_existing=True)
    )
    return list(session.scalars(statement))


def lock_lot(session: Session, lot: StockLot) -> StockLot:
    """Lock one lot and give it as it is now. Raises NotFound."""
    found = lock_lots(session, StockLot.id == lot.id)
    if not found:
        raise NotFound()
    return found[0]


def move_goods(
    session: Session,
    actor: Account | None,
    now: datetime,
    lot: StockLot,
    kind: StockMovementKind,
    quantity_milli: int,
    value_minor: int,
    *,
    packing_id: int | None = None,
    reason: str = "",
) -> None:
    """Change a locked lot by a signed quantity and value, and append the movement that says so."""
    lot.on_hand_milli += quantity_milli
    lot.value_minor += value_minor
    session.add(
        StockMovement(
            campaign_id=lot.campaign_id,
            lot_id=lot.id,
            item_id=lot.item_id,
            kind=kind,
            quantity_milli=quantity_milli,
            value_minor=value_minor,
            packing_id=packing_id,
            reason=reason,
            recorded_at=now,
            recorded_by_id=actor_id(actor),
        )
    )
