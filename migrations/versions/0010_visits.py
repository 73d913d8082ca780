"""Home visits and the rhythm in which they are meant to happen."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "visit_plans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("beneficiary_id", sa.Integer(), nullable=False),
        sa.Column("every_days", sa.Integer(), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "every_days BETWEEN 1 AND 365", name=op.f("ck_visit_plans_rhythm_possible")
        ),
        sa.ForeignKeyConstraint(
            ["beneficiary_id"],
            ["beneficiaries.id"],
            name=op.f("fk_visit_plans_beneficiary_id_beneficiaries"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_plans")),
        sa.UniqueConstraint("beneficiary_id", name=op.f("uq_visit_plans_beneficiary_id")),
    )
    op.create_table(
        "visits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("beneficiary_id", sa.Integer(), nullable=False),
        sa.Column("volunteer_id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=True),
        sa.Column("visited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=32), nullable=False),
        sa.Column("wellbeing", sa.String(length=32), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(outcome = 'met') = (wellbeing IS NOT NULL)",
            name=op.f("ck_visits_wellbeing_of_who_was_met"),
        ),
        sa.CheckConstraint(
            "outcome IN ('met', 'not_at_home', 'refused')", name=op.f("ck_visits_outcome_known")
        ),
        sa.CheckConstraint(
            "wellbeing IN ('good', 'needs_attention', 'concern')",
            name=op.f("ck_visits_wellbeing_known"),
        ),
        sa.ForeignKeyConstraint(
            ["beneficiary_id"],
            ["beneficiaries.id"],
            name=op.f("fk_visits_beneficiary_id_beneficiaries"),
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_visits_campaign_id_campaigns")
        ),
        sa.ForeignKeyConstraint(
            ["volunteer_id"], ["volunteers.id"], name=op.f("fk_visits_volunteer_id_volunteers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visits")),
    )
    with op.batch_alter_table("visits", schema=None) as batch_op:
        batch_op.create_index(
            "ix_visits_beneficiary_id", ["beneficiary_id", "outcome", "visited_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_visits_campaign_id"), ["campaign_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_visits_volunteer_id"), ["volunteer_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("visits", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_visits_volunteer_id"))
        batch_op.drop_index(batch_op.f("ix_visits_campaign_id"))
        batch_op.drop_index("ix_visits_beneficiary_id")

    op.drop_table("visits")
    op.drop_table("visit_plans")
