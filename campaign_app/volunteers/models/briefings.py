"""Safety briefings, and the written consent of a parent."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from campaign_app.core.column_types import UtcDateTime
from campaign_app.extensions import Base
from campaign_app.volunteers.models.people import PERSONAL


class SafetyBriefing(Base):
    """Somebody was told how to work safely: by whom, when, and in which shift if it was in one."""

    __tablename__ = "safety_briefings"

    id: Mapped[int] = mapped_column(primary_key=True)
    volunteer_id: Mapped[int] = mapped_column(ForeignKey("volunteers.id"))
    shift_id: Mapped[int | None] = mapped_column(ForeignKey("shifts.id"), index=True)
    held_at: Mapped[datetime] = mapped_column(UtcDateTime)
    held_by: Mapped[str] = mapped_column(String(200))
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        CheckConstraint("held_by <> ''", name="held_by_somebody"),
        Index("ix_safety_briefings_volunteer_id", "volunteer_id", "held_at"),
    )


class ParentalConsent(Base):
    """The paper on which a parent allows a child to help; a withdrawn one stays to be seen."""

    __tablename__ = "parental_consents"

    id: Mapped[int] = mapped_column(primary_key=True)
    volunteer_id: Mapped[int] = mapped_column(ForeignKey("volunteers.id"), index=True)
    parent_name: Mapped[str] = mapped_column(String(200), info=PERSONAL)
    signed_on: Mapped[date] = mapped_column(Date)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))

    __table_args__ = (CheckConstraint("parent_name <> ''", name="by_somebody"),)


class CuratedGroup(Base):
    """A teacher who signs up an academic group; `unit` is written as the volunteers' is."""

    __tablename__ = "curated_groups"

    id: Mapped[int] = mapped_column(primary_key=True)
    volunteer_id: Mapped[int] = mapped_column(ForeignKey("volunteers.id"))
    unit: Mapped[str] = mapped_column(String(100))
    named_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    named_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        CheckConstraint("unit <> ''", name="unit_named"),
        Index("uq_curated_groups_once", "volunteer_id", "unit", unique=True),
    )
