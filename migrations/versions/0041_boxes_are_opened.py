"""Boxes are opened by two; what was printed before is a copy."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

CHECKS = {
    "counted_by_two": (
        "second_counted_by_id IS NULL OR second_counted_by_id <> first_counted_by_id"
    ),
    "second_count_whole": (
        "(second_counted_at IS NULL) = (second_counted_by_id IS NULL) "
        "AND (second_counted_at IS NULL) = (second_total_minor IS NULL)"
    ),
    "difference_explained": (
        "second_total_minor IS NULL OR second_total_minor = first_total_minor "
        "OR difference_reason <> ''"
    ),
    "broken_seal_explained": "seal_found = seal_expected OR seal_note <> ''",
}
KEYS = (
    ("campaign_id", "campaigns"),
    ("box_id", "donation_boxes"),
    ("first_counted_by_id", "accounts"),
    ("second_counted_by_id", "accounts"),
    ("donation_id", "donations"),
)


def upgrade() -> None:
    with op.batch_alter_table("donations") as batch:
        batch.add_column(sa.Column("first_printed_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "box_openings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("box_id", sa.Integer(), nullable=False),
        sa.Column("number_year", sa.Integer(), nullable=False),
        sa.Column("number_sequence", sa.Integer(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("seal_expected", sa.String(length=64), nullable=False),
        sa.Column("seal_found", sa.String(length=64), nullable=False),
        sa.Column("seal_note", sa.String(length=500), nullable=False),
        sa.Column("first_count", sa.JSON(), nullable=False),
        sa.Column("first_total_minor", sa.BigInteger(), nullable=False),
        sa.Column("first_counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_counted_by_id", sa.Integer(), nullable=False),
        sa.Column("second_count", sa.JSON(), nullable=True),
        sa.Column("second_total_minor", sa.BigInteger(), nullable=True),
        sa.Column("second_counted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("second_counted_by_id", sa.Integer(), nullable=True),
        sa.Column("difference_reason", sa.String(length=500), nullable=False),
        sa.Column("new_seal", sa.String(length=64), nullable=False),
        sa.Column("donation_id", sa.Integer(), nullable=True),
        sa.Column("first_printed_at", sa.DateTime(timezone=True), nullable=True),
        *(
            sa.CheckConstraint(condition, name=op.f(f"ck_box_openings_{name}"))
            for name, condition in CHECKS.items()
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_box_openings_{column}_{table}")
            )
            for column, table in KEYS
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_box_openings")),
        sa.UniqueConstraint("donation_id", name=op.f("uq_box_openings_donation_id")),
        sa.UniqueConstraint(
            "number_year",
            "number_sequence",
            name=op.f("uq_box_openings_number_year_number_sequence"),
        ),
    )
    for column in ("campaign_id", "box_id"):
        op.create_index(op.f(f"ix_box_openings_{column}"), "box_openings", [column])
    op.create_index(
        "uq_box_openings_open",
        "box_openings",
        ["box_id"],
        unique=True,
        sqlite_where=sa.text("second_counted_at IS NULL"),
        postgresql_where=sa.text("second_counted_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("box_openings")
    with op.batch_alter_table("donations") as batch:
        batch.drop_column("first_printed_at")
