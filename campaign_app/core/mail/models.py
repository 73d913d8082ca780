"""The table of mail that waits, was sent, or could not be."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from campaign_app.core.column_types import UtcDateTime
from campaign_app.extensions import Base


class MailMessage(Base):
    """One message to one address. `key` says what it is about: it is never written twice."""

    __tablename__ = "mail_messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    recipient: Mapped[str] = mapped_column(String(254), info={"personal": True})
    language: Mapped[str] = mapped_column(String(2))
    template: Mapped[str] = mapped_column(String(100))
    values: Mapped[dict[str, Any]] = mapped_column("template_values", JSON)
    queued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    not_before: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    given_up_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    failure: Mapped[str] = mapped_column(String(200), default="")

    __table_args__ = (
        CheckConstraint("language IN ('kk', 'ru', 'en')", name="language_known"),
        CheckConstraint("attempts >= 0", name="attempts_not_negative"),
        CheckConstraint("sent_at IS NULL OR given_up_at IS NULL", name="sent_or_given_up"),
        Index("ix_mail_messages_waiting", "sent_at", "given_up_at", "not_before"),
    )
