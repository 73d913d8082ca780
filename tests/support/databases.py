"""Databases of the tests' own: a SQLite file, or a PostgreSQL server started here.

The migrations build the database once per worker. After a test it becomes what it was:
the SQLite file is copied anew (0.3 ms); on PostgreSQL every row is deleted with triggers
off and the rows that migrations bring are put back (1 ms, where a database made from a
template takes 60 ms). What else is dear to make, as the demo, is kept and brought back in
the same way.
"""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple, Protocol

import psycopg
from flask import Flask
from flask_migrate import upgrade
from psycopg import sql

from campaign_app.extensions import db

SERVER_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "64MB",
    "max_connections": "100",
    "lock_timeout": "20s",
}


MIGRATED = "migrated"


class Database(Protocol):
    """What a test needs of a database."""

    url: str

    def prepare(self, app: Flask) -> None:
        """Run the migrations and remember the result."""

    def keep(self, name: str) -> None:
        """Remember all that is committed under a name."""

    def reset(self, app: Flask, name: str = MIGRATED) -> None:
        """Make it as the migrations left it, or as it was kept under a name."""

    def make_empty(self, folder: Path) -> str:
        """Make another database without tables and give its URL."""


def migrate(app: Flask, revision: str = "head") -> None:
    """Run the migrations up to `revision`."""
    with app.app_context():
        upgrade(revision=revision)
        db.session.remove()
        db.engine.dispose()


class SqliteDatabase:
    """A SQLite file in a temporary folder."""

    def __init__(self, folder: Path) -> None:
        """`folder` is empty and this database's alone."""
        self.path = folder / "tests.db"
        self.url = f"sqlite:///{self.path}"

    def prepare(self, app: Flask) -> None:
        """Run the migrations and keep a copy of the file."""
        migrate(app)
        self.path.rename(self._kept(MIGRATED))

    def keep(self, name: str) -> None:
        """Copy the file with what the log beside it holds."""
        with (
            closing(sqlite3.connect(self.path)) as source,
            closing(sqlite3.connect(self._kept(name))) as target,
        ):
            source.backup(target)

    def _kept(self, name: str) -> Path:
        return self.path.with_name(f"{name}.template.db")

    def reset(self, app: Flask, name: str = MIGRATED) -> None:
        """Copy the file that was kept; connections to the old one are closed first.

        A connection that a test left open keeps the old file, which nobody sees any more.
        """
        with app.app_context():
            db.engine.dispose()
        for suffix in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)
        shutil.copyfile(self._kept(name), self.path)

    def make_empty(self, folder: Path) -> str:
        """Name a file that is not there yet."""
        return f"sqlite:///{folder / 'empty.db'}"


class _Content(NamedTuple):
    """What was kept of a database: the rows of each table, the place of each sequence."""

    rows: list[tuple[str, bytes]]
    sequences: list[sql.Composed]


