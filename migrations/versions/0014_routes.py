"""Routes: their volunteers, and which line is which stop of which route."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "routes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("runs_on", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('planned', 'running', 'finished')", name=op.f("ck_routes_status_known")
        ),
        sa.CheckConstraint("number > 0", name=op.f("ck_routes_number_positive")),
        sa.CheckConstraint(
            "(status = 'planned') = (started_at IS NULL)",
            name=op.f("ck_routes_started_unless_planned"),
        ),
        sa.CheckConstraint(
            "(status = 'finished') = (finished_at IS NOT NULL)",
            name=op.f("ck_routes_finished_with_time"),
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_routes_campaign_id_campaigns")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["accounts.id"], name=op.f("fk_routes_created_by_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["distribution_rounds.id"],
            name=op.f("fk_routes_round_id_distribution_rounds"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_routes")),
    )
    with op.batch_alter_table("routes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_routes_campaign_id"), ["campaign_id"], unique=False)
        batch_op.create_index("uq_routes_number", ["round_id", "number"], unique=True)

    op.create_table(
        "route_volunteers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("route_id", sa.Integer(), nullable=False),
        sa.Column("volunteer_id", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["route_id"], ["routes.id"], name=op.f("fk_route_volunteers_route_id_routes")
        ),
        sa.ForeignKeyConstraint(
            ["volunteer_id"],
            ["volunteers.id"],
            name=op.f("fk_route_volunteers_volunteer_id_volunteers"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_route_volunteers")),
    )
    with op.batch_alter_table("route_volunteers", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_route_volunteers_volunteer_id"), ["volunteer_id"], unique=False
        )
        batch_op.create_index(
            "uq_route_volunteers_once", ["route_id", "volunteer_id"], unique=True
        )

    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.add_column(sa.Column("route_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("stop_number", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("door_note", sa.String(length=200), server_default="", nullable=False)
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_deliveries_route_id_routes"), "routes", ["route_id"], ["id"]
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_deliveries_stop_number_on_route"),
            "(route_id IS NULL) = (stop_number IS NULL)",
        )
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.create_index("ix_deliveries_route_id", ["route_id", "stop_number"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.drop_index("ix_deliveries_route_id")
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("ck_deliveries_stop_number_on_route"), type_="check"
        )
        batch_op.drop_constraint("fk_deliveries_route_id_routes", type_="foreignkey")
        batch_op.drop_column("door_note")
        batch_op.drop_column("stop_number")
        batch_op.drop_column("route_id")
    with op.batch_alter_table("route_volunteers", schema=None) as batch_op:
        batch_op.drop_index("uq_route_volunteers_once")
        batch_op.drop_index(batch_op.f("ix_route_volunteers_volunteer_id"))
    op.drop_table("route_volunteers")
    with op.batch_alter_table("routes", schema=None) as batch_op:
        batch_op.drop_index("uq_routes_number")
        batch_op.drop_index(batch_op.f("ix_routes_campaign_id"))
    op.drop_table("routes")
