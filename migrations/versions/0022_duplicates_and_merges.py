"""Suggested duplicates, what was decided about them, and merged records."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

IN_FORCE = sa.text("undone_at IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("beneficiaries", schema=None) as batch_op:
        batch_op.add_column(sa.Column("own_helped_on", sa.Date(), nullable=True))
    op.execute("UPDATE beneficiaries SET own_helped_on = last_helped_on")
    _make_suggestions()
    _make_decisions()
    _make_merges()


def _make_suggestions() -> None:
    table = "duplicate_suggestions"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("low_id", sa.Integer(), nullable=False),
        sa.Column("high_id", sa.Integer(), nullable=False),
        sa.Column("sureness", sa.String(length=32), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.String(length=300), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "sureness IN ('nearly_certain', 'likely', 'possible')",
            name=op.f(f"ck_{table}_sureness_known"),
        ),
        sa.CheckConstraint("low_id < high_id", name=op.f(f"ck_{table}_pair_in_order")),
        sa.CheckConstraint("score BETWEEN 0 AND 100", name=op.f(f"ck_{table}_score_in_range")),
        _to_beneficiary(table, "low_id"),
        _to_beneficiary(table, "high_id"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.create_index(
            "uq_duplicate_suggestions_pair", ["low_id", "high_id"], unique=True
        )
        batch_op.create_index(batch_op.f(f"ix_{table}_high_id"), ["high_id"], unique=False)


def _make_decisions() -> None:
    table = "duplicate_decisions"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("low_id", sa.Integer(), nullable=False),
        sa.Column("high_id", sa.Integer(), nullable=False),
        sa.Column("decision", sa.String(length=32), nullable=False),
        sa.Column("basis", sa.String(length=64), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_back_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "decision IN ('same', 'different')", name=op.f(f"ck_{table}_decision_known")
        ),
        sa.CheckConstraint("low_id < high_id", name=op.f(f"ck_{table}_pair_in_order")),
        _to_beneficiary(table, "low_id"),
        _to_beneficiary(table, "high_id"),
        _to_account(table, "decided_by_id"),
        _to_account(table, "taken_back_by_id"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.create_index(
            "ix_duplicate_decisions_pair", ["low_id", "high_id"], unique=False
        )
        batch_op.create_index(batch_op.f(f"ix_{table}_high_id"), ["high_id"], unique=False)


def _make_merges() -> None:
    table = "beneficiary_merges"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("copy_id", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Text(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("merged_by_id", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.Column("undo_reason", sa.Text(), nullable=False),
        sa.CheckConstraint("kept_id <> copy_id", name=op.f(f"ck_{table}_of_two_records")),
        sa.CheckConstraint(
            "undone_at IS NULL OR undo_reason <> ''", name=op.f(f"ck_{table}_undone_with_reason")
        ),
        _to_beneficiary(table, "kept_id"),
        _to_beneficiary(table, "copy_id"),
        _to_account(table, "merged_by_id"),
        _to_account(table, "undone_by_id"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.create_index(batch_op.f(f"ix_{table}_kept_id"), ["kept_id"], unique=False)
        batch_op.create_index(
            "uq_beneficiary_merges_copy",
            ["copy_id"],
            unique=True,
            sqlite_where=IN_FORCE,
            postgresql_where=IN_FORCE,
        )


def _to_beneficiary(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], ["beneficiaries.id"], name=op.f(f"fk_{table}_{column}_beneficiaries")
    )


def _to_account(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], ["accounts.id"], name=op.f(f"fk_{table}_{column}_accounts")
    )


def downgrade() -> None:
    op.drop_table("beneficiary_merges")
    op.drop_table("duplicate_decisions")
    op.drop_table("duplicate_suggestions")
    with op.batch_alter_table("beneficiaries", schema=None) as batch_op:
        batch_op.drop_column("own_helped_on")
