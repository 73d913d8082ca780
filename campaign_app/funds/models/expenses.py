"""Expenses and the documents behind them."""

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
    false,
)
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, deferred, mapped_column

from campaign_app.core.column_types import EnumText, UtcDateTime, one_of
from campaign_app.extensions import Base
from campaign_app.funds.rules import AccountKind, ExpenseStatus, number_in_year


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
    # The rule of the day on which it was entered: two other people approve it.
    needs_two_approvals: Mapped[bool] = mapped_column(default=False, server_default=false())
    # Why more is spent than the account holds; such an expense always needs two approvals.
    override_reason: Mapped[str] = mapped_column(String(500), default="", server_default="")
    overdraft_minor: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    refunded_minor: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    first_approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    first_approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    reject_reason: Mapped[str] = mapped_column(String(500), default="")
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("journal_entries.id"), unique=True)

    __table_args__ = (
        one_of("status", ExpenseStatus),
        CheckConstraint("account IN ('cash', 'kaspi', 'bank')", name="account_holds_money"),
        CheckConstraint("amount_minor > 0", name="amount_positive"),
        CheckConstraint("(status = 'approved') = (entry_id IS NOT NULL)", name="approved_posted"),
        CheckConstraint("status <> 'rejected' OR reject_reason <> ''", name="rejected_with_reason"),
        CheckConstraint(
            "status <> 'approved' OR "
            "(decided_by_id IS NOT NULL AND decided_by_id <> entered_by_id)",
            name="approved_by_another",
        ),
        CheckConstraint(
            "(first_approved_at IS NULL) = (first_approved_by_id IS NULL) "
            "AND (first_approved_by_id IS NULL OR first_approved_by_id <> entered_by_id)",
            name="first_approved_by_another",
        ),
        CheckConstraint(
            "status <> 'approved' OR NOT needs_two_approvals OR "
            "(first_approved_by_id IS NOT NULL AND first_approved_by_id <> decided_by_id)",
            name="approved_by_two",
        ),
        CheckConstraint(
            "overdraft_minor = 0 OR (needs_two_approvals AND override_reason <> '')",
            name="overdraft_by_override",
        ),
        CheckConstraint("overdraft_minor BETWEEN 0 AND amount_minor", name="overdraft_in_amount"),
        CheckConstraint(
            "refunded_minor BETWEEN 0 AND amount_minor "
            "AND (refunded_minor = 0 OR status = 'approved')",
            name="refunded_within_amount",
        ),
        Index("uq_expenses_number", "number_year", "number_sequence", unique=True),
        Index("ix_expenses_list", "campaign_id", "status", "spent_on"),
    )

    @hybrid_property
    def paid_minor(self) -> int:
        """What the campaign paid for it, in tiyn: the amount less what the supplier gave back."""
        return self.amount_minor - self.refunded_minor

    @property
    def number(self) -> str:
        """The number on the papers."""
        return number_in_year(self.number_year, self.number_sequence)


class SpendingLimit(Base):
    """From when on one person approves how much alone; the newest one counts. Append-only."""

    __tablename__ = "spending_limits"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), index=True)
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))

    __table_args__ = (CheckConstraint("amount_minor >= 0", name="amount_not_negative"),)
