"""The extensions, unbound, and the database engine's settings.

SQLite: WAL, durable, foreign keys on, and transactions that we begin ourselves:
deferred for reads, immediate inside a unit of work, so that a reader never waits and
two writers queue instead of failing with "database is locked".
"""

from __future__ import annotations

import sqlite3
from contextvars import ContextVar
from typing import Any

from flask_babel import Babel
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import MetaData, event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import DeclarativeBase

NAMING_CONVENTION = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
SQLITE_TIMEOUT_SECONDS = 15
# secure_delete: what was erased is overwritten in the file, not only forgotten.
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "cache_size=-16000",
    "secure_delete=ON",
)

writes_now: ContextVar[bool] = ContextVar("writes_now", default=False)


class Base(DeclarativeBase):
    """The base of every table; it names constraints so that migrations can."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})
migrate = Migrate(render_as_batch=True, compare_type=True)
login_manager = LoginManager()
babel = Babel()
csrf = CSRFProtect()


def engine_options(database_url: str) -> dict[str, Any]:
    """The engine's settings for `database_url`. Values stay out of its errors and its log."""
    if database_url.startswith("sqlite"):
        return {
            "hide_parameters": True,
            "connect_args": {"timeout": SQLITE_TIMEOUT_SECONDS},
        }
    return {"hide_parameters": True, "pool_pre_ping": True, "pool_size": 5, "max_overflow": 5}


def empty_journal() -> None:
    """After an erasure, on SQLite: write the journal back, so that no old page stays in a file.

    Waits for those who read; with one that does not end, the next checkpoint does it.
    """
    if db.engine.dialect.name != "sqlite":
        return
    connection = db.engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        connection.close()


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: Any) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    # The driver must not begin transactions by itself: _begin below does.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        mode = "IMMEDIATE" if writes_now.get() else "DEFERRED"
        connection.exec_driver_sql(f"BEGIN {mode}")
