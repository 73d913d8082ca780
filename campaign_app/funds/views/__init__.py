"""Donations, their entry and receipts, expenses, and the journal that holds them all."""

from campaign_app.funds.views import (
    accounts,
    batches,
    box_openings,
    boxes,
    donations,
    donors,
    entry,
    expenses,
    journal,
    operations,
    overview,
    periods,
    pledges,
    receipts,
    statement_lines,
    statements,
)
from campaign_app.funds.views.blueprint import blueprint

__all__ = [
    "accounts",
    "batches",
    "blueprint",
    "box_openings",
    "boxes",
    "donations",
    "donors",
    "entry",
    "expenses",
    "journal",
    "operations",
    "overview",
    "periods",
    "pledges",
    "receipts",
    "statement_lines",
    "statements",
]
