"""A shift knows which shift of an earlier plan it was copied from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("shifts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("copied_from_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_shifts_copied_from_id_shifts"), "shifts", ["copied_from_id"], ["id"]
        )
        batch_op.create_index(batch_op.f("ix_shifts_copied_from_id"), ["copied_from_id"])


def downgrade() -> None:
    with op.batch_alter_table("shifts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shifts_copied_from_id"))
        batch_op.drop_constraint(
            batch_op.f("fk_shifts_copied_from_id_shifts"), type_="foreignkey"
        )
        batch_op.drop_column("copied_from_id")
