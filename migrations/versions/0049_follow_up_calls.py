"""Follow-up calls: who was drawn, what she said."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

CALLED = "(outcome IS NULL) = (called_by_id IS NULL) AND (outcome IS NULL) = (called_at IS NULL)"
KEYS = (
    ("campaign_id", "campaigns"),
    ("round_id", "distribution_rounds"),
    ("delivery_id", "deliveries"),
    ("drawn_by_id", "accounts"),
    ("called_by_id", "accounts"),
)


def upgrade() -> None:
    op.create_table(
        "follow_up_calls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("drawn_by_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=32), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("called_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('received', 'not_received', 'unreached')",
            name=op.f("ck_follow_up_calls_outcome_known"),
        ),
        sa.CheckConstraint(CALLED, name=op.f("ck_follow_up_calls_called_whole")),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_follow_up_calls_{column}_{table}")
            )
            for column, table in KEYS
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up_calls")),
        sa.UniqueConstraint("delivery_id", name=op.f("uq_follow_up_calls_delivery_id")),
    )
    op.create_index(op.f("ix_follow_up_calls_round_id"), "follow_up_calls", ["round_id"])


def downgrade() -> None:
    op.drop_table("follow_up_calls")
