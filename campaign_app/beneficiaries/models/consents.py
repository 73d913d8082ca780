"""Consents as they were given and withdrawn."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Date, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from campaign_app.beneficiaries.rules import ConsentMethod, ConsentScope
from campaign_app.core.column_types import EnumText, one_of
from campaign_app.extensions import Base


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
    withdrawn_on: Mapped[date | None] = mapped_column(Date)

    __table_args__ = (
        one_of("scope", ConsentScope),
        one_of("method", ConsentMethod),
        CheckConstraint(
            "withdrawn_on IS NULL OR withdrawn_on >= given_on", name="withdrawn_after_given"
        ),
    )
