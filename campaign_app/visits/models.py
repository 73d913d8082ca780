"""Visits and the rhythm in which they are meant to happen."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from campaign_app.core.column_types import EnumText, UtcDateTime, one_of
from campaign_app.extensions import Base
from campaign_app.visits.rules import VisitOutcome, Wellbeing


class Visit(Base):
    """Somebody went to somebody; on its own or as part of a campaign.

    `wellbeing` is empty for who was not met, and for who was erased.
    """

    __tablename__ = "visits"

    id: Mapped[int] = mapped_column(primary_key=True)
    beneficiary_id: Mapped[int] = mapped_column(ForeignKey("beneficiaries.id"))
    volunteer_id: Mapped[int] = mapped_column(ForeignKey("volunteers.id"), index=True)
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.id"), index=True)
    visited_at: Mapped[datetime] = mapped_column(UtcDateTime)
    outcome: Mapped[VisitOutcome] = mapped_column(EnumText(VisitOutcome))
    wellbeing: Mapped[Wellbeing | None] = mapped_column(
        EnumText(Wellbeing), info={"personal": True}
    )
    note: Mapped[str] = mapped_column(Text, default="", info={"personal": True})

    __table_args__ = (
        one_of("outcome", VisitOutcome),
        one_of("wellbeing", Wellbeing),
        CheckConstraint("outcome = 'met' OR wellbeing IS NULL", name="wellbeing_of_who_was_met"),
        Index("ix_visits_beneficiary_id", "beneficiary_id", "outcome", "visited_at"),
    )


class VisitPlan(Base):
    """How often somebody is meant to be visited; ended plans stay."""

    __tablename__ = "visit_plans"

    id: Mapped[int] = mapped_column(primary_key=True)
    beneficiary_id: Mapped[int] = mapped_column(ForeignKey("beneficiaries.id"), unique=True)
    every_days: Mapped[int]
    planned_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (CheckConstraint("every_days BETWEEN 1 AND 365", name="rhythm_possible"),)
