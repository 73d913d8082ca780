"""Writing mail into the table, in the caller's transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from campaign_app.core.mail.models import MailMessage


def queue_mail(
    session: Session,
    *,
    now: datetime,
    key: str,
    recipient: str,
    language: str,
    template: str,
    values: dict[str, Any],
    not_before: datetime | None = None,
    expires_at: datetime | None = None,
) -> bool:
    """Write a message; False, and nothing is written, when there is one with this key.

    `template` names a text below `templates/`, without its ending, which is read in
    `language` when the message is sent. `values` are what it needs: numbers of records,
    titles, instants as ISO text; nobody's name. After `expires_at` it is not sent any more.
    """
    if session.scalar(select(MailMessage.id).where(MailMessage.key == key)) is not None:
        return False
    message = MailMessage(
        key=key,
        recipient=recipient,
        language=language,
        template=template,
        values=values,
        queued_at=now,
        not_before=not_before or now,
        expires_at=expires_at,
    )
    try:
        with session.begin_nested():
            session.add(message)
    except IntegrityError:
        return False  # another transaction wrote it between the look and the insert
    return True
