"""Lists that come in and wait for their confirmation."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from campaign_app.beneficiaries.models.registry import SECRET
from campaign_app.beneficiaries.rules import BeneficiaryCategory
from campaign_app.core.column_types import EncryptedText, EnumText, UtcDateTime, one_of
from campaign_app.extensions import Base


class ImportDraft(Base):
    """An uploaded list that waits for its confirmation: nothing of it is written yet.

    Its content is forgotten once it is confirmed; only the counts stay.
    """

    __tablename__ = "import_drafts"

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    category: Mapped[BeneficiaryCategory] = mapped_column(EnumText(BeneficiaryCategory))
    filename: Mapped[str] = mapped_column(String(200))
    content: Mapped[str] = mapped_column(EncryptedText, info=SECRET)
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    new_count: Mapped[int] = mapped_column(default=0, server_default="0")
    changed_count: Mapped[int] = mapped_column(default=0, server_default="0")

    __table_args__ = (one_of("category", BeneficiaryCategory),)
