"""The journal: accounts, entries, postings, what went back, and the periods that are closed."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from campaign_app.core.audit import BigId
from campaign_app.core.column_types import EnumText, UtcDateTime, one_of
from campaign_app.extensions import Base
from campaign_app.funds.rules import AccountKind, EntryKind


class LedgerAccount(Base):
    """An account of a campaign: one campaign's money is its own."""

    __tablename__ = "ledger_accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    kind: Mapped[AccountKind] = mapped_column(EnumText(AccountKind))
    box_id: Mapped[int | None] = mapped_column(ForeignKey("donation_boxes.id"), unique=True)
    owner_note: Mapped[str] = mapped_column(String(200), default="")
    is_personal: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (
        one_of("kind", AccountKind),
        CheckConstraint("box_id IS NULL OR kind = 'box'", name="box_is_a_box"),
        Index(
            "uq_ledger_accounts_kind",
            "campaign_id",
            "kind",
            unique=True,
            sqlite_where=text("box_id IS NULL"),
            postgresql_where=text("box_id IS NULL"),
        ),
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


class Refund(Base):
    """Money that went back: to a donor, or from a supplier to the campaign. Never taken back."""

    __tablename__ = "refunds"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), index=True)
    donation_id: Mapped[int | None] = mapped_column(ForeignKey("donations.id"), index=True)
    expense_id: Mapped[int | None] = mapped_column(ForeignKey("expenses.id"), index=True)
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    refunded_on: Mapped[date] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(String(500))
    entry_id: Mapped[int] = mapped_column(ForeignKey("journal_entries.id"), unique=True)

    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="amount_positive"),
        CheckConstraint("reason <> ''", name="reason_given"),
        CheckConstraint("(donation_id IS NULL) <> (expense_id IS NULL)", name="of_one_thing"),
    )


class ClosedPeriod(Base):
    """Days of a campaign whose money was reconciled: nothing more is posted up to `ends_on`.

    A trigger of the database refuses a journal entry on such a day.
    """

    __tablename__ = "closed_periods"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    ends_on: Mapped[date] = mapped_column(Date)
    closed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    note: Mapped[str] = mapped_column(String(500), default="")
    # What was there when it was closed: the cash by denomination, the banks' own balances.
    cash_count: Mapped[dict[str, int] | None] = mapped_column(JSON)
    cash_minor: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    bank_minor: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    kaspi_minor: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    counted_with: Mapped[str] = mapped_column(String(200), default="", server_default="")

    __table_args__ = (UniqueConstraint("campaign_id", "ends_on"),)
