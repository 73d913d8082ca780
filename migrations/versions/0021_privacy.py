"""Who looked at personal data, requests about them, incidents, and how long they are kept.

A visit may lose how somebody was, when she is erased.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


UNCHANGED = "disclosures is append-only"
YOUNG = "disclosures are kept for three years"
MET = "(outcome = 'met') = (wellbeing IS NOT NULL)"
MET_OR_ERASED = "outcome = 'met' OR wellbeing IS NULL"


def _guard_disclosures() -> None:
    """Nothing is changed; nothing younger than three years is deleted, whoever asks."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER disclosures_no_update BEFORE UPDATE ON disclosures "
            f"BEGIN SELECT RAISE(ABORT, '{UNCHANGED}'); END"
        )
        op.execute(
            "CREATE TRIGGER disclosures_no_delete BEFORE DELETE ON disclosures "
            "WHEN OLD.at > datetime('now', '-3 years') "
            f"BEGIN SELECT RAISE(ABORT, '{YOUNG}'); END"
        )
        return
    op.execute(
        "CREATE FUNCTION disclosures_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF TG_OP = 'DELETE' THEN "
        "IF OLD.at <= now() - interval '3 years' THEN RETURN OLD; END IF; "
        f"RAISE EXCEPTION '{YOUNG}'; END IF; RAISE EXCEPTION '{UNCHANGED}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER disclosures_no_change BEFORE UPDATE OR DELETE ON disclosures "
        "FOR EACH ROW EXECUTE FUNCTION disclosures_refuse()"
    )
    op.execute(
        "CREATE TRIGGER disclosures_no_truncate BEFORE TRUNCATE ON disclosures "
        "FOR EACH STATEMENT EXECUTE FUNCTION disclosures_refuse()"
    )


def _unguard_disclosures() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER disclosures_no_{verb}")
        return
    for trigger in ("no_change", "no_truncate"):
        op.execute(f"DROP TRIGGER disclosures_{trigger} ON disclosures")
    op.execute("DROP FUNCTION disclosures_refuse()")


def _change_visits(after: str) -> None:
    with op.batch_alter_table("visits", schema=None) as batch_op:
        name = batch_op.f("ck_visits_wellbeing_of_who_was_met")
        batch_op.drop_constraint(name, type_="check")
        batch_op.create_check_constraint(name, after)


