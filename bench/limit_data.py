"""Fills the limit's database with as many rows as the program's database has."""

from __future__ import annotations

import random
import sqlite3
from dataclasses import asdict, dataclass
from pathlib import Path

SCHEMA = """
CREATE TABLE accounts (id INTEGER PRIMARY KEY, full_name TEXT);
CREATE TABLE donations (id INTEGER PRIMARY KEY, donor_name TEXT, amount_minor INTEGER,
  method TEXT, received_on TEXT, receipt TEXT);
CREATE INDEX donations_order ON donations (received_on, id);
CREATE INDEX donations_sums ON donations (method, amount_minor);
CREATE TABLE expenses (id INTEGER PRIMARY KEY, amount_minor INTEGER);
CREATE TABLE people (id INTEGER PRIMARY KEY, full_name TEXT, folded TEXT, category TEXT,
  street TEXT, phone TEXT);
CREATE INDEX people_folded ON people (folded);
CREATE INDEX people_category ON people (category);
CREATE TABLE deliveries (id INTEGER PRIMARY KEY, person_id INTEGER, outcome TEXT);
CREATE INDEX deliveries_person ON deliveries (person_id);
CREATE INDEX deliveries_outcome ON deliveries (outcome);
CREATE TABLE sign_ups (id INTEGER PRIMARY KEY, shift_id INTEGER, person_id INTEGER,
  position INTEGER, is_in INTEGER, UNIQUE (shift_id, person_id));
"""
SURNAMES = ("Әбенова", "Қасымов", "Ермекова", "Ким", "Попова", "Сейітқали", "Иванов", "Ғабитов")
NAMES = ("Айгүл", "Ерлан", "Гүлнар", "Виктор", "Нина", "Өмірбек", "Ұлжан", "Сергей")


@dataclass(frozen=True)
class Volume:
    """How many rows of each kind there are."""

    donations: int
    expenses: int
    people: int
    deliveries: int

    def as_dict(self) -> dict[str, int]:
        """For the JSON file."""
        return asdict(self)


def fill(path: Path, volume: Volume) -> None:
    """Make the limit's database with `volume` rows; the same numbers give the same rows."""
    path.unlink(missing_ok=True)
    chance = random.Random(7)
    connection = sqlite3.connect(path)
    connection.executescript("PRAGMA journal_mode=WAL;" + SCHEMA)
    connection.execute("INSERT INTO accounts (full_name) VALUES ('Айгүл Серікқызы')")

    def name() -> str:
        return f"{chance.choice(SURNAMES)} {chance.choice(NAMES)}"

    connection.executemany(
        "INSERT INTO donations (donor_name, amount_minor, method, received_on, receipt) "
        "VALUES (?, ?, ?, ?, ?)",
        (
            (
                name(),
                chance.randrange(100_000, 5_000_000),
                chance.choice(("cash", "kaspi", "bank", "payroll", "box")),
                f"2020-{chance.randrange(1, 13):02d}-{chance.randrange(1, 29):02d}",
                f"2020-{number:06d}",
            )
            for number in range(volume.donations)
        ),
    )
    connection.executemany(
        "INSERT INTO expenses (amount_minor) VALUES (?)",
        ((chance.randrange(1_000_000),) for _ in range(volume.expenses)),
    )
    people = [name() for _ in range(volume.people)]
    connection.executemany(
        "INSERT INTO people (full_name, folded, category, street, phone) VALUES (?, ?, ?, ?, ?)",
        (
            (person, person.casefold(), chance.choice("abc"), "Республика 30", "+77010000000")
            for person in people
        ),
    )
    connection.executemany(
        "INSERT INTO deliveries (person_id, outcome) VALUES (?, ?)",
        (
            (number % max(volume.people, 1) + 1, chance.choice(("delivered", "not_at_home")))
            for number in range(volume.deliveries)
        ),
    )
    connection.commit()
    connection.close()
