"""The audit log: who changed what, when, from which value to which; append-only and chained.

A service calls `record_event` after it has changed an object. What a query in between has
flushed (even the one that reads the actor again) is remembered, so no old value is lost.
Values of personal columns (`info={"personal": True}`) are written as a keyed
fingerprint: it shows that a value changed, never what it is, so a person can be
forgotten while the log stays whole. The events are written by the unit of work.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    event,
    insert,
    inspect,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from campaign_app.core.column_types import DataKey, UtcDateTime
from campaign_app.extensions import Base

FIRST_HASH = "0" * 64
PENDING = "pending_audit_events"
FLUSHED = "changes_flushed_unrecorded"
RECORDED = "changes_recorded_unflushed"
FINGERPRINT_LENGTH = 12
BigId = BigInteger().with_variant(Integer, "sqlite")
# By table, a SELECT of the ids whose events an account does not read: (session, account) -> it.
HIDDEN: dict[str, Callable[[Session, Any], Any]] = {}


def hide_events(table: str, hidden_ids: Callable[[Session, Any], Any]) -> None:
    """Hide events from some readers: who may not know of a record does not read of it here."""
    HIDDEN[table] = hidden_ids


class AuditEvent(Base):
    """One line of the log. `hash` covers the line and the hash of the line before it."""

    __tablename__ = "audit_events"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    action: Mapped[str] = mapped_column(String(64))
    subject_type: Mapped[str] = mapped_column(String(64))
    subject_id: Mapped[int | None] = mapped_column(BigInteger)
    campaign_id: Mapped[int | None] = mapped_column(BigInteger)
    before: Mapped[str | None] = mapped_column(Text)
    after: Mapped[str | None] = mapped_column(Text)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)

    __table_args__ = (
        Index("ix_audit_events_subject", "subject_type", "subject_id"),
        Index("ix_audit_events_campaign_id", "campaign_id", "id"),
        Index("ix_audit_events_actor_id", "actor_id", "id"),
    )


class AuditChain(Base):
    """The last hash of the log; its one row is locked while events are appended."""

    __tablename__ = "audit_chain"

    id: Mapped[int] = mapped_column(primary_key=True)
    last_hash: Mapped[str] = mapped_column(String(64))


@dataclass(frozen=True)
class PendingEvent:
    """An event that waits for the end of the unit of work."""

    at: datetime
    actor_id: int | None
    action: str
    subject: Any
    campaign_id: int | None
    before: dict[str, Any] | None
    is_new: bool
    extra: dict[str, Any]
    #: Only for rows that were made without an object: `subject` is their table, `extra` is all.
    subject_id: int | None = None


def record_event(
    session: Session,
    *,
    actor_id: int | None,
    now: datetime,
    action: str,
    subject: Any,
    campaign_id: int | None = None,
    **extra: Any,
) -> None:
    """Note that `subject` was made or changed by `action` (`resource:verb`).

    Old values come from what is not flushed yet and what was flushed since the subject's
    last event. `extra` adds plain values to the "after" side, such as a reason.
    """
    is_new = not inspect(subject).persistent
    flushed = session.info.setdefault(FLUSHED, {}).pop(subject, {})
    changes = list(_changes(subject))
    session.info.setdefault(RECORDED, {})[subject] = {name: new for name, _old, new in changes}
    before = None if is_new else {name: old for name, old, _new in changes} | flushed
    if campaign_id is None:
        campaign_id = getattr(subject, "campaign_id", None)
    pending = session.info.setdefault(PENDING, [])
    pending.append(PendingEvent(now, actor_id, action, subject, campaign_id, before, is_new, extra))


def record_new_rows(
    session: Session,
    *,
    actor_id: int | None,
    now: datetime,
    action: str,
    table: type[Any],
    rows: Iterable[tuple[int, dict[str, Any]]],
) -> None:
    """Note that many rows of `table` were made: the id of each, and its `shown_values`."""
    pending = session.info.setdefault(PENDING, [])
    for row_id, shown in rows:
        extra = {**shown, "id": row_id}
        pending.append(
            PendingEvent(now, actor_id, action, table, None, None, True, extra, subject_id=row_id)
        )


def shown_values(table: type[Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a row that is to be made, as its event will show them."""
    return {key: _shown(table, key, values.get(key)) for key in _columns_of(table)}


@event.listens_for(Session, "before_flush")
def _remember_unrecorded(session: Session, _context: Any, _instances: Any) -> None:
    """Keep the old values of changes that go to the database before their event is recorded."""
    flushed = session.info.setdefault(FLUSHED, {})
    recorded = session.info.get(RECORDED, {})
    for subject in session.dirty:
        known = recorded.get(subject, {})
        for name, old, new in _changes(subject):
            if name not in known or known[name] != new:
                flushed.setdefault(subject, {}).setdefault(name, old)