class PostgresqlDatabase:
    """A database on a server that the tests started."""

    def __init__(self, server: PostgresqlServer, name: str) -> None:
        """Make the empty database `name`."""
        server.create_database(name)
        self._server = server
        self._empty_count = 0
        self.url = server.url(name)
        self._dsn = self.url.replace("+psycopg", "")
        self._tables: list[str] = []
        self._deletions: list[sql.Composed] = []
        self._kept: dict[str, _Content] = {}
        self._connection: psycopg.Connection | None = None

    def prepare(self, app: Flask) -> None:
        """Run the migrations; note tables and the rows that migrations bring."""
        migrate(app)
        found = self._connect().execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' "
            "AND tablename <> 'alembic_version'"
        )
        self._tables = [row[0] for row in found]
        self._deletions = [
            sql.SQL("DELETE FROM {}").format(sql.Identifier(table)) for table in self._tables
        ]
        self.keep(MIGRATED)

    def keep(self, name: str) -> None:
        """Note the rows of every table and where the sequences stand."""
        connection = self._connect()
        content = self._kept[name] = _Content([], [])
        for table in self._tables:
            with connection.cursor().copy(_copy(table, "TO STDOUT")) as rows:
                seed = b"".join(bytes(row) for row in rows)
            if seed:
                content.rows.append((table, seed))
        sequences = connection.execute(
            "SELECT sequencename, start_value, last_value FROM pg_sequences "
            "WHERE schemaname = 'public'"
        )
        for sequence, start, last in sequences.fetchall():
            statement = sql.SQL("SELECT setval({}::regclass, {}, {})")
            content.sequences.append(
                statement.format(f'"{sequence}"', start if last is None else last, last is not None)
            )

    def reset(self, app: Flask, name: str = MIGRATED) -> None:
        """Delete every row, put back those that were kept, set the sequences."""
        del app
        connection = self._connect()
        content = self._kept[name]
        with connection.transaction():
            # In one message: a hundred answers to wait for would take longer than the work.
            connection.execute(sql.SQL(";").join([*self._deletions, *content.sequences]))
            for table, seed in content.rows:
                with connection.cursor().copy(_copy(table, "FROM STDIN")) as copy:
                    copy.write(seed)

    def make_empty(self, folder: Path) -> str:
        """Make a database on the same server."""
        del folder
        self._empty_count += 1
        name = f"empty_{self._empty_count}"
        self._server.create_database(name)
        return self._server.url(name)

    def _connect(self) -> psycopg.Connection:
        if self._connection is None:
            self._connection = psycopg.connect(self._dsn, autocommit=True)
            # Triggers and foreign keys do not fire: append-only tables can be emptied.
            self._connection.execute("SET session_replication_role = replica")
            self._connection.execute("SET lock_timeout = '5s'")
        return self._connection

    def close(self) -> None:
        """Close the connection that resets."""
        if self._connection is not None:
            self._connection.close()


def _copy(table: str, direction: str) -> sql.Composed:
    return sql.SQL("COPY {} " + direction).format(sql.Identifier(table))


class PostgresqlServer:
    """A running server: loopback only, nothing durable, gone after the tests."""

    def __init__(self, port: int, folder: Path) -> None:
        """Use `postgresql_server()`, which starts one."""
        self.port = port
        self.folder = folder

    def url(self, name: str) -> str:
        """The SQLAlchemy URL of the database `name`."""
        return f"postgresql+psycopg://tests@127.0.0.1:{self.port}/{name}"

    def create_database(self, name: str) -> None:
        """Make an empty database."""
        dsn = f"host=127.0.0.1 port={self.port} user=tests dbname=postgres"
        with psycopg.connect(dsn, autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


@contextmanager
def postgresql_server() -> Iterator[PostgresqlServer]:
    """Start a PostgreSQL server in a temporary folder; stop it and remove it afterwards."""
    programs = find_postgresql_programs()
    folder = Path(tempfile.mkdtemp(prefix="birge-postgresql-"))
    prefix: list[str] = []
    if os.geteuid() == 0:
        # PostgreSQL refuses to run as root; Debian's package brings the user.
        prefix = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]
        shutil.chown(folder, "postgres", "postgres")
    data = folder / "data"
    port = free_port()
    settings = {**SERVER_SETTINGS, "port": str(port), "unix_socket_directories": str(folder)}
    options = " ".join(f"-c {name}={value}" for name, value in settings.items())
    run = [*prefix, str(programs / "pg_ctl"), "-D", str(data), "-w", "-s"]
    try:
        _run([*prefix, str(programs / "initdb"), "-D", str(data), *_initdb_options()])
        _run([*run, "-l", str(folder / "log"), "-o", options, "start"])
        try:
            yield PostgresqlServer(port, folder)
        finally:
            subprocess.run([*run, "-m", "immediate", "stop"], check=False, cwd="/")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _initdb_options() -> list[str]:
    return ["-U", "tests", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]


def _run(command: list[str]) -> None:
    # Its output goes to a file: the server would inherit a pipe and keep it open.
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(
            command, check=False, stdout=output, stderr=output, stdin=subprocess.DEVNULL, cwd="/"
        )
        if done.returncode:
            output.seek(0)
            raise RuntimeError(f"{' '.join(command)} failed: {output.read().decode()}")


def find_postgresql_programs() -> Path:
    """The folder of `initdb` and `pg_ctl`."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3])
    )
    on_path = shutil.which("initdb")
    if found:
        return found[-1].parent
    if on_path:
        return Path(on_path).resolve().parent
    raise RuntimeError("PostgreSQL's programs are missing. On Debian: apt-get install postgresql")


def free_port() -> int:
    """A port on the loopback that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
