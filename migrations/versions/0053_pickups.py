"""Packages that people fetch: a code on the line instead of a route, and where the desk is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

FETCHED = "pickup_code IS NULL OR route_id IS NULL"
CHECK, INDEX = "ck_deliveries_fetched_or_brought", "uq_deliveries_pickup_code"


def upgrade() -> None:
    with op.batch_alter_table("distribution_rounds") as batch:
        batch.add_column(
            sa.Column("pickup_notice", sa.String(length=160), server_default="", nullable=False)
        )
    with op.batch_alter_table("deliveries") as batch:
        batch.add_column(sa.Column("pickup_code", sa.String(length=8), nullable=True))
        batch.create_check_constraint(batch.f(CHECK), FETCHED)
        batch.create_index(INDEX, ["round_id", "pickup_code"], unique=True)


def downgrade() -> None:
    with op.batch_alter_table("deliveries") as batch:
        batch.drop_index(INDEX)
        batch.drop_constraint(batch.f(CHECK), type_="check")
        batch.drop_column("pickup_code")
    with op.batch_alter_table("distribution_rounds") as batch:
        batch.drop_column("pickup_notice")
