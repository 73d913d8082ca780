"""Papers for volunteers as they were issued, and the texts of thank-you letters."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from campaign_app.core.column_types import EnumText, UtcDateTime, one_of
from campaign_app.extensions import Base
from campaign_app.volunteers.models.people import PERSONAL
from campaign_app.volunteers.rules import (
    CertificateKind,
    ParticipationRole,
    ShiftKind,
    VoidCause,
)
from campaign_app.volunteers.rules.certificates import number_in_year


class LetterText(Base):
    """What the thank-you letters of a campaign say; the latest of a campaign is in force.

    A text is never changed: letters that went out with it are printed with it again.
    """

    __tablename__ = "letter_texts"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    text_kk: Mapped[str] = mapped_column(Text)
    text_ru: Mapped[str] = mapped_column(Text)
    text_en: Mapped[str] = mapped_column(Text)
    signer_name: Mapped[str] = mapped_column(String(200), default="")
    signer_position_kk: Mapped[str] = mapped_column(String(200), default="")
    signer_position_ru: Mapped[str] = mapped_column(String(200), default="")
    signer_position_en: Mapped[str] = mapped_column(String(200), default="")
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))

    __table_args__ = (
        CheckConstraint("text_kk <> '' AND text_ru <> '' AND text_en <> ''", name="text_written"),
        Index("ix_letter_texts_campaign_id", "campaign_id", "id"),
    )


class Certificate(Base):
    """A paper with a number and a code; what it said when it was issued.

    `about` says of what somebody has one valid paper at most. `minutes` is the sum of its rows.
    """

    __tablename__ = "certificates"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[CertificateKind] = mapped_column(EnumText(CertificateKind))
    year: Mapped[int]
    number: Mapped[int]
    code: Mapped[str] = mapped_column(String(16), unique=True)
    volunteer_id: Mapped[int] = mapped_column(ForeignKey("volunteers.id"))
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.id"))
    starts_on: Mapped[date | None] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    about: Mapped[str] = mapped_column(String(64))
    holder_name: Mapped[str] = mapped_column(String(310), info=PERSONAL)
    holder_unit: Mapped[str] = mapped_column(String(100), default="")
    languages: Mapped[str] = mapped_column(String(8))
    minutes: Mapped[int] = mapped_column(default=0)
    content_hash: Mapped[str] = mapped_column(String(64))
    letter_text_id: Mapped[int | None] = mapped_column(ForeignKey("letter_texts.id"))
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    voided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    voided_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    void_cause: Mapped[VoidCause | None] = mapped_column(EnumText(VoidCause))
    void_reason: Mapped[str] = mapped_column(String(500), default="")
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("certificates.id"))

    __table_args__ = (
        one_of("kind", CertificateKind),
        one_of("void_cause", VoidCause),
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint("(kind = 'hours') = (minutes > 0)", name="hours_counted"),
        CheckConstraint("(kind = 'thank_you') = (letter_text_id IS NOT NULL)", name="letter_text"),
        CheckConstraint("(starts_on IS NULL) = (ends_on IS NULL)", name="period_whole"),
        CheckConstraint("ends_on >= starts_on", name="period_in_order"),
        CheckConstraint("(voided_at IS NULL) = (void_cause IS NULL)", name="void_with_cause"),
        CheckConstraint("void_cause <> 'by_hand' OR void_reason <> ''", name="void_with_reason"),
        CheckConstraint("replaced_by_id IS NULL OR voided_at IS NOT NULL", name="replaced_is_void"),
        Index("uq_certificates_number", "kind", "year", "number", unique=True),
        Index(
            "uq_certificates_valid",
            "volunteer_id",
            "about",
            unique=True,
            sqlite_where=text("voided_at IS NULL"),
            postgresql_where=text("voided_at IS NULL"),
        ),
        Index("ix_certificates_volunteer_id", "volunteer_id", "issued_at"),
        Index("ix_certificates_campaign_id", "campaign_id", "kind"),
        Index("ix_certificates_issued_at", "issued_at", "id"),
    )

    @property
    def shown_number(self) -> str:
        """Year and number, as it stands on the paper."""
        return number_in_year(self.year, self.number)


class CertificateRow(Base):
    """A shift on a certificate of hours, as it was confirmed when that was issued."""

    __tablename__ = "certificate_rows"

    id: Mapped[int] = mapped_column(primary_key=True)
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificates.id"))
    position: Mapped[int]
    sign_up_id: Mapped[int] = mapped_column(ForeignKey("sign_ups.id"), index=True)
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    minutes: Mapped[int]
    kind: Mapped[ShiftKind] = mapped_column(EnumText(ShiftKind))
    title: Mapped[str] = mapped_column(String(200))
    place: Mapped[str] = mapped_column(String(200), default="")
    role: Mapped[ParticipationRole] = mapped_column(EnumText(ParticipationRole))
    confirmed_by: Mapped[str] = mapped_column(String(200), default="", info=PERSONAL)

    __table_args__ = (
        one_of("kind", ShiftKind),
        one_of("role", ParticipationRole),
        CheckConstraint("minutes > 0", name="minutes_positive"),
        Index("uq_certificate_rows_position", "certificate_id", "position", unique=True),
    )
