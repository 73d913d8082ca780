"""Who got packages with goods of a lot: for a recall, and for whoever asks where it went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign_app.beneficiaries import queries as beneficiaries
from campaign_app.beneficiaries.queries import RecipientFacts
from campaign_app.core.pagination import ROWS_PER_PAGE, Page, Rows
from campaign_app.core.variants import PackageVariant
from campaign_app.distribution.models import Delivery, DistributionRound
from campaign_app.distribution.rules import SERVED
from campaign_app.inventory.models import PackageMovement, Packing, StockMovement
from campaign_app.inventory.rules import StockMovementKind


@dataclass(frozen=True)
class LotUse:
    """A packing that goods of the lot went into; the quantity in thousandths of the unit."""

    packing_id: int
    packed_on: date
    variant: PackageVariant
    count: int
    quantity_milli: int


@dataclass(frozen=True)
class LotRecipient:
    """Somebody who got a package of such a packing."""

    delivery_id: int
    beneficiary_id: int
    handed_on: date | None
    round_number: int
    person: RecipientFacts


def uses_of_lot(session: Session, lot_id: int) -> list[LotUse]:
    """The packings that goods of a lot went into and that were not undone."""
    statement = (
        select(
            Packing.id,
            Packing.packed_on,
            Packing.variant,
            Packing.count,
            func.sum(-StockMovement.quantity_milli),
        )
        .join(StockMovement, StockMovement.packing_id == Packing.id)
        .where(
            StockMovement.lot_id == lot_id,
            StockMovement.kind == StockMovementKind.PACKED,
            Packing.undone_at.is_(None),
        )
        .group_by(Packing.id, Packing.packed_on, Packing.variant, Packing.count)
        .order_by(Packing.id)
    )
    return [LotUse(*row[:4], int(row[4])) for row in session.execute(statement)]


def page_of_lot_recipients(session: Session, lot_id: int, *, page: int) -> Page[LotRecipient]:
    """Who got a package in which goods of the lot may be, by the packing of the package."""
    packings = select(StockMovement.packing_id).where(
        StockMovement.lot_id == lot_id, StockMovement.kind == StockMovementKind.PACKED
    )
    deliveries = select(PackageMovement.delivery_id).where(
        PackageMovement.packing_id.in_(packings), PackageMovement.delivery_id.is_not(None)
    )
    served = (Delivery.id.in_(deliveries), Delivery.status.in_(list(SERVED)))
    total = int(session.scalar(select(func.count()).select_from(Delivery).where(*served)) or 0)
    page = min(max(1, page), max(1, -(-total // ROWS_PER_PAGE)))
    statement: Rows = (
        select(Delivery.id, Delivery.beneficiary_id, Delivery.handed_on, DistributionRound.number)
        .join(DistributionRound, DistributionRound.id == Delivery.round_id)
        .where(*served)
        .order_by(Delivery.handed_on, Delivery.id)
        .limit(ROWS_PER_PAGE)
        .offset((page - 1) * ROWS_PER_PAGE)
    )
    found = [tuple(row) for row in session.execute(statement)]
    people = beneficiaries.recipient_facts(session, {row[1] for row in found})
    rows = [LotRecipient(row[0], row[1], row[2], row[3], people[row[1]]) for row in found]
    return Page(rows, page, total, ROWS_PER_PAGE)
