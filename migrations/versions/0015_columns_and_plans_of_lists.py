"""How the columns of lists are read, what becomes of their rows, and long lists."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

WORK_KNOWN = "work IN ('compare', 'write', 'write_all')"


def upgrade() -> None:
    # Lists that wait hold only the columns that were known; they are uploaded again.
    op.execute("DELETE FROM import_drafts WHERE confirmed_at IS NULL")
    op.create_table(
        "column_choices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("label_key", sa.String(length=200), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("chosen_by_id", sa.Integer(), nullable=True),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["chosen_by_id"], ["accounts.id"], name=op.f("fk_column_choices_chosen_by_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_column_choices")),
        sa.UniqueConstraint("label_key", name=op.f("uq_column_choices_label_key")),
    )
    with op.batch_alter_table("import_drafts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("plan", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("planned_after", sa.BigInteger(), nullable=True))
        batch_op.add_column(
            sa.Column("another", sa.Text(), nullable=False, server_default="[]")
        )
        batch_op.add_column(sa.Column("work", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("work_asked_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("refusal", sa.Text(), nullable=True))
        batch_op.create_check_constraint(batch_op.f("ck_import_drafts_work_known"), WORK_KNOWN)


def downgrade() -> None:
    op.execute("DELETE FROM import_drafts WHERE confirmed_at IS NULL")
    with op.batch_alter_table("import_drafts", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_import_drafts_work_known"), type_="check")
        for name in ("refusal", "work_asked_at", "work", "another", "planned_after", "plan"):
            batch_op.drop_column(name)
    op.drop_table("column_choices")
