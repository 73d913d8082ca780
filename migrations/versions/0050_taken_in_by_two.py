"""Who was left out is taken in by two: one asks, another agrees."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

ASKED = "(asked_at IS NULL) = (asked_by_id IS NULL) AND (asked_at IS NULL) = (asked_reason = '')"
BY_TWO = "reason <> 'taken_in_by_hand' OR asked_by_id IS NULL OR asked_by_id <> decided_by_id"
ACCOUNT = "fk_round_decisions_asked_by_id_accounts"


def upgrade() -> None:
    with op.batch_alter_table("round_decisions") as batch:
        batch.add_column(sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("asked_by_id", sa.Integer(), nullable=True))
        batch.add_column(
            sa.Column("asked_reason", sa.String(length=500), server_default="", nullable=False)
        )
        batch.create_foreign_key(batch.f(ACCOUNT), "accounts", ["asked_by_id"], ["id"])
        batch.create_check_constraint(batch.f("ck_round_decisions_asked_whole"), ASKED)
        batch.create_check_constraint(batch.f("ck_round_decisions_taken_in_by_two"), BY_TWO)


def downgrade() -> None:
    with op.batch_alter_table("round_decisions") as batch:
        batch.drop_constraint(batch.f("ck_round_decisions_taken_in_by_two"), type_="check")
        batch.drop_constraint(batch.f("ck_round_decisions_asked_whole"), type_="check")
        batch.drop_constraint(batch.f(ACCOUNT), type_="foreignkey")
        batch.drop_column("asked_reason")
        batch.drop_column("asked_by_id")
        batch.drop_column("asked_at")
