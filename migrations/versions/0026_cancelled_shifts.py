"""A shift can be cancelled, with a reason; it is kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from campaign_app.core.column_types import UtcDateTime

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

WITH_REASON = "(cancelled_at IS NULL) = (cancel_reason = '')"


def upgrade() -> None:
    with op.batch_alter_table("shifts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("cancelled_at", UtcDateTime(), nullable=True))
        batch_op.add_column(
            sa.Column("cancel_reason", sa.String(500), nullable=False, server_default="")
        )
    with op.batch_alter_table("shifts", schema=None) as batch_op:
        batch_op.alter_column("cancel_reason", server_default=None)
        batch_op.create_check_constraint(
            batch_op.f("ck_shifts_cancelled_with_reason"), WITH_REASON
        )


def downgrade() -> None:
    with op.batch_alter_table("shifts", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_shifts_cancelled_with_reason"), type_="check")
    with op.batch_alter_table("shifts", schema=None) as batch_op:
        batch_op.drop_column("cancel_reason")
        batch_op.drop_column("cancelled_at")
