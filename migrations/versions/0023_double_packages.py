"""What was found out about two packages of one person in one round."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

TABLE = "double_packages"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("first_id < second_id", name=op.f(f"ck_{TABLE}_pair_in_order")),
        sa.CheckConstraint("note <> ''", name=op.f(f"ck_{TABLE}_settled_with_note")),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f(f"fk_{TABLE}_campaign_id_campaigns")
        ),
        sa.ForeignKeyConstraint(
            ["first_id"], ["deliveries.id"], name=op.f(f"fk_{TABLE}_first_id_deliveries")
        ),
        sa.ForeignKeyConstraint(
            ["second_id"], ["deliveries.id"], name=op.f(f"fk_{TABLE}_second_id_deliveries")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["accounts.id"], name=op.f(f"fk_{TABLE}_settled_by_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    with op.batch_alter_table(TABLE, schema=None) as batch_op:
        batch_op.create_index("uq_double_packages_pair", ["first_id", "second_id"], unique=True)
        batch_op.create_index(batch_op.f(f"ix_{TABLE}_campaign_id"), ["campaign_id"], unique=False)
        batch_op.create_index(batch_op.f(f"ix_{TABLE}_second_id"), ["second_id"], unique=False)


def downgrade() -> None:
    op.drop_table(TABLE)
