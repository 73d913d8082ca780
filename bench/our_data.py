"""Prepares the program's databases: the demo, and the demo with the volume of a profile."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bench.limit_data import Volume

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "build" / "bench"
PASSWORD = "a password for the benchmark"
EMAIL = "admin@demo.example"
DEMO_SLUG = "food-packages-2020"


class NotThereYet(Exception):
    """A command that the profile needs does not exist or failed."""


@dataclass(frozen=True)
class Place:
    """A database of the program, and what the rows need to know of it."""

    path: Path
    volume: Volume
    slug: str
    sheet_address: str | None
    sheet_lines: int
    round_id: int
    person_id: int

    def environment(self) -> dict[str, str]:
        """Settings with which the program serves this database."""
        return environment(self.path)


def environment(path: Path) -> dict[str, str]:
    """Settings for the database `path`; keys are made in the benchmark's own folder."""
    return {
        "DATABASE_URL": f"sqlite:///{path}",
        "INSTANCE_PATH": str(FOLDER),
        "DEMO_PASSWORD": PASSWORD,
        "APP_ENV": "development",
    }


def prepare(profile: str) -> Path:
    """A fresh copy of the database of `profile` ("demo" or "L"); kept while the code is the same.

    Raises NotThereYet.
    """
    FOLDER.mkdir(parents=True, exist_ok=True)
    kept = FOLDER / f"{profile}-{_fingerprint()}.db"
    if not kept.exists():
        for old in FOLDER.glob(f"{profile}-*.db*"):
            old.unlink()
        draft = FOLDER / f"{profile}.draft.db"
        draft.unlink(missing_ok=True)
        _flask(draft, "db", "upgrade")
        _flask(draft, "demo", "load")
        if profile != "demo":
            _flask(draft, "scale-data", "--profile", profile)
        with closing(sqlite3.connect(draft)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        draft.rename(kept)
    copy = FOLDER / f"{profile}.db"
    for suffix in ("-wal", "-shm"):
        copy.with_name(copy.name + suffix).unlink(missing_ok=True)
    shutil.copyfile(kept, copy)
    return copy


def look(path: Path) -> Place:
    """Count the rows and find the campaign and the round with the most of them."""
    with closing(sqlite3.connect(path)) as connection:
        volume = Volume(
            donations=_number(connection, "SELECT count(*) FROM donations"),
            expenses=_number(connection, "SELECT count(*) FROM expenses"),
            people=_number(connection, "SELECT count(*) FROM beneficiaries"),
            deliveries=_number(connection, "SELECT count(*) FROM deliveries"),
        )
        slug = _first(
            connection,
            "SELECT c.slug FROM campaigns c JOIN donations d ON d.campaign_id = c.id "
            "GROUP BY c.id ORDER BY count(*) DESC",
        )
        found = _first(
            connection,
            "SELECT '/manage/campaigns/' || c.slug || '/distributions/' || r.id || '/sheet.pdf', "
            "count(*) FROM distribution_rounds r JOIN campaigns c ON c.id = r.campaign_id "
            "JOIN deliveries d ON d.round_id = r.id GROUP BY r.id ORDER BY count(*) DESC",
        )
        round_id = _number(
            connection,
            "SELECT r.id FROM distribution_rounds r JOIN deliveries d ON d.round_id = r.id "
            "JOIN campaigns c ON c.id = r.campaign_id WHERE c.slug = ? "
            "GROUP BY r.id ORDER BY count(*) DESC",
            slug[0] if slug else DEMO_SLUG,
        )
        person_id = _number(
            connection,
            "SELECT beneficiary_id FROM deliveries GROUP BY beneficiary_id "
            "ORDER BY count(*) DESC, beneficiary_id DESC",
        )
    return Place(
        path=path,
        volume=volume,
        slug=slug[0] if slug else DEMO_SLUG,
        sheet_address=found[0] if found else None,
        sheet_lines=found[1] if found else 0,
        round_id=round_id,
        person_id=person_id,
    )


def _first(connection: sqlite3.Connection, query: str, *values: str) -> tuple[str, int] | None:
    try:
        row: tuple[str, int] | None = connection.execute(query, values).fetchone()
    except sqlite3.OperationalError:
        return None
    return row


def _number(connection: sqlite3.Connection, query: str, *values: str) -> int:
    row = _first(connection, query, *values)
    return int(row[0]) if row else 0


def _flask(path: Path, *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment(path)},
        capture_output=True,
        check=False,
        text=True,
    )
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines()
        raise NotThereYet(f"flask {' '.join(arguments)}: {lines[-1] if lines else 'failed'}")


def _fingerprint() -> str:
    total = hashlib.sha256()
    for folder in ("campaign_app", "migrations"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".py", ".json", ".csv"):
                total.update(path.read_bytes())
    return total.hexdigest()[:16]
