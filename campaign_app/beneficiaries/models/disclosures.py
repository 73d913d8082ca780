"""Who looked at whose personal data; append-only, also for whoever asks the database itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from campaign_app.beneficiaries.rules.disclosures import DisclosureKind
from campaign_app.core.column_types import EnumText, UtcDateTime, one_of
from campaign_app.extensions import Base


class Disclosure(Base):
    """Personal data were shown to somebody or left the program.

    A database trigger refuses every change, and every deletion of an entry younger than three
    years. `beneficiary_id` is empty where it was a list; `row_count` says of how many people.
    """

    __tablename__ = "disclosures"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    kind: Mapped[DisclosureKind] = mapped_column(EnumText(DisclosureKind))
    beneficiary_id: Mapped[int | None] = mapped_column(ForeignKey("beneficiaries.id"))
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.id"))
    round_id: Mapped[int | None] = mapped_column(ForeignKey("distribution_rounds.id"))
    row_count: Mapped[int] = mapped_column(default=1)
    reason: Mapped[str] = mapped_column(String(500), default="")

    __table_args__ = (
        one_of("kind", DisclosureKind),
        CheckConstraint("row_count >= 0", name="row_count_not_negative"),
        CheckConstraint("kind <> 'number_in_full' OR reason <> ''", name="number_with_reason"),
        Index("ix_disclosures_at", "at", "id"),
        Index("ix_disclosures_account_id", "account_id", "at"),
        Index("ix_disclosures_beneficiary_id", "beneficiary_id", "at"),
    )
