"""An account signs in by its e-mail address, by its telephone number, or by either."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

ONE_OF_TWO = "email IS NOT NULL OR phone IS NOT NULL"


def upgrade() -> None:
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("phone", sa.String(length=20), nullable=True))
        batch_op.alter_column("email", existing_type=sa.String(length=254), nullable=True)
        batch_op.create_unique_constraint(batch_op.f("uq_accounts_phone"), ["phone"])
        batch_op.create_check_constraint(batch_op.f("ck_accounts_can_sign_in"), ONE_OF_TWO)


def downgrade() -> None:
    # Who has no address keeps something to sign in with: the number, where the address stood.
    op.execute("UPDATE accounts SET email = phone WHERE email IS NULL")
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_accounts_can_sign_in"), type_="check")
        batch_op.drop_constraint(batch_op.f("uq_accounts_phone"), type_="unique")
        batch_op.alter_column("email", existing_type=sa.String(length=254), nullable=False)
        batch_op.drop_column("phone")
