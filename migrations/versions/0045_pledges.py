"""Pledges, and the donations by which they are kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

CHECKS = {
    "amount_positive": "amount_minor > 0",
    "donor_named": "donor_name <> ''",
    "due_after": "due_on IS NULL OR due_on >= promised_on",
    "withdrawn_with_reason": "withdrawn_at IS NULL OR withdraw_reason <> ''",
}


def upgrade() -> None:
    op.create_table(
        "pledges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("donor_name", sa.String(length=200), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("is_in_kind", sa.Boolean(), nullable=False),
        sa.Column("promised_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdraw_reason", sa.String(length=500), nullable=False),
        *(
            sa.CheckConstraint(condition, name=op.f(f"ck_pledges_{name}"))
            for name, condition in CHECKS.items()
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_pledges_campaign_id_campaigns")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_pledges_recorded_by_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pledges")),
    )
    op.create_index("ix_pledges_list", "pledges", ["campaign_id", "promised_on", "id"])
    with op.batch_alter_table("donations") as batch:
        batch.add_column(sa.Column("pledge_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_donations_pledge_id_pledges"), "pledges", ["pledge_id"], ["id"]
        )
    op.create_index(op.f("ix_donations_pledge_id"), "donations", ["pledge_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_donations_pledge_id"), "donations")
    with op.batch_alter_table("donations") as batch:
        batch.drop_constraint(op.f("fk_donations_pledge_id_pledges"), type_="foreignkey")
        batch.drop_column("pledge_id")
    op.drop_table("pledges")
