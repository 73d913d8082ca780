"""Writing mail into the table, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from campaign_app.core.mail.models import MailMessage

AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A message that is to be written.

    `template` names a text below `templates/`, without its ending, which is read in
    `language` when the message is sent. `values` are what it needs: numbers of records,
    titles, instants as ISO text; nobody's name. After `expires_at` it is not sent any more.
    """

    key: str
    recipient: str
    language: str
    template: str
    values: dict[str, Any]
    not_before: datetime | None = None
    expires_at: datetime | None = None


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

    What the parameters mean is said at `Letter`.
    """
    letter = Letter(
        key=key,
        recipient=recipient,
        language=language,
        template=template,
        values=values,
        not_before=not_before,
        expires_at=expires_at,
    )
    return queue_letters(session, now=now, letters=[letter]) == 1


def unwritten(session: Session, letters: Sequence[Letter]) -> list[Letter]:
    """Those whose key is not in the table, each key once."""
    by_key = {letter.key: letter for letter in letters}
    keys = sorted(by_key)
    for start in range(0, len(keys), AT_ONCE):
        part = MailMessage.key.in_(keys[start : start + AT_ONCE])
        for key in session.scalars(select(MailMessage.key).where(part)):
            del by_key[key]
    # In the order of keys, so that two who write the same never wait for each other in a ring.
    return [by_key[key] for key in keys if key in by_key]


def queue_letters(session: Session, *, now: datetime, letters: Sequence[Letter]) -> int:
    """Write those that were not written before; how many that were. Few statements for many."""
    fresh = unwritten(session, letters)
    if not fresh:
        return 0
    session.flush()
    table: Table = MailMessage.metadata.tables[MailMessage.__tablename__]
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    # Another transaction may have written one between the look and the insert.
    statement = dialect.insert(table).on_conflict_do_nothing(index_elements=["key"])
    written = session.execute(
        statement.returning(table.c.id), [_row(letter, now) for letter in fresh]
    )
    return len(written.all())


def _row(letter: Letter, now: datetime) -> dict[str, Any]:
    return {
        "key": letter.key,
        "recipient": letter.recipient,
        "language": letter.language,
        "template": letter.template,
        "template_values": letter.values,
        "queued_at": now,
        "not_before": letter.not_before or now,
        "expires_at": letter.expires_at,
    }
