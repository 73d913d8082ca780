"""Whose address a message goes to is found without reading all volunteers."""

from __future__ import annotations

from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_volunteers_email"), "volunteers", ["email"])


def downgrade() -> None:
    op.drop_index(op.f("ix_volunteers_email"), table_name="volunteers")
