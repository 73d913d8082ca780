"""The journal (accounts, entries, postings), donations, expenses, attachments."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    text,
)
from sqlalchemy.orm import Mapped, deferred, mapped_column

from campaign_app.core.audit import BigId
from campaign_app.core.column_types import EnumText, UtcDateTime, one_of
from campaign_app.extensions import Base
from campaign_app.funds.rules import (
    AccountKind,
    DonationMethod,
    EntryKind,
    ExpenseStatus,
    number_in_year,
)


class LedgerAccount(Base):
    """An account of a campaign: one campaign's money is its own."""

    __tablename__ = "ledger_accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    kind: Mapped[AccountKind] = mapped_column(EnumText(AccountKind))
    owner_note: Mapped[str] = mapped_column(String(200), default="")
    is_personal: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (
        one_of("kind", AccountKind),
        Index("uq_ledger_accounts_kind", "campaign_id", "kind", unique=True),
    )


class JournalEntry(Base):
    """One thing that happened to money; append-only."""

    __tablename__ = "journal_entries"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    kind: Mapped[EntryKind] = mapped_column(EnumText(EntryKind))
    occurred_on: Mapped[date] = mapped_column(Date)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    reason: Mapped[str] = mapped_column(String(500), default="")
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("journal_entries.id"), unique=True)

    __table_args__ = (
        one_of("kind", EntryKind),
        Index("ix_journal_entries_campaign_id", "campaign_id", "recorded_at"),
    )


class Posting(Base):
    """What an entry does to one account, in tiyn; append-only, all of them sum to zero."""

    __tablename__ = "postings"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("journal_entries.id"), index=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    ledger_account_id: Mapped[int] = mapped_column(ForeignKey("ledger_accounts.id"))
    amount_minor: Mapped[int] = mapped_column(BigInteger)

    __table_args__ = (
        CheckConstraint("amount_minor <> 0", name="amount_not_zero"),
        Index("ix_postings_balance", "campaign_id", "ledger_account_id", "amount_minor"),
    )


class Donation(Base):
    """A gift. Voided, never deleted; its receipt number stays."""

    __tablename__ = "donations"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    receipt_year: Mapped[int]
    receipt_sequence: Mapped[int]
    donor_name: Mapped[str] = mapped_column(String(200), default="", info={"personal": True})
    donor_search: Mapped[str] = mapped_column(String(200), default="", info={"personal": True})
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    method: Mapped[DonationMethod] = mapped_column(EnumText(DonationMethod))
    received_on: Mapped[date] = mapped_column(Date)
    is_anonymous: Mapped[bool] = mapped_column(default=False)
    reference: Mapped[str] = mapped_column(String(100), default="")
    note: Mapped[str] = mapped_column(String(500), default="", info={"personal": True})
    verification_code: Mapped[str] = mapped_column(String(32), unique=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("journal_entries.id"), unique=True)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    voided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    voided_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    void_reason: Mapped[str] = mapped_column(String(500), default="")
    reversal_entry_id: Mapped[int | None] = mapped_column(
        ForeignKey("journal_entries.id"), unique=True
    )

    __table_args__ = (
        one_of("method", DonationMethod),
        CheckConstraint("amount_minor > 0", name="amount_positive"),
        CheckConstraint("donor_name <> '' OR is_anonymous", name="donor_named"),
        CheckConstraint(
            "(voided_at IS NULL) = (reversal_entry_id IS NULL) "
            "AND (voided_at IS NULL OR void_reason <> '')",
            name="voided_with_reason",
        ),
        Index("uq_donations_receipt", "receipt_year", "receipt_sequence", unique=True),
        Index(
            "uq_donations_reference",
            "campaign_id",
            "method",
            "reference",
            unique=True,
            sqlite_where=text("reference <> '' AND voided_at IS NULL"),
            postgresql_where=text("reference <> '' AND voided_at IS NULL"),
        ),
        Index("ix_donations_list", "campaign_id", "received_on", "id"),
        Index("ix_donations_totals", "campaign_id", "voided_at", "method", "amount_minor"),
    )

    @property
    def receipt(self) -> str:
        """The number on the receipt."""
        return number_in_year(self.receipt_year, self.receipt_sequence)


class Attachment(Base):
    """A document behind an expense, kept with the data that it proves."""

    __tablename__ = "attachments"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), index=True)
    media_type: Mapped[str] = mapped_column(String(64))
    byte_count: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = deferred(
        mapped_column(LargeBinary, nullable=False, info={"secret": True})
    )
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))

    __table_args__ = (CheckConstraint("byte_count > 0", name="byte_count_positive"),)


class Expense(Base):
    """Money that goes out: entered by one person, approved by another."""

    __tablename__ = "expenses"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    number_year: Mapped[int]
    number_sequence: Mapped[int]
    supplier: Mapped[str] = mapped_column(String(200))
    supplier_bin: Mapped[str | None] = mapped_column(String(12))
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    spent_on: Mapped[date] = mapped_column(Date)
    purpose: Mapped[str] = mapped_column(String(500))
    document_number: Mapped[str] = mapped_column(String(100), default="")
    account: Mapped[AccountKind] = mapped_column(EnumText(AccountKind))
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachments.id"))
    status: Mapped[ExpenseStatus] = mapped_column(EnumText(ExpenseStatus))
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    reject_reason: Mapped[str] = mapped_column(String(500), default="")
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("journal_entries.id"), unique=True)

    __table_args__ = (
        one_of("status", ExpenseStatus),
        CheckConstraint("account IN ('cash', 'kaspi', 'bank', 'box')", name="account_holds_money"),
        CheckConstraint("amount_minor > 0", name="amount_positive"),
        CheckConstraint("(status = 'approved') = (entry_id IS NOT NULL)", name="approved_posted"),
        CheckConstraint("status <> 'rejected' OR reject_reason <> ''", name="rejected_with_reason"),
        CheckConstraint(
            "status <> 'approved' OR "
            "(decided_by_id IS NOT NULL AND decided_by_id <> entered_by_id)",
            name="approved_by_another",
        ),
        Index("uq_expenses_number", "number_year", "number_sequence", unique=True),
        Index("ix_expenses_list", "campaign_id", "status", "spent_on"),
    )

    @property
    def number(self) -> str:
        """The number on the papers."""
        return number_in_year(self.number_year, self.number_sequence)
