"""Shifts and sign-ups."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from campaign_app.core.column_types import EnumText, UtcDateTime, one_of
from campaign_app.extensions import Base
from campaign_app.volunteers.rules import ShiftKind, SignUpStatus


class Shift(Base):
    """Work at a place and time with a number of places."""

    __tablename__ = "shifts"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    title: Mapped[str] = mapped_column(String(200))
    kind: Mapped[ShiftKind] = mapped_column(EnumText(ShiftKind))
    place: Mapped[str] = mapped_column(String(200), default="")
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    places: Mapped[int]
    minimum_age: Mapped[int] = mapped_column(default=0)
    is_heavy_work: Mapped[bool] = mapped_column(default=False)
    is_emergency_work: Mapped[bool] = mapped_column(default=False)
    #: False: whoever has had no safety briefing gets it at the beginning of this shift.
    requires_briefing: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(Text, default="")
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancel_reason: Mapped[str] = mapped_column(String(500), default="")
    copied_from_id: Mapped[int | None] = mapped_column(ForeignKey("shifts.id"), index=True)
    directions: Mapped[str] = mapped_column(String(500), default="")
    what_to_bring: Mapped[str] = mapped_column(String(500), default="")
    contact: Mapped[str] = mapped_column(String(200), default="")

    __table_args__ = (
        one_of("kind", ShiftKind),
        CheckConstraint("places > 0", name="places_positive"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("minimum_age >= 0", name="minimum_age_not_negative"),
        CheckConstraint(
            "(cancelled_at IS NULL) = (cancel_reason = '')", name="cancelled_with_reason"
        ),
        Index("ix_shifts_campaign_id", "campaign_id", "starts_at"),
        Index("ix_shifts_starts_at", "starts_at"),
    )


class SignUp(Base):
    """Somebody's place in a shift, or in its waiting list: `position` is the order of arrival.

    `offered_until` is the deadline of an offered place; of a cancelled sign-up it tells the
    deadline that passed without an answer.
    """

    __tablename__ = "sign_ups"

    id: Mapped[int] = mapped_column(primary_key=True)
    shift_id: Mapped[int] = mapped_column(ForeignKey("shifts.id"))
    volunteer_id: Mapped[int] = mapped_column(ForeignKey("volunteers.id"), index=True)
    status: Mapped[SignUpStatus] = mapped_column(EnumText(SignUpStatus))
    position: Mapped[int]
    signed_up_at: Mapped[datetime] = mapped_column(UtcDateTime)
    offered_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    has_attended: Mapped[bool | None]
    worked_minutes: Mapped[int | None]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        one_of("status", SignUpStatus),
        CheckConstraint("worked_minutes >= 0", name="worked_minutes_not_negative"),
        CheckConstraint(
            "worked_minutes IS NULL OR confirmed_by_id IS NOT NULL", name="hours_confirmed"
        ),
        CheckConstraint(
            "status = 'cancelled' OR (status = 'offered') = (offered_until IS NOT NULL)",
            name="offered_with_deadline",
        ),
        CheckConstraint("worked_minutes IS NULL OR has_attended", name="hours_of_who_came"),
        Index("uq_sign_ups_once", "shift_id", "volunteer_id", unique=True),
        Index("uq_sign_ups_position", "shift_id", "position", unique=True),
        Index("ix_sign_ups_status", "shift_id", "status"),
        Index("ix_sign_ups_offered_until", "status", "offered_until"),
    )
