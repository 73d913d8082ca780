"""The public forms, the register and what is done with a case, by subject."""

from campaign_app.complaints.views import handling, helping, public, register
from campaign_app.complaints.views.blueprint import blueprint

__all__ = ["blueprint", "handling", "helping", "public", "register"]