def upgrade() -> None:
    op.create_table(
        "retention_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=32), nullable=False),
        sa.Column("ran_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("removed_count", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "purpose IN ('registry', 'proxy_documents', 'shelter_names', 'visit_notes', 'complaint_contacts', 'import_drafts', 'sign_in_attempts', 'submissions', 'disclosures')",
            name=op.f("ck_retention_runs_purpose_known"),
        ),
        sa.CheckConstraint(
            "removed_count >= 0", name=op.f("ck_retention_runs_removed_count_not_negative")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_runs")),
    )
    with op.batch_alter_table("retention_runs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_retention_runs_ran_at"), ["ran_at"], unique=False)

    op.create_table(
        "incidents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("detected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("whom", sa.String(length=500), nullable=False),
        sa.Column("measures", sa.Text(), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.Column("notified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("notified_whom", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("what <> ''", name=op.f("ck_incidents_described")),
        sa.CheckConstraint(
            "notified_at IS NULL OR notified_at >= detected_at",
            name=op.f("ck_incidents_notified_after_detection"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_incidents_recorded_by_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incidents")),
    )
    with op.batch_alter_table("incidents", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_incidents_detected_at"), ["detected_at"], unique=False)

    op.create_table(
        "retention_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=32), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "purpose IN ('registry', 'proxy_documents', 'shelter_names', 'visit_notes', 'complaint_contacts', 'import_drafts', 'sign_in_attempts', 'submissions', 'disclosures')",
            name=op.f("ck_retention_rules_purpose_known"),
        ),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_retention_rules_with_reason")),
        sa.CheckConstraint(
            "days BETWEEN 1 AND 36500", name=op.f("ck_retention_rules_days_possible")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["accounts.id"],
            name=op.f("fk_retention_rules_decided_by_id_accounts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_rules")),
    )
    with op.batch_alter_table("retention_rules", schema=None) as batch_op:
        batch_op.create_index("ix_retention_rules_purpose", ["purpose", "id"], unique=False)

    op.create_table(
        "data_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("beneficiary_id", sa.Integer(), nullable=True),
        sa.Column("described", sa.String(length=500), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("assigned_to_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=32), nullable=True),
        sa.Column("answer", sa.String(length=1000), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(status = 'answered') = (outcome IS NOT NULL AND answered_on IS NOT NULL)",
            name=op.f("ck_data_requests_answered_with_outcome"),
        ),
        sa.CheckConstraint(
            "channel IN ('in_person', 'letter', 'phone', 'email', 'website')",
            name=op.f("ck_data_requests_channel_known"),
        ),
        sa.CheckConstraint(
            "kind IN ('access', 'correction', 'deletion', 'anonymisation', 'restriction', 'withdrawal', 'objection')",
            name=op.f("ck_data_requests_kind_known"),
        ),
        sa.CheckConstraint(
            "outcome IN ('done', 'erased', 'anonymised', 'blocked', 'refused')",
            name=op.f("ck_data_requests_outcome_known"),
        ),
        sa.CheckConstraint(
            "status = 'open' OR assigned_to_id IS NOT NULL",
            name=op.f("ck_data_requests_handled_by_somebody"),
        ),
        sa.CheckConstraint(
            "status IN ('open', 'in_work', 'answered')", name=op.f("ck_data_requests_status_known")
        ),
        sa.CheckConstraint(
            "due_on >= received_on", name=op.f("ck_data_requests_due_after_received")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"],
            ["accounts.id"],
            name=op.f("fk_data_requests_answered_by_id_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["assigned_to_id"],
            ["accounts.id"],
            name=op.f("fk_data_requests_assigned_to_id_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["beneficiary_id"],
            ["beneficiaries.id"],
            name=op.f("fk_data_requests_beneficiary_id_beneficiaries"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"],
            ["accounts.id"],
            name=op.f("fk_data_requests_recorded_by_id_accounts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_requests")),
    )
    with op.batch_alter_table("data_requests", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_data_requests_beneficiary_id"), ["beneficiary_id"], unique=False
        )
        batch_op.create_index("ix_data_requests_status", ["status", "due_on"], unique=False)

    op.create_table(
        "disclosures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("beneficiary_id", sa.Integer(), nullable=True),
        sa.Column("campaign_id", sa.Integer(), nullable=True),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.CheckConstraint(
            "kind <> 'number_in_full' OR reason <> ''",
            name=op.f("ck_disclosures_number_with_reason"),
        ),
        sa.CheckConstraint(
            "kind IN ('person_page', 'number_in_full', 'round_list', 'sheet_printed', 'file_exported', 'all_data_of_person', 'shelter_list')",
            name=op.f("ck_disclosures_kind_known"),
        ),
        sa.CheckConstraint("row_count >= 0", name=op.f("ck_disclosures_row_count_not_negative")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_disclosures_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["beneficiary_id"],
            ["beneficiaries.id"],
            name=op.f("fk_disclosures_beneficiary_id_beneficiaries"),
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_disclosures_campaign_id_campaigns")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["distribution_rounds.id"],
            name=op.f("fk_disclosures_round_id_distribution_rounds"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosures")),
    )
    with op.batch_alter_table("disclosures", schema=None) as batch_op:
        batch_op.create_index("ix_disclosures_account_id", ["account_id", "at"], unique=False)
        batch_op.create_index("ix_disclosures_at", ["at", "id"], unique=False)
        batch_op.create_index(
            "ix_disclosures_beneficiary_id", ["beneficiary_id", "at"], unique=False
        )

    _guard_disclosures()
    _change_visits(MET_OR_ERASED)


def downgrade() -> None:
    # What the older program cannot hold: who was met and erased was well.
    op.execute("UPDATE visits SET wellbeing = 'good' WHERE outcome = 'met' AND wellbeing IS NULL")
    _change_visits(MET)
    _unguard_disclosures()
    with op.batch_alter_table("disclosures", schema=None) as batch_op:
        batch_op.drop_index("ix_disclosures_beneficiary_id")
        batch_op.drop_index("ix_disclosures_at")
        batch_op.drop_index("ix_disclosures_account_id")

    op.drop_table("disclosures")
    with op.batch_alter_table("data_requests", schema=None) as batch_op:
        batch_op.drop_index("ix_data_requests_status")
        batch_op.drop_index(batch_op.f("ix_data_requests_beneficiary_id"))

    op.drop_table("data_requests")
    with op.batch_alter_table("retention_rules", schema=None) as batch_op:
        batch_op.drop_index("ix_retention_rules_purpose")

    op.drop_table("retention_rules")
    with op.batch_alter_table("incidents", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_incidents_detected_at"))

    op.drop_table("incidents")
    with op.batch_alter_table("retention_runs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_retention_runs_ran_at"))

    op.drop_table("retention_runs")
