"""The tables of money, by subject."""

from campaign_app.funds.models.boxes import BoxOpening
from campaign_app.funds.models.donations import Donation, DonationBox, Donor, Pledge
from campaign_app.funds.models.expenses import Attachment, Expense, SpendingLimit
from campaign_app.funds.models.ledger import (
    ClosedPeriod,
    JournalEntry,
    LedgerAccount,
    Posting,
    Refund,
)
from campaign_app.funds.models.statements import Statement, StatementLine, StatementSource

__all__ = [
    "Attachment",
    "BoxOpening",
    "ClosedPeriod",
    "Donation",
    "DonationBox",
    "Donor",
    "Expense",
    "JournalEntry",
    "LedgerAccount",
    "Pledge",
    "Posting",
    "Refund",
    "SpendingLimit",
    "Statement",
    "StatementLine",
    "StatementSource",
]
