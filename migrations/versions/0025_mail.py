"""Mail waits in a table until the worker sends it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from campaign_app.core.column_types import UtcDateTime

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mail_messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("recipient", sa.String(254), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("template", sa.String(100), nullable=False),
        sa.Column("template_values", sa.JSON(), nullable=False),
        sa.Column("queued_at", UtcDateTime(), nullable=False),
        sa.Column("not_before", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.Column("given_up_at", UtcDateTime(), nullable=True),
        sa.Column("failure", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_mail_messages"),
        sa.UniqueConstraint("key", name="uq_mail_messages_key"),
        sa.CheckConstraint(
            "language IN ('kk', 'ru', 'en')", name=op.f("ck_mail_messages_language_known")
        ),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_mail_messages_attempts_not_negative")),
        sa.CheckConstraint(
            "sent_at IS NULL OR given_up_at IS NULL", name=op.f("ck_mail_messages_sent_or_given_up")
        ),
    )
    op.create_index(
        "ix_mail_messages_waiting", "mail_messages", ["sent_at", "given_up_at", "not_before"]
    )


def downgrade() -> None:
    op.drop_table("mail_messages")
