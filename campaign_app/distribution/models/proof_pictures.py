"""Signatures and photos that prove a receipt."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, deferred, mapped_column

from campaign_app.core.column_types import EncryptedBytes, UtcDateTime
from campaign_app.extensions import Base


class ProofPicture(Base):
    """A signature or a photo as `core.pictures` made it, encrypted.

    It belongs to a proof or, while the organiser has not decided, to what a phone recorded.
    One that was removed, or forgotten with the person, keeps its line and not its pixels.
    """

    __tablename__ = "proof_pictures"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), index=True)
    proof_id: Mapped[int | None] = mapped_column(ForeignKey("proofs.id"), unique=True)
    door_record_id: Mapped[str | None] = mapped_column(ForeignKey("door_records.id"), unique=True)
    width: Mapped[int]
    height: Mapped[int]
    content: Mapped[bytes | None] = deferred(mapped_column(EncryptedBytes, info={"secret": True}))
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    removed_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))

    __table_args__ = (
        CheckConstraint("(proof_id IS NULL) <> (door_record_id IS NULL)", name="of_one"),
        CheckConstraint("width > 0 AND height > 0", name="has_a_size"),
        CheckConstraint("removed_at IS NULL OR content IS NULL", name="removed_without_pixels"),
    )
