"""Somebody who shares a door with one on the list is added by two: why she is not on it yet."""

from __future__ import annotations

from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None

BEFORE = (
    "by_need",
    "taken_in_by_hand",
    "added_later",
    "beyond_available",
    "variant_missing",
    "in_another_round",
    "other_category",
    "other_place",
    "restricted",
    "left_out_by_hand",
)


def _allow(reasons: tuple[str, ...]) -> None:
    values = ", ".join(f"'{reason}'" for reason in reasons)
    with op.batch_alter_table("round_decisions") as batch:
        name = batch.f("ck_round_decisions_reason_known")
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, f"reason IN ({values})")


def upgrade() -> None:
    _allow((*BEFORE[:8], "shares_door", *BEFORE[8:]))


def downgrade() -> None:
    # Nobody was left out for it before: she was simply not on the list.
    op.execute("DELETE FROM round_decisions WHERE reason = 'shares_door'")
    _allow(BEFORE)
