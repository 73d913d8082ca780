"""Consents as they were given and withdrawn, and the texts that they were given to."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from campaign_app.beneficiaries.models.registry import PERSONAL
from campaign_app.beneficiaries.rules import (
    ConsentMethod,
    ConsentScope,
    Language,
    WithdrawalMethod,
)
from campaign_app.core.column_types import EnumText, UtcDateTime, one_of
from campaign_app.extensions import Base


class ConsentText(Base):
    """A published version of what people agree to; append-only, as are its bodies."""

    __tablename__ = "consent_texts"

    id: Mapped[int] = mapped_column(primary_key=True)
    scope: Mapped[ConsentScope] = mapped_column(EnumText(ConsentScope))
    number: Mapped[int]
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    operator_bin: Mapped[str] = mapped_column(String(12), default="")
    passes_on: Mapped[bool]
    crosses_border: Mapped[bool]
    is_public: Mapped[bool]

    __table_args__ = (
        one_of("scope", ConsentScope),
        CheckConstraint("number > 0", name="number_positive"),
        UniqueConstraint("scope", "number"),
    )


class ConsentTextBody(Base):
    """What a version says in one language; the first ones leave the operator to the settings."""

    __tablename__ = "consent_text_bodies"

    id: Mapped[int] = mapped_column(primary_key=True)
    text_id: Mapped[int] = mapped_column(ForeignKey("consent_texts.id"))
    language: Mapped[Language] = mapped_column(EnumText(Language))
    operator_name: Mapped[str] = mapped_column(String(300), default="")
    purpose: Mapped[str] = mapped_column(Text)
    term: Mapped[str] = mapped_column(Text)
    third_parties: Mapped[str] = mapped_column(Text, default="")
    cross_border: Mapped[str] = mapped_column(Text, default="")
    public_sources: Mapped[str] = mapped_column(Text, default="")
    data_list: Mapped[str] = mapped_column(Text)
    other: Mapped[str] = mapped_column(Text)

    __table_args__ = (one_of("language", Language), UniqueConstraint("text_id", "language"))


class Consent(Base):
    """Consent to one thing, as it was given; withdrawn, never deleted."""

    __tablename__ = "consents"

    id: Mapped[int] = mapped_column(primary_key=True)
    beneficiary_id: Mapped[int] = mapped_column(ForeignKey("beneficiaries.id"), index=True)
    scope: Mapped[ConsentScope] = mapped_column(EnumText(ConsentScope))
    method: Mapped[ConsentMethod] = mapped_column(EnumText(ConsentMethod))
    text_version: Mapped[int] = mapped_column(default=1)
    given_on: Mapped[date] = mapped_column(Date)
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    witness_name: Mapped[str] = mapped_column(
        String(200), default="", server_default="", info=PERSONAL
    )
    withdrawn_on: Mapped[date | None] = mapped_column(Date)
    withdrawal_method: Mapped[WithdrawalMethod | None] = mapped_column(EnumText(WithdrawalMethod))
    withdrawal_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))

    __table_args__ = (
        one_of("scope", ConsentScope),
        one_of("method", ConsentMethod),
        one_of("withdrawal_method", WithdrawalMethod),
        CheckConstraint(
            "withdrawn_on IS NULL OR withdrawn_on >= given_on", name="withdrawn_after_given"
        ),
        CheckConstraint(
            "method <> 'oral_witnessed' OR witness_name <> ''", name="oral_with_witness"
        ),
        ForeignKeyConstraint(
            ["scope", "text_version"],
            ["consent_texts.scope", "consent_texts.number"],
            name="fk_consents_text",
        ),
        Index("ix_consents_valid", "scope", "withdrawn_on", "beneficiary_id"),
    )
