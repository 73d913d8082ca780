"""Donations, their entry and receipts, expenses, and the accounts that they go through."""

from campaign_app.funds.views import accounts, donations, entry, expenses, receipts
from campaign_app.funds.views.blueprint import blueprint

__all__ = ["accounts", "blueprint", "donations", "entry", "expenses", "receipts"]
