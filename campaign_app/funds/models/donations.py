"""Donations, and the boxes that collect them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column

from campaign_app.core.column_types import EnumText, UtcDateTime, one_of
from campaign_app.extensions import Base
from campaign_app.funds.rules import DonationMethod, number_in_year


class DonationBox(Base):
    """A box that stands somewhere and collects for one campaign; its money is an account."""

    __tablename__ = "donation_boxes"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    number: Mapped[str] = mapped_column(String(32))
    place: Mapped[str] = mapped_column(String(200))
    seal_number: Mapped[str] = mapped_column(String(64))
    placed_on: Mapped[date] = mapped_column(Date)
    withdrawn_on: Mapped[date | None] = mapped_column(Date)

    __table_args__ = (
        CheckConstraint(
            "withdrawn_on IS NULL OR withdrawn_on >= placed_on", name="withdrawn_after"
        ),
        UniqueConstraint("campaign_id", "number"),
    )


class Donor(Base):
    """Who gave to a campaign, as the staff know them; two of one name differ by their address."""

    __tablename__ = "donors"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    name: Mapped[str] = mapped_column(String(200), info={"personal": True})
    name_search: Mapped[str] = mapped_column(String(200), info={"personal": True})
    email: Mapped[str] = mapped_column(String(254), default="", info={"personal": True})
    language: Mapped[str] = mapped_column(String(2), default="kk")
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        CheckConstraint("name_search <> ''", name="named"),
        CheckConstraint("language IN ('kk', 'ru', 'en')", name="language_known"),
        UniqueConstraint("campaign_id", "name_search", "email"),
        Index("ix_donors_email", "email"),
    )


class Pledge(Base):
    """What somebody promised. It is in no account before it comes as donations that name it.

    `amount_minor` is in tiyn; of goods it is their stated value.
    """

    __tablename__ = "pledges"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    donor_name: Mapped[str] = mapped_column(String(200), info={"personal": True})
    contact: Mapped[str] = mapped_column(String(200), default="", info={"personal": True})
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    is_in_kind: Mapped[bool] = mapped_column(default=False)
    promised_on: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date | None] = mapped_column(Date)
    note: Mapped[str] = mapped_column(String(500), default="", info={"personal": True})
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdraw_reason: Mapped[str] = mapped_column(String(500), default="")

    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="amount_positive"),
        CheckConstraint("donor_name <> ''", name="donor_named"),
        CheckConstraint("due_on IS NULL OR due_on >= promised_on", name="due_after"),
        CheckConstraint(
            "withdrawn_at IS NULL OR withdraw_reason <> ''", name="withdrawn_with_reason"
        ),
        Index("ix_pledges_list", "campaign_id", "promised_on", "id"),
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
    donor_id: Mapped[int | None] = mapped_column(ForeignKey("donors.id"), index=True)
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    # Whoever prints it later prints a copy.
    first_printed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    refunded_minor: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    method: Mapped[DonationMethod] = mapped_column(EnumText(DonationMethod))
    received_on: Mapped[date] = mapped_column(Date)
    is_anonymous: Mapped[bool] = mapped_column(default=False)
    reference: Mapped[str] = mapped_column(String(100), default="")
    note: Mapped[str] = mapped_column(String(500), default="", info={"personal": True})
    verification_code: Mapped[str] = mapped_column(String(32), unique=True)
    box_id: Mapped[int | None] = mapped_column(ForeignKey("donation_boxes.id"), index=True)
    pledge_id: Mapped[int | None] = mapped_column(ForeignKey("pledges.id"), index=True)
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
        CheckConstraint("refunded_minor BETWEEN 0 AND amount_minor", name="refunded_within_amount"),
        CheckConstraint("refunded_minor = 0 OR voided_at IS NULL", name="refunded_or_voided"),
        CheckConstraint("box_id IS NULL OR method = 'box'", name="box_by_method"),
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
        Index(
            "ix_donations_totals",
            "campaign_id",
            "voided_at",
            "method",
            "amount_minor",
            "refunded_minor",
        ),
    )

    @property
    def receipt(self) -> str:
        """The number on the receipt."""
        return number_in_year(self.receipt_year, self.receipt_sequence)

    @hybrid_property
    def kept_minor(self) -> int:
        """What the campaign kept of it, in tiyn: the amount less what was given back."""
        return self.amount_minor - self.refunded_minor
