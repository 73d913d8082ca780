"""The shelter: buildings, rooms, beds, and who sleeps in them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "shelter_buildings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name_kk", sa.String(length=200), nullable=False),
        sa.Column("name_ru", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shelter_buildings")),
    )
    op.create_table(
        "shelter_rooms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("building_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("floor", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["building_id"],
            ["shelter_buildings.id"],
            name=op.f("fk_shelter_rooms_building_id_shelter_buildings"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shelter_rooms")),
    )
    with op.batch_alter_table("shelter_rooms", schema=None) as batch_op:
        batch_op.create_index("uq_shelter_rooms_number", ["building_id", "number"], unique=True)

    op.create_table(
        "shelter_beds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_shelter_beds_number_positive")),
        sa.ForeignKeyConstraint(
            ["room_id"], ["shelter_rooms.id"], name=op.f("fk_shelter_beds_room_id_shelter_rooms")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shelter_beds")),
    )
    with op.batch_alter_table("shelter_beds", schema=None) as batch_op:
        batch_op.create_index("uq_shelter_beds_number", ["room_id", "number"], unique=True)

    op.create_table(
        "stays",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("group_number", sa.Integer(), nullable=False),
        sa.Column("bed_id", sa.Integer(), nullable=False),
        sa.Column("guest_name", sa.String(length=200), nullable=True),
        sa.Column("is_child", sa.Boolean(), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("group_number > 0", name=op.f("ck_stays_group_number_positive")),
        sa.CheckConstraint(
            "left_at IS NULL OR left_at >= arrived_at", name=op.f("ck_stays_left_after_arrival")
        ),
        sa.ForeignKeyConstraint(
            ["bed_id"], ["shelter_beds.id"], name=op.f("fk_stays_bed_id_shelter_beds")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_stays_campaign_id_campaigns")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stays")),
    )
    with op.batch_alter_table("stays", schema=None) as batch_op:
        batch_op.create_index("ix_stays_group", ["campaign_id", "group_number"], unique=False)
        batch_op.create_index(
            "uq_stays_bed_taken",
            ["bed_id"],
            unique=True,
            sqlite_where=sa.text("left_at IS NULL"),
            postgresql_where=sa.text("left_at IS NULL"),
        )


def downgrade() -> None:
    with op.batch_alter_table("stays", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_stays_bed_taken",
            sqlite_where=sa.text("left_at IS NULL"),
            postgresql_where=sa.text("left_at IS NULL"),
        )
        batch_op.drop_index("ix_stays_group")

    op.drop_table("stays")
    with op.batch_alter_table("shelter_beds", schema=None) as batch_op:
        batch_op.drop_index("uq_shelter_beds_number")

    op.drop_table("shelter_beds")
    with op.batch_alter_table("shelter_rooms", schema=None) as batch_op:
        batch_op.drop_index("uq_shelter_rooms_number")

    op.drop_table("shelter_rooms")
    op.drop_table("shelter_buildings")
