"""Which worker sends what: messages are claimed for a while, and their end is written down.

A claim is committed before anything is handed to a mail server, and its end right after each
message. So two workers never hold the same message; one that is killed in between leaves a
claim that runs out, and the message is sent again with the same Message-ID: better told twice
than not told.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from campaign_app.core.mail.models import MailMessage
from campaign_app.core.mail.recipients import find_unsendable
from campaign_app.core.mail.rules import (
    LEASE,
    MOST_ATTEMPTS,
    MailFailure,
    is_reserved,
    pause_after,
    told_failure,
)


@dataclass(frozen=True)
class Claimed:
    """A message that this worker alone sends, until `until`."""

    id: int
    key: str
    recipient: str
    language: str
    template: str
    values: dict[str, Any]
    attempts: int
    until: datetime


def is_waiting() -> ColumnElement[bool]:
    """Neither sent nor given up."""
    return and_(MailMessage.sent_at.is_(None), MailMessage.given_up_at.is_(None))


def is_due(now: datetime) -> ColumnElement[bool]:
    """It waits, its time has come, and nobody is at it."""
    return and_(
        is_waiting(),
        MailMessage.not_before <= now,
        or_(MailMessage.claimed_until.is_(None), MailMessage.claimed_until <= now),
    )


def has_due(session: Session, now: datetime) -> bool:
    """Whether there is something to send."""
    return session.scalar(select(MailMessage.id).where(is_due(now)).limit(1)) is not None


def has_expired(session: Session, now: datetime) -> bool:
    """Whether there is something to give up."""
    late = select(MailMessage.id).where(is_waiting(), MailMessage.expires_at <= now)
    return session.scalar(late.limit(1)) is not None


def expire_messages(session: Session, *, now: datetime) -> int:
    """Give up what nobody needs to read any more; what is being sent is left alone."""
    free = or_(MailMessage.claimed_until.is_(None), MailMessage.claimed_until <= now)
    return _give_up(
        session, now, MailFailure.EXPIRED, is_waiting(), MailMessage.expires_at <= now, free
    )


def hold_back(session: Session, *, now: datetime) -> int:
    """Give up all that is due, because the data is fictitious."""
    return _give_up(session, now, MailFailure.DEMO, is_due(now))


def _give_up(
    session: Session, now: datetime, why: MailFailure, *conditions: ColumnElement[bool]
) -> int:
    done = session.execute(
        update(MailMessage)
        .where(*conditions)
        .values(given_up_at=now, failure=why.value, claimed_until=None)
        .execution_options(synchronize_session=False)
    )
    return cast("CursorResult[Any]", done).rowcount


def claim_messages(session: Session, *, now: datetime, limit: int) -> tuple[list[Claimed], int]:
    """Claim what is due, the oldest first; what must not be sent is given up and counted.

    Called in a unit of work of its own. On SQLite whoever writes is alone; on PostgreSQL
    what another worker is claiming at this moment is passed over.
    """
    messages = list(
        session.scalars(
            select(MailMessage)
            .where(is_due(now))
            .order_by(MailMessage.not_before, MailMessage.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
            .execution_options(populate_existing=True)
        )
    )
    reasons = find_unsendable(session, messages)
    claimed = []
    for message in messages:
        why = _refusal(message, reasons.get(message.id), now)
        if why is not None:
            message.given_up_at, message.failure, message.claimed_until = now, why.value, None
            continue
        message.attempts += 1
        message.claimed_until = now + LEASE
        claimed.append(_claimed(message, message.claimed_until))
    session.flush()
    return claimed, len(messages) - len(claimed)


def _refusal(
    message: MailMessage, unsendable: MailFailure | None, now: datetime
) -> MailFailure | None:
    if message.expires_at is not None and message.expires_at <= now:
        return MailFailure.EXPIRED
    if is_reserved(message.recipient):
        return MailFailure.RESERVED
    if unsendable is not None:
        return unsendable
    return MailFailure.DIED if message.attempts >= MOST_ATTEMPTS else None


def _claimed(message: MailMessage, until: datetime) -> Claimed:
    return Claimed(
        id=message.id,
        key=message.key,
        recipient=message.recipient,
        language=message.language,
        template=message.template,
        values=dict(message.values),
        attempts=message.attempts,
        until=until,
    )


def note_sent(session: Session, *, now: datetime, claimed: Claimed) -> None:
    """Write down that a server took the message."""
    _write(session, claimed, sent_at=now, given_up_at=None, failure="", claimed_until=None)


def note_failure(
    session: Session, *, now: datetime, claimed: Claimed, why: str, is_final: bool
) -> bool:
    """Write down why it was not taken; it is tried later, unless it is final or was the last time.

    True when it was given up.
    """
    pause = None if is_final else pause_after(claimed.attempts)
    values: dict[str, Any] = {"failure": told_failure(why, claimed.recipient)}
    if pause is None:
        values["given_up_at"] = now
    else:
        values["not_before"] = now + pause
    _write(session, claimed, claimed_until=None, **values)
    return pause is None


def release(session: Session, claims: Collection[Claimed]) -> None:
    """Leave to others what was claimed and not begun; it does not count as an attempt."""
    if not claims:
        return
    session.execute(
        update(MailMessage)
        .where(MailMessage.id.in_([claimed.id for claimed in claims]), is_waiting())
        .values(claimed_until=None, attempts=MailMessage.attempts - 1)
        .execution_options(synchronize_session=False)
    )


def _write(session: Session, claimed: Claimed, **values: Any) -> None:
    session.execute(
        update(MailMessage)
        .where(MailMessage.id == claimed.id, MailMessage.sent_at.is_(None))
        .values(**values)
        .execution_options(synchronize_session=False)
    )
