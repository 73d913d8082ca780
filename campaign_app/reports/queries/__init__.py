"""The figures of a campaign, gathered once for the page, the papers, the files and the public."""

from campaign_app.reports.queries.figures import (
    CampaignFigures,
    CategoryLine,
    PeopleFigures,
    ReportFigures,
    gather_figures,
    gather_report,
)
from campaign_app.reports.queries.waiting import SHOWN, Waiting, what_waits

__all__ = [
    "SHOWN",
    "CampaignFigures",
    "CategoryLine",
    "PeopleFigures",
    "ReportFigures",
    "Waiting",
    "gather_figures",
    "gather_report",
    "what_waits",
]
