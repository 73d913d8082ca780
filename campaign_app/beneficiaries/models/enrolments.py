"""The campaigns' recipient lists."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from campaign_app.beneficiaries.models.registry import PERSONAL
from campaign_app.beneficiaries.rules import EnrolmentStatus
from campaign_app.core.column_types import EnumText, UtcDateTime, one_of
from campaign_app.extensions import Base


class Enrolment(Base):
    """Somebody on the recipient list of a campaign, with the need that was found."""

    __tablename__ = "enrolments"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    beneficiary_id: Mapped[int] = mapped_column(ForeignKey("beneficiaries.id"), index=True)
    status: Mapped[EnrolmentStatus] = mapped_column(EnumText(EnrolmentStatus))
    need_score: Mapped[int]
    need_codes: Mapped[str] = mapped_column(String(300), default="")
    criteria_version: Mapped[int] = mapped_column(ForeignKey("criteria_versions.number"))
    enrolled_at: Mapped[datetime] = mapped_column(UtcDateTime)
    enrolled_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    end_reason: Mapped[str] = mapped_column(String(500), default="", info=PERSONAL)

    __table_args__ = (
        one_of("status", EnrolmentStatus),
        CheckConstraint("need_score >= 0", name="need_score_not_negative"),
        CheckConstraint("status <> 'ended' OR end_reason <> ''", name="ended_with_reason"),
        Index("uq_enrolments_once", "campaign_id", "beneficiary_id", unique=True),
        Index("ix_enrolments_list", "campaign_id", "status", "need_score"),
    )
