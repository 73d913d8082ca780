"""What an organiser wrote to all of a shift."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from campaign_app.core.column_types import UtcDateTime
from campaign_app.extensions import Base

PERSONAL = {"personal": True}


class ShiftMessage(Base):
    """A text that was sent to everybody in a shift. It stands here once, not in each message."""

    __tablename__ = "shift_messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    shift_id: Mapped[int] = mapped_column(ForeignKey("shifts.id"))
    subject: Mapped[str] = mapped_column(String(150), info=PERSONAL)
    body: Mapped[str] = mapped_column(Text, info=PERSONAL)
    is_for_waiting: Mapped[bool] = mapped_column(default=False)
    recipient_count: Mapped[int]
    written_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        CheckConstraint("length(body) <= 2000", name="body_not_too_long"),
        CheckConstraint("recipient_count >= 0", name="recipient_count_not_negative"),
        Index("ix_shift_messages_shift_id", "shift_id", "written_at"),
    )
