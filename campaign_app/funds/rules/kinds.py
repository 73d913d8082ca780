"""The closed lists of money: methods, accounts, states, and what belongs to which."""

from __future__ import annotations

from collections.abc import Mapping

from campaign_app.core.i18n import N_, LabelledEnum


class DonationMethod(LabelledEnum):
    """How a donation came."""

    CASH = "cash", N_("cash")
    KASPI = "kaspi", N_("Kaspi transfer")
    BANK = "bank", N_("bank transfer")
    PAYROLL = "payroll", N_("payroll deduction")
    BOX = "box", N_("donation box")
    IN_KIND = "in_kind", N_("in kind")


class AccountKind(LabelledEnum):
    """What a ledger account stands for."""

    CASH = "cash", N_("cash desk")
    KASPI = "kaspi", N_("Kaspi account")
    BANK = "bank", N_("bank account")
    BOX = "box", N_("donation boxes")
    IN_TRANSIT = "in_transit", N_("money on its way")
    ADVANCES = "advances", N_("advanced by others, to be paid back")
    GOODS_IN_KIND = "goods_in_kind", N_("goods given in kind")
    INCOME_DONATIONS = "income_donations", N_("donations received")
    INCOME_IN_KIND = "income_in_kind", N_("donations received in kind")
    SPENT = "spent", N_("spent")
    BANK_FEES = "bank_fees", N_("bank fees")
    COUNT_DIFFERENCES = "count_differences", N_("count differences")


class ImportOutcome(LabelledEnum):
    """What becomes of a row of a file."""

    NEW = "new", N_("new")
    ALREADY_THERE = "already_there", N_("already there")
    PARKED = "parked", N_("waits for a decision")
    ERROR = "error", N_("error")


class EntryKind(LabelledEnum):
    """Why something was posted."""

    DONATION = "donation", N_("donation")
    DONATION_VOID = "donation_void", N_("donation voided")
    EXPENSE = "expense", N_("expense")
    TRANSFER = "transfer", N_("transfer between accounts")
    DONATION_REFUND = "donation_refund", N_("given back to the donor")
    EXPENSE_REFUND = "expense_refund", N_("given back by the supplier")
    BANK_FEE = "bank_fee", N_("bank fee")
    COUNT_DIFFERENCE = "count_difference", N_("count difference")
    REVERSAL = "reversal", N_("taken back")


class ExpenseStatus(LabelledEnum):
    """Where an expense stands."""

    ENTERED = "entered", N_("waiting for approval")
    HALF_APPROVED = "half_approved", N_("waiting for the second approval")
    APPROVED = "approved", N_("approved")
    REJECTED = "rejected", N_("rejected")


class ExpenseAction(LabelledEnum):
    """What is decided about an expense."""

    APPROVE = "approve", N_("Approve")
    REJECT = "reject", N_("Reject")


class DonationState(LabelledEnum):
    """Whether a donation counts."""

    VALID = "valid", N_("valid")
    VOIDED = "voided", N_("voided")


class PledgeState(LabelledEnum):
    """What became of a promise."""

    OPEN = "open", N_("promised")
    OVERDUE = "overdue", N_("overdue")
    KEPT = "kept", N_("received")
    WITHDRAWN = "withdrawn", N_("withdrawn")


class DonationSource(LabelledEnum):
    """From whom donations came, as far as a report may say."""

    NAMED = "named", N_("donors who gave their name")
    ANONYMOUS = "anonymous", N_("anonymous donors")
    BOX = "box", N_("collected in donation boxes")


# Forms, exports and imports call a thing by one name.
DONATION_COLUMNS: Mapping[str, str] = {
    "receipt": N_("Receipt"),
    "received_on": N_("Received on"),
    "donor_name": N_("Donor"),
    "amount": N_("Amount"),
    "method": N_("Payment method"),
    "reference": N_("Payment reference"),
    "is_anonymous": N_("Anonymous"),
    "note": N_("Note"),
    "state": N_("State"),
}
DONATION_TEXT_LENGTHS = {"donor_name": 200, "reference": 100, "note": 500}
# Where money lies; none of them is ever below zero.
MONEY_ACCOUNTS = (
    AccountKind.CASH,
    AccountKind.KASPI,
    AccountKind.BANK,
    AccountKind.BOX,
    AccountKind.IN_TRANSIT,
)
# What a campaign has: its money, less what others advanced by an override.
BALANCE_ACCOUNTS = (*MONEY_ACCOUNTS, AccountKind.ADVANCES)
# What an expense is paid from: a box's money goes to the cash desk first.
PAYING_ACCOUNTS = (AccountKind.CASH, AccountKind.KASPI, AccountKind.BANK)
ACCOUNT_OF_METHOD: Mapping[DonationMethod, AccountKind] = {
    DonationMethod.CASH: AccountKind.CASH,
    DonationMethod.KASPI: AccountKind.KASPI,
    DonationMethod.BANK: AccountKind.BANK,
    DonationMethod.PAYROLL: AccountKind.BANK,  # the bookkeeping transfers it there
    DonationMethod.BOX: AccountKind.BOX,
    DonationMethod.IN_KIND: AccountKind.GOODS_IN_KIND,
}
# What `reverse_entry` takes back.
REVERSIBLE = (EntryKind.TRANSFER, EntryKind.BANK_FEE, EntryKind.COUNT_DIFFERENCE)
ATTACHMENT_BYTES = 5 * 1024**2
ATTACHMENT_BEGINNINGS: Mapping[bytes, str] = {
    b"%PDF-": "application/pdf",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
}
# The last column: whether it takes two people.
EXPENSE_TRANSITIONS: Mapping[tuple[ExpenseStatus, ExpenseAction, bool], ExpenseStatus] = {
    (ExpenseStatus.ENTERED, ExpenseAction.APPROVE, False): ExpenseStatus.APPROVED,
    (ExpenseStatus.ENTERED, ExpenseAction.APPROVE, True): ExpenseStatus.HALF_APPROVED,
    (ExpenseStatus.HALF_APPROVED, ExpenseAction.APPROVE, True): ExpenseStatus.APPROVED,
    (ExpenseStatus.ENTERED, ExpenseAction.REJECT, False): ExpenseStatus.REJECTED,
    (ExpenseStatus.ENTERED, ExpenseAction.REJECT, True): ExpenseStatus.REJECTED,
    (ExpenseStatus.HALF_APPROVED, ExpenseAction.REJECT, True): ExpenseStatus.REJECTED,
}
# What one person approves alone as long as a campaign says nothing else: 100 000 tenge.
USUAL_LIMIT_MINOR = 100_000_00
WAITING_STATUSES = (ExpenseStatus.ENTERED, ExpenseStatus.HALF_APPROVED)
