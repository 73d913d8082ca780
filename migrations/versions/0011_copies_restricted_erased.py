"""Records that turned out to be copies, that are not to be used, that were emptied."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

NAMED = "surname <> '' OR given_name <> '' OR patronymic <> ''"
KEPT = sa.text("merged_into_id IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("beneficiaries", schema=None) as batch_op:
        batch_op.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("restricted_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_beneficiaries_merged_into_id_beneficiaries"),
            "beneficiaries",
            ["merged_into_id"],
            ["id"],
        )
        batch_op.drop_constraint("uq_beneficiaries_iin_hash", type_="unique")
        batch_op.drop_constraint(batch_op.f("ck_beneficiaries_has_a_name"), type_="check")
        batch_op.create_check_constraint(
            batch_op.f("ck_beneficiaries_has_a_name"), f"{NAMED} OR erased_at IS NOT NULL"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_beneficiaries_not_merged_into_itself"), "merged_into_id <> id"
        )
    with op.batch_alter_table("beneficiaries", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_beneficiaries_merged_into_id"), ["merged_into_id"], unique=False
        )
        batch_op.create_index(
            "uq_beneficiaries_iin_hash",
            ["iin_hash"],
            unique=True,
            sqlite_where=KEPT,
            postgresql_where=KEPT,
        )


def downgrade() -> None:
    # What the older program cannot hold: an emptied record gets a sign for a name, and of
    # two records with one IIN the copy gives it up.
    op.execute(
        "UPDATE beneficiaries SET surname = '—' WHERE surname = '' AND given_name = '' "
        "AND patronymic = ''"
    )
    op.execute(
        "UPDATE beneficiaries SET iin = NULL, iin_hash = NULL, iin_last4 = '' "
        "WHERE merged_into_id IS NOT NULL"
    )
    with op.batch_alter_table("beneficiaries", schema=None) as batch_op:
        batch_op.drop_index("uq_beneficiaries_iin_hash")
        batch_op.drop_index(batch_op.f("ix_beneficiaries_merged_into_id"))
    with op.batch_alter_table("beneficiaries", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_beneficiaries_not_merged_into_itself"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_beneficiaries_has_a_name"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_beneficiaries_has_a_name"), NAMED)
        batch_op.drop_constraint(
            "fk_beneficiaries_merged_into_id_beneficiaries", type_="foreignkey"
        )
        batch_op.create_unique_constraint(batch_op.f("uq_beneficiaries_iin_hash"), ["iin_hash"])
        batch_op.drop_column("erased_at")
        batch_op.drop_column("restricted_at")
        batch_op.drop_column("merged_into_id")
