"""Rounds, their lines, what is recorded at a door, and the distribution sheet."""

from campaign_app.distribution.views import deliveries, rounds, sheets
from campaign_app.distribution.views.blueprint import blueprint

__all__ = ["blueprint", "deliveries", "rounds", "sheets"]
