"""The secret addresses by which a calendar program reads somebody's shifts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from campaign_app.core.column_types import UtcDateTime
from campaign_app.extensions import Base


class CalendarLink(Base):
    """One address; only a hash of its secret is kept. A volunteer has one at a time."""

    __tablename__ = "calendar_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    volunteer_id: Mapped[int] = mapped_column(ForeignKey("volunteers.id"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True, info={"secret": True})
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        Index(
            "uq_calendar_links_in_force",
            "volunteer_id",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
        Index("ix_calendar_links_volunteer_id", "volunteer_id"),
    )
