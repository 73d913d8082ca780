"""Reports on paper: the final report of a campaign."""

from campaign_app.reports.printing.content import (
    Breakdown,
    ExpenseLine,
    Feedback,
    Figure,
    FinalReport,
    GoalLine,
    GoodsLine,
    IncomeLine,
    Money,
    PackageLine,
    People,
    Reconciliation,
    Term,
    UnitLine,
    Volunteers,
)
from campaign_app.reports.printing.final_report import render_final_report

__all__ = [
    "Breakdown",
    "ExpenseLine",
    "Feedback",
    "Figure",
    "FinalReport",
    "GoalLine",
    "GoodsLine",
    "IncomeLine",
    "Money",
    "PackageLine",
    "People",
    "Reconciliation",
    "Term",
    "UnitLine",
    "Volunteers",
    "render_final_report",
]
