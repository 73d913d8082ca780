"""A freed place is offered with a deadline; briefings, parents' consents, curators of groups."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from campaign_app.core.column_types import UtcDateTime

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

STATUSES = "'confirmed', 'offered', 'waiting', 'cancelled'"
OLD_STATUSES = "'confirmed', 'waiting', 'cancelled'"
DEADLINE = "status = 'cancelled' OR (status = 'offered') = (offered_until IS NOT NULL)"
KNOWN = "ck_sign_ups_status_known"
WITH_DEADLINE = "ck_sign_ups_offered_with_deadline"


def _who_and_when(table: str, who: str, when: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column(who, sa.Integer(), nullable=True),
        sa.Column(when, UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint([who], ["accounts.id"], name=f"fk_{table}_{who}_accounts"),
    ]


def _volunteer(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("volunteer_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(
            ["volunteer_id"], ["volunteers.id"], name=f"fk_{table}_volunteer_id_volunteers"
        ),
    ]


def _make_tables() -> None:
    op.create_table(
        "safety_briefings",
        *_volunteer("safety_briefings"),
        sa.Column("shift_id", sa.Integer(), nullable=True),
        sa.Column("held_at", UtcDateTime(), nullable=False),
        sa.Column("held_by", sa.String(200), nullable=False),
        *_who_and_when("safety_briefings", "recorded_by_id", "recorded_at"),
        sa.ForeignKeyConstraint(
            ["shift_id"], ["shifts.id"], name="fk_safety_briefings_shift_id_shifts"
        ),
        sa.CheckConstraint("held_by <> ''", name=op.f("ck_safety_briefings_held_by_somebody")),
    )
    op.create_index(
        "ix_safety_briefings_volunteer_id", "safety_briefings", ["volunteer_id", "held_at"]
    )
    op.create_index("ix_safety_briefings_shift_id", "safety_briefings", ["shift_id"])
    op.create_table(
        "parental_consents",
        *_volunteer("parental_consents"),
        sa.Column("parent_name", sa.String(200), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        *_who_and_when("parental_consents", "recorded_by_id", "recorded_at"),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"],
            ["accounts.id"],
            name="fk_parental_consents_withdrawn_by_id_accounts",
        ),
        sa.CheckConstraint("parent_name <> ''", name=op.f("ck_parental_consents_by_somebody")),
    )
    op.create_index("ix_parental_consents_volunteer_id", "parental_consents", ["volunteer_id"])
    op.create_table(
        "curated_groups",
        *_volunteer("curated_groups"),
        sa.Column("unit", sa.String(100), nullable=False),
        *_who_and_when("curated_groups", "named_by_id", "named_at"),
        sa.CheckConstraint("unit <> ''", name=op.f("ck_curated_groups_unit_named")),
    )
    op.create_index(
        "uq_curated_groups_once", "curated_groups", ["volunteer_id", "unit"], unique=True
    )


def upgrade() -> None:
    with op.batch_alter_table("shifts") as batch_op:
        batch_op.add_column(
            sa.Column("requires_briefing", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("shifts") as batch_op:
        batch_op.alter_column("requires_briefing", server_default=None)
    with op.batch_alter_table("sign_ups") as batch_op:
        batch_op.add_column(sa.Column("offered_until", UtcDateTime(), nullable=True))
        batch_op.drop_constraint(batch_op.f(KNOWN), type_="check")
        batch_op.create_check_constraint(batch_op.f(KNOWN), f"status IN ({STATUSES})")
        batch_op.create_check_constraint(batch_op.f(WITH_DEADLINE), DEADLINE)
        batch_op.create_index("ix_sign_ups_offered_until", ["status", "offered_until"])
    _make_tables()


def downgrade() -> None:
    for table in ("curated_groups", "parental_consents", "safety_briefings"):
        op.drop_table(table)
    with op.batch_alter_table("sign_ups") as batch_op:
        batch_op.drop_index("ix_sign_ups_offered_until")
        batch_op.drop_constraint(batch_op.f(WITH_DEADLINE), type_="check")
        batch_op.drop_constraint(batch_op.f(KNOWN), type_="check")
    # Who was offered a place waits for one, as far as the older program knows.
    op.execute("UPDATE sign_ups SET status = 'waiting' WHERE status = 'offered'")
    with op.batch_alter_table("sign_ups") as batch_op:
        batch_op.drop_column("offered_until")
        batch_op.create_check_constraint(batch_op.f(KNOWN), f"status IN ({OLD_STATUSES})")
    with op.batch_alter_table("shifts") as batch_op:
        batch_op.drop_column("requires_briefing")
