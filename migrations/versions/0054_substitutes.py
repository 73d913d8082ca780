"""What may stand in for an item that is short, and in which packings something did."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from campaign_app.core.append_only import drop_append_only, make_append_only

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None


def _key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def upgrade() -> None:
    table = "item_substitutes"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("substitute_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("per_milli", sa.BigInteger(), nullable=False),
        sa.Column("not_in", sa.String(length=100), nullable=False),
        sa.CheckConstraint("item_id <> substitute_id", name=op.f(f"ck_{table}_another_item")),
        sa.CheckConstraint("per_milli > 0", name=op.f(f"ck_{table}_per_positive")),
        _key(table, "item_id", "items"),
        _key(table, "substitute_id", "items"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("item_id", "substitute_id", name=op.f(f"uq_{table}_item_id_substitute_id")),
    )
    op.create_index(op.f(f"ix_{table}_substitute_id"), table, ["substitute_id"])
    table = "packing_substitutions"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("packing_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("substitute_id", sa.Integer(), nullable=False),
        sa.Column("package_count", sa.Integer(), nullable=False),
        sa.Column("item_milli", sa.BigInteger(), nullable=False),
        sa.Column("substitute_milli", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("item_id <> substitute_id", name=op.f(f"ck_{table}_another_item")),
        sa.CheckConstraint(
            "package_count > 0 AND item_milli > 0 AND substitute_milli > 0",
            name=op.f(f"ck_{table}_all_positive"),
        ),
        _key(table, "packing_id", "packings"),
        _key(table, "item_id", "items"),
        _key(table, "substitute_id", "items"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint(
            "packing_id",
            "item_id",
            "substitute_id",
            name=op.f(f"uq_{table}_packing_id_item_id_substitute_id"),
        ),
    )
    for column in ("item_id", "substitute_id"):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
    make_append_only(table)


def downgrade() -> None:
    drop_append_only("packing_substitutions")
    op.drop_table("packing_substitutions")
    op.drop_table("item_substitutes")
