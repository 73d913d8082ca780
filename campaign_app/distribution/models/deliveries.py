"""Lines of rounds, every attempt at a door, the proofs, and what was asked afterwards."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from campaign_app.core.column_types import EncryptedText, EnumText, UtcDateTime, one_of
from campaign_app.core.variants import PackageVariant
from campaign_app.distribution.rules import (
    CallOutcome,
    DeliveryAction,
    DeliveryStatus,
    DoorState,
    ProofKind,
)
from campaign_app.extensions import Base


class Proof(Base):
    """How the receipt of a package was confirmed, by whom, when."""

    __tablename__ = "proofs"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ProofKind] = mapped_column(EnumText(ProofKind))
    reference: Mapped[str] = mapped_column(String(200), default="")
    proxy_id: Mapped[int | None] = mapped_column(ForeignKey("proxies.id"))
    proxy_name: Mapped[str] = mapped_column(String(200), default="", info={"personal": True})
    proxy_document: Mapped[str | None] = mapped_column(EncryptedText, info={"secret": True})
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))

    __table_args__ = (one_of("kind", ProofKind),)


class Delivery(Base):
    """A line of a round: who gets one package. The database keeps it to one a round.

    `stop_number` is its place on its route. `door_note` is what the volunteer must know at
    the door (knock loudly, a dog), and nothing else: she reads it. Whoever fetches the
    package has a `pickup_code` and no route.
    """

    __tablename__ = "deliveries"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), index=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("distribution_rounds.id"))
    beneficiary_id: Mapped[int] = mapped_column(ForeignKey("beneficiaries.id"), index=True)
    line_number: Mapped[int]
    variant: Mapped[PackageVariant] = mapped_column(EnumText(PackageVariant))
    package_count: Mapped[int] = mapped_column(default=1)
    status: Mapped[DeliveryStatus] = mapped_column(EnumText(DeliveryStatus))
    is_with_courier: Mapped[bool] = mapped_column(default=False)
    proof_id: Mapped[int | None] = mapped_column(ForeignKey("proofs.id"), unique=True)
    attempt_count: Mapped[int] = mapped_column(default=0)
    handed_on: Mapped[date | None] = mapped_column(Date)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    note: Mapped[str] = mapped_column(String(500), default="", info={"personal": True})
    route_id: Mapped[int | None] = mapped_column(ForeignKey("routes.id"))
    stop_number: Mapped[int | None]
    door_note: Mapped[str] = mapped_column(
        String(200), default="", server_default="", info={"personal": True}
    )
    pickup_code: Mapped[str | None] = mapped_column(String(8), info={"secret": True})

    __table_args__ = (
        one_of("status", DeliveryStatus),
        one_of("variant", PackageVariant),
        CheckConstraint("package_count > 0", name="package_count_positive"),
        CheckConstraint(
            "status NOT IN ('delivered', 'left_at_door') OR proof_id IS NOT NULL",
            name="delivered_with_proof",
        ),
        CheckConstraint(
            "NOT (status IN ('delivered', 'left_at_door', 'cancelled') AND is_with_courier)",
            name="package_in_one_place",
        ),
        CheckConstraint("(route_id IS NULL) = (stop_number IS NULL)", name="stop_number_on_route"),
        CheckConstraint("pickup_code IS NULL OR route_id IS NULL", name="fetched_or_brought"),
        Index("uq_deliveries_pickup_code", "round_id", "pickup_code", unique=True),
        Index("ix_deliveries_route_id", "route_id", "stop_number"),
        Index("uq_deliveries_once", "round_id", "beneficiary_id", unique=True),
        Index("uq_deliveries_line", "round_id", "line_number", unique=True),
        Index("ix_deliveries_status", "campaign_id", "status"),
    )


class DeliveryAttempt(Base):
    """What was recorded about a line, in the order in which it came; nothing is overwritten."""

    __tablename__ = "delivery_attempts"

    id: Mapped[int] = mapped_column(primary_key=True)
    delivery_id: Mapped[int] = mapped_column(ForeignKey("deliveries.id"), index=True)
    action: Mapped[DeliveryAction] = mapped_column(EnumText(DeliveryAction))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    proof_id: Mapped[int | None] = mapped_column(ForeignKey("proofs.id"))
    note: Mapped[str] = mapped_column(Text, default="", info={"personal": True})

    __table_args__ = (one_of("action", DeliveryAction),)


class DoorRecord(Base):
    """What a phone recorded at a door, as it came, also long after without network.

    The phone makes `id`, so what is sent twice is one. What was accepted stands in the
    delivery; what could not be waits for the organiser, who takes it or leaves it. `details`
    (proof and note) and `refusal` (why; both JSON) are emptied by then.
    """

    __tablename__ = "door_records"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    route_id: Mapped[int] = mapped_column(ForeignKey("routes.id"), index=True)
    delivery_id: Mapped[int] = mapped_column(ForeignKey("deliveries.id"), index=True)
    volunteer_id: Mapped[int] = mapped_column(ForeignKey("volunteers.id"), index=True)
    action: Mapped[DeliveryAction] = mapped_column(EnumText(DeliveryAction))
    details: Mapped[str] = mapped_column(EncryptedText, default="", info={"secret": True})
    happened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[DoorState] = mapped_column(EnumText(DoorState))
    refusal: Mapped[str] = mapped_column(EncryptedText, default="", info={"secret": True})
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    reason: Mapped[str] = mapped_column(String(500), default="")

    __table_args__ = (
        one_of("action", DeliveryAction),
        one_of("state", DoorState),
        CheckConstraint("state <> 'left' OR reason <> ''", name="left_with_reason"),
        Index("ix_door_records_inbox", "campaign_id", "state", "received_at"),
    )


class FollowUpCall(Base):
    """Somebody who was served and drawn for a call, by one who had no part in bringing it."""

    __tablename__ = "follow_up_calls"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    round_id: Mapped[int] = mapped_column(ForeignKey("distribution_rounds.id"), index=True)
    delivery_id: Mapped[int] = mapped_column(ForeignKey("deliveries.id"), unique=True)
    drawn_at: Mapped[datetime] = mapped_column(UtcDateTime)
    drawn_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    outcome: Mapped[CallOutcome | None] = mapped_column(EnumText(CallOutcome))
    note: Mapped[str] = mapped_column(String(500), default="", info={"personal": True})
    called_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    called_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))

    __table_args__ = (
        one_of("outcome", CallOutcome),
        CheckConstraint(
            "(outcome IS NULL) = (called_by_id IS NULL) "
            "AND (outcome IS NULL) = (called_at IS NULL)",
            name="called_whole",
        ),
    )


class DoublePackage(Base):
    """What was found out about two packages that one person received in one round.

    It became visible by a merge of two records; the packages stay where they went.
    """

    __tablename__ = "double_packages"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), index=True)
    first_id: Mapped[int] = mapped_column(ForeignKey("deliveries.id"))
    second_id: Mapped[int] = mapped_column(ForeignKey("deliveries.id"), index=True)
    note: Mapped[str] = mapped_column(String(500), info={"personal": True})
    settled_at: Mapped[datetime] = mapped_column(UtcDateTime)
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))

    __table_args__ = (
        CheckConstraint("first_id < second_id", name="pair_in_order"),
        CheckConstraint("note <> ''", name="settled_with_note"),
        Index("uq_double_packages_pair", "first_id", "second_id", unique=True),
    )
