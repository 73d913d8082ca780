"""Donations, expenses and the accounts that they go through."""

from campaign_app.funds.views import accounts, donations, expenses
from campaign_app.funds.views.blueprint import blueprint

__all__ = ["accounts", "blueprint", "donations", "expenses"]
