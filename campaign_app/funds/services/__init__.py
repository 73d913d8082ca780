"""What people do with money, by subject. Whatever changes a balance locks the campaign first."""

from campaign_app.funds.services.batches import RowRefused, record_batch
from campaign_app.funds.services.boxes import (
    move_box,
    open_box,
    place_box,
    recount_box,
    withdraw_box,
)
from campaign_app.funds.services.donations import (
    DonationDetails,
    record_donation,
    void_donation,
)
from campaign_app.funds.services.expenses import (
    ExpenseDetails,
    approve_expense,
    enter_expense,
    keep_attachment,
    reject_expense,
    set_spending_limit,
)
from campaign_app.funds.services.imports import (
    ImportedRow,
    Table,
    import_donations,
    plan_import,
)
from campaign_app.funds.services.journal import describe_account
from campaign_app.funds.services.operations import (
    record_bank_fee,
    record_count,
    refund_donation,
    refund_expense,
    transfer_money,
)
from campaign_app.funds.services.periods import Reconciliation, close_period
from campaign_app.funds.services.prints import note_print
from campaign_app.funds.services.reversals import reverse_entry

__all__ = [
    "DonationDetails",
    "ExpenseDetails",
    "ImportedRow",
    "Reconciliation",
    "RowRefused",
    "Table",
    "approve_expense",
    "close_period",
    "describe_account",
    "enter_expense",
    "import_donations",
    "keep_attachment",
    "move_box",
    "note_print",
    "open_box",
    "place_box",
    "plan_import",
    "record_bank_fee",
    "record_batch",
    "record_count",
    "record_donation",
    "recount_box",
    "refund_donation",
    "refund_expense",
    "reject_expense",
    "reverse_entry",
    "set_spending_limit",
    "transfer_money",
    "void_donation",
    "withdraw_box",
]
