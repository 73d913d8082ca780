"""What people do with mail: send again what failed, forget where it went."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from campaign_app.core.audit import record_event
from campaign_app.core.errors import NotFound
from campaign_app.core.mail.models import MailMessage
from campaign_app.core.mail.rules import MailIsOver


def retry_message(session: Session, *, actor_id: int, now: datetime, message_id: int) -> None:
    """Let a message that was given up wait again, with all its attempts before it.

    Refuses one that waits or was sent, whose time is over, or whose address was forgotten.
    """
    message = session.get(MailMessage, message_id, with_for_update=True, populate_existing=True)
    if message is None:
        raise NotFound()
    is_late = message.expires_at is not None and message.expires_at <= now
    if message.given_up_at is None or is_late or not message.recipient:
        raise MailIsOver()
    message.given_up_at, message.failure = None, ""
    message.attempts, message.not_before = 0, now
    record_event(session, actor_id=actor_id, now=now, action="mail:retry", subject=message)
    session.flush()


def forget_addresses(session: Session, *, message_ids: Collection[int]) -> None:
    """Take the address, and what a server answered, out of messages that are over."""
    session.execute(
        update(MailMessage)
        .where(MailMessage.id.in_(message_ids))
        .values(recipient="", values={})
        .execution_options(synchronize_session=False)
    )
