"""Who got a package of a round and who did not, and why; packages kept for people found later."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("distribution_rounds", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("reserve_count", sa.Integer(), server_default="0", nullable=False)
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_distribution_rounds_reserve_not_negative"), "reserve_count >= 0"
        )
    op.create_table(
        "round_decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("beneficiary_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("need_score", sa.Integer(), nullable=False),
        sa.Column("need_codes", sa.String(length=300), nullable=False),
        sa.Column("criteria_version", sa.Integer(), nullable=False),
        sa.Column("waiting_since", sa.Date(), nullable=True),
        sa.Column("variant", sa.String(length=32), nullable=False),
        sa.Column("is_in", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "variant IN ('standard', 'halal', 'diabetic', 'vegetarian', 'no_kitchen', 'infant')",
            name=op.f("ck_round_decisions_variant_known"),
        ),
        sa.CheckConstraint(
            "reason IN ('by_need', 'taken_in_by_hand', 'added_later', 'beyond_available', "
            "'variant_missing', 'in_another_round', 'other_category', 'restricted', "
            "'left_out_by_hand')",
            name=op.f("ck_round_decisions_reason_known"),
        ),
        sa.CheckConstraint(
            "rank IS NULL OR rank > 0", name=op.f("ck_round_decisions_rank_positive")
        ),
        sa.CheckConstraint(
            "(reason IN ('by_need', 'taken_in_by_hand', 'added_later')) = is_in",
            name=op.f("ck_round_decisions_reason_fits"),
        ),
        sa.CheckConstraint(
            "reason NOT IN ('taken_in_by_hand', 'left_out_by_hand') OR note <> ''",
            name=op.f("ck_round_decisions_by_hand_with_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["distribution_rounds.id"],
            name=op.f("fk_round_decisions_round_id_distribution_rounds"),
        ),
        sa.ForeignKeyConstraint(
            ["beneficiary_id"],
            ["beneficiaries.id"],
            name=op.f("fk_round_decisions_beneficiary_id_beneficiaries"),
        ),
        sa.ForeignKeyConstraint(
            ["criteria_version"],
            ["criteria_versions.number"],
            name=op.f("fk_round_decisions_criteria_version_criteria_versions"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["accounts.id"],
            name=op.f("fk_round_decisions_decided_by_id_accounts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_decisions")),
    )
    op.create_index(
        op.f("ix_round_decisions_beneficiary_id"), "round_decisions", ["beneficiary_id"]
    )
    op.create_index(
        "uq_round_decisions_once", "round_decisions", ["round_id", "beneficiary_id"], unique=True
    )
    op.create_index("ix_round_decisions_order", "round_decisions", ["round_id", "is_in", "rank"])


def downgrade() -> None:
    op.drop_index("ix_round_decisions_order", table_name="round_decisions")
    op.drop_index("uq_round_decisions_once", table_name="round_decisions")
    op.drop_index(op.f("ix_round_decisions_beneficiary_id"), table_name="round_decisions")
    op.drop_table("round_decisions")
    with op.batch_alter_table("distribution_rounds", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("ck_distribution_rounds_reserve_not_negative"), type_="check"
        )
        batch_op.drop_column("reserve_count")
