"""Statements of banks and lists of gifts: sources with their columns, files, lines."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

METHODS = "('cash', 'kaspi', 'bank', 'payroll', 'box', 'in_kind')"


def keys(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}")
        )
        for column, target in columns.items()
    ]


def upgrade() -> None:
    op.create_table(
        "statement_sources",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("name_key", sa.String(length=100), nullable=False),
        sa.Column("method", sa.String(length=32), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            f"method IN {METHODS}", name=op.f("ck_statement_sources_method_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement_sources")),
        sa.UniqueConstraint("name_key", name=op.f("uq_statement_sources_name_key")),
    )
    op.create_table(
        "statements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("parked_rows", sa.JSON(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("repeated_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("error_count", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint(
            "(confirmed_at IS NULL) = (confirmed_by_id IS NULL) "
            "AND (confirmed_at IS NULL) = (content IS NOT NULL)",
            name=op.f("ck_statements_confirmed_whole"),
        ),
        *keys(
            "statements",
            campaign_id="campaigns",
            source_id="statement_sources",
            uploaded_by_id="accounts",
            confirmed_by_id="accounts",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statements")),
    )
    op.create_index(op.f("ix_statements_source_id"), "statements", ["source_id"])
    op.create_index("ix_statements_list", "statements", ["campaign_id", "uploaded_at"])
    op.create_table(
        "statement_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("method", sa.String(length=32), nullable=False),
        sa.Column("counterparty", sa.String(length=200), nullable=False),
        sa.Column("reference", sa.String(length=100), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.CheckConstraint(f"method IN {METHODS}", name=op.f("ck_statement_lines_method_known")),
        sa.CheckConstraint(
            "status IN ('posted', 'matched', 'parked', 'set_aside')",
            name=op.f("ck_statement_lines_status_known"),
        ),
        sa.CheckConstraint("amount_minor <> 0", name=op.f("ck_statement_lines_amount_not_zero")),
        sa.CheckConstraint(
            "(status IN ('posted', 'matched')) = (entry_id IS NOT NULL)",
            name=op.f("ck_statement_lines_booked_by_entry"),
        ),
        sa.CheckConstraint(
            "status <> 'set_aside' OR reason <> ''",
            name=op.f("ck_statement_lines_set_aside_with_reason"),
        ),
        *keys(
            "statement_lines",
            campaign_id="campaigns",
            statement_id="statements",
            entry_id="journal_entries",
            decided_by_id="accounts",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement_lines")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_statement_lines_entry_id")),
        sa.UniqueConstraint(
            "campaign_id", "fingerprint", name=op.f("uq_statement_lines_campaign_id_fingerprint")
        ),
    )
    op.create_index("ix_statement_lines_list", "statement_lines", ["statement_id", "row"])
    op.create_index(
        "ix_statement_lines_status", "statement_lines", ["campaign_id", "status", "booked_on"]
    )


def downgrade() -> None:
    for table in ("statement_lines", "statements", "statement_sources"):
        op.drop_table(table)
