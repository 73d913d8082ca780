"""Which messages somebody does not want."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from campaign_app.core.column_types import EnumText, one_of
from campaign_app.extensions import Base
from campaign_app.volunteers.rules import NoticeKind


class NoticeRefusal(Base):
    """A kind of message that a volunteer does not want; what is not here is wanted."""

    __tablename__ = "notice_refusals"

    id: Mapped[int] = mapped_column(primary_key=True)
    volunteer_id: Mapped[int] = mapped_column(ForeignKey("volunteers.id"))
    kind: Mapped[NoticeKind] = mapped_column(EnumText(NoticeKind))

    __table_args__ = (
        one_of("kind", NoticeKind),
        Index("uq_notice_refusals_once", "volunteer_id", "kind", unique=True),
    )
