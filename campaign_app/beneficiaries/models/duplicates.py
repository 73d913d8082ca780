"""Pairs that may be one person, what was decided about them, and the records that were merged."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from campaign_app.beneficiaries.models.registry import PERSONAL, SECRET
from campaign_app.beneficiaries.rules.duplicates import PairDecision
from campaign_app.beneficiaries.rules.matching import Sureness
from campaign_app.core.column_types import EncryptedText, EnumText, UtcDateTime, one_of
from campaign_app.extensions import Base


class DuplicateSuggestion(Base):
    """Two records that are probably one person, as long as nobody has decided.

    `score` is how alike they are (0 to 100); `reasons` are the codes of what agrees and
    differs, with a space between them. The row goes when they no longer are alike.
    """

    __tablename__ = "duplicate_suggestions"

    id: Mapped[int] = mapped_column(primary_key=True)
    low_id: Mapped[int] = mapped_column(ForeignKey("beneficiaries.id"))
    high_id: Mapped[int] = mapped_column(ForeignKey("beneficiaries.id"), index=True)
    sureness: Mapped[Sureness] = mapped_column(EnumText(Sureness))
    score: Mapped[int]
    reasons: Mapped[str] = mapped_column(String(300))
    found_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        one_of("sureness", Sureness),
        CheckConstraint("low_id < high_id", name="pair_in_order"),
        CheckConstraint("score BETWEEN 0 AND 100", name="score_in_range"),
        Index("uq_duplicate_suggestions_pair", "low_id", "high_id", unique=True),
    )


class DuplicateDecision(Base):
    """What a person decided about a pair; the last one that was not taken back counts.

    `basis` is a keyed fingerprint of the names, the dates of birth and the numbers of both
    at that moment: "different" holds until one of those changes.
    """

    __tablename__ = "duplicate_decisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    low_id: Mapped[int] = mapped_column(ForeignKey("beneficiaries.id"))
    high_id: Mapped[int] = mapped_column(ForeignKey("beneficiaries.id"), index=True)
    decision: Mapped[PairDecision] = mapped_column(EnumText(PairDecision))
    basis: Mapped[str] = mapped_column(String(64))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    taken_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    taken_back_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))

    __table_args__ = (
        one_of("decision", PairDecision),
        CheckConstraint("low_id < high_id", name="pair_in_order"),
        Index("ix_duplicate_decisions_pair", "low_id", "high_id"),
    )


class BeneficiaryMerge(Base):
    """One record was recognised as a copy of another; undone, never deleted.

    `taken` says field by field what the kept record took from the copy and what it had
    before, so that an undo restores exactly that.
    """

    __tablename__ = "beneficiary_merges"

    id: Mapped[int] = mapped_column(primary_key=True)
    kept_id: Mapped[int] = mapped_column(ForeignKey("beneficiaries.id"), index=True)
    copy_id: Mapped[int] = mapped_column(ForeignKey("beneficiaries.id"))
    taken: Mapped[str] = mapped_column(EncryptedText, info=SECRET)
    merged_at: Mapped[datetime] = mapped_column(UtcDateTime)
    merged_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    undo_reason: Mapped[str] = mapped_column(Text, default="", info=PERSONAL)

    __table_args__ = (
        CheckConstraint("kept_id <> copy_id", name="of_two_records"),
        CheckConstraint("undone_at IS NULL OR undo_reason <> ''", name="undone_with_reason"),
        Index(
            "uq_beneficiary_merges_copy",
            "copy_id",
            unique=True,
            sqlite_where=text("undone_at IS NULL"),
            postgresql_where=text("undone_at IS NULL"),
        ),
    )
