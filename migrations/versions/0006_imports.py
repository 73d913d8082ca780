"""The registry: BIN, what was said about need, the latest help; counts of an import."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("beneficiaries", schema=None) as batch_op:
        batch_op.add_column(sa.Column("bin", sa.String(length=12), nullable=True))
        batch_op.add_column(
            sa.Column("needs", sa.String(length=300), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("last_helped_on", sa.Date(), nullable=True))
    with op.batch_alter_table("import_drafts", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("new_count", sa.Integer(), nullable=False, server_default="0")
        )
        batch_op.add_column(
            sa.Column("changed_count", sa.Integer(), nullable=False, server_default="0")
        )


def downgrade() -> None:
    with op.batch_alter_table("import_drafts", schema=None) as batch_op:
        batch_op.drop_column("changed_count")
        batch_op.drop_column("new_count")
    with op.batch_alter_table("beneficiaries", schema=None) as batch_op:
        batch_op.drop_column("last_helped_on")
        batch_op.drop_column("needs")
        batch_op.drop_column("bin")
