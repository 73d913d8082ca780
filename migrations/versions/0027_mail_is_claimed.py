"""A message is claimed for a while by the worker that sends it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from campaign_app.core.column_types import UtcDateTime

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("mail_messages", sa.Column("claimed_until", UtcDateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("mail_messages", "claimed_until")
