"""The published criteria of need, version by version. The database refuses to change them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from campaign_app.core.column_types import UtcDateTime
from campaign_app.extensions import Base


class CriteriaVersion(Base):
    """A version of the criteria: who published it, when, and why it differs."""

    __tablename__ = "criteria_versions"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    note_kk: Mapped[str] = mapped_column(String(500))
    note_ru: Mapped[str] = mapped_column(String(500))
    note_en: Mapped[str] = mapped_column(String(500))

    __table_args__ = (CheckConstraint("number > 0", name="number_positive"),)


class WeightedCriterion(Base):
    """A criterion of a version. Only an organisation's own one has its text here."""

    __tablename__ = "criteria"

    version: Mapped[int] = mapped_column(ForeignKey("criteria_versions.number"), primary_key=True)
    code: Mapped[str] = mapped_column(String(32), primary_key=True)
    position: Mapped[int]
    weight: Mapped[int]
    label_kk: Mapped[str] = mapped_column(String(200), default="")
    label_ru: Mapped[str] = mapped_column(String(200), default="")
    label_en: Mapped[str] = mapped_column(String(200), default="")

    __table_args__ = (
        CheckConstraint("weight > 0", name="weight_positive"),
        Index("uq_criteria_position", "version", "position", unique=True),
    )
