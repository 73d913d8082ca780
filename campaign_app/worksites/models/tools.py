"""Tools, what is lent of them, and their movements.

The numbers of a tool and of a loan are sums of movements, kept beside them so that a CHECK
of the database can hold that never more are out than there are.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from campaign_app.core.audit import BigId
from campaign_app.core.column_types import EnumText, UtcDateTime, one_of
from campaign_app.extensions import Base
from campaign_app.worksites.rules import ToolMovementKind


class Tool(Base):
    """A kind of tool of a campaign: how many there are and how many are out."""

    __tablename__ = "tools"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    name: Mapped[str] = mapped_column(String(200))
    total_count: Mapped[int] = mapped_column(default=0)
    out_count: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        CheckConstraint("name <> ''", name="name_given"),
        CheckConstraint("out_count BETWEEN 0 AND total_count", name="out_within_total"),
        Index("uq_tools_name", "campaign_id", "name", unique=True),
    )

    @property
    def left(self) -> int:
        """How many can be lent now."""
        return self.total_count - self.out_count


class ToolLoan(Base):
    """What one crew, or one volunteer of a shift, has of a tool."""

    __tablename__ = "tool_loans"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    tool_id: Mapped[int] = mapped_column(ForeignKey("tools.id"))
    shift_id: Mapped[int] = mapped_column(ForeignKey("shifts.id"))
    crew_id: Mapped[int | None] = mapped_column(ForeignKey("crews.id"), index=True)
    volunteer_id: Mapped[int | None] = mapped_column(ForeignKey("volunteers.id"), index=True)
    out_count: Mapped[int] = mapped_column(default=0)
    lent_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        CheckConstraint("(crew_id IS NULL) <> (volunteer_id IS NULL)", name="one_holder"),
        CheckConstraint("out_count >= 0", name="out_not_negative"),
        Index("uq_tool_loans_crew", "tool_id", "crew_id", unique=True),
        Index("uq_tool_loans_volunteer", "tool_id", "shift_id", "volunteer_id", unique=True),
        Index("ix_tool_loans_out", "campaign_id", "out_count"),
        Index("ix_tool_loans_shift", "shift_id", "out_count"),
    )


class ToolMovement(Base):
    """What happened to tools; append-only. `count` is how many, the kind says which way."""

    __tablename__ = "tool_movements"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    tool_id: Mapped[int] = mapped_column(ForeignKey("tools.id"))
    loan_id: Mapped[int | None] = mapped_column(ForeignKey("tool_loans.id"), index=True)
    kind: Mapped[ToolMovementKind] = mapped_column(EnumText(ToolMovementKind))
    count: Mapped[int]
    reason: Mapped[str] = mapped_column(String(500), default="")
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))

    __table_args__ = (
        one_of("kind", ToolMovementKind),
        CheckConstraint("count > 0", name="count_positive"),
        CheckConstraint(
            "(kind IN ('lent', 'returned', 'broken', 'lost')) = (loan_id IS NOT NULL)",
            name="loan_named",
        ),
        CheckConstraint(
            "kind NOT IN ('broken', 'lost', 'taken_out') OR reason <> ''", name="loss_with_reason"
        ),
        Index("ix_tool_movements_tool", "tool_id", "id"),
    )
