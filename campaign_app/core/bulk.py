"""Many rows of one table at once, and the ids that they got, in their order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, insert, select, text
from sqlalchemy.orm import Session

from campaign_app.extensions import Base


def insert_rows(
    session: Session, table: type[Base], rows: Sequence[Mapping[str, Any]]
) -> list[int]:
    """Insert rows, each with all its columns but the id, and give their ids in this order.

    Called inside a unit of work. No objects are made, so what listens to objects hears nothing.
    """
    if not rows:
        return []
    session.flush()
    ids = _reserve_ids(session, table, len(rows))
    numbered = [{**row, "id": id_} for id_, row in zip(ids, rows, strict=True)]
    session.execute(insert(table.metadata.tables[table.__tablename__]), numbered)
    return ids


def _reserve_ids(session: Session, table: type[Base], count: int) -> list[int]:
    """PostgreSQL hands numbers out; on SQLite whoever writes is alone, and takes the next ones."""
    if session.get_bind().dialect.name == "postgresql":
        sequence = func.pg_get_serial_sequence(table.__tablename__, "id")
        numbers = func.generate_series(1, count).table_valued("number")
        return list(session.scalars(select(func.nextval(sequence)).select_from(numbers)))
    last = session.scalar(text(f"SELECT coalesce(max(id), 0) FROM {table.__tablename__}"))  # noqa: S608 - our own table's name
    first = int(last or 0) + 1
    return list(range(first, first + count))
