"""Why the processing of somebody's data was stopped, by whom, and when it went on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

OPEN = sa.text("lifted_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "restrictions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("beneficiary_id", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("restricted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("restricted_by_id", sa.Integer(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by_id", sa.Integer(), nullable=True),
        sa.Column("lift_reason", sa.String(length=500), nullable=False),
        sa.CheckConstraint(
            "cause IN ('requested', 'consent_withdrawn')", name=op.f("ck_restrictions_cause_known")
        ),
        sa.CheckConstraint(
            "cause = 'consent_withdrawn' OR reason <> ''",
            name=op.f("ck_restrictions_requested_with_reason"),
        ),
        sa.CheckConstraint(
            "lifted_at IS NULL OR cause = 'consent_withdrawn' OR lift_reason <> ''",
            name=op.f("ck_restrictions_lifted_with_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["beneficiary_id"],
            ["beneficiaries.id"],
            name=op.f("fk_restrictions_beneficiary_id_beneficiaries"),
        ),
        sa.ForeignKeyConstraint(
            ["restricted_by_id"],
            ["accounts.id"],
            name=op.f("fk_restrictions_restricted_by_id_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["lifted_by_id"], ["accounts.id"], name=op.f("fk_restrictions_lifted_by_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_restrictions")),
    )
    with op.batch_alter_table("restrictions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_restrictions_beneficiary_id"), ["beneficiary_id"], unique=False
        )
        batch_op.create_index(
            "uq_restrictions_open",
            ["beneficiary_id", "cause"],
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        )


def downgrade() -> None:
    op.drop_table("restrictions")
