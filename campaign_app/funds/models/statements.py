"""Statements of a bank, lists of gifts, and their lines."""

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
)
from sqlalchemy.orm import Mapped, mapped_column

from campaign_app.core.column_types import EncryptedText, EnumText, UtcDateTime, one_of
from campaign_app.extensions import Base
from campaign_app.funds.rules import DonationMethod, LineStatus


class StatementSource(Base):
    """Where statements come from: a bank's account, the payroll; any campaign may use it.

    `columns` remembers which column is read as which field, by the label's key.
    """

    __tablename__ = "statement_sources"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    name_key: Mapped[str] = mapped_column(String(100), unique=True)
    method: Mapped[DonationMethod] = mapped_column(EnumText(DonationMethod))
    columns: Mapped[dict[str, str]] = mapped_column(JSON)

    __table_args__ = (one_of("method", DonationMethod),)


class Statement(Base):
    """A file that came in for a campaign; nothing is posted before it is confirmed.

    `content` holds all its cells until then, `parked_rows` the lines that somebody wants to
    wait. The counts say what became of the lines that are not kept.
    """

    __tablename__ = "statements"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    source_id: Mapped[int] = mapped_column(ForeignKey("statement_sources.id"), index=True)
    filename: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[str | None] = mapped_column(EncryptedText, info={"secret": True})
    parked_rows: Mapped[list[int]] = mapped_column(JSON)
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    starts_on: Mapped[date | None] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    repeated_count: Mapped[int] = mapped_column(default=0, server_default="0")
    error_count: Mapped[int] = mapped_column(default=0, server_default="0")

    __table_args__ = (
        CheckConstraint(
            "(confirmed_at IS NULL) = (confirmed_by_id IS NULL) "
            "AND (confirmed_at IS NULL) = (content IS NOT NULL)",
            name="confirmed_whole",
        ),
        Index("ix_statements_list", "campaign_id", "uploaded_at"),
    )


class StatementLine(Base):
    """A line of a confirmed statement, and the entry of the journal that it is.

    No entry is two lines, and no line comes twice: the database refuses both.
    """

    __tablename__ = "statement_lines"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    statement_id: Mapped[int] = mapped_column(ForeignKey("statements.id"))
    row: Mapped[int]
    booked_on: Mapped[date] = mapped_column(Date)
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    method: Mapped[DonationMethod] = mapped_column(EnumText(DonationMethod))
    counterparty: Mapped[str] = mapped_column(String(200), default="", info={"personal": True})
    reference: Mapped[str] = mapped_column(String(100), default="")
    note: Mapped[str] = mapped_column(String(500), default="", info={"personal": True})
    fingerprint: Mapped[str] = mapped_column(String(64))
    status: Mapped[LineStatus] = mapped_column(EnumText(LineStatus))
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("journal_entries.id"), unique=True)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    reason: Mapped[str] = mapped_column(String(500), default="")

    __table_args__ = (
        one_of("method", DonationMethod),
        one_of("status", LineStatus),
        CheckConstraint("amount_minor <> 0", name="amount_not_zero"),
        CheckConstraint(
            "(status IN ('posted', 'matched')) = (entry_id IS NOT NULL)", name="booked_by_entry"
        ),
        CheckConstraint("status <> 'set_aside' OR reason <> ''", name="set_aside_with_reason"),
        UniqueConstraint("campaign_id", "fingerprint"),
        Index("ix_statement_lines_list", "statement_id", "row"),
        Index("ix_statement_lines_status", "campaign_id", "status", "booked_on"),
    )
