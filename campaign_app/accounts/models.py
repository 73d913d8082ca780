"""Accounts and the attempts to sign in."""

from __future__ import annotations

from datetime import date, datetime

from flask_login import UserMixin
from sqlalchemy import CheckConstraint, Date, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from campaign_app.accounts.rules import Role
from campaign_app.core.column_types import EnumText, UtcDateTime, one_of
from campaign_app.extensions import Base


class Account(UserMixin, Base):
    """Somebody who can sign in, by an e-mail address, by a telephone number, or by either."""

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str | None] = mapped_column(String(254), unique=True, info={"personal": True})
    phone: Mapped[str | None] = mapped_column(String(20), unique=True, info={"personal": True})
    password_hash: Mapped[str] = mapped_column(String(200), info={"secret": True})
    full_name: Mapped[str] = mapped_column(String(200), info={"personal": True})
    born_on: Mapped[date | None] = mapped_column(Date, info={"personal": True})
    role: Mapped[Role] = mapped_column(EnumText(Role))
    locale: Mapped[str | None] = mapped_column(String(2))
    is_closed: Mapped[bool] = mapped_column(default=False)
    session_key: Mapped[str] = mapped_column(String(64), info={"secret": True})
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        one_of("role", Role),
        CheckConstraint("email IS NOT NULL OR phone IS NOT NULL", name="can_sign_in"),
        CheckConstraint("locale IN ('kk', 'ru', 'en')", name="locale_known"),
    )

    @property
    def is_active(self) -> bool:
        """False when the account was closed."""
        return not self.is_closed

    def get_id(self) -> str:
        """What the session cookie holds: it dies when the password changes."""
        return f"{self.id}:{self.session_key}"


class SignInAttempt(Base):
    """A failed attempt to sign in; counted in the database, so that all workers agree.

    `email_hash` is of the account that was aimed at, so that its address and its number have
    one count, and of what was typed where there is none.
    """

    __tablename__ = "sign_in_attempts"

    id: Mapped[int] = mapped_column(primary_key=True)
    email_hash: Mapped[str] = mapped_column(String(64))
    address_hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        Index("ix_sign_in_attempts_email_hash_at", "email_hash", "at"),
        Index("ix_sign_in_attempts_address_hash_at", "address_hash", "at"),
    )
