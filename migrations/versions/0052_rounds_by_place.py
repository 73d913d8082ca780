"""A round may be for some streets and dormitories: why somebody else is not on its list."""

from __future__ import annotations

from alembic import op

revision = "0052"
down_revision = "0051"
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
    _allow((*BEFORE[:7], "other_place", *BEFORE[7:]))


def downgrade() -> None:
    # The nearest reason that was known before: left out by what the round is limited to.
    op.execute(
        "UPDATE round_decisions SET reason = 'other_category' WHERE reason = 'other_place'"
    )
    _allow(BEFORE)
