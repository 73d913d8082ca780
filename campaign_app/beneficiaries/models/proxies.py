"""Who may receive for somebody else."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from campaign_app.beneficiaries.models.registry import PERSONAL, SECRET
from campaign_app.beneficiaries.rules import ProxyDocument
from campaign_app.core.column_types import EncryptedText, EnumText, UtcDateTime, one_of
from campaign_app.extensions import Base


class Proxy(Base):
    """A person with a document who may receive; revoked, never deleted."""

    __tablename__ = "proxies"

    id: Mapped[int] = mapped_column(primary_key=True)
    beneficiary_id: Mapped[int] = mapped_column(ForeignKey("beneficiaries.id"), index=True)
    full_name: Mapped[str] = mapped_column(String(200), info=PERSONAL)
    document_kind: Mapped[ProxyDocument] = mapped_column(EnumText(ProxyDocument))
    document_number: Mapped[str | None] = mapped_column(EncryptedText, info=SECRET)
    document_last4: Mapped[str] = mapped_column(String(4), default="", info=PERSONAL)
    relation: Mapped[str] = mapped_column(String(100), default="", info=PERSONAL)
    valid_until: Mapped[date | None] = mapped_column(Date)
    phone: Mapped[str | None] = mapped_column(String(20), info=PERSONAL)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_on: Mapped[date | None] = mapped_column(Date)
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    revoke_reason: Mapped[str] = mapped_column(String(500), default="", info=PERSONAL)

    __table_args__ = (
        one_of("document_kind", ProxyDocument),
        CheckConstraint("revoked_at IS NULL OR revoke_reason <> ''", name="revoked_with_reason"),
        CheckConstraint("(revoked_at IS NULL) = (revoked_on IS NULL)", name="revoked_with_day"),
    )


class HeadCount(Base):
    """What an institution's head-count was before it was counted again."""

    __tablename__ = "head_counts"

    id: Mapped[int] = mapped_column(primary_key=True)
    beneficiary_id: Mapped[int] = mapped_column(ForeignKey("beneficiaries.id"), index=True)
    head_count: Mapped[int]
    counted_on: Mapped[date | None] = mapped_column(Date)
    replaced_at: Mapped[datetime] = mapped_column(UtcDateTime)
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))

    __table_args__ = (CheckConstraint("head_count > 0", name="head_count_positive"),)
