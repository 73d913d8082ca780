"""How to get to a shift, what to bring, whom to ask; and addresses for calendar programs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

TABLE = "calendar_links"
LENGTHS = {"directions": 500, "what_to_bring": 500, "contact": 200}


def upgrade() -> None:
    for name, length in LENGTHS.items():
        column = sa.Column(name, sa.String(length=length), nullable=False, server_default="")
        op.add_column("shifts", column)
    with op.batch_alter_table("shifts", schema=None) as batch_op:
        for name in LENGTHS:
            batch_op.alter_column(name, server_default=None)
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("volunteer_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["volunteer_id"], ["volunteers.id"], name=op.f(f"fk_{TABLE}_volunteer_id_volunteers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("token_hash", name=op.f(f"uq_{TABLE}_token_hash")),
    )
    op.create_index(f"ix_{TABLE}_volunteer_id", TABLE, ["volunteer_id"])
    in_force = sa.text("revoked_at IS NULL")
    op.create_index(
        f"uq_{TABLE}_in_force",
        TABLE,
        ["volunteer_id"],
        unique=True,
        sqlite_where=in_force,
        postgresql_where=in_force,
    )


def downgrade() -> None:
    op.drop_table(TABLE)
    with op.batch_alter_table("shifts", schema=None) as batch_op:
        for name in LENGTHS:
            batch_op.drop_column(name)
