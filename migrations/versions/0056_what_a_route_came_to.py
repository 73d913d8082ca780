"""A finished route keeps what its couriers took and where it went."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None

COUNTS = ("taken_count", "delivered_count", "returned_count", "lost_count")
ADDS_UP = "taken_count = delivered_count + returned_count + lost_count"
WHOLE = " AND ".join(f"(taken_count IS NULL) = ({count} IS NULL)" for count in COUNTS[1:])


def upgrade() -> None:
    with op.batch_alter_table("routes") as batch:
        for count in COUNTS:
            batch.add_column(sa.Column(count, sa.Integer(), nullable=True))
        batch.create_check_constraint(batch.f("ck_routes_couriers_add_up"), ADDS_UP)
        batch.create_check_constraint(batch.f("ck_routes_sum_whole"), WHOLE)


def downgrade() -> None:
    with op.batch_alter_table("routes") as batch:
        batch.drop_constraint(batch.f("ck_routes_sum_whole"), type_="check")
        batch.drop_constraint(batch.f("ck_routes_couriers_add_up"), type_="check")
        for count in reversed(COUNTS):
            batch.drop_column(count)
