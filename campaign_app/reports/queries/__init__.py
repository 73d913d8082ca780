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
from campaign_app.reports.queries.waiting import SHOWN, Waiting, what_waits

__all__ = [
    "SHOWN",
    "CampaignFigures",
    "Check",
    "PeopleFigures",
    "RegisterData",
    "ReportFigures",
    "Waiting",
    "check_balances",
    "gather_counts",
    "gather_figures",
    "gather_goods",
    "gather_register",
    "gather_report",
    "what_waits",
]
