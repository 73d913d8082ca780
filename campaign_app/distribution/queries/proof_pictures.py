"""Signatures and photos: which there are, of whom, and their pixels for one that is asked for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, undefer

from campaign_app.core.pagination import Rows
from campaign_app.distribution.models import (
    Delivery,
    DeliveryAttempt,
    DistributionRound,
    DoorRecord,
    Proof,
    ProofPicture,
)
from campaign_app.distribution.rules import ProofKind, RoundStatus


@dataclass(frozen=True)
class ShownPicture:
    """A picture of a line, without its pixels; `is_there` is false for one that was removed."""

    id: int
    kind: ProofKind
    width: int
    height: int
    kept_at: datetime
    is_there: bool


@dataclass(frozen=True)
class FoundPicture:
    """A picture with whom it is about."""

    picture: ProofPicture
    delivery_id: int
    beneficiary_id: int


def list_pictures(session: Session, delivery_id: int) -> list[ShownPicture]:
    """The pictures of a line's proofs, also of outcomes that were undone; the newest first."""
    statement: Rows = (
        select(
            ProofPicture.id,
            Proof.kind,
            ProofPicture.width,
            ProofPicture.height,
            ProofPicture.kept_at,
            ProofPicture.content.is_not(None),
        )
        .join(Proof, Proof.id == ProofPicture.proof_id)
        .join(DeliveryAttempt, DeliveryAttempt.proof_id == Proof.id)
        .where(DeliveryAttempt.delivery_id == delivery_id)
        .order_by(ProofPicture.id.desc())
    )
    return [ShownPicture(*row) for row in session.execute(statement)]


def pictures_of_records(session: Session, record_ids: Collection[str]) -> dict[str, int]:
    """The picture of what phones recorded, while it waits: its id by the record's."""
    statement: Rows = select(ProofPicture.door_record_id, ProofPicture.id).where(
        ProofPicture.door_record_id.in_(list(record_ids)), ProofPicture.content.is_not(None)
    )
    return {row.door_record_id: row.id for row in session.execute(statement)}


def find_picture(session: Session, campaign_id: int, picture_id: int) -> FoundPicture | None:
    """A picture of the campaign, its pixels loaded, with the line and the person it is of."""
    statement: Rows = (
        select(ProofPicture, Delivery.id, Delivery.beneficiary_id)
        .outerjoin(DeliveryAttempt, DeliveryAttempt.proof_id == ProofPicture.proof_id)
        .outerjoin(DoorRecord, DoorRecord.id == ProofPicture.door_record_id)
        .join(
            Delivery,
            Delivery.id == func.coalesce(DeliveryAttempt.delivery_id, DoorRecord.delivery_id),
        )
        .where(ProofPicture.id == picture_id, ProofPicture.campaign_id == campaign_id)
        .options(undefer(ProofPicture.content))
    )
    row = session.execute(statement).first()
    return None if row is None else FoundPicture(*row)


def pictures_before(session: Session, before: datetime) -> list[int]:
    """Pictures from before that instant that are still there, of rounds that are closed."""
    statement = (
        select(ProofPicture.id)
        .join(DeliveryAttempt, DeliveryAttempt.proof_id == ProofPicture.proof_id)
        .join(Delivery, Delivery.id == DeliveryAttempt.delivery_id)
        .join(DistributionRound, DistributionRound.id == Delivery.round_id)
        .where(
            ProofPicture.kept_at < before,
            ProofPicture.content.is_not(None),
            DistributionRound.status == RoundStatus.CLOSED,
        )
        .order_by(ProofPicture.id)
    )
    return list(session.scalars(statement))
