"""Stock-takes: counted by one, approved by another."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

CHECKS = {
    "status_known": "status IN ('waiting', 'approved', 'rejected')",
    "decided_by_another": "decided_by_id IS NULL OR decided_by_id <> counted_by_id",
    "decided_whole": "(status = 'waiting') = (decided_by_id IS NULL)",
    "rejected_with_reason": "status <> 'rejected' OR reject_reason <> ''",
}
WAITING = sa.text("status = 'waiting'")


def upgrade() -> None:
    op.create_table(
        "stock_takes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counted_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("reject_reason", sa.String(length=500), nullable=False),
        *(
            sa.CheckConstraint(condition, name=op.f(f"ck_stock_takes_{name}"))
            for name, condition in CHECKS.items()
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_stock_takes_{column}_{table}")
            )
            for column, table in (
                ("campaign_id", "campaigns"),
                ("counted_by_id", "accounts"),
                ("decided_by_id", "accounts"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_takes")),
    )
    op.create_index(op.f("ix_stock_takes_campaign_id"), "stock_takes", ["campaign_id"])
    op.create_index(
        "uq_stock_takes_waiting",
        "stock_takes",
        ["campaign_id"],
        unique=True,
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )
    op.create_table(
        "stock_take_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stock_take_id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("booked_milli", sa.BigInteger(), nullable=False),
        sa.Column("counted_milli", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "counted_milli >= 0", name=op.f("ck_stock_take_lines_counted_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["stock_take_id"],
            ["stock_takes.id"],
            name=op.f("fk_stock_take_lines_stock_take_id_stock_takes"),
        ),
        sa.ForeignKeyConstraint(
            ["lot_id"], ["stock_lots.id"], name=op.f("fk_stock_take_lines_lot_id_stock_lots")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_take_lines")),
        sa.UniqueConstraint(
            "stock_take_id", "lot_id", name=op.f("uq_stock_take_lines_stock_take_id_lot_id")
        ),
    )
    op.create_index(op.f("ix_stock_take_lines_lot_id"), "stock_take_lines", ["lot_id"])


def downgrade() -> None:
    op.drop_table("stock_take_lines")
    op.drop_table("stock_takes")
