"""Lists of volunteers that wait for their confirmation."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from campaign_app.core.column_types import EncryptedText, EnumText, UtcDateTime, one_of
from campaign_app.extensions import Base
from campaign_app.volunteers.rules import VolunteerKind


class VolunteerList(Base):
    """An uploaded list: nothing of it is written yet.

    `content` is the file (base64); the row goes when the list is confirmed or thrown away, or a
    day after it was uploaded.
    """

    __tablename__ = "volunteer_lists"

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    kind: Mapped[VolunteerKind] = mapped_column(EnumText(VolunteerKind))
    filename: Mapped[str] = mapped_column(String(200))
    content: Mapped[str] = mapped_column(EncryptedText, info={"secret": True})
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (one_of("kind", VolunteerKind),)
