"""What people do with money, by subject. Whatever changes a balance locks the campaign first."""

from campaign_app.funds.services.attachments import keep_attachment
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
from campaign_app.funds.services.donors import change_donor
from campaign_app.funds.services.expenses import (
    ExpenseDetails,
    approve_expense,
    enter_expense,
    reject_expense,
    set_spending_limit,
)
from campaign_app.funds.services.gift_rows import ImportedRow
from campaign_app.funds.services.imports import (
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
from campaign_app.funds.services.pledges import (
    PledgeDetails,
    record_pledge,
    withdraw_pledge,
)
from campaign_app.funds.services.prints import note_print
from campaign_app.funds.services.reversals import reverse_entry
from campaign_app.funds.services.statement_lines import (
    book_line_as_donation,
    book_line_as_fee,
    possible_entries,
    set_line_aside,
    tie_line_to_entry,
)
from campaign_app.funds.services.statement_rows import PlannedLine
from campaign_app.funds.services.statements import (
    add_source,
    choose_statement_columns,
    confirm_statement,
    discard_statement,
    park_row,
    plan_statement,
    upload_statement,
    waiting_table,
)

__all__ = [
    "DonationDetails",
    "ExpenseDetails",
    "ImportedRow",
    "PlannedLine",
    "PledgeDetails",
    "Reconciliation",
    "RowRefused",
    "Table",
    "add_source",
    "approve_expense",
    "book_line_as_donation",
    "book_line_as_fee",
    "change_donor",
    "choose_statement_columns",
    "close_period",
    "confirm_statement",
    "describe_account",
    "discard_statement",
    "enter_expense",
    "import_donations",
    "keep_attachment",
    "move_box",
    "note_print",
    "open_box",
    "park_row",
    "place_box",
    "plan_import",
    "plan_statement",
    "possible_entries",
    "record_bank_fee",
    "record_batch",
    "record_count",
    "record_donation",
    "record_pledge",
    "recount_box",
    "refund_donation",
    "refund_expense",
    "reject_expense",
    "reverse_entry",
    "set_line_aside",
    "set_spending_limit",
    "tie_line_to_entry",
    "transfer_money",
    "upload_statement",
    "void_donation",
    "waiting_table",
    "withdraw_box",
    "withdraw_pledge",
]
