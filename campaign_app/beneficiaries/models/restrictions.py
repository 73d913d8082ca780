"""When the processing of somebody's data was stopped, and when it went on."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from campaign_app.beneficiaries.models.registry import PERSONAL
from campaign_app.beneficiaries.rules.restrictions import RestrictionCause
from campaign_app.core.column_types import EnumText, UtcDateTime, one_of
from campaign_app.extensions import Base

OPEN = text("lifted_at IS NULL")


class Restriction(Base):
    """One stop: lifted, never deleted. `beneficiaries.restricted_at` says that one is open."""

    __tablename__ = "restrictions"

    id: Mapped[int] = mapped_column(primary_key=True)
    beneficiary_id: Mapped[int] = mapped_column(ForeignKey("beneficiaries.id"), index=True)
    cause: Mapped[RestrictionCause] = mapped_column(EnumText(RestrictionCause))
    reason: Mapped[str] = mapped_column(String(500), default="", info=PERSONAL)
    restricted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    restricted_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    lifted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    lift_reason: Mapped[str] = mapped_column(String(500), default="", info=PERSONAL)

    __table_args__ = (
        one_of("cause", RestrictionCause),
        CheckConstraint(
            "cause = 'consent_withdrawn' OR reason <> ''", name="requested_with_reason"
        ),
        CheckConstraint(
            "lifted_at IS NULL OR cause = 'consent_withdrawn' OR lift_reason <> ''",
            name="lifted_with_reason",
        ),
        Index(
            "uq_restrictions_open",
            "beneficiary_id",
            "cause",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
    )
