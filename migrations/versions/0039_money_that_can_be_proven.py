"""Boxes, refunds, two approvals, closed periods; a campaign's accounts by box.

The triggers of `journal_entries` go with its table when SQLite copies it, so they are made anew.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from campaign_app.core.append_only import drop_append_only, make_append_only

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

OLD_ACCOUNTS = (
    "cash", "kaspi", "bank", "box", "goods_in_kind", "income_donations", "income_in_kind", "spent",
)  # fmt: skip
NEW_ACCOUNTS = (
    "cash", "kaspi", "bank", "box", "in_transit", "advances", "goods_in_kind",
    "income_donations", "income_in_kind", "spent", "bank_fees", "count_differences",
)  # fmt: skip
OLD_ENTRIES = ("donation", "donation_void", "expense", "transfer")
NEW_ENTRIES = (
    *OLD_ENTRIES, "donation_refund", "expense_refund", "bank_fee", "count_difference", "reversal",
)  # fmt: skip
OLD_STATES = ("entered", "approved", "rejected")
NEW_STATES = ("entered", "half_approved", "approved", "rejected")


def one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def replace_check(table: str, name: str, condition: str) -> None:
    with op.batch_alter_table(table) as batch:
        batch.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")
        batch.create_check_constraint(op.f(f"ck_{table}_{name}"), condition)


def make_period_guard() -> None:
    closed = (
        "EXISTS (SELECT 1 FROM closed_periods WHERE closed_periods.campaign_id = NEW.campaign_id "
        "AND closed_periods.ends_on >= NEW.occurred_on)"
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER journal_entries_period_open BEFORE INSERT ON journal_entries "
            f"WHEN {closed} BEGIN SELECT RAISE(ABORT, 'the period is closed'); END"
        )
        return
    op.execute(
        "CREATE FUNCTION journal_entries_check_period() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {closed} THEN RAISE EXCEPTION 'the period is closed'; END IF; "
        "RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER journal_entries_period_open BEFORE INSERT ON journal_entries "
        "FOR EACH ROW EXECUTE FUNCTION journal_entries_check_period()"
    )


def drop_period_guard() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER journal_entries_period_open")
        return
    op.execute("DROP TRIGGER journal_entries_period_open ON journal_entries")
    op.execute("DROP FUNCTION journal_entries_check_period()")


def upgrade() -> None:
    make_tables()
    drop_append_only("journal_entries")
    replace_check("journal_entries", "kind_known", one_of("kind", NEW_ENTRIES))
    make_append_only("journal_entries")
    make_period_guard()
    with op.batch_alter_table("ledger_accounts") as batch:
        batch.add_column(sa.Column("box_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_ledger_accounts_box_id_donation_boxes"), "donation_boxes", ["box_id"], ["id"]
        )
        batch.create_unique_constraint(op.f("uq_ledger_accounts_box_id"), ["box_id"])
        batch.drop_constraint(op.f("ck_ledger_accounts_kind_known"), type_="check")
        batch.create_check_constraint(
            op.f("ck_ledger_accounts_kind_known"), one_of("kind", NEW_ACCOUNTS)
        )
        batch.create_check_constraint(
            op.f("ck_ledger_accounts_box_is_a_box"), "box_id IS NULL OR kind = 'box'"
        )
        batch.drop_index("uq_ledger_accounts_kind")
        batch.create_index(
            "uq_ledger_accounts_kind",
            ["campaign_id", "kind"],
            unique=True,
            sqlite_where=sa.text("box_id IS NULL"),
            postgresql_where=sa.text("box_id IS NULL"),
        )
    change_donations()
    change_expenses()


def make_tables() -> None:
    op.create_table(
        "donation_boxes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("seal_number", sa.String(length=64), nullable=False),
        sa.Column("placed_on", sa.Date(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "withdrawn_on IS NULL OR withdrawn_on >= placed_on",
            name=op.f("ck_donation_boxes_withdrawn_after"),
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_donation_boxes_campaign_id_campaigns")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_donation_boxes")),
        sa.UniqueConstraint(
            "campaign_id", "number", name=op.f("uq_donation_boxes_campaign_id_number")
        ),
    )
    op.create_table(
        "closed_periods",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_closed_periods_campaign_id_campaigns")
        ),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["accounts.id"], name=op.f("fk_closed_periods_closed_by_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closed_periods")),
        sa.UniqueConstraint(
            "campaign_id", "ends_on", name=op.f("uq_closed_periods_campaign_id_ends_on")
        ),
    )
    op.create_table(
        "refunds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("donation_id", sa.Integer(), nullable=True),
        sa.Column("expense_id", sa.Integer(), nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("refunded_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column(
            "entry_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_refunds_amount_positive")),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_refunds_reason_given")),
        sa.CheckConstraint(
            "(donation_id IS NULL) <> (expense_id IS NULL)", name=op.f("ck_refunds_of_one_thing")
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_refunds_{column}_{table}")
            )
            for column, table in (
                ("campaign_id", "campaigns"),
                ("donation_id", "donations"),
                ("expense_id", "expenses"),
                ("entry_id", "journal_entries"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refunds")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_refunds_entry_id")),
    )
    for column in ("campaign_id", "donation_id", "expense_id"):
        op.create_index(op.f(f"ix_refunds_{column}"), "refunds", [column])


DONATION_CHECKS = {
    "refunded_within_amount": "refunded_minor BETWEEN 0 AND amount_minor",
    "refunded_or_voided": "refunded_minor = 0 OR voided_at IS NULL",
    "box_by_method": "box_id IS NULL OR method = 'box'",
}
TOTALS = ["campaign_id", "voided_at", "method", "amount_minor"]


def change_donations() -> None:
    with op.batch_alter_table("donations") as batch:
        batch.add_column(sa.Column("box_id", sa.Integer(), nullable=True))
        batch.add_column(
            sa.Column("refunded_minor", sa.BigInteger(), server_default="0", nullable=False)
        )
        batch.create_foreign_key(
            op.f("fk_donations_box_id_donation_boxes"), "donation_boxes", ["box_id"], ["id"]
        )
        for name, condition in DONATION_CHECKS.items():
            batch.create_check_constraint(op.f(f"ck_donations_{name}"), condition)
        batch.create_index(op.f("ix_donations_box_id"), ["box_id"])
        batch.drop_index("ix_donations_totals")
        batch.create_index("ix_donations_totals", [*TOTALS, "refunded_minor"])


EXPENSE_CHECKS = {
    "first_approved_by_another": (
        "(first_approved_at IS NULL) = (first_approved_by_id IS NULL) "
        "AND (first_approved_by_id IS NULL OR first_approved_by_id <> entered_by_id)"
    ),
    "approved_by_two": (
        "status <> 'approved' OR NOT needs_two_approvals OR "
        "(first_approved_by_id IS NOT NULL AND first_approved_by_id <> decided_by_id)"
    ),
    "overdraft_by_override": (
        "overdraft_minor = 0 OR (needs_two_approvals AND override_reason <> '')"
    ),
    "overdraft_in_amount": "overdraft_minor BETWEEN 0 AND amount_minor",
    "refunded_within_amount": (
        "refunded_minor BETWEEN 0 AND amount_minor AND (refunded_minor = 0 OR status = 'approved')"
    ),
}
EXPENSE_COLUMNS = (
    ("needs_two_approvals", sa.Boolean(), sa.false()),
    ("override_reason", sa.String(length=500), ""),
    ("overdraft_minor", sa.BigInteger(), "0"),
    ("refunded_minor", sa.BigInteger(), "0"),
)


def change_expenses() -> None:
    with op.batch_alter_table("expenses") as batch:
        for name, kind, default in EXPENSE_COLUMNS:
            batch.add_column(sa.Column(name, kind, server_default=default, nullable=False))
        batch.add_column(sa.Column("first_approved_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("first_approved_by_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_expenses_first_approved_by_id_accounts"),
            "accounts",
            ["first_approved_by_id"],
            ["id"],
        )
        batch.drop_constraint(op.f("ck_expenses_status_known"), type_="check")
        batch.create_check_constraint(
            op.f("ck_expenses_status_known"), one_of("status", NEW_STATES)
        )
        batch.drop_constraint(op.f("ck_expenses_account_holds_money"), type_="check")
        batch.create_check_constraint(
            op.f("ck_expenses_account_holds_money"), "account IN ('cash', 'kaspi', 'bank')"
        )
        for name, condition in EXPENSE_CHECKS.items():
            batch.create_check_constraint(op.f(f"ck_expenses_{name}"), condition)


def downgrade() -> None:
    with op.batch_alter_table("expenses") as batch:
        for name in EXPENSE_CHECKS:
            batch.drop_constraint(op.f(f"ck_expenses_{name}"), type_="check")
        batch.drop_constraint(op.f("ck_expenses_account_holds_money"), type_="check")
        batch.create_check_constraint(
            op.f("ck_expenses_account_holds_money"), "account IN ('cash', 'kaspi', 'bank', 'box')"
        )
        batch.drop_constraint(op.f("ck_expenses_status_known"), type_="check")
        batch.create_check_constraint(
            op.f("ck_expenses_status_known"), one_of("status", OLD_STATES)
        )
        batch.drop_constraint(op.f("fk_expenses_first_approved_by_id_accounts"), type_="foreignkey")
        batch.drop_column("first_approved_by_id")
        batch.drop_column("first_approved_at")
        for name, _kind, _default in EXPENSE_COLUMNS:
            batch.drop_column(name)
    with op.batch_alter_table("donations") as batch:
        batch.drop_index("ix_donations_totals")
        batch.drop_index(op.f("ix_donations_box_id"))
        for name in DONATION_CHECKS:
            batch.drop_constraint(op.f(f"ck_donations_{name}"), type_="check")
        batch.drop_constraint(op.f("fk_donations_box_id_donation_boxes"), type_="foreignkey")
        for name in ("box_id", "refunded_minor"):
            batch.drop_column(name)
        batch.create_index("ix_donations_totals", TOTALS)
    with op.batch_alter_table("ledger_accounts") as batch:
        batch.drop_index("uq_ledger_accounts_kind")
        batch.drop_constraint(op.f("ck_ledger_accounts_box_is_a_box"), type_="check")
        batch.drop_constraint(op.f("ck_ledger_accounts_kind_known"), type_="check")
        batch.create_check_constraint(
            op.f("ck_ledger_accounts_kind_known"), one_of("kind", OLD_ACCOUNTS)
        )
        batch.drop_constraint(op.f("uq_ledger_accounts_box_id"), type_="unique")
        batch.drop_constraint(op.f("fk_ledger_accounts_box_id_donation_boxes"), type_="foreignkey")
        batch.drop_column("box_id")
        batch.create_index("uq_ledger_accounts_kind", ["campaign_id", "kind"], unique=True)
    for table in ("refunds", "closed_periods"):
        if table == "closed_periods":
            drop_period_guard()
        op.drop_table(table)
    drop_append_only("journal_entries")
    replace_check("journal_entries", "kind_known", one_of("kind", OLD_ENTRIES))
    make_append_only("journal_entries")
    op.drop_table("donation_boxes")
