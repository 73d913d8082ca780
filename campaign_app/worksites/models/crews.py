"""Crews and who is in them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from campaign_app.core.column_types import UtcDateTime
from campaign_app.extensions import Base

IS_IN = text("left_at IS NULL")


class Crew(Base):
    """Some volunteers of a shift who work at one place together; numbered within the shift."""

    __tablename__ = "crews"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), index=True)
    shift_id: Mapped[int] = mapped_column(ForeignKey("shifts.id"))
    number: Mapped[int]
    formed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    formed_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))

    __table_args__ = (
        CheckConstraint("number > 0", name="number_positive"),
        Index("uq_crews_number", "shift_id", "number", unique=True),
    )


class CrewMember(Base):
    """Somebody in a crew; in one crew of a shift at a time, which the database holds."""

    __tablename__ = "crew_members"

    id: Mapped[int] = mapped_column(primary_key=True)
    crew_id: Mapped[int] = mapped_column(ForeignKey("crews.id"), index=True)
    shift_id: Mapped[int] = mapped_column(ForeignKey("shifts.id"))
    volunteer_id: Mapped[int] = mapped_column(ForeignKey("volunteers.id"), index=True)
    joined_at: Mapped[datetime] = mapped_column(UtcDateTime)
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        CheckConstraint("left_at IS NULL OR left_at >= joined_at", name="left_after_joining"),
        Index(
            "uq_crew_members_one_crew",
            "shift_id",
            "volunteer_id",
            unique=True,
            sqlite_where=IS_IN,
            postgresql_where=IS_IN,
        ),
    )
