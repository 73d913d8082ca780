"""A list of volunteers waits until it is confirmed; somebody may help no longer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from campaign_app.core.column_types import UtcDateTime

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "volunteer_lists",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("filename", sa.String(200), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("uploaded_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('staff', 'teacher', 'student', 'retired', 'external')",
            name=op.f("ck_volunteer_lists_kind_known"),
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["accounts.id"], name=op.f("fk_volunteer_lists_owner_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer_lists")),
    )
    with op.batch_alter_table("volunteer_lists", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_volunteer_lists_owner_id"), ["owner_id"])
    with op.batch_alter_table("volunteers", schema=None) as batch_op:
        batch_op.add_column(sa.Column("left_at", UtcDateTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("volunteers", schema=None) as batch_op:
        batch_op.drop_column("left_at")
    op.drop_table("volunteer_lists")
