"""What one person approves alone, for each campaign, from when on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from campaign_app.core.append_only import drop_append_only, make_append_only

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "spending_limits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("amount_minor >= 0", name=op.f("ck_spending_limits_amount_not_negative")),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["campaigns.id"],
            name=op.f("fk_spending_limits_campaign_id_campaigns"),
        ),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["accounts.id"], name=op.f("fk_spending_limits_set_by_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spending_limits")),
    )
    op.create_index(op.f("ix_spending_limits_campaign_id"), "spending_limits", ["campaign_id"])
    make_append_only("spending_limits")


def downgrade() -> None:
    drop_append_only("spending_limits")
    op.drop_table("spending_limits")
