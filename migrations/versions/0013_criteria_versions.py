"""The criteria of need as published versions, which nothing changes afterwards."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from campaign_app.core.append_only import drop_append_only, make_append_only

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

# What the program held in its code until now.
FIRST_VERSION = (
    ("lives_alone", 3),
    ("aged_80", 2),
    ("disability", 2),
    ("no_relatives", 2),
    ("minimum_pension", 2),
    ("chronic_need", 1),
    ("large_family", 2),
    ("stranded_student", 2),
    ("no_income", 2),
    ("not_helped", 2),
)
FIRST_DAY = datetime(2020, 3, 1, tzinfo=UTC)


def upgrade() -> None:
    versions = op.create_table(
        "criteria_versions",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("note_kk", sa.String(length=500), nullable=False),
        sa.Column("note_ru", sa.String(length=500), nullable=False),
        sa.Column("note_en", sa.String(length=500), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_criteria_versions_number_positive")),
        sa.ForeignKeyConstraint(
            ["published_by_id"],
            ["accounts.id"],
            name=op.f("fk_criteria_versions_published_by_id_accounts"),
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_criteria_versions")),
    )
    criteria = op.create_table(
        "criteria",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("label_kk", sa.String(length=200), nullable=False),
        sa.Column("label_ru", sa.String(length=200), nullable=False),
        sa.Column("label_en", sa.String(length=200), nullable=False),
        sa.CheckConstraint("weight > 0", name=op.f("ck_criteria_weight_positive")),
        sa.ForeignKeyConstraint(
            ["version"],
            ["criteria_versions.number"],
            name=op.f("fk_criteria_version_criteria_versions"),
        ),
        sa.PrimaryKeyConstraint("version", "code", name=op.f("pk_criteria")),
    )
    op.create_index("uq_criteria_position", "criteria", ["version", "position"], unique=True)
    op.bulk_insert(
        versions,
        [
            {
                "number": 1,
                "published_at": FIRST_DAY,
                "note_kk": "Өлшемшарттардың бірінші нұсқасы.",
                "note_ru": "Первая версия критериев.",
                "note_en": "The first version of the criteria.",
            }
        ],
    )
    op.bulk_insert(
        criteria,
        [
            {
                "version": 1,
                "code": code,
                "position": position,
                "weight": weight,
                "label_kk": "",
                "label_ru": "",
                "label_en": "",
            }
            for position, (code, weight) in enumerate(FIRST_VERSION, start=1)
        ],
    )
    make_append_only("criteria_versions")
    make_append_only("criteria")
    with op.batch_alter_table("enrolments", schema=None) as batch_op:
        batch_op.create_foreign_key(
            batch_op.f("fk_enrolments_criteria_version_criteria_versions"),
            "criteria_versions",
            ["criteria_version"],
            ["number"],
        )


def downgrade() -> None:
    with op.batch_alter_table("enrolments", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_enrolments_criteria_version_criteria_versions"), type_="foreignkey"
        )
    # The older program knows only the first version; the score itself stays.
    op.execute("UPDATE enrolments SET criteria_version = 1")
    drop_append_only("criteria")
    drop_append_only("criteria_versions")
    op.drop_index("uq_criteria_position", table_name="criteria")
    op.drop_table("criteria")
    op.drop_table("criteria_versions")
