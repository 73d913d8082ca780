"""Writing many rows at once, the profiles, and names to write."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import func, insert, select, text
from sqlalchemy.orm import Session

from campaign_app.demo.data import read

BATCH = 2_000
FIRST_DAY = date(2021, 1, 1)
START = datetime(2021, 1, 1, 6, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Profile:
    """How much of everything; the numbers are those of the domain research, section 7.2."""

    slug: str
    beneficiaries: int
    volunteers: int
    shifts: int
    sign_ups: int
    donations: int
    expenses: int
    rounds: int


PROFILES = {
    "M": Profile(
        slug="scale-m",
        beneficiaries=300,
        volunteers=200,
        shifts=300,
        sign_ups=1_500,
        donations=1_000,
        expenses=400,
        rounds=4,
    ),
    "L": Profile(
        slug="scale-l",
        beneficiaries=2_000,
        volunteers=1_000,
        shifts=3_000,
        sign_ups=20_000,
        donations=20_000,
        expenses=5_000,
        rounds=12,
    ),
}


def write_rows(session: Session, model: Any, rows: Iterator[dict[str, Any]]) -> None:
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            session.execute(insert(model), batch)
            batch = []
    if batch:
        session.execute(insert(model), batch)


def next_id(session: Session, model: Any) -> int:
    return (session.execute(select(func.max(model.id))).scalar_one() or 0) + 1


def some_name(chance: random.Random) -> tuple[str, str, str]:
    people = read("people")["participants"] + read("people")["beneficiaries"][:40]
    return (
        chance.choice(people)["surname"],
        chance.choice(people)["given"],
        chance.choice(people)["patronymic"] or "",
    )


def catch_up_sequences(session: Session, models: list[Any]) -> None:
    """Rows that brought their own ids leave PostgreSQL's sequences behind: move them on."""
    if session.get_bind().dialect.name != "postgresql":
        return
    for model in models:
        table = model.__tablename__
        session.execute(
            text(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), "  # noqa: S608 - our own names
                f"(SELECT max(id) FROM {table}))"
            )
        )
