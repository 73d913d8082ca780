"""Who may receive for somebody; institutions are counted with a day, and never named inside."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

NAMELESS = (
    "kind <> 'institution' OR (given_name = '' AND patronymic = '' AND born_on IS NULL "
    "AND iin_hash IS NULL)"
)


def upgrade() -> None:
    op.create_table(
        "proxies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("beneficiary_id", sa.Integer(), nullable=False),
        sa.Column("full_name", sa.String(length=200), nullable=False),
        sa.Column("document_kind", sa.String(length=32), nullable=False),
        sa.Column("document_number", sa.Text(), nullable=True),
        sa.Column("document_last4", sa.String(length=4), nullable=False),
        sa.Column("relation", sa.String(length=100), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_on", sa.Date(), nullable=True),
        sa.Column("revoked_by_id", sa.Integer(), nullable=True),
        sa.Column("revoke_reason", sa.String(length=500), nullable=False),
        sa.CheckConstraint(
            "document_kind IN ('power_of_attorney', 'identity_card', 'passport', 'other')",
            name=op.f("ck_proxies_document_kind_known"),
        ),
        sa.CheckConstraint(
            "revoked_at IS NULL OR revoke_reason <> ''", name=op.f("ck_proxies_revoked_with_reason")
        ),
        sa.CheckConstraint(
            "(revoked_at IS NULL) = (revoked_on IS NULL)", name=op.f("ck_proxies_revoked_with_day")
        ),
        sa.ForeignKeyConstraint(
            ["beneficiary_id"],
            ["beneficiaries.id"],
            name=op.f("fk_proxies_beneficiary_id_beneficiaries"),
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["accounts.id"], name=op.f("fk_proxies_created_by_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["revoked_by_id"], ["accounts.id"], name=op.f("fk_proxies_revoked_by_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proxies")),
    )
    op.create_index(op.f("ix_proxies_beneficiary_id"), "proxies", ["beneficiary_id"])
    op.create_table(
        "head_counts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("beneficiary_id", sa.Integer(), nullable=False),
        sa.Column("head_count", sa.Integer(), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=True),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("head_count > 0", name=op.f("ck_head_counts_head_count_positive")),
        sa.ForeignKeyConstraint(
            ["beneficiary_id"],
            ["beneficiaries.id"],
            name=op.f("fk_head_counts_beneficiary_id_beneficiaries"),
        ),
        sa.ForeignKeyConstraint(
            ["replaced_by_id"], ["accounts.id"], name=op.f("fk_head_counts_replaced_by_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_head_counts")),
    )
    op.create_index(op.f("ix_head_counts_beneficiary_id"), "head_counts", ["beneficiary_id"])
    with op.batch_alter_table("proofs", schema=None) as batch_op:
        batch_op.add_column(sa.Column("proxy_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_proofs_proxy_id_proxies"), "proxies", ["proxy_id"], ["id"]
        )
    # Names and numbers of people inside an institution were never to be kept.
    op.execute(
        "UPDATE beneficiaries SET surname = TRIM(surname || ' ' || given_name || ' ' || patronymic)"
        " WHERE kind = 'institution' AND surname = ''"
    )
    op.execute(
        "UPDATE beneficiaries SET given_name = '', patronymic = '', born_on = NULL, iin = NULL, "
        "iin_hash = NULL, iin_last4 = '' WHERE kind = 'institution'"
    )
    with op.batch_alter_table("beneficiaries", schema=None) as batch_op:
        batch_op.add_column(sa.Column("head_counted_on", sa.Date(), nullable=True))
        batch_op.create_check_constraint(
            batch_op.f("ck_beneficiaries_institution_names_nobody"), NAMELESS
        )


def downgrade() -> None:
    with op.batch_alter_table("beneficiaries", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("ck_beneficiaries_institution_names_nobody"), type_="check"
        )
        batch_op.drop_column("head_counted_on")
    with op.batch_alter_table("proofs", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_proofs_proxy_id_proxies"), type_="foreignkey")
        batch_op.drop_column("proxy_id")
    op.drop_table("head_counts")
    op.drop_table("proxies")
