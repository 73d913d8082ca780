"""Donors of a campaign, with those whose names stand on donations already."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

ADD_DONORS = """
INSERT INTO donors (campaign_id, name, name_search, email, language, added_at)
SELECT campaign_id, max(donor_name), donor_search, '', 'kk', min(recorded_at)
FROM donations WHERE donor_search <> '' GROUP BY campaign_id, donor_search
"""
TIE_DONATIONS = """
UPDATE donations SET donor_id = (
    SELECT donors.id FROM donors
    WHERE donors.campaign_id = donations.campaign_id
    AND donors.name_search = donations.donor_search
) WHERE donor_search <> ''
"""


def upgrade() -> None:
    op.create_table(
        "donors",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_search", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("name_search <> ''", name=op.f("ck_donors_named")),
        sa.CheckConstraint(
            "language IN ('kk', 'ru', 'en')", name=op.f("ck_donors_language_known")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_donors_campaign_id_campaigns")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_donors")),
        sa.UniqueConstraint(
            "campaign_id",
            "name_search",
            "email",
            name=op.f("uq_donors_campaign_id_name_search_email"),
        ),
    )
    op.create_index("ix_donors_email", "donors", ["email"])
    with op.batch_alter_table("donations") as batch:
        batch.add_column(sa.Column("donor_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_donations_donor_id_donors"), "donors", ["donor_id"], ["id"]
        )
    op.create_index(op.f("ix_donations_donor_id"), "donations", ["donor_id"])
    op.execute(ADD_DONORS)
    op.execute(TIE_DONATIONS)


def downgrade() -> None:
    op.drop_index(op.f("ix_donations_donor_id"), "donations")
    with op.batch_alter_table("donations") as batch:
        batch.drop_constraint(op.f("fk_donations_donor_id_donors"), type_="foreignkey")
        batch.drop_column("donor_id")
    op.drop_table("donors")
