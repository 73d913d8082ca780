"""The figures of a campaign, gathered once for the page, the papers, the files and the public."""

from campaign_app.reports.queries.figures import (
    CampaignFigures,
    Check,
    PeopleFigures,
    ReportFigures,
    check_balances,
    gather_figures,
    gather_goods,
    gather_report,
)
from campaign_app.reports.queries.register import RegisterData, gather_counts, gather_register
from campaign_app.reports.queries.tracing import (
    GiftTrace,
    TracedPackages,
    TracedUse,
    trace_gift,
)
from campaign_app.reports.queries.waiting import SHOWN, Waiting, what_waits

__all__ = [
    "SHOWN",
    "CampaignFigures",
    "Check",
    "GiftTrace",
    "PeopleFigures",
    "RegisterData",
    "ReportFigures",
    "TracedPackages",
    "TracedUse",
    "Waiting",
    "check_balances",
    "gather_counts",
    "gather_figures",
    "gather_goods",
    "gather_register",
    "gather_report",
    "trace_gift",
    "what_waits",
]
