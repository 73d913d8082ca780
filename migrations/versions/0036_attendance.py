"""Who came to a shift and when, corrections of confirmed hours, wrong codes at the place."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from campaign_app.core.append_only import drop_append_only, make_append_only

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

HOURS = "hours_of_who_came"


def _account(name: str, *, nullable: bool = True) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _instant(name: str, *, nullable: bool = True) -> sa.Column[sa.DateTime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}")
    )


def _make_attendances() -> None:
    table = "attendances"
    op.create_table(
        table,
        sa.Column("sign_up_id", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(length=32), nullable=False),
        _instant("arrived_at"),
        _instant("left_at"),
        sa.Column("break_minutes", sa.Integer(), nullable=True),
        sa.Column("counts_outside", sa.Boolean(), nullable=False),
        sa.Column("is_walk_in", sa.Boolean(), nullable=False),
        sa.Column("over_places_reason", sa.String(length=500), nullable=False),
        _account("recorded_by_id"),
        _instant("recorded_at", nullable=False),
        _account("volunteer_account_id"),
        _account("confirmed_by_id"),
        sa.CheckConstraint("way IN ('list', 'code')", name=op.f(f"ck_{table}_way_known")),
        sa.CheckConstraint(
            "left_at IS NULL OR (arrived_at IS NOT NULL AND left_at >= arrived_at)",
            name=op.f(f"ck_{table}_left_after_arrival"),
        ),
        sa.CheckConstraint(
            "break_minutes BETWEEN 0 AND 1440", name=op.f(f"ck_{table}_break_possible")
        ),
        sa.CheckConstraint(
            "confirmed_by_id <> volunteer_account_id",
            name=op.f(f"ck_{table}_confirmed_by_another"),
        ),
        sa.CheckConstraint(
            "over_places_reason = '' OR is_walk_in",
            name=op.f(f"ck_{table}_only_walk_ins_over_places"),
        ),
        _key(table, "sign_up_id", "sign_ups"),
        _key(table, "recorded_by_id", "accounts"),
        _key(table, "volunteer_account_id", "accounts"),
        _key(table, "confirmed_by_id", "accounts"),
        sa.PrimaryKeyConstraint("sign_up_id", name=op.f(f"pk_{table}")),
    )


def _make_corrections() -> None:
    table = "attendance_corrections"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sign_up_id", sa.Integer(), nullable=False),
        _instant("at", nullable=False),
        _account("by_id", nullable=False),
        _account("volunteer_account_id"),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("had_attended", sa.Boolean(), nullable=False),
        _instant("had_arrived_at"),
        _instant("had_left_at"),
        sa.Column("had_break_minutes", sa.Integer(), nullable=True),
        sa.Column("had_minutes", sa.Integer(), nullable=True),
        sa.Column("has_attended", sa.Boolean(), nullable=False),
        _instant("arrived_at"),
        _instant("left_at"),
        sa.Column("break_minutes", sa.Integer(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.CheckConstraint("reason <> ''", name=op.f(f"ck_{table}_with_reason")),
        sa.CheckConstraint("by_id <> volunteer_account_id", name=op.f(f"ck_{table}_by_another")),
        sa.CheckConstraint("had_minutes >= 0", name=op.f(f"ck_{table}_had_minutes_not_negative")),
        sa.CheckConstraint("minutes >= 0", name=op.f(f"ck_{table}_minutes_not_negative")),
        _key(table, "sign_up_id", "sign_ups"),
        _key(table, "by_id", "accounts"),
        _key(table, "volunteer_account_id", "accounts"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_sign_up_id"), table, ["sign_up_id"])
    make_append_only(table)


def _make_attempts() -> None:
    table = "code_attempts"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        _account("account_id", nullable=False),
        sa.Column("shift_id", sa.Integer(), nullable=False),
        _instant("at", nullable=False),
        _key(table, "account_id", "accounts"),
        _key(table, "shift_id", "shifts"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(f"ix_{table}_account_id", table, ["account_id", "at"])
    op.create_index(f"ix_{table}_shift_id", table, ["shift_id", "at"])


def upgrade() -> None:
    _make_attendances()
    _make_corrections()
    _make_attempts()
    with op.batch_alter_table("sign_ups", schema=None) as batch_op:
        batch_op.create_check_constraint(
            batch_op.f(f"ck_sign_ups_{HOURS}"), "worked_minutes IS NULL OR has_attended"
        )


def downgrade() -> None:
    with op.batch_alter_table("sign_ups", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f(f"ck_sign_ups_{HOURS}"), type_="check")
    op.drop_table("code_attempts")
    drop_append_only("attendance_corrections")
    op.drop_table("attendance_corrections")
    op.drop_table("attendances")
