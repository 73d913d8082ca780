"""Reads of accounts."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account, SignInAttempt
from campaign_app.accounts.rules import ATTEMPT_WINDOW, Role, normalise_email, read_phone
from campaign_app.core.audit import HIDDEN, AuditEvent
from campaign_app.core.identifiers import normalise_number
from campaign_app.core.mail.recipients import knows_addressees
from campaign_app.core.pagination import Page, fetch_page


def find_account_by_email(session: Session, email: str) -> Account | None:
    """The account with this address, in whatever spelling."""
    return session.scalars(
        select(Account).where(Account.email == normalise_email(email))
    ).one_or_none()


def find_account_by_phone(session: Session, phone: str) -> Account | None:
    """The account that signs in with this number (E.164)."""
    return session.scalars(select(Account).where(Account.phone == phone)).one_or_none()


def find_account(session: Session, typed: str) -> Account | None:
    """The account whose address or number was typed, in whatever spelling."""
    phone = read_phone(typed)
    if phone is not None:
        return find_account_by_phone(session, phone)
    return find_account_by_email(session, typed)


def find_session_account(session: Session, cookie_id: str) -> Account | None:
    """The account that a session cookie speaks for, unless it was closed or its key changed."""
    account_id, _, session_key = cookie_id.partition(":")
    if not account_id.isdecimal():
        return None
    account = session.get(Account, int(account_id))
    if account is None or account.is_closed or account.session_key != session_key:
        return None
    return account


@knows_addressees
def open_addresses(session: Session, addresses: Collection[str]) -> dict[str, bool]:
    """Which of these are addresses of accounts, and whether the account is open."""
    spelt = {normalise_email(address): address for address in addresses}
    statement = select(Account.email, Account.is_closed).where(Account.email.in_(spelt))
    rows = session.execute(statement)
    return {spelt[email]: not is_closed for email, is_closed in rows if email is not None}


def count_failed_attempts(
    session: Session, *, email_hash: str, address_hash: str, now: datetime
) -> tuple[int, int]:
    """How often this address, and this place, failed within the window."""
    since = now - ATTEMPT_WINDOW
    counts = []
    for column, value in (
        (SignInAttempt.email_hash, email_hash),
        (SignInAttempt.address_hash, address_hash),
    ):
        statement = select(func.count()).where(column == value, SignInAttempt.at > since)
        counts.append(session.execute(statement).scalar_one())
    return counts[0], counts[1]


def list_accounts(session: Session, *, q: str, page: int) -> Page[Account]:
    """Accounts by name, those whose name, address or number contains `q`."""
    statement = select(Account).order_by(Account.full_name, Account.id)
    if q:
        statement = statement.where(
            Account.full_name.icontains(q, autoescape=True)
            | Account.email.icontains(q, autoescape=True)
            | Account.phone.contains(normalise_number(q), autoescape=True)
        )
    return fetch_page(session, statement, page=page, make_row=lambda row: row[0])


def list_staff_choices(session: Session) -> list[tuple[int, str]]:
    """Accounts that can be given a role in a campaign."""
    statement = (
        select(Account.id, Account.full_name)
        .where(Account.is_closed.is_(False), Account.role != Role.AUDITOR)
        .order_by(Account.full_name)
    )
    return [(row.id, row.full_name) for row in session.execute(statement)]


def account_names(session: Session, ids: set[int]) -> dict[int, str]:
    """The names behind account ids."""
    if not ids:
        return {}
    statement = select(Account.id, Account.full_name).where(Account.id.in_(ids))
    return {row.id: row.full_name for row in session.execute(statement)}


def list_audit_events(
    session: Session,
    *,
    reader: Account,
    page: int,
    subject_type: str = "",
    campaign_id: int | None = None,
) -> Page[AuditEvent]:
    """The audit log, newest first, without what `reader` may not know of."""
    statement = select(AuditEvent).order_by(AuditEvent.id.desc())
    for table, hidden_ids in HIDDEN.items():
        statement = statement.where(
            (AuditEvent.subject_type != table)
            | AuditEvent.subject_id.not_in(hidden_ids(session, reader))
        )
    if subject_type:
        statement = statement.where(AuditEvent.subject_type == subject_type)
    if campaign_id is not None:
        statement = statement.where(AuditEvent.campaign_id == campaign_id)
    return fetch_page(session, statement, page=page, make_row=lambda row: row[0])


def attempts_before(session: Session, before: datetime) -> list[int]:
    """Failed attempts to sign in from before that instant."""
    statement = select(SignInAttempt.id).where(SignInAttempt.at < before)
    return list(session.scalars(statement.order_by(SignInAttempt.id)))
