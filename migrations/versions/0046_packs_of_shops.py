"""How shops sell an item: the content of one pack; 0 for what is sold loose."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("items") as batch:
        batch.add_column(
            sa.Column("sold_milli", sa.BigInteger(), server_default="0", nullable=False)
        )
        batch.create_check_constraint(op.f("ck_items_sold_not_negative"), "sold_milli >= 0")


def downgrade() -> None:
    with op.batch_alter_table("items") as batch:
        batch.drop_constraint(op.f("ck_items_sold_not_negative"), type_="check")
        batch.drop_column("sold_milli")