def forget_pending_events(session: Session) -> None:
    """Drop the events of a unit of work that was undone."""
    for kept in (PENDING, FLUSHED, RECORDED):
        session.info.pop(kept, None)


def write_pending_events(session: Session) -> None:
    """Append the events of this unit of work to the chain; called by the unit of work only."""
    pending: list[PendingEvent] = session.info.get(PENDING, [])
    forget_pending_events(session)
    if not pending:
        return
    # What this session saw before may be older than what another process has appended.
    locked = select(AuditChain).with_for_update().execution_options(populate_existing=True)
    chain = session.scalars(locked).one_or_none()
    if chain is None:
        chain = AuditChain(id=1, last_hash=FIRST_HASH)
        session.add(chain)
    rows, last_hash = [], chain.last_hash
    for each in pending:
        row = _row(each, last_hash)
        last_hash = row["hash"]
        rows.append(row)
    chain.last_hash = last_hash
    session.flush()
    # Plain rows, since a list of ten thousand people is ten thousand events.
    session.execute(insert(Base.metadata.tables[AuditEvent.__tablename__]), rows)


def verify_chain(session: Session) -> int | None:
    """Recompute the chain; give the id of the first line that was altered, or None."""
    previous = FIRST_HASH
    query = select(AuditEvent).order_by(AuditEvent.id).execution_options(yield_per=1000)
    rows = session.scalars(query)
    try:
        for row in rows:
            if row.previous_hash != previous or row.hash != _hash(vars(row)):
                return row.id
            previous = row.hash
    finally:
        # On PostgreSQL the rows come through a cursor of the server's, which stays open.
        rows.close()
    # The migration makes the chain's row: that it is gone is an alteration too.
    last_hash = session.scalar(select(AuditChain.last_hash))
    return None if last_hash == previous else -1


def _row(pending: PendingEvent, previous_hash: str) -> dict[str, Any]:
    if pending.subject_id is not None:
        subject_id, after = pending.subject_id, pending.extra
    else:
        names = None if pending.is_new or pending.before is None else set(pending.before)
        subject_id = inspect(pending.subject).identity[0]
        after = {**_values(pending.subject, names), **pending.extra}
    row = {
        "at": pending.at,
        "actor_id": pending.actor_id,
        "action": pending.action,
        "subject_type": pending.subject.__tablename__,
        "subject_id": subject_id,
        "campaign_id": pending.campaign_id,
        "before": _dump(pending.before),
        "after": _dump(after),
        "previous_hash": previous_hash,
    }
    row["hash"] = _hash(row)
    return row


def _hash(row: Mapping[str, Any]) -> str:
    parts = [
        row["previous_hash"],
        row["at"].isoformat(),
        row["actor_id"],
        row["action"],
        row["subject_type"],
        row["subject_id"],
        row["campaign_id"],
        row["before"],
        row["after"],
    ]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def _changes(subject: Any) -> Iterator[tuple[str, Any, Any]]:
    """Name, old and new value of every column that changed since the last flush."""
    for attribute in inspect(subject).mapper.column_attrs:
        history = inspect(subject).attrs[attribute.key].history
        if history.has_changes():
            old = history.deleted[0] if history.deleted else None
            new = history.added[0] if history.added else None
            yield attribute.key, _shown(subject.__class__, attribute.key, old), new


def _values(subject: Any, names: set[str] | None) -> dict[str, Any]:
    return {
        key: _shown(subject.__class__, key, getattr(subject, key))
        for key in _columns_of(subject.__class__)
        if names is None or key in names
    }


_KINDS: dict[type[Any], dict[str, str]] = {}


def _columns_of(table: type[Any]) -> dict[str, str]:
    """Name of each column, and how its values are shown: plain, personal or secret."""
    if table not in _KINDS:
        infos = {each.key: each.columns[0].info for each in inspect(table).column_attrs}
        _KINDS[table] = {
            name: next((kind for kind in ("secret", "personal") if info.get(kind)), "plain")
            for name, info in infos.items()
        }
    return _KINDS[table]


def _shown(table: type[Any], key: str, value: Any) -> Any:
    kind = _columns_of(table)[key]
    if value is None or value == "":
        return value
    if kind == "secret":
        return "(secret)"
    if kind == "personal":
        return "personal:" + DataKey.look_up_hash(str(value))[:FINGERPRINT_LENGTH]
    return value


def _dump(values: dict[str, Any] | None) -> str | None:
    if values is None:
        return None
    return json.dumps(values, ensure_ascii=False, sort_keys=True, default=_plain)


def _plain(value: Any) -> str:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return str(value)
