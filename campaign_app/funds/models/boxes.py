"""Openings of donation boxes: two counts by two people, both kept."""

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

from campaign_app.core.column_types import UtcDateTime
from campaign_app.extensions import Base
from campaign_app.funds.rules import number_in_year

IS_OPEN = text("second_counted_at IS NULL")


class BoxOpening(Base):
    """A box that one person opened and counted, and another counted again.

    Counts say how many pieces of each denomination in tenge there were; totals are tiyn.
    What the second count says is what the box gave.
    """

    __tablename__ = "box_openings"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), index=True)
    box_id: Mapped[int] = mapped_column(ForeignKey("donation_boxes.id"), index=True)
    number_year: Mapped[int]
    number_sequence: Mapped[int]
    opened_on: Mapped[date] = mapped_column(Date)
    # As the box stood then: it is moved and sealed anew later.
    place: Mapped[str] = mapped_column(String(200))
    seal_expected: Mapped[str] = mapped_column(String(64))
    seal_found: Mapped[str] = mapped_column(String(64))
    seal_note: Mapped[str] = mapped_column(String(500), default="")
    first_count: Mapped[dict[str, int]] = mapped_column(JSON)
    first_total_minor: Mapped[int] = mapped_column(BigInteger)
    first_counted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    first_counted_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    second_count: Mapped[dict[str, int] | None] = mapped_column(JSON)
    second_total_minor: Mapped[int | None] = mapped_column(BigInteger)
    second_counted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    second_counted_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    difference_reason: Mapped[str] = mapped_column(String(500), default="")
    new_seal: Mapped[str] = mapped_column(String(64), default="")
    donation_id: Mapped[int | None] = mapped_column(ForeignKey("donations.id"), unique=True)
    first_printed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        UniqueConstraint("number_year", "number_sequence"),
        CheckConstraint(
            "second_counted_by_id IS NULL OR second_counted_by_id <> first_counted_by_id",
            name="counted_by_two",
        ),
        CheckConstraint(
            "(second_counted_at IS NULL) = (second_counted_by_id IS NULL) "
            "AND (second_counted_at IS NULL) = (second_total_minor IS NULL)",
            name="second_count_whole",
        ),
        CheckConstraint(
            "second_total_minor IS NULL OR second_total_minor = first_total_minor "
            "OR difference_reason <> ''",
            name="difference_explained",
        ),
        CheckConstraint(
            "seal_found = seal_expected OR seal_note <> ''", name="broken_seal_explained"
        ),
        Index(
            "uq_box_openings_open",
            "box_id",
            unique=True,
            sqlite_where=IS_OPEN,
            postgresql_where=IS_OPEN,
        ),
    )

    @property
    def number(self) -> str:
        """The number of the act."""
        return number_in_year(self.number_year, self.number_sequence)

    @property
    def difference_minor(self) -> int:
        """The second count less the first, in tiyn; 0 until there is one."""
        if self.second_total_minor is None:
            return 0
        return self.second_total_minor - self.first_total_minor
