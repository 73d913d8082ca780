"""What people write, the history of each, and how often somebody pressed."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from campaign_app.beneficiaries.rules import BeneficiaryCategory, Language
from campaign_app.complaints.rules import (
    AppealKind,
    AppealStatus,
    EntryKind,
    ForWhom,
    Outcome,
    Topic,
)
from campaign_app.core.column_types import EncryptedText, EnumText, UtcDateTime, one_of
from campaign_app.extensions import Base

SECRET = {"secret": True}


class Appeal(Base):
    """A complaint or a request for help.

    `code_hash` lets the person follow it; the code itself is not kept. What she wrote and how
    she is reached is encrypted. `subject_…_id`: whom it is about; that person neither sees nor
    handles it. `beneficiary_id`: who she became on the registry. `forgotten_at`: her contact
    was removed.
    """

    __tablename__ = "appeals"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[AppealKind] = mapped_column(EnumText(AppealKind))
    year: Mapped[int]
    number: Mapped[int]
    code_hash: Mapped[str] = mapped_column(String(64), info=SECRET)
    status: Mapped[AppealStatus] = mapped_column(EnumText(AppealStatus))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_on: Mapped[date] = mapped_column(Date)
    language: Mapped[Language] = mapped_column(EnumText(Language))
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.id"))
    topic: Mapped[Topic | None] = mapped_column(EnumText(Topic))
    is_urgent: Mapped[bool] = mapped_column(default=False)
    is_sensitive: Mapped[bool] = mapped_column(default=False)
    text: Mapped[str] = mapped_column(EncryptedText, info=SECRET)
    about_name: Mapped[str | None] = mapped_column(EncryptedText, info=SECRET)
    writer_name: Mapped[str | None] = mapped_column(EncryptedText, info=SECRET)
    contact: Mapped[str | None] = mapped_column(EncryptedText, info=SECRET)
    for_whom: Mapped[ForWhom | None] = mapped_column(EnumText(ForWhom))
    category: Mapped[BeneficiaryCategory | None] = mapped_column(EnumText(BeneficiaryCategory))
    person_name: Mapped[str | None] = mapped_column(EncryptedText, info=SECRET)
    address: Mapped[str | None] = mapped_column(EncryptedText, info=SECRET)
    dormitory: Mapped[str | None] = mapped_column(EncryptedText, info=SECRET)
    room: Mapped[str | None] = mapped_column(EncryptedText, info=SECRET)
    consent_given_on: Mapped[date | None] = mapped_column(Date)
    handler_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    subject_account_id: Mapped[int | None] = mapped_column(
        ForeignKey("accounts.id"), index=True, info=SECRET
    )
    subject_volunteer_id: Mapped[int | None] = mapped_column(
        ForeignKey("volunteers.id"), index=True, info=SECRET
    )
    beneficiary_id: Mapped[int | None] = mapped_column(ForeignKey("beneficiaries.id"), index=True)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    outcome: Mapped[Outcome | None] = mapped_column(EnumText(Outcome))
    lesson: Mapped[str | None] = mapped_column(EncryptedText, info=SECRET)
    forgotten_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        one_of("kind", AppealKind),
        one_of("status", AppealStatus),
        one_of("language", Language),
        one_of("topic", Topic),
        one_of("for_whom", ForWhom),
        one_of("category", BeneficiaryCategory),
        one_of("outcome", Outcome),
        UniqueConstraint("kind", "year", "number", name="uq_appeals_number"),
        CheckConstraint("(kind = 'complaint') = (topic IS NOT NULL)", name="complaint_has_topic"),
        CheckConstraint("(kind = 'help') = (for_whom IS NOT NULL)", name="help_is_for_somebody"),
        CheckConstraint("handler_id <> subject_account_id", name="handler_is_not_subject"),
        CheckConstraint("closed_by_id <> subject_account_id", name="closed_by_another"),
        CheckConstraint("(status = 'new') = (handler_id IS NULL)", name="new_has_no_handler"),
        CheckConstraint(
            "(status = 'closed') = (closed_at IS NOT NULL) "
            "AND (status = 'closed') = (outcome IS NOT NULL)",
            name="closed_with_outcome",
        ),
        CheckConstraint(
            "status NOT IN ('answered', 'closed') OR answered_at IS NOT NULL",
            name="closed_with_answer",
        ),
        Index("ix_appeals_list", "kind", "status", "due_on", "id"),
        Index("ix_appeals_campaign_id", "campaign_id", "kind", "status"),
        Index("ix_appeals_number", "year", "number"),
        Index("ix_appeals_closed_at", "closed_at"),
    )


class AppealEntry(Base):
    """A line of the history: what the person wrote, what was answered, who did what."""

    __tablename__ = "appeal_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    appeal_id: Mapped[int] = mapped_column(ForeignKey("appeals.id"))
    kind: Mapped[EntryKind] = mapped_column(EnumText(EntryKind))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    text: Mapped[str] = mapped_column(EncryptedText, default="", info=SECRET)

    __table_args__ = (
        one_of("kind", EntryKind),
        CheckConstraint("(kind = 'message') = (actor_id IS NULL)", name="messages_have_no_actor"),
        Index("ix_appeal_entries_appeal_id", "appeal_id", "id"),
    )


class Throttle(Base):
    """How often something was done from one place since a moment; its row is locked meanwhile."""

    __tablename__ = "throttles"

    purpose: Mapped[str] = mapped_column(String(32), primary_key=True)
    key_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    count: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        CheckConstraint("count >= 0", name="count_not_negative"),
        Index("ix_throttles_started_at", "started_at"),
    )
