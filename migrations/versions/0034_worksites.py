"""Worksites: places, rounds of work, crews, photos, tools."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from campaign_app.core.append_only import drop_append_only, make_append_only
from campaign_app.core.column_types import UtcDateTime

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

APPEND_ONLY = ("tool_movements",)
BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "worksites",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("sort_order", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("note", sa.String(1000), nullable=False),
        sa.Column("latitude", sa.Integer(), nullable=True),
        sa.Column("longitude", sa.Integer(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("retired_at", UtcDateTime(), nullable=True),
        sa.Column("retired_by_id", sa.Integer(), nullable=True),
        sa.Column("retire_reason", sa.String(500), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_worksites_name_given")),
        sa.CheckConstraint(
            "retired_at IS NULL OR retire_reason <> ''",
            name=op.f("ck_worksites_retired_with_reason"),
        ),
        sa.CheckConstraint(
            "(latitude IS NULL) = (longitude IS NULL)", name=op.f("ck_worksites_position_whole")
        ),
        sa.CheckConstraint(
            "kind IN ('bus_stop', 'pavement', 'yard', 'entrance', 'other')",
            name=op.f("ck_worksites_kind_known"),
        ),
        sa.CheckConstraint(
            "latitude BETWEEN -90000000 AND 90000000 AND longitude BETWEEN -180000000 AND 180000000",
            name=op.f("ck_worksites_position_on_earth"),
        ),
        sa.CheckConstraint("sort_order > 0", name=op.f("ck_worksites_sort_order_positive")),
        sa.ForeignKeyConstraint(
            ["retired_by_id"], ["accounts.id"], name=op.f("fk_worksites_retired_by_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_worksites_campaign_id_campaigns")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worksites")),
    )
    op.create_index(
        "ix_worksites_order", "worksites", ["campaign_id", "sort_order", "id"], unique=False
    )
    op.create_index(
        "uq_worksites_name",
        "worksites",
        ["campaign_id", "name"],
        unique=True,
        sqlite_where=sa.text("retired_at IS NULL"),
        postgresql_where=sa.text("retired_at IS NULL"),
    )

    op.create_table(
        "work_rounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(500), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("number > 0", name=op.f("ck_work_rounds_number_positive")),
        sa.CheckConstraint(
            "closed_at IS NULL OR closed_at >= opened_at",
            name=op.f("ck_work_rounds_closed_after_opening"),
        ),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["accounts.id"], name=op.f("fk_work_rounds_opened_by_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_work_rounds_campaign_id_campaigns")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_rounds")),
    )
    op.create_index(
        "uq_work_rounds_current",
        "work_rounds",
        ["campaign_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index("uq_work_rounds_number", "work_rounds", ["campaign_id", "number"], unique=True)

    op.create_table(
        "crews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("shift_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("formed_at", UtcDateTime(), nullable=False),
        sa.Column("formed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("number > 0", name=op.f("ck_crews_number_positive")),
        sa.ForeignKeyConstraint(["shift_id"], ["shifts.id"], name=op.f("fk_crews_shift_id_shifts")),
        sa.ForeignKeyConstraint(
            ["formed_by_id"], ["accounts.id"], name=op.f("fk_crews_formed_by_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_crews_campaign_id_campaigns")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crews")),
    )
    op.create_index("ix_crews_campaign_id", "crews", ["campaign_id"], unique=False)
    op.create_index("uq_crews_number", "crews", ["shift_id", "number"], unique=True)

    op.create_table(
        "crew_members",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("crew_id", sa.Integer(), nullable=False),
        sa.Column("shift_id", sa.Integer(), nullable=False),
        sa.Column("volunteer_id", sa.Integer(), nullable=False),
        sa.Column("joined_at", UtcDateTime(), nullable=False),
        sa.Column("left_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "left_at IS NULL OR left_at >= joined_at",
            name=op.f("ck_crew_members_left_after_joining"),
        ),
        sa.ForeignKeyConstraint(
            ["shift_id"], ["shifts.id"], name=op.f("fk_crew_members_shift_id_shifts")
        ),
        sa.ForeignKeyConstraint(
            ["volunteer_id"],
            ["volunteers.id"],
            name=op.f("fk_crew_members_volunteer_id_volunteers"),
        ),
        sa.ForeignKeyConstraint(
            ["crew_id"], ["crews.id"], name=op.f("fk_crew_members_crew_id_crews")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crew_members")),
    )
    op.create_index("ix_crew_members_crew_id", "crew_members", ["crew_id"], unique=False)
    op.create_index("ix_crew_members_volunteer_id", "crew_members", ["volunteer_id"], unique=False)
    op.create_index(
        "uq_crew_members_one_crew",
        "crew_members",
        ["shift_id", "volunteer_id"],
        unique=True,
        sqlite_where=sa.text("left_at IS NULL"),
        postgresql_where=sa.text("left_at IS NULL"),
    )

    op.create_table(
        "worksite_tasks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("worksite_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("crew_id", sa.Integer(), nullable=True),
        sa.Column("taken_at", UtcDateTime(), nullable=True),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("no_photo_reason", sa.String(500), nullable=False),
        sa.Column("release_reason", sa.String(500), nullable=False),
        sa.Column("from_task_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state NOT IN ('taken', 'done') OR (crew_id IS NOT NULL AND taken_at IS NOT NULL)",
            name=op.f("ck_worksite_tasks_worked_by_a_crew"),
        ),
        sa.CheckConstraint(
            "state IN ('open', 'taken', 'done', 'carried', 'withdrawn')",
            name=op.f("ck_worksite_tasks_state_known"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('open', 'withdrawn') OR crew_id IS NULL",
            name=op.f("ck_worksite_tasks_free_without_a_crew"),
        ),
        sa.CheckConstraint(
            "done_at IS NULL OR done_at >= taken_at",
            name=op.f("ck_worksite_tasks_done_after_taking"),
        ),
        sa.CheckConstraint(
            "(state = 'done') = (done_at IS NOT NULL)",
            name=op.f("ck_worksite_tasks_done_at_a_time"),
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["work_rounds.id"], name=op.f("fk_worksite_tasks_round_id_work_rounds")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_worksite_tasks_campaign_id_campaigns")
        ),
        sa.ForeignKeyConstraint(
            ["from_task_id"],
            ["worksite_tasks.id"],
            name=op.f("fk_worksite_tasks_from_task_id_worksite_tasks"),
        ),
        sa.ForeignKeyConstraint(
            ["crew_id"], ["crews.id"], name=op.f("fk_worksite_tasks_crew_id_crews")
        ),
        sa.ForeignKeyConstraint(
            ["worksite_id"], ["worksites.id"], name=op.f("fk_worksite_tasks_worksite_id_worksites")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worksite_tasks")),
    )
    op.create_index("ix_worksite_tasks_crew", "worksite_tasks", ["crew_id", "state"], unique=False)
    op.create_index("ix_worksite_tasks_from", "worksite_tasks", ["from_task_id"], unique=False)
    op.create_index(
        "ix_worksite_tasks_totals",
        "worksite_tasks",
        ["campaign_id", "state", "worksite_id"],
        unique=False,
    )
    op.create_index(
        "ix_worksite_tasks_worksite", "worksite_tasks", ["worksite_id", "round_id"], unique=False
    )
    op.create_index(
        "uq_worksite_tasks_once", "worksite_tasks", ["round_id", "worksite_id"], unique=True
    )
    op.create_index(
        "uq_worksite_tasks_one_place",
        "worksite_tasks",
        ["crew_id"],
        unique=True,
        sqlite_where=sa.text("state = 'taken'"),
        postgresql_where=sa.text("state = 'taken'"),
    )

    op.create_table(
        "worksite_photos",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("moment", sa.String(32), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("byte_count", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("small", sa.LargeBinary(), nullable=True),
        sa.Column("uploaded_at", UtcDateTime(), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=True),
        sa.Column("removed_at", UtcDateTime(), nullable=True),
        sa.Column("removed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("byte_count > 0", name=op.f("ck_worksite_photos_byte_count_positive")),
        sa.CheckConstraint(
            "(removed_at IS NULL) = (content IS NOT NULL) AND (removed_at IS NULL) = (small IS NOT NULL)",
            name=op.f("ck_worksite_photos_removed_without_pixels"),
        ),
        sa.CheckConstraint("width > 0 AND height > 0", name=op.f("ck_worksite_photos_has_a_size")),
        sa.CheckConstraint(
            "moment IN ('before', 'after')", name=op.f("ck_worksite_photos_moment_known")
        ),
        sa.ForeignKeyConstraint(
            ["removed_by_id"],
            ["accounts.id"],
            name=op.f("fk_worksite_photos_removed_by_id_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"],
            ["accounts.id"],
            name=op.f("fk_worksite_photos_uploaded_by_id_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_worksite_photos_campaign_id_campaigns")
        ),
        sa.ForeignKeyConstraint(
            ["task_id"],
            ["worksite_tasks.id"],
            name=op.f("fk_worksite_photos_task_id_worksite_tasks"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worksite_photos")),
    )
    op.create_index(
        "ix_worksite_photos_campaign_id", "worksite_photos", ["campaign_id"], unique=False
    )
    op.create_index(
        "ix_worksite_photos_task",
        "worksite_photos",
        ["task_id", "moment", "removed_at"],
        unique=False,
    )

    op.create_table(
        "tools",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("total_count", sa.Integer(), nullable=False),
        sa.Column("out_count", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_tools_name_given")),
        sa.CheckConstraint(
            "out_count BETWEEN 0 AND total_count", name=op.f("ck_tools_out_within_total")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_tools_campaign_id_campaigns")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tools")),
    )
    op.create_index("uq_tools_name", "tools", ["campaign_id", "name"], unique=True)

    op.create_table(
        "tool_loans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("tool_id", sa.Integer(), nullable=False),
        sa.Column("shift_id", sa.Integer(), nullable=False),
        sa.Column("crew_id", sa.Integer(), nullable=True),
        sa.Column("volunteer_id", sa.Integer(), nullable=True),
        sa.Column("out_count", sa.Integer(), nullable=False),
        sa.Column("lent_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "(crew_id IS NULL) <> (volunteer_id IS NULL)", name=op.f("ck_tool_loans_one_holder")
        ),
        sa.CheckConstraint("out_count >= 0", name=op.f("ck_tool_loans_out_not_negative")),
        sa.ForeignKeyConstraint(
            ["shift_id"], ["shifts.id"], name=op.f("fk_tool_loans_shift_id_shifts")
        ),
        sa.ForeignKeyConstraint(
            ["crew_id"], ["crews.id"], name=op.f("fk_tool_loans_crew_id_crews")
        ),
        sa.ForeignKeyConstraint(
            ["volunteer_id"], ["volunteers.id"], name=op.f("fk_tool_loans_volunteer_id_volunteers")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_tool_loans_campaign_id_campaigns")
        ),
        sa.ForeignKeyConstraint(
            ["tool_id"], ["tools.id"], name=op.f("fk_tool_loans_tool_id_tools")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tool_loans")),
    )
    op.create_index("ix_tool_loans_crew_id", "tool_loans", ["crew_id"], unique=False)
    op.create_index("ix_tool_loans_out", "tool_loans", ["campaign_id", "out_count"], unique=False)
    op.create_index("ix_tool_loans_shift", "tool_loans", ["shift_id", "out_count"], unique=False)
    op.create_index("ix_tool_loans_volunteer_id", "tool_loans", ["volunteer_id"], unique=False)
    op.create_index("uq_tool_loans_crew", "tool_loans", ["tool_id", "crew_id"], unique=True)
    op.create_index(
        "uq_tool_loans_volunteer",
        "tool_loans",
        ["tool_id", "shift_id", "volunteer_id"],
        unique=True,
    )

    op.create_table(
        "tool_movements",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("tool_id", sa.Integer(), nullable=False),
        sa.Column("loan_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('added', 'lent', 'returned', 'broken', 'lost', 'taken_out')",
            name=op.f("ck_tool_movements_kind_known"),
        ),
        sa.CheckConstraint("count > 0", name=op.f("ck_tool_movements_count_positive")),
        sa.CheckConstraint(
            "kind NOT IN ('broken', 'lost', 'taken_out') OR reason <> ''",
            name=op.f("ck_tool_movements_loss_with_reason"),
        ),
        sa.CheckConstraint(
            "(kind IN ('lent', 'returned', 'broken', 'lost')) = (loan_id IS NOT NULL)",
            name=op.f("ck_tool_movements_loan_named"),
        ),
        sa.ForeignKeyConstraint(
            ["loan_id"], ["tool_loans.id"], name=op.f("fk_tool_movements_loan_id_tool_loans")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_tool_movements_campaign_id_campaigns")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"],
            ["accounts.id"],
            name=op.f("fk_tool_movements_recorded_by_id_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["tool_id"], ["tools.id"], name=op.f("fk_tool_movements_tool_id_tools")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tool_movements")),
    )
    op.create_index("ix_tool_movements_loan_id", "tool_movements", ["loan_id"], unique=False)
    op.create_index("ix_tool_movements_tool", "tool_movements", ["tool_id", "id"], unique=False)

    for table in APPEND_ONLY:
        make_append_only(table)


def downgrade() -> None:
    for table in reversed(APPEND_ONLY):
        drop_append_only(table)
    for table in (
        "tool_movements",
        "tool_loans",
        "tools",
        "worksite_photos",
        "worksite_tasks",
        "crew_members",
        "crews",
        "work_rounds",
        "worksites",
    ):
        op.drop_table(table)
