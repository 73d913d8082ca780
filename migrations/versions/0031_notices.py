"""Which messages a volunteer does not want, and what organisers wrote to a shift."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from campaign_app.core.column_types import UtcDateTime

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "notice_refusals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("volunteer_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.CheckConstraint(
            "kind IN ('day_before', 'hours_before', 'place_offered', 'shift_message')",
            name=op.f("ck_notice_refusals_kind_known"),
        ),
        sa.ForeignKeyConstraint(
            ["volunteer_id"],
            ["volunteers.id"],
            name=op.f("fk_notice_refusals_volunteer_id_volunteers"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_refusals")),
    )
    op.create_index(
        "uq_notice_refusals_once", "notice_refusals", ["volunteer_id", "kind"], unique=True
    )
    op.create_table(
        "shift_messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("shift_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(150), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("is_for_waiting", sa.Boolean(), nullable=False),
        sa.Column("recipient_count", sa.Integer(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "length(body) <= 2000", name=op.f("ck_shift_messages_body_not_too_long")
        ),
        sa.CheckConstraint(
            "recipient_count >= 0", name=op.f("ck_shift_messages_recipient_count_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["shift_id"], ["shifts.id"], name=op.f("fk_shift_messages_shift_id_shifts")
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"],
            ["accounts.id"],
            name=op.f("fk_shift_messages_written_by_id_accounts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift_messages")),
    )
    op.create_index("ix_shift_messages_shift_id", "shift_messages", ["shift_id", "written_at"])


def downgrade() -> None:
    op.drop_table("shift_messages")
    op.drop_table("notice_refusals")
