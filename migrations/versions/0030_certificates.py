"""Certificates of hours and thank-you letters; failed attempts at guessing a code."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from campaign_app.core.column_types import UtcDateTime

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

KINDS = (
    "kind IN ('packing', 'delivery', 'snow_clearing', 'home_visit', 'shelter_duty', "
    "'collection', 'other')"
)
ROLES = "role IN ('manager', 'treasurer', 'storekeeper', 'coordinator', 'volunteer')"


def upgrade() -> None:
    _create_letter_texts()
    _create_certificates()
    _create_rows()
    op.create_table(
        "failed_attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(32), nullable=False),
        sa.Column("address_hash", sa.String(64), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_failed_attempts"),
    )
    op.create_index(
        "ix_failed_attempts_address_hash", "failed_attempts", ["address_hash", "purpose", "at"]
    )
    op.create_index("ix_failed_attempts_at", "failed_attempts", ["at"])


def _create_letter_texts() -> None:
    op.create_table(
        "letter_texts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("text_kk", sa.Text(), nullable=False),
        sa.Column("text_ru", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("signer_name", sa.String(200), nullable=False),
        sa.Column("signer_position_kk", sa.String(200), nullable=False),
        sa.Column("signer_position_ru", sa.String(200), nullable=False),
        sa.Column("signer_position_en", sa.String(200), nullable=False),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_letter_texts"),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name="fk_letter_texts_campaign_id_campaigns"
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["accounts.id"], name="fk_letter_texts_written_by_id_accounts"
        ),
        sa.CheckConstraint(
            "text_kk <> '' AND text_ru <> '' AND text_en <> ''",
            name=op.f("ck_letter_texts_text_written"),
        ),
    )
    op.create_index("ix_letter_texts_campaign_id", "letter_texts", ["campaign_id", "id"])


def _create_certificates() -> None:
    table = "certificates"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(16), nullable=False),
        sa.Column("volunteer_id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("about", sa.String(64), nullable=False),
        sa.Column("holder_name", sa.String(310), nullable=False),
        sa.Column("holder_unit", sa.String(100), nullable=False),
        sa.Column("languages", sa.String(8), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("letter_text_id", sa.Integer(), nullable=True),
        sa.Column("issued_at", UtcDateTime(), nullable=False),
        sa.Column("issued_by_id", sa.Integer(), nullable=True),
        sa.Column("voided_at", UtcDateTime(), nullable=True),
        sa.Column("voided_by_id", sa.Integer(), nullable=True),
        sa.Column("void_cause", sa.String(32), nullable=True),
        sa.Column("void_reason", sa.String(500), nullable=False),
        sa.Column("replaced_by_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_certificates"),
        sa.UniqueConstraint("code", name="uq_certificates_code"),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{target}.id"], name=f"fk_{table}_{column}_{target}"
            )
            for column, target in (
                ("volunteer_id", "volunteers"),
                ("campaign_id", "campaigns"),
                ("letter_text_id", "letter_texts"),
                ("issued_by_id", "accounts"),
                ("voided_by_id", "accounts"),
                ("replaced_by_id", "certificates"),
            )
        ),
        *(
            sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}"))
            for name, rule in (
                ("kind_known", "kind IN ('hours', 'thank_you')"),
                ("void_cause_known", "void_cause IN ('hours_changed', 'replaced', 'by_hand')"),
                ("number_positive", "number > 0"),
                ("hours_counted", "(kind = 'hours') = (minutes > 0)"),
                ("letter_text", "(kind = 'thank_you') = (letter_text_id IS NOT NULL)"),
                ("period_whole", "(starts_on IS NULL) = (ends_on IS NULL)"),
                ("period_in_order", "ends_on >= starts_on"),
                ("void_with_cause", "(voided_at IS NULL) = (void_cause IS NULL)"),
                ("void_with_reason", "void_cause <> 'by_hand' OR void_reason <> ''"),
                ("replaced_is_void", "replaced_by_id IS NULL OR voided_at IS NOT NULL"),
            )
        ),
    )
    op.create_index("uq_certificates_number", table, ["kind", "year", "number"], unique=True)
    op.create_index(
        "uq_certificates_valid",
        table,
        ["volunteer_id", "about"],
        unique=True,
        sqlite_where=sa.text("voided_at IS NULL"),
        postgresql_where=sa.text("voided_at IS NULL"),
    )
    op.create_index("ix_certificates_volunteer_id", table, ["volunteer_id", "issued_at"])
    op.create_index("ix_certificates_campaign_id", table, ["campaign_id", "kind"])
    op.create_index("ix_certificates_issued_at", table, ["issued_at", "id"])


def _create_rows() -> None:
    op.create_table(
        "certificate_rows",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sign_up_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("confirmed_by", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_certificate_rows"),
        sa.ForeignKeyConstraint(
            ["certificate_id"],
            ["certificates.id"],
            name="fk_certificate_rows_certificate_id_certificates",
        ),
        sa.ForeignKeyConstraint(
            ["sign_up_id"], ["sign_ups.id"], name="fk_certificate_rows_sign_up_id_sign_ups"
        ),
        sa.CheckConstraint(KINDS, name=op.f("ck_certificate_rows_kind_known")),
        sa.CheckConstraint(ROLES, name=op.f("ck_certificate_rows_role_known")),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_certificate_rows_minutes_positive")),
    )
    op.create_index(
        "uq_certificate_rows_position", "certificate_rows", ["certificate_id", "position"],
        unique=True,
    )
    op.create_index("ix_certificate_rows_sign_up_id", "certificate_rows", ["sign_up_id"])


def downgrade() -> None:
    op.drop_table("failed_attempts")
    op.drop_table("certificate_rows")
    op.drop_table("certificates")
    op.drop_table("letter_texts")
