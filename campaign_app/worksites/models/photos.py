"""Photos of places, kept with the data that they prove."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, deferred, mapped_column

from campaign_app.core.column_types import EnumText, UtcDateTime, one_of
from campaign_app.extensions import Base
from campaign_app.worksites.rules import PhotoMoment


class WorksitePhoto(Base):
    """A photo as `core.pictures` made it. One that was removed keeps its line, not its pixels."""

    __tablename__ = "worksite_photos"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), index=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("worksite_tasks.id"))
    moment: Mapped[PhotoMoment] = mapped_column(EnumText(PhotoMoment))
    width: Mapped[int]
    height: Mapped[int]
    byte_count: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes | None] = deferred(mapped_column(LargeBinary, info={"secret": True}))
    small: Mapped[bytes | None] = deferred(mapped_column(LargeBinary, info={"secret": True}))
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    removed_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))

    __table_args__ = (
        one_of("moment", PhotoMoment),
        CheckConstraint("byte_count > 0", name="byte_count_positive"),
        CheckConstraint("width > 0 AND height > 0", name="has_a_size"),
        CheckConstraint(
            "(removed_at IS NULL) = (content IS NOT NULL) "
            "AND (removed_at IS NULL) = (small IS NOT NULL)",
            name="removed_without_pixels",
        ),
        Index("ix_worksite_photos_task", "task_id", "moment", "removed_at"),
    )
