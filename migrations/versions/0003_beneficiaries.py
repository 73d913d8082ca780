"""The registry: people, institutions, households, consents, recipient lists, import drafts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "households",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_households")),
    )
    op.create_table(
        "beneficiaries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("category", sa.String(length=32), nullable=False),
        sa.Column("surname", sa.String(length=200), nullable=False),
        sa.Column("given_name", sa.String(length=100), nullable=False),
        sa.Column("patronymic", sa.String(length=100), nullable=False),
        sa.Column("born_on", sa.Date(), nullable=True),
        sa.Column("sex", sa.String(length=32), nullable=True),
        sa.Column("iin", sa.Text(), nullable=True),
        sa.Column("iin_hash", sa.String(length=64), nullable=True),
        sa.Column("iin_last4", sa.String(length=4), nullable=False),
        sa.Column("document_number", sa.Text(), nullable=True),
        sa.Column("document_hash", sa.String(length=64), nullable=True),
        sa.Column("document_last4", sa.String(length=4), nullable=False),
        sa.Column("citizenship", sa.String(length=2), nullable=False),
        sa.Column("language", sa.String(length=32), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("city", sa.String(length=100), nullable=False),
        sa.Column("street", sa.String(length=200), nullable=False),
        sa.Column("house", sa.String(length=20), nullable=False),
        sa.Column("flat", sa.String(length=20), nullable=False),
        sa.Column("entrance", sa.String(length=20), nullable=False),
        sa.Column("floor", sa.String(length=20), nullable=False),
        sa.Column("dormitory", sa.String(length=100), nullable=False),
        sa.Column("room", sa.String(length=20), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=True),
        sa.Column("household_size", sa.Integer(), nullable=False),
        sa.Column("head_count", sa.Integer(), nullable=True),
        sa.Column("contact_person", sa.String(length=200), nullable=False),
        sa.Column("package_variant", sa.String(length=32), nullable=False),
        sa.Column("former_unit", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("name_key", sa.String(length=300), nullable=False),
        sa.Column("address_key", sa.String(length=300), nullable=False),
        sa.Column("dormitory_key", sa.String(length=100), nullable=False),
        sa.Column(
            "sort_key",
            sa.String(length=1000).with_variant(
                sa.String(length=1000, collation="C"), "postgresql"
            ),
            nullable=False,
        ),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("registered_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "category IN ('lonely_pensioner', 'foreign_student', 'institution', 'stranded_person', 'large_family', 'person_with_disability', 'other')",
            name=op.f("ck_beneficiaries_category_known"),
        ),
        sa.CheckConstraint(
            "kind = 'person' OR head_count IS NOT NULL",
            name=op.f("ck_beneficiaries_institution_counted"),
        ),
        sa.CheckConstraint(
            "kind IN ('person', 'institution')", name=op.f("ck_beneficiaries_kind_known")
        ),
        sa.CheckConstraint(
            "language IN ('kk', 'ru', 'en')", name=op.f("ck_beneficiaries_language_known")
        ),
        sa.CheckConstraint(
            "package_variant IN ('standard', 'halal', 'diabetic', 'vegetarian', 'no_kitchen', 'infant')",
            name=op.f("ck_beneficiaries_package_variant_known"),
        ),
        sa.CheckConstraint("sex IN ('female', 'male')", name=op.f("ck_beneficiaries_sex_known")),
        sa.CheckConstraint(
            "surname <> '' OR given_name <> '' OR patronymic <> ''",
            name=op.f("ck_beneficiaries_has_a_name"),
        ),
        sa.CheckConstraint(
            "head_count IS NULL OR head_count > 0",
            name=op.f("ck_beneficiaries_head_count_positive"),
        ),
        sa.CheckConstraint(
            "household_size > 0", name=op.f("ck_beneficiaries_household_size_positive")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["households.id"],
            name=op.f("fk_beneficiaries_household_id_households"),
        ),
        sa.ForeignKeyConstraint(
            ["registered_by_id"],
            ["accounts.id"],
            name=op.f("fk_beneficiaries_registered_by_id_accounts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_beneficiaries")),
        sa.UniqueConstraint("iin_hash", name=op.f("uq_beneficiaries_iin_hash")),
    )
    with op.batch_alter_table("beneficiaries", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_beneficiaries_address_key"), ["address_key"], unique=False
        )
        batch_op.create_index("ix_beneficiaries_category", ["category", "sort_key"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_beneficiaries_document_hash"), ["document_hash"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_beneficiaries_dormitory_key"), ["dormitory_key"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_beneficiaries_household_id"), ["household_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_beneficiaries_name_key"), ["name_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_beneficiaries_phone"), ["phone"], unique=False)
        batch_op.create_index("ix_beneficiaries_sort_key", ["sort_key", "id"], unique=False)

    op.create_table(
        "import_drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(length=32), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "category IN ('lonely_pensioner', 'foreign_student', 'institution', 'stranded_person', 'large_family', 'person_with_disability', 'other')",
            name=op.f("ck_import_drafts_category_known"),
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["accounts.id"], name=op.f("fk_import_drafts_owner_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_drafts")),
    )
    with op.batch_alter_table("import_drafts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_import_drafts_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "consents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("beneficiary_id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(length=32), nullable=False),
        sa.Column("method", sa.String(length=32), nullable=False),
        sa.Column("text_version", sa.Integer(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("taken_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "method IN ('paper', 'electronic', 'oral_witnessed')",
            name=op.f("ck_consents_method_known"),
        ),
        sa.CheckConstraint(
            "scope IN ('registration', 'publication', 'photo')",
            name=op.f("ck_consents_scope_known"),
        ),
        sa.CheckConstraint(
            "withdrawn_on IS NULL OR withdrawn_on >= given_on",
            name=op.f("ck_consents_withdrawn_after_given"),
        ),
        sa.ForeignKeyConstraint(
            ["beneficiary_id"],
            ["beneficiaries.id"],
            name=op.f("fk_consents_beneficiary_id_beneficiaries"),
        ),
        sa.ForeignKeyConstraint(
            ["taken_by_id"], ["accounts.id"], name=op.f("fk_consents_taken_by_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_consents_beneficiary_id"), ["beneficiary_id"], unique=False
        )

    op.create_table(
        "enrolments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("beneficiary_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("need_score", sa.Integer(), nullable=False),
        sa.Column("need_codes", sa.String(length=300), nullable=False),
        sa.Column("criteria_version", sa.Integer(), nullable=False),
        sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("enrolled_by_id", sa.Integer(), nullable=True),
        sa.Column("end_reason", sa.String(length=500), nullable=False),
        sa.CheckConstraint(
            "status <> 'ended' OR end_reason <> ''", name=op.f("ck_enrolments_ended_with_reason")
        ),
        sa.CheckConstraint(
            "status IN ('active', 'ended')", name=op.f("ck_enrolments_status_known")
        ),
        sa.CheckConstraint("need_score >= 0", name=op.f("ck_enrolments_need_score_not_negative")),
        sa.ForeignKeyConstraint(
            ["beneficiary_id"],
            ["beneficiaries.id"],
            name=op.f("fk_enrolments_beneficiary_id_beneficiaries"),
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_enrolments_campaign_id_campaigns")
        ),
        sa.ForeignKeyConstraint(
            ["enrolled_by_id"], ["accounts.id"], name=op.f("fk_enrolments_enrolled_by_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolments")),
    )
    with op.batch_alter_table("enrolments", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_enrolments_beneficiary_id"), ["beneficiary_id"], unique=False
        )
        batch_op.create_index(
            "ix_enrolments_list", ["campaign_id", "status", "need_score"], unique=False
        )
        batch_op.create_index("uq_enrolments_once", ["campaign_id", "beneficiary_id"], unique=True)


def downgrade() -> None:
    with op.batch_alter_table("enrolments", schema=None) as batch_op:
        batch_op.drop_index("uq_enrolments_once")
        batch_op.drop_index("ix_enrolments_list")
        batch_op.drop_index(batch_op.f("ix_enrolments_beneficiary_id"))

    op.drop_table("enrolments")
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consents_beneficiary_id"))

    op.drop_table("consents")
    with op.batch_alter_table("import_drafts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_drafts_owner_id"))

    op.drop_table("import_drafts")
    with op.batch_alter_table("beneficiaries", schema=None) as batch_op:
        batch_op.drop_index("ix_beneficiaries_sort_key")
        batch_op.drop_index(batch_op.f("ix_beneficiaries_phone"))
        batch_op.drop_index(batch_op.f("ix_beneficiaries_name_key"))
        batch_op.drop_index(batch_op.f("ix_beneficiaries_household_id"))
        batch_op.drop_index(batch_op.f("ix_beneficiaries_dormitory_key"))
        batch_op.drop_index(batch_op.f("ix_beneficiaries_document_hash"))
        batch_op.drop_index("ix_beneficiaries_category")
        batch_op.drop_index(batch_op.f("ix_beneficiaries_address_key"))

    op.drop_table("beneficiaries")
    op.drop_table("households")
