"""What phones recorded at doors and the organiser has to look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign_app.beneficiaries import queries as beneficiaries
from campaign_app.core.names import full_name
from campaign_app.core.pagination import ROWS_PER_PAGE, Page, Rows
from campaign_app.distribution.models import Delivery, DistributionRound, DoorRecord, Route
from campaign_app.distribution.rules import DeliveryAction, DeliveryStatus, DoorState
from campaign_app.volunteers.models import Volunteer


@dataclass(frozen=True, kw_only=True)
class DoorRow:
    """What a phone recorded, with whom it is about and how her line stands now."""

    id: str
    delivery_id: int
    recipient: str
    round_number: int
    route_number: int
    volunteer: str
    action: DeliveryAction
    status: DeliveryStatus
    happened_at: datetime
    received_at: datetime
    state: DoorState
    refusal: str
    reason: str


def find_door_record(session: Session, campaign_id: int, record_id: str) -> DoorRecord | None:
    """The record, if it is one of the campaign's."""
    found = session.get(DoorRecord, record_id)
    return found if found is not None and found.campaign_id == campaign_id else None


def count_door_conflicts(session: Session, campaign_id: int) -> int:
    """How much waits for the organiser."""
    found = session.scalar(
        select(func.count())
        .select_from(DoorRecord)
        .where(DoorRecord.campaign_id == campaign_id, DoorRecord.state == DoorState.CONFLICT)
    )
    return int(found or 0)


def list_door_records(
    session: Session, campaign_id: int, *, waiting: bool, page: int
) -> Page[DoorRow]:
    """What waits for a decision, the oldest first, or what was decided, the latest first."""
    is_waiting = DoorRecord.state == DoorState.CONFLICT
    decided = DoorRecord.state.in_((DoorState.TAKEN, DoorState.LEFT))
    chosen = (DoorRecord.campaign_id == campaign_id, is_waiting if waiting else decided)
    total = int(session.scalar(select(func.count()).select_from(DoorRecord).where(*chosen)) or 0)
    page = min(max(1, page), max(1, -(-total // ROWS_PER_PAGE)))
    order = DoorRecord.received_at if waiting else DoorRecord.received_at.desc()
    statement: Rows = (
        select(
            DoorRecord,
            Delivery.beneficiary_id,
            Delivery.status,
            DistributionRound.number.label("round_number"),
            Route.number.label("route_number"),
            Volunteer.surname,
            Volunteer.given_name,
        )
        .join(Delivery, Delivery.id == DoorRecord.delivery_id)
        .join(DistributionRound, DistributionRound.id == Delivery.round_id)
        .join(Route, Route.id == DoorRecord.route_id)
        .join(Volunteer, Volunteer.id == DoorRecord.volunteer_id)
        .where(*chosen)
        .order_by(order, DoorRecord.id)
        .limit(ROWS_PER_PAGE)
        .offset((page - 1) * ROWS_PER_PAGE)
    )
    found = session.execute(statement).all()
    people = beneficiaries.recipient_facts(session, {row.beneficiary_id for row in found})
    rows = [
        DoorRow(
            id=row.DoorRecord.id,
            delivery_id=row.DoorRecord.delivery_id,
            recipient=people[row.beneficiary_id].short_name,
            round_number=row.round_number,
            route_number=row.route_number,
            volunteer=full_name(row.surname, row.given_name),
            action=row.DoorRecord.action,
            status=row.status,
            happened_at=row.DoorRecord.happened_at,
            received_at=row.DoorRecord.received_at,
            state=row.DoorRecord.state,
            refusal=row.DoorRecord.refusal,
            reason=row.DoorRecord.reason,
        )
        for row in found
    ]
    return Page(rows, page, total, ROWS_PER_PAGE)
