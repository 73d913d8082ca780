"""What stands above the single features."""

from campaign_app.reports.views import pages, tracing
from campaign_app.reports.views.blueprint import blueprint

__all__ = ["blueprint", "pages", "tracing"]
