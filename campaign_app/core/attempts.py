"""Attempts that failed, counted in the database, so that all workers agree on who guesses.

Addresses are kept as keyed hashes and only for a day.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Index, String, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from campaign_app.core.column_types import DataKey, UtcDateTime
from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_
from campaign_app.extensions import Base

WINDOW = timedelta(minutes=15)
KEPT_FOR = timedelta(days=1)


class TooManyGuesses(DomainError):
    """Too many failed attempts came from one place."""

    message = N_("Too many attempts. Try again in %(minutes)s minutes.")


class FailedAttempt(Base):
    """A failed attempt from an address; `purpose` says at what."""

    __tablename__ = "failed_attempts"

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[str] = mapped_column(String(32))
    address_hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        Index("ix_failed_attempts_address_hash", "address_hash", "purpose", "at"),
        Index("ix_failed_attempts_at", "at"),
    )


def check_attempts(
    session: Session, *, purpose: str, address: str, now: datetime, most: int
) -> None:
    """Refuse with TooManyGuesses when this address failed `most` times in 15 minutes."""
    statement = select(func.count()).where(
        FailedAttempt.address_hash == _hash(address),
        FailedAttempt.purpose == purpose,
        FailedAttempt.at > now - WINDOW,
    )
    if session.execute(statement).scalar_one() >= most:
        raise TooManyGuesses(minutes=int(WINDOW.total_seconds() // 60))


def note_attempt(session: Session, *, purpose: str, address: str, now: datetime) -> None:
    """Count one more failure; those older than a day are taken out on the way."""
    session.execute(delete(FailedAttempt).where(FailedAttempt.at < now - KEPT_FOR))
    session.add(FailedAttempt(purpose=purpose, address_hash=_hash(address), at=now))
    session.flush()


def _hash(address: str) -> str:
    return DataKey.look_up_hash("address:" + address)
