"""Requests about personal data, incidents, and how long data are kept."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from campaign_app.core.column_types import EnumText, UtcDateTime, one_of
from campaign_app.extensions import Base
from campaign_app.privacy.rules.requests import (
    RequestChannel,
    RequestKind,
    RequestOutcome,
    RequestStatus,
)
from campaign_app.privacy.rules.retention import RetentionPurpose

PERSONAL = {"personal": True}


class DataRequest(Base):
    """Somebody asks something about her data; the clock of 15 days runs."""

    __tablename__ = "data_requests"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[RequestKind] = mapped_column(EnumText(RequestKind))
    channel: Mapped[RequestChannel] = mapped_column(EnumText(RequestChannel))
    beneficiary_id: Mapped[int | None] = mapped_column(ForeignKey("beneficiaries.id"), index=True)
    described: Mapped[str] = mapped_column(String(500), default="", info=PERSONAL)
    text: Mapped[str] = mapped_column(Text, default="", info=PERSONAL)
    received_on: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date] = mapped_column(Date)
    status: Mapped[RequestStatus] = mapped_column(EnumText(RequestStatus))
    assigned_to_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    outcome: Mapped[RequestOutcome | None] = mapped_column(EnumText(RequestOutcome))
    answer: Mapped[str] = mapped_column(String(1000), default="", info=PERSONAL)
    answered_on: Mapped[date | None] = mapped_column(Date)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))

    __table_args__ = (
        one_of("kind", RequestKind),
        one_of("channel", RequestChannel),
        one_of("status", RequestStatus),
        one_of("outcome", RequestOutcome),
        CheckConstraint("due_on >= received_on", name="due_after_received"),
        CheckConstraint(
            "(status = 'answered') = (outcome IS NOT NULL AND answered_on IS NOT NULL)",
            name="answered_with_outcome",
        ),
        CheckConstraint(
            "status = 'open' OR assigned_to_id IS NOT NULL", name="handled_by_somebody"
        ),
        Index("ix_data_requests_status", "status", "due_on"),
    )


class Incident(Base):
    """Personal data got where they should not, or may have."""

    __tablename__ = "incidents"

    id: Mapped[int] = mapped_column(primary_key=True)
    detected_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    what: Mapped[str] = mapped_column(Text)
    whom: Mapped[str] = mapped_column(String(500), default="")
    measures: Mapped[str] = mapped_column(Text, default="")
    contact: Mapped[str] = mapped_column(String(200))
    notified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    notified_whom: Mapped[str] = mapped_column(String(200), default="")
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))

    __table_args__ = (
        CheckConstraint("what <> ''", name="described"),
        CheckConstraint(
            "notified_at IS NULL OR notified_at >= detected_at", name="notified_after_detection"
        ),
    )


class RetentionRule(Base):
    """A decision how long something is kept; the latest of a purpose holds, the others stay."""

    __tablename__ = "retention_rules"

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[RetentionPurpose] = mapped_column(EnumText(RetentionPurpose))
    days: Mapped[int]
    reason: Mapped[str] = mapped_column(String(500))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))

    __table_args__ = (
        one_of("purpose", RetentionPurpose),
        CheckConstraint("days BETWEEN 1 AND 36500", name="days_possible"),
        CheckConstraint("reason <> ''", name="with_reason"),
        Index("ix_retention_rules_purpose", "purpose", "id"),
    )


class RetentionRun(Base):
    """What one run removed for one purpose."""

    __tablename__ = "retention_runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[RetentionPurpose] = mapped_column(EnumText(RetentionPurpose))
    ran_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    days: Mapped[int]
    removed_count: Mapped[int]

    __table_args__ = (
        one_of("purpose", RetentionPurpose),
        CheckConstraint("removed_count >= 0", name="removed_count_not_negative"),
    )
