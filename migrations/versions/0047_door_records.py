"""What phones recorded at doors, also without network: accepted once, or waiting."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

KEYS = (
    ("campaign_id", "campaigns"),
    ("route_id", "routes"),
    ("delivery_id", "deliveries"),
    ("volunteer_id", "volunteers"),
    ("decided_by_id", "accounts"),
)
ACTIONS = (
    "('delivered', 'left_at_door', 'not_at_home', 'wrong_address', "
    "'refused', 'moved', 'deceased', 'cancelled', 'reopen')"
)
STATES = "('accepted', 'conflict', 'taken', 'left')"


def upgrade() -> None:
    op.create_table(
        "door_records",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("route_id", sa.Integer(), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column("volunteer_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=32), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("refusal", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.CheckConstraint(f"action IN {ACTIONS}", name=op.f("ck_door_records_action_known")),
        sa.CheckConstraint(f"state IN {STATES}", name=op.f("ck_door_records_state_known")),
        sa.CheckConstraint(
            "state <> 'left' OR reason <> ''", name=op.f("ck_door_records_left_with_reason")
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_door_records_{column}_{table}")
            )
            for column, table in KEYS
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_door_records")),
    )
    for column in ("route_id", "delivery_id", "volunteer_id"):
        op.create_index(op.f(f"ix_door_records_{column}"), "door_records", [column])
    op.create_index(
        "ix_door_records_inbox", "door_records", ["campaign_id", "state", "received_at"]
    )


def downgrade() -> None:
    op.drop_table("door_records")
