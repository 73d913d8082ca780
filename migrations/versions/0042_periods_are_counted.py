"""What was counted when a period was closed; a closed period stays as it is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from campaign_app.core.append_only import drop_append_only, make_append_only

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

SUMS = ("cash_minor", "bank_minor", "kaspi_minor")


def upgrade() -> None:
    with op.batch_alter_table("closed_periods") as batch:
        batch.add_column(sa.Column("cash_count", sa.JSON(), nullable=True))
        for name in SUMS:
            batch.add_column(
                sa.Column(name, sa.BigInteger(), server_default="0", nullable=False)
            )
        batch.add_column(
            sa.Column("counted_with", sa.String(length=200), server_default="", nullable=False)
        )
    make_append_only("closed_periods")


def downgrade() -> None:
    drop_append_only("closed_periods")
    for name in ("cash_count", *SUMS, "counted_with"):
        op.drop_column("closed_periods", name)
