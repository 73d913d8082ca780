"""How long addresses of mail and texts to shifts are kept."""

from __future__ import annotations

from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

BEFORE = (
    "registry",
    "proxy_documents",
    "shelter_names",
    "visit_notes",
    "complaint_contacts",
    "import_drafts",
    "sign_in_attempts",
    "submissions",
    "disclosures",
)
NEW = ("mail", "shift_messages")
TABLES = ("retention_runs", "retention_rules")


def _allow(purposes: tuple[str, ...]) -> None:
    values = ", ".join(f"'{purpose}'" for purpose in purposes)
    for table in TABLES:
        with op.batch_alter_table(table, schema=None) as batch_op:
            name = batch_op.f(f"ck_{table}_purpose_known")
            batch_op.drop_constraint(name, type_="check")
            batch_op.create_check_constraint(name, f"purpose IN ({values})")


def upgrade() -> None:
    _allow((*BEFORE[:-1], *NEW, BEFORE[-1]))


def downgrade() -> None:
    for table in TABLES:
        op.execute(f"DELETE FROM {table} WHERE purpose IN ('mail', 'shift_messages')")
    _allow(BEFORE)
