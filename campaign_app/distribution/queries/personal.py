"""What the rounds know of one person."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session

from campaign_app.beneficiaries.models import Beneficiary
from campaign_app.beneficiaries.queries.registry import NAMELESS
from campaign_app.campaigns.models import Campaign
from campaign_app.core.i18n import LocalName
from campaign_app.core.pagination import Rows
from campaign_app.core.personal import Holding, plain_rows
from campaign_app.distribution.models import (
    Delivery,
    DeliveryAttempt,
    DistributionRound,
    DoorRecord,
    DoublePackage,
    FollowUpCall,
    Proof,
    ProofPicture,
    RoundDecision,
)
from campaign_app.distribution.rules import WAITING, RoundStatus


def _lines(ids: Collection[int]) -> Rows:
    return select(Delivery.id).where(Delivery.beneficiary_id.in_(list(ids)))


def _proofs(ids: Collection[int]) -> Any:
    attempts = select(DeliveryAttempt.proof_id).where(
        DeliveryAttempt.delivery_id.in_(_lines(ids)), DeliveryAttempt.proof_id.is_not(None)
    )
    lines = select(Delivery.proof_id).where(
        Delivery.beneficiary_id.in_(list(ids)), Delivery.proof_id.is_not(None)
    )
    return or_(Proof.id.in_(lines), Proof.id.in_(attempts))


def _pictures(ids: Collection[int]) -> Any:
    records = select(DoorRecord.id).where(DoorRecord.delivery_id.in_(_lines(ids)))
    proofs = select(Proof.id).where(_proofs(ids))
    return or_(ProofPicture.proof_id.in_(proofs), ProofPicture.door_record_id.in_(records))


HOLDINGS = (
    Holding("delivery", Delivery, lambda ids: Delivery.beneficiary_id.in_(list(ids))),
    Holding(
        "delivery_attempt",
        DeliveryAttempt,
        lambda ids: DeliveryAttempt.delivery_id.in_(_lines(ids)),
    ),
    Holding("proof", Proof, _proofs),
    Holding("proof_picture", ProofPicture, _pictures),
    Holding(
        "follow_up_call",
        FollowUpCall,
        lambda ids: FollowUpCall.delivery_id.in_(_lines(ids)),
    ),
    Holding(
        "decision",
        RoundDecision,
        lambda ids: RoundDecision.beneficiary_id.in_(list(ids)),
        # A decision that was made by hand has a reason.
        left={
            "note": case((RoundDecision.note != "", NAMELESS), else_=""),
            "asked_reason": case((RoundDecision.asked_reason != "", NAMELESS), else_=""),
            "need_codes": "",
        },
    ),
    Holding(
        "double_package",
        DoublePackage,
        lambda ids: or_(
            DoublePackage.first_id.in_(_lines(ids)), DoublePackage.second_id.in_(_lines(ids))
        ),
        # The database asks for a note where it was settled.
        left={"note": NAMELESS},
    ),
)


#: A package that somebody still waits for or a courier still has.
IS_UNDER_WAY = or_(
    Delivery.is_with_courier.is_(True),
    (DistributionRound.status == RoundStatus.OPEN) & Delivery.status.in_(list(WAITING)),
)


@dataclass(frozen=True)
class LineUnderWay:
    """A line that waits for its outcome, or whose package is with a courier."""

    campaign: LocalName
    round_number: int
    line_number: int


def personal_data_of(session: Session, ids: Collection[int]) -> list[dict[str, Any]]:
    """The lines of these people, what was recorded about them, how receipt was proven."""
    return plain_rows(session, HOLDINGS, ids)


def lines_under_way(session: Session, ids: Collection[int]) -> list[LineUnderWay]:
    """What still has to be settled for these people before they can be forgotten."""
    statement = (
        select(
            Campaign.title_kk,
            Campaign.title_ru,
            Campaign.title_en,
            DistributionRound.number,
            Delivery.line_number,
        )
        .join(DistributionRound, DistributionRound.id == Delivery.round_id)
        .join(Campaign, Campaign.id == Delivery.campaign_id)
        .where(
            Delivery.beneficiary_id.in_(list(ids)),
            IS_UNDER_WAY,
        )
        .order_by(Delivery.id)
    )
    return [
        LineUnderWay(LocalName(kk, ru, en), number, line)
        for kk, ru, en, number, line in session.execute(statement)
    ]


def ids_under_way(session: Session) -> set[int]:
    """People for whom something is not settled yet, by the record that is kept."""
    statement = (
        select(func.coalesce(Beneficiary.merged_into_id, Beneficiary.id))
        .join(Delivery, Delivery.beneficiary_id == Beneficiary.id)
        .join(DistributionRound, DistributionRound.id == Delivery.round_id)
        .where(IS_UNDER_WAY)
        .distinct()
    )
    return set(session.scalars(statement))


def proxies_before(session: Session, before: datetime) -> list[int]:
    """Proofs from before that instant that still name a proxy, of rounds that are closed."""
    open_lines = (
        select(Delivery.proof_id)
        .join(DistributionRound, DistributionRound.id == Delivery.round_id)
        .where(Delivery.proof_id.is_not(None), DistributionRound.status == RoundStatus.OPEN)
    )
    statement = (
        select(Proof.id)
        .where(
            Proof.recorded_at < before,
            or_(Proof.proxy_name != "", Proof.proxy_document.is_not(None)),
            Proof.id.not_in(open_lines),
        )
        .order_by(Proof.id)
    )
    return list(session.scalars(statement))
