"""Lists that come in and wait for their confirmation, and how their columns are read."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from campaign_app.beneficiaries.models.registry import SECRET
from campaign_app.beneficiaries.rules import BeneficiaryCategory, ImportWork
from campaign_app.core.column_types import EncryptedText, EnumText, UtcDateTime, one_of
from campaign_app.extensions import Base


class ImportDraft(Base):
    """An uploaded list that waits for its confirmation: nothing of it is written yet.

    `content` holds all its cells, `plan` what would become of each row as of the audit
    event `planned_after`; both are forgotten once the list is confirmed, only the counts stay.
    `another` names the lines that a person said are nobody else (JSON). `work` is what the
    background still has to do; `refusal` why it could not (JSON).
    """

    __tablename__ = "import_drafts"

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    category: Mapped[BeneficiaryCategory] = mapped_column(EnumText(BeneficiaryCategory))
    filename: Mapped[str] = mapped_column(String(200))
    content: Mapped[str] = mapped_column(EncryptedText, info=SECRET)
    plan: Mapped[str | None] = mapped_column(EncryptedText, info=SECRET)
    planned_after: Mapped[int | None] = mapped_column(BigInteger)
    another: Mapped[str] = mapped_column(Text, default="[]", server_default="[]")
    work: Mapped[ImportWork | None] = mapped_column(EnumText(ImportWork))
    work_asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    refusal: Mapped[str | None] = mapped_column(Text)
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    new_count: Mapped[int] = mapped_column(default=0, server_default="0")
    changed_count: Mapped[int] = mapped_column(default=0, server_default="0")

    __table_args__ = (one_of("category", BeneficiaryCategory), one_of("work", ImportWork))


class ColumnChoice(Base):
    """How a person said that a column is read: `label_key` is its header without signs.

    An empty `field` leaves the column out.
    """

    __tablename__ = "column_choices"

    id: Mapped[int] = mapped_column(primary_key=True)
    label_key: Mapped[str] = mapped_column(String(200), unique=True)
    label: Mapped[str] = mapped_column(String(200))
    field: Mapped[str] = mapped_column(String(40))
    chosen_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    chosen_at: Mapped[datetime] = mapped_column(UtcDateTime)
