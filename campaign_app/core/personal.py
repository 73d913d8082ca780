"""What a table holds about people: read out as plain values, and emptied, from its columns.

A column says what it is: `info={"personal": True}` or `{"secret": True}`. So a new personal
column of a known table is exported and erased without anybody thinking of it; a new table is
named in its feature's HOLDINGS, and a test finds the one that was forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, inspect, select, update
from sqlalchemy.orm import Session

from campaign_app.core.column_types import EncryptedText
from campaign_app.extensions import Base

Condition = Callable[[Collection[int]], ColumnElement[bool]]


@dataclass(frozen=True)
class Holding:
    """A table with rows about people.

    `of` gives the condition for the rows of some people. `left` is what stands in columns
    after erasure that may not be empty, or that are not marked personal and still go.
    """

    name: str
    model: type[Base]
    of: Condition
    left: Mapping[str, Any] = field(default_factory=dict)


def is_personal(column: ColumnElement[Any]) -> bool:
    """True for a column that holds a personal or secret value."""
    info = getattr(column, "info", {})
    return bool(info.get("personal") or info.get("secret"))


def emptied(model: type[Base]) -> dict[str, Any]:
    """What stands in the personal columns of `model` when nothing personal is left."""
    return {
        attribute.key: None if getattr(attribute.columns[0], "nullable", False) else ""
        for attribute in inspect(model).column_attrs
        if is_personal(attribute.columns[0])
    }


def plain_rows(
    session: Session, holdings: Sequence[Holding], ids: Collection[int]
) -> list[dict[str, Any]]:
    """The rows about these people as plain values, each with the name of its holding."""
    return [
        {"holding": holding.name, **plain(row)}
        for holding in holdings
        for row in session.scalars(
            select(holding.model)
            .where(holding.of(ids))
            .order_by(*inspect(holding.model).primary_key)
            .execution_options(populate_existing=True)
        )
    ]


def empty_rows(
    session: Session, holdings: Sequence[Holding], ids: Collection[int]
) -> dict[str, int]:
    """Empty the personal columns of the rows about these people; how many rows, by holding.

    What shows which rows are theirs stays, so rows that are reached through others can be
    emptied in any order.
    """
    counts = {}
    for holding in holdings:
        values = {**emptied(holding.model), **holding.left}
        if not values:
            continue
        statement = update(holding.model).where(holding.of(ids)).values(values)
        done = session.execute(statement, execution_options={"synchronize_session": False})
        if done.rowcount:  # type: ignore[attr-defined]
            counts[holding.name] = int(done.rowcount)  # type: ignore[attr-defined]
    session.expire_all()
    return counts


def plain(row: Base) -> dict[str, Any]:
    """The columns of a row as values that JSON knows, without keys made for searching."""
    return {
        attribute.key: plain_value(getattr(row, attribute.key))
        for attribute in inspect(type(row)).column_attrs
        if not _is_derived(attribute.columns[0])
    }


def _is_derived(column: ColumnElement[Any]) -> bool:
    """Search keys and hashes are secret and made of other columns; numbers are encrypted."""
    info = getattr(column, "info", {})
    return bool(info.get("secret")) and not isinstance(column.type, EncryptedText)


def plain_value(value: Any) -> Any:
    """A value as JSON has it: codes as text, days as ISO, instants in UTC with Z."""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return value
