"""Triggers by which the database itself refuses to change or delete what was written.

Used by migrations; both engines refuse, whoever asks, also outside this program.
"""

from __future__ import annotations

from alembic import op

REFUSAL = "{table} is append-only"


def make_append_only(table: str) -> None:
    """Refuse UPDATE, DELETE (and TRUNCATE on PostgreSQL) on `table`."""
    refusal = REFUSAL.format(table=table)
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{refusal}'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()"
    )


def drop_append_only(table: str) -> None:
    """Take the triggers away again, before the table is dropped."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER {table}_no_{verb}")
        return
    for trigger in ("no_change", "no_truncate"):
        op.execute(f"DROP TRIGGER {table}_{trigger} ON {table}")
    op.execute(f"DROP FUNCTION {table}_refuse()")
