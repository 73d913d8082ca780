"""Signatures on the glass and photos of packages, and how long they are kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

KEYS = (
    ("campaign_id", "campaigns"),
    ("proof_id", "proofs"),
    ("door_record_id", "door_records"),
    ("removed_by_id", "accounts"),
)
PURPOSES = (
    "registry",
    "proxy_documents",
    "shelter_names",
    "visit_notes",
    "complaint_contacts",
    "import_drafts",
    "sign_in_attempts",
    "submissions",
    "mail",
    "shift_messages",
    "disclosures",
)
NEW = "proof_pictures"
TABLES = ("retention_runs", "retention_rules")


def _allow(purposes: tuple[str, ...]) -> None:
    values = ", ".join(f"'{purpose}'" for purpose in purposes)
    for table in TABLES:
        with op.batch_alter_table(table, schema=None) as batch_op:
            name = batch_op.f(f"ck_{table}_purpose_known")
            batch_op.drop_constraint(name, type_="check")
            batch_op.create_check_constraint(name, f"purpose IN ({values})")


def upgrade() -> None:
    op.create_table(
        "proof_pictures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("proof_id", sa.Integer(), nullable=True),
        sa.Column("door_record_id", sa.String(length=36), nullable=True),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(proof_id IS NULL) <> (door_record_id IS NULL)", name=op.f("ck_proof_pictures_of_one")
        ),
        sa.CheckConstraint("width > 0 AND height > 0", name=op.f("ck_proof_pictures_has_a_size")),
        sa.CheckConstraint(
            "removed_at IS NULL OR content IS NULL",
            name=op.f("ck_proof_pictures_removed_without_pixels"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_proof_pictures_{column}_{table}")
            )
            for column, table in KEYS
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proof_pictures")),
        sa.UniqueConstraint("proof_id", name=op.f("uq_proof_pictures_proof_id")),
        sa.UniqueConstraint("door_record_id", name=op.f("uq_proof_pictures_door_record_id")),
    )
    op.create_index(op.f("ix_proof_pictures_campaign_id"), "proof_pictures", ["campaign_id"])
    _allow((*PURPOSES[:-1], NEW, PURPOSES[-1]))


def downgrade() -> None:
    for table in TABLES:
        op.execute(f"DELETE FROM {table} WHERE purpose = '{NEW}'")
    _allow(PURPOSES)
    op.drop_table("proof_pictures")
