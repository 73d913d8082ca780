"""Keys by which one person is found again in another spelling.

They are filled by `flask beneficiaries reindex`: making them needs the program, not SQL.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "beneficiary_keys",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("beneficiary_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["beneficiary_id"],
            ["beneficiaries.id"],
            name=op.f("fk_beneficiary_keys_beneficiary_id_beneficiaries"),
        ),
        sa.PrimaryKeyConstraint("key", "beneficiary_id", name=op.f("pk_beneficiary_keys")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_beneficiary_keys_beneficiary_id"), "beneficiary_keys", ["beneficiary_id"]
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_beneficiary_keys_beneficiary_id"), table_name="beneficiary_keys")
    op.drop_table("beneficiary_keys")
