"""Runs the migrations on the app's own engine.

On SQLite a batch migration drops and renames tables, which fails while foreign keys
are enforced, and they can only be switched off before the transaction begins.
"""

from __future__ import annotations

from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy.engine import Connection

from campaign_app.core.column_types import EncryptedText, EnumText, UtcDateTime

extension = current_app.extensions["migrate"]
database = extension.db


def render_item(kind: str, item: Any, _autogen: Any) -> str | bool:
    """Write our own column types as what they are in the database."""
    if kind != "type":
        return False
    if isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, EnumText):
        return "sa.String(length=32)"
    if isinstance(item, EncryptedText):
        return "sa.Text()"
    return False


def run(connection: Connection) -> None:
    """Run what is to be run in one transaction."""
    context.configure(
        connection=connection,
        target_metadata=database.metadata,
        render_item=render_item,
        **extension.configure_args,
    )
    with context.begin_transaction():
        context.run_migrations()


with database.engine.connect() as connection:
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite:
        connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
    try:
        run(connection)
        connection.commit()
    finally:
        if is_sqlite:
            connection.rollback()
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=ON")
