"""Counts in the database, so that all processes agree; the row is locked while it is counted."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from campaign_app.complaints.models import Throttle
from campaign_app.complaints.rules import Limit, is_full
from campaign_app.core.column_types import DataKey

EVERYWHERE = ""
KEPT = timedelta(days=1)
REMOVED_AT_ONCE = 100


def lock_count(session: Session, limit: Limit, place: str, now: datetime) -> Throttle:
    """The count of `limit` for a place, locked until the transaction ends.

    The place is kept as a keyed hash, for a day at most.
    """
    dialect = session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    hashed = DataKey.look_up_hash(f"place:{place}")
    values = {"purpose": limit.purpose, "key_hash": hashed, "started_at": now, "count": 0}
    first = insert(Throttle).values(**values)
    session.execute(first.on_conflict_do_nothing(index_elements=["purpose", "key_hash"]))
    row = session.scalars(
        select(Throttle)
        .where(Throttle.purpose == limit.purpose, Throttle.key_hash == hashed)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    if now - row.started_at >= limit.window:
        row.started_at, row.count = now, 0
    return row


def is_over(limit: Limit, row: Throttle, now: datetime) -> bool:
    """True when no more is let through."""
    return is_full(limit, count=row.count, started_at=row.started_at, now=now)


def forget_counts(session: Session, now: datetime) -> None:
    """Remove a few counts of yesterday; those that somebody holds are left alone."""
    key = (Throttle.purpose, Throttle.key_hash)
    old = (
        select(*key)
        .where(Throttle.started_at < now - KEPT)
        .limit(REMOVED_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    session.execute(
        delete(Throttle).where(tuple_(*key).in_(old)),
        execution_options={"synchronize_session": False},
    )
