"""Who looked at how a person who wrote is reached stands in the log of disclosures as well."""

from __future__ import annotations

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

BEFORE = (
    "'person_page', 'number_in_full', 'round_list', 'sheet_printed', 'file_exported', "
    "'all_data_of_person', 'shelter_list'"
)
SQLITE_GUARDS = (
    "CREATE TRIGGER disclosures_no_update BEFORE UPDATE ON disclosures "
    "BEGIN SELECT RAISE(ABORT, 'disclosures is append-only'); END",
    "CREATE TRIGGER disclosures_no_delete BEFORE DELETE ON disclosures "
    "WHEN OLD.at > datetime('now', '-3 years') "
    "BEGIN SELECT RAISE(ABORT, 'disclosures are kept for three years'); END",
)


def _change_kinds(kinds: str, *, first: str = "") -> None:
    """The guards give way for as long as the table is made anew."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    if is_sqlite:
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER disclosures_no_{verb}")
    else:
        op.execute("ALTER TABLE disclosures DISABLE TRIGGER disclosures_no_change")
    if first:
        op.execute(first)
    with op.batch_alter_table("disclosures", schema=None) as batch_op:
        name = batch_op.f("ck_disclosures_kind_known")
        batch_op.drop_constraint(name, type_="check")
        batch_op.create_check_constraint(name, f"kind IN ({kinds})")
    if is_sqlite:
        for guard in SQLITE_GUARDS:
            op.execute(guard)
    else:
        op.execute("ALTER TABLE disclosures ENABLE TRIGGER disclosures_no_change")


def upgrade() -> None:
    _change_kinds(f"{BEFORE}, 'appeal_contact'")


def downgrade() -> None:
    """That somebody looked stays, as the nearest of the older kinds."""
    _change_kinds(
        BEFORE, first="UPDATE disclosures SET kind = 'person_page' WHERE kind = 'appeal_contact'"
    )
