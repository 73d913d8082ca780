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
from campaign_app.reports.printing.from_figures import build_report, report_of
from campaign_app.reports.printing.machine import open_figures, report_figures
from campaign_app.reports.printing.tables import report_table

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
    "build_report",
    "open_figures",
    "render_final_report",
    "report_figures",
    "report_of",
    "report_table",
]
