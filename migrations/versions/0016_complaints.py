"""Complaints and requests for help, and how often somebody pressed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "throttles",
        sa.Column("purpose", sa.String(length=32), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint("count >= 0", name=op.f("ck_throttles_count_not_negative")),
        sa.PrimaryKeyConstraint("purpose", "key_hash", name=op.f("pk_throttles")),
    )
    with op.batch_alter_table("throttles", schema=None) as batch_op:
        batch_op.create_index("ix_throttles_started_at", ["started_at"], unique=False)

    op.create_table(
        "appeals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("language", sa.String(length=32), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=True),
        sa.Column("topic", sa.String(length=32), nullable=True),
        sa.Column("is_urgent", sa.Boolean(), nullable=False),
        sa.Column("is_sensitive", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("about_name", sa.Text(), nullable=True),
        sa.Column("writer_name", sa.Text(), nullable=True),
        sa.Column("contact", sa.Text(), nullable=True),
        sa.Column("for_whom", sa.String(length=32), nullable=True),
        sa.Column("category", sa.String(length=32), nullable=True),
        sa.Column("person_name", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("dormitory", sa.Text(), nullable=True),
        sa.Column("room", sa.Text(), nullable=True),
        sa.Column("consent_given_on", sa.Date(), nullable=True),
        sa.Column("handler_id", sa.Integer(), nullable=True),
        sa.Column("subject_account_id", sa.Integer(), nullable=True),
        sa.Column("subject_volunteer_id", sa.Integer(), nullable=True),
        sa.Column("beneficiary_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=32), nullable=True),
        sa.Column("lesson", sa.Text(), nullable=True),
        sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(kind = 'complaint') = (topic IS NOT NULL)",
            name=op.f("ck_appeals_complaint_has_topic"),
        ),
        sa.CheckConstraint(
            "(kind = 'help') = (for_whom IS NOT NULL)", name=op.f("ck_appeals_help_is_for_somebody")
        ),
        sa.CheckConstraint(
            "(status = 'closed') = (closed_at IS NOT NULL) AND (status = 'closed') = (outcome IS NOT NULL)",
            name=op.f("ck_appeals_closed_with_outcome"),
        ),
        sa.CheckConstraint(
            "(status = 'new') = (handler_id IS NULL)", name=op.f("ck_appeals_new_has_no_handler")
        ),
        sa.CheckConstraint(
            "category IN ('lonely_pensioner', 'foreign_student', 'institution', 'stranded_person', 'large_family', 'person_with_disability', 'other')",
            name=op.f("ck_appeals_category_known"),
        ),
        sa.CheckConstraint(
            "for_whom IN ('myself', 'somebody_else')", name=op.f("ck_appeals_for_whom_known")
        ),
        sa.CheckConstraint("kind IN ('complaint', 'help')", name=op.f("ck_appeals_kind_known")),
        sa.CheckConstraint(
            "language IN ('kk', 'ru', 'en')", name=op.f("ck_appeals_language_known")
        ),
        sa.CheckConstraint(
            "outcome IN ('upheld', 'partly_upheld', 'not_upheld', 'withdrawn', 'registered', 'already_registered', 'declined')",
            name=op.f("ck_appeals_outcome_known"),
        ),
        sa.CheckConstraint(
            "status IN ('new', 'in_progress', 'answered', 'closed')",
            name=op.f("ck_appeals_status_known"),
        ),
        sa.CheckConstraint(
            "status NOT IN ('answered', 'closed') OR answered_at IS NOT NULL",
            name=op.f("ck_appeals_closed_with_answer"),
        ),
        sa.CheckConstraint(
            "topic IN ('volunteer', 'organisers', 'goods', 'recipient_list', 'abuse', 'fraud', 'other')",
            name=op.f("ck_appeals_topic_known"),
        ),
        sa.CheckConstraint(
            "closed_by_id <> subject_account_id", name=op.f("ck_appeals_closed_by_another")
        ),
        sa.CheckConstraint(
            "handler_id <> subject_account_id", name=op.f("ck_appeals_handler_is_not_subject")
        ),
        sa.ForeignKeyConstraint(
            ["beneficiary_id"],
            ["beneficiaries.id"],
            name=op.f("fk_appeals_beneficiary_id_beneficiaries"),
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_appeals_campaign_id_campaigns")
        ),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["accounts.id"], name=op.f("fk_appeals_closed_by_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["handler_id"], ["accounts.id"], name=op.f("fk_appeals_handler_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["subject_account_id"],
            ["accounts.id"],
            name=op.f("fk_appeals_subject_account_id_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["subject_volunteer_id"],
            ["volunteers.id"],
            name=op.f("fk_appeals_subject_volunteer_id_volunteers"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeals")),
        sa.UniqueConstraint("kind", "year", "number", name="uq_appeals_number"),
    )
    with op.batch_alter_table("appeals", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_appeals_beneficiary_id"), ["beneficiary_id"], unique=False
        )
        batch_op.create_index(
            "ix_appeals_campaign_id", ["campaign_id", "kind", "status"], unique=False
        )
        batch_op.create_index("ix_appeals_closed_at", ["closed_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_appeals_closed_by_id"), ["closed_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_appeals_handler_id"), ["handler_id"], unique=False)
        batch_op.create_index("ix_appeals_list", ["kind", "status", "due_on", "id"], unique=False)
        batch_op.create_index("ix_appeals_number", ["year", "number"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_appeals_subject_account_id"), ["subject_account_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_appeals_subject_volunteer_id"), ["subject_volunteer_id"], unique=False
        )

    op.create_table(
        "appeal_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appeal_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'message') = (actor_id IS NULL)",
            name=op.f("ck_appeal_entries_messages_have_no_actor"),
        ),
        sa.CheckConstraint(
            "kind IN ('message', 'answer', 'taken', 'assigned', 'subject_set', 'marked_sensitive', 'unmarked_sensitive', 'contact_opened', 'closed', 'reopened')",
            name=op.f("ck_appeal_entries_kind_known"),
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["accounts.id"], name=op.f("fk_appeal_entries_actor_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["appeal_id"], ["appeals.id"], name=op.f("fk_appeal_entries_appeal_id_appeals")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal_entries")),
    )
    with op.batch_alter_table("appeal_entries", schema=None) as batch_op:
        batch_op.create_index("ix_appeal_entries_appeal_id", ["appeal_id", "id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("appeal_entries", schema=None) as batch_op:
        batch_op.drop_index("ix_appeal_entries_appeal_id")

    op.drop_table("appeal_entries")
    with op.batch_alter_table("appeals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_appeals_subject_volunteer_id"))
        batch_op.drop_index(batch_op.f("ix_appeals_subject_account_id"))
        batch_op.drop_index("ix_appeals_number")
        batch_op.drop_index("ix_appeals_list")
        batch_op.drop_index(batch_op.f("ix_appeals_handler_id"))
        batch_op.drop_index(batch_op.f("ix_appeals_closed_by_id"))
        batch_op.drop_index("ix_appeals_closed_at")
        batch_op.drop_index("ix_appeals_campaign_id")
        batch_op.drop_index(batch_op.f("ix_appeals_beneficiary_id"))

    op.drop_table("appeals")
    with op.batch_alter_table("throttles", schema=None) as batch_op:
        batch_op.drop_index("ix_throttles_started_at")

    op.drop_table("throttles")
