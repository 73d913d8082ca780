"""Volunteers, participations, shifts and sign-ups."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "shifts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("minimum_age", sa.Integer(), nullable=False),
        sa.Column("is_heavy_work", sa.Boolean(), nullable=False),
        sa.Column("is_emergency_work", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('packing', 'delivery', 'snow_clearing', 'home_visit', 'shelter_duty', 'collection', 'other')",
            name=op.f("ck_shifts_kind_known"),
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_shifts_ends_after_start")),
        sa.CheckConstraint("minimum_age >= 0", name=op.f("ck_shifts_minimum_age_not_negative")),
        sa.CheckConstraint("places > 0", name=op.f("ck_shifts_places_positive")),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_shifts_campaign_id_campaigns")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shifts")),
    )
    with op.batch_alter_table("shifts", schema=None) as batch_op:
        batch_op.create_index("ix_shifts_campaign_id", ["campaign_id", "starts_at"], unique=False)
        batch_op.create_index("ix_shifts_starts_at", ["starts_at"], unique=False)

    op.create_table(
        "volunteers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("surname", sa.String(length=100), nullable=False),
        sa.Column("given_name", sa.String(length=100), nullable=False),
        sa.Column("patronymic", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("unit", sa.String(length=100), nullable=False),
        sa.Column("born_on", sa.Date(), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("search_text", sa.String(length=400), nullable=False),
        sa.Column(
            "sort_key",
            sa.String(length=1000).with_variant(
                sa.String(length=1000, collation="C"), "postgresql"
            ),
            nullable=False,
        ),
        sa.Column("consent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('staff', 'teacher', 'student', 'retired', 'external')",
            name=op.f("ck_volunteers_kind_known"),
        ),
        sa.CheckConstraint(
            "surname <> '' OR given_name <> '' OR patronymic <> ''",
            name=op.f("ck_volunteers_has_a_name"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_volunteers_account_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteers")),
        sa.UniqueConstraint("account_id", name=op.f("uq_volunteers_account_id")),
    )
    with op.batch_alter_table("volunteers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_volunteers_sort_key"), ["sort_key"], unique=False)

    op.create_table(
        "participations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("volunteer_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.CheckConstraint(
            "role IN ('manager', 'treasurer', 'storekeeper', 'coordinator', 'volunteer')",
            name=op.f("ck_participations_role_known"),
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_participations_campaign_id_campaigns")
        ),
        sa.ForeignKeyConstraint(
            ["volunteer_id"],
            ["volunteers.id"],
            name=op.f("fk_participations_volunteer_id_volunteers"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participations")),
    )
    with op.batch_alter_table("participations", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_participations_volunteer_id"), ["volunteer_id"], unique=False
        )
        batch_op.create_index(
            "uq_participations_once", ["campaign_id", "volunteer_id"], unique=True
        )

    op.create_table(
        "sign_ups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("shift_id", sa.Integer(), nullable=False),
        sa.Column("volunteer_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("signed_up_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("has_attended", sa.Boolean(), nullable=True),
        sa.Column("worked_minutes", sa.Integer(), nullable=True),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('confirmed', 'waiting', 'cancelled')", name=op.f("ck_sign_ups_status_known")
        ),
        sa.CheckConstraint(
            "worked_minutes >= 0", name=op.f("ck_sign_ups_worked_minutes_not_negative")
        ),
        sa.CheckConstraint(
            "worked_minutes IS NULL OR confirmed_by_id IS NOT NULL",
            name=op.f("ck_sign_ups_hours_confirmed"),
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["accounts.id"], name=op.f("fk_sign_ups_confirmed_by_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["shift_id"], ["shifts.id"], name=op.f("fk_sign_ups_shift_id_shifts")
        ),
        sa.ForeignKeyConstraint(
            ["volunteer_id"], ["volunteers.id"], name=op.f("fk_sign_ups_volunteer_id_volunteers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ups")),
    )
    with op.batch_alter_table("sign_ups", schema=None) as batch_op:
        batch_op.create_index("ix_sign_ups_status", ["shift_id", "status"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_sign_ups_volunteer_id"), ["volunteer_id"], unique=False
        )
        batch_op.create_index("uq_sign_ups_once", ["shift_id", "volunteer_id"], unique=True)
        batch_op.create_index("uq_sign_ups_position", ["shift_id", "position"], unique=True)


def downgrade() -> None:
    with op.batch_alter_table("sign_ups", schema=None) as batch_op:
        batch_op.drop_index("uq_sign_ups_position")
        batch_op.drop_index("uq_sign_ups_once")
        batch_op.drop_index(batch_op.f("ix_sign_ups_volunteer_id"))
        batch_op.drop_index("ix_sign_ups_status")

    op.drop_table("sign_ups")
    with op.batch_alter_table("participations", schema=None) as batch_op:
        batch_op.drop_index("uq_participations_once")
        batch_op.drop_index(batch_op.f("ix_participations_volunteer_id"))

    op.drop_table("participations")
    with op.batch_alter_table("volunteers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_volunteers_sort_key"))

    op.drop_table("volunteers")
    with op.batch_alter_table("shifts", schema=None) as batch_op:
        batch_op.drop_index("ix_shifts_starts_at")
        batch_op.drop_index("ix_shifts_campaign_id")

    op.drop_table("shifts")
