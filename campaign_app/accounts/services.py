"""What people do with accounts: create, sign in, change, close."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import date, datetime
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from campaign_app.accounts import queries, rules
from campaign_app.accounts.models import Account, SignInAttempt
from campaign_app.core.audit import record_event
from campaign_app.core.column_types import DataKey

# OWASP's second recommendation for argon2id: 19 MiB, two passes, one lane.
HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


def create_account(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    email: str | None,
    full_name: str,
    role: rules.Role,
    password: str,
    phone: str | None = None,
    born_on: date | None = None,
    locale: str | None = None,
) -> Account:
    """Create an account that signs in by its address, its number (E.164) or either.

    Refuses a short or long password, neither of the two, and one that another account has.
    A number that is only the second way in is then left out: families share telephones.
    """
    rules.check_password_length(password)
    if not email and not phone:
        raise rules.ContactMissing(field="phone")
    if email and queries.find_account_by_email(session, email) is not None:
        raise rules.EmailTaken(field="email")
    if phone and queries.find_account_by_phone(session, phone) is not None:
        if not email:
            raise rules.PhoneTaken(field="phone")
        phone = None
    account = Account(
        email=rules.normalise_email(email) if email else None,
        phone=phone,
        full_name=full_name,
        role=role,
        password_hash=hash_password(password),
        session_key=secrets.token_urlsafe(32),
        born_on=born_on,
        locale=locale,
        created_at=now,
    )
    session.add(account)
    record_event(
        session,
        actor_id=actor.id if actor else None,
        now=now,
        action="account:create",
        subject=account,
    )
    try:
        session.flush()
    except IntegrityError as error:  # two at once: the other one was first
        taken = rules.PhoneTaken if "phone" in str(error.orig) else rules.EmailTaken
        raise taken(field="phone" if taken is rules.PhoneTaken else "email") from None
    return account


def hash_password(password: str) -> str:
    """Hash with argon2id; takes about 20 ms."""
    return HASHER.hash(rules.normalise_password(password))


@lru_cache(maxsize=1)
def _nobodys_hash() -> str:
    return HASHER.hash(secrets.token_urlsafe(16))


def has_password(account: Account | None, password: str) -> bool:
    """True for the right password; for nobody it takes as long as for somebody."""
    known = _nobodys_hash() if account is None else account.password_hash
    try:
        HASHER.verify(known, rules.normalise_password(password[: rules.MAXIMUM_PASSWORD_LENGTH]))
    except (VerificationError, InvalidHashError):
        return False
    return account is not None


def authenticate(
    session: Session, *, now: datetime, email: str, password: str, address: str
) -> Account | None:
    """Give the account whose password this is, None otherwise; the attempt is counted.

    `email` is what was typed: an address or a telephone number.

    Refuses with TooManyAttempts before it looks at the password. None instead of an
    error for a wrong password, since the count of the failure must be committed.
    """
    account = queries.find_account(session, email)
    aimed_at = f"account:{account.id}" if account else "email:" + _as_typed(email)
    email_hash = DataKey.look_up_hash(aimed_at)
    address_hash = DataKey.look_up_hash("address:" + address)
    failed = queries.count_failed_attempts(
        session, email_hash=email_hash, address_hash=address_hash, now=now
    )
    rules.check_attempts(*failed)
    if not has_password(account, password) or account is None or account.is_closed:
        session.add(SignInAttempt(email_hash=email_hash, address_hash=address_hash, at=now))
        session.flush()
        return None
    session.execute(delete(SignInAttempt).where(SignInAttempt.email_hash == email_hash))
    if HASHER.check_needs_rehash(account.password_hash):
        account.password_hash = hash_password(password)
    record_event(session, actor_id=account.id, now=now, action="account:sign_in", subject=account)
    session.flush()
    return account


def _as_typed(text: str) -> str:
    """One spelling of what nobody signs in with: no count for each way to write a number."""
    return rules.read_phone(text) or rules.normalise_email(text)


def choose_language(session: Session, *, account: Account, now: datetime, locale: str) -> None:
    """Remember the language in which somebody reads."""
    if account.locale == locale:
        return
    account.locale = locale
    record_event(session, actor_id=account.id, now=now, action="account:language", subject=account)
    session.flush()


def close_account(session: Session, *, actor: Account, now: datetime, account: Account) -> None:
    """Close an account: nobody signs in with it again, what it did stays."""
    account.is_closed = True
    account.session_key = secrets.token_urlsafe(32)
    record_event(session, actor_id=actor.id, now=now, action="account:close", subject=account)
    session.flush()


def forget_attempts(session: Session, *, attempt_ids: Collection[int]) -> None:
    """Delete failed attempts to sign in that nobody counts any more."""
    session.execute(delete(SignInAttempt).where(SignInAttempt.id.in_(list(attempt_ids))))
