"""Distribution: rounds, deliveries, attempts, proofs, printed sheets."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "proofs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("reference", sa.String(length=200), nullable=False),
        sa.Column("proxy_name", sa.String(length=200), nullable=False),
        sa.Column("proxy_document", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('paper_signature', 'screen_signature', 'code', 'photo', 'proxy', 'group_act')",
            name=op.f("ck_proofs_kind_known"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_proofs_recorded_by_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proofs")),
    )
    op.create_table(
        "distribution_rounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title_kk", sa.String(length=200), nullable=False),
        sa.Column("title_ru", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("responsible", sa.String(length=200), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('open', 'closed')", name=op.f("ck_distribution_rounds_status_known")
        ),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on >= starts_on",
            name=op.f("ck_distribution_rounds_period_in_order"),
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["campaigns.id"],
            name=op.f("fk_distribution_rounds_campaign_id_campaigns"),
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"],
            ["accounts.id"],
            name=op.f("fk_distribution_rounds_created_by_id_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["package_type_versions.id"],
            name=op.f("fk_distribution_rounds_version_id_package_type_versions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_distribution_rounds")),
    )
    with op.batch_alter_table("distribution_rounds", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_distribution_rounds_version_id"), ["version_id"], unique=False
        )
        batch_op.create_index(
            "uq_distribution_rounds_number", ["campaign_id", "number"], unique=True
        )

    op.create_table(
        "deliveries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("beneficiary_id", sa.Integer(), nullable=False),
        sa.Column("line_number", sa.Integer(), nullable=False),
        sa.Column("variant", sa.String(length=32), nullable=False),
        sa.Column("package_count", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("is_with_courier", sa.Boolean(), nullable=False),
        sa.Column("proof_id", sa.Integer(), nullable=True),
        sa.Column("attempt_count", sa.Integer(), nullable=False),
        sa.Column("handed_on", sa.Date(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.CheckConstraint(
            "NOT (status IN ('delivered', 'left_at_door', 'cancelled') AND is_with_courier)",
            name=op.f("ck_deliveries_package_in_one_place"),
        ),
        sa.CheckConstraint(
            "status IN ('planned', 'delivered', 'left_at_door', 'not_at_home', 'wrong_address', 'refused', 'moved', 'deceased', 'cancelled')",
            name=op.f("ck_deliveries_status_known"),
        ),
        sa.CheckConstraint(
            "status NOT IN ('delivered', 'left_at_door') OR proof_id IS NOT NULL",
            name=op.f("ck_deliveries_delivered_with_proof"),
        ),
        sa.CheckConstraint(
            "variant IN ('standard', 'halal', 'diabetic', 'vegetarian', 'no_kitchen', 'infant')",
            name=op.f("ck_deliveries_variant_known"),
        ),
        sa.CheckConstraint("package_count > 0", name=op.f("ck_deliveries_package_count_positive")),
        sa.ForeignKeyConstraint(
            ["beneficiary_id"],
            ["beneficiaries.id"],
            name=op.f("fk_deliveries_beneficiary_id_beneficiaries"),
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_deliveries_campaign_id_campaigns")
        ),
        sa.ForeignKeyConstraint(
            ["proof_id"], ["proofs.id"], name=op.f("fk_deliveries_proof_id_proofs")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["distribution_rounds.id"],
            name=op.f("fk_deliveries_round_id_distribution_rounds"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("proof_id", name=op.f("uq_deliveries_proof_id")),
    )
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_deliveries_beneficiary_id"), ["beneficiary_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_deliveries_campaign_id"), ["campaign_id"], unique=False
        )
        batch_op.create_index("ix_deliveries_status", ["campaign_id", "status"], unique=False)
        batch_op.create_index("uq_deliveries_line", ["round_id", "line_number"], unique=True)
        batch_op.create_index("uq_deliveries_once", ["round_id", "beneficiary_id"], unique=True)

    op.create_table(
        "sheet_prints",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("printed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["printed_by_id"], ["accounts.id"], name=op.f("fk_sheet_prints_printed_by_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["distribution_rounds.id"],
            name=op.f("fk_sheet_prints_round_id_distribution_rounds"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_prints")),
    )
    with op.batch_alter_table("sheet_prints", schema=None) as batch_op:
        batch_op.create_index(
            "ix_sheet_prints_round_id", ["round_id", "content_hash"], unique=False
        )

    op.create_table(
        "delivery_attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("proof_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "action IN ('delivered', 'left_at_door', 'not_at_home', 'wrong_address', 'refused', 'moved', 'deceased', 'cancelled', 'reopen')",
            name=op.f("ck_delivery_attempts_action_known"),
        ),
        sa.ForeignKeyConstraint(
            ["delivery_id"],
            ["deliveries.id"],
            name=op.f("fk_delivery_attempts_delivery_id_deliveries"),
        ),
        sa.ForeignKeyConstraint(
            ["proof_id"], ["proofs.id"], name=op.f("fk_delivery_attempts_proof_id_proofs")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"],
            ["accounts.id"],
            name=op.f("fk_delivery_attempts_recorded_by_id_accounts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_attempts")),
    )
    with op.batch_alter_table("delivery_attempts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_delivery_attempts_delivery_id"), ["delivery_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("delivery_attempts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delivery_attempts_delivery_id"))

    op.drop_table("delivery_attempts")
    with op.batch_alter_table("sheet_prints", schema=None) as batch_op:
        batch_op.drop_index("ix_sheet_prints_round_id")

    op.drop_table("sheet_prints")
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.drop_index("uq_deliveries_once")
        batch_op.drop_index("uq_deliveries_line")
        batch_op.drop_index("ix_deliveries_status")
        batch_op.drop_index(batch_op.f("ix_deliveries_campaign_id"))
        batch_op.drop_index(batch_op.f("ix_deliveries_beneficiary_id"))

    op.drop_table("deliveries")
    with op.batch_alter_table("distribution_rounds", schema=None) as batch_op:
        batch_op.drop_index("uq_distribution_rounds_number")
        batch_op.drop_index(batch_op.f("ix_distribution_rounds_version_id"))

    op.drop_table("distribution_rounds")
    op.drop_table("proofs")
