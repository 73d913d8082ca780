"""The report as the content of a file, for whoever asks without a browser."""

from __future__ import annotations

import json
from datetime import datetime

from sqlalchemy.orm import Session

from campaign_app.campaigns.models import Campaign
from campaign_app.config import Settings
from campaign_app.core.printing.labels import Message, joined
from campaign_app.core.spreadsheets.writing import write_csv, write_xlsx
from campaign_app.reports.printing.final_report import TITLE, render_final_report
from campaign_app.reports.printing.from_figures import build_report
from campaign_app.reports.printing.machine import report_figures
from campaign_app.reports.printing.tables import report_table
from campaign_app.reports.queries import gather_report


def report_file(
    session: Session,
    campaign: Campaign,
    *,
    kind: str,
    locales: tuple[str, ...],
    now: datetime,
    settings: Settings,
) -> bytes:
    """The report as `pdf`, `xlsx`, `csv` or `json`. Raises PrintingFailed."""
    if kind == "json":
        found = report_figures(
            gather_report(session, campaign, now=now), currency=settings.currency
        )
        return json.dumps(found, ensure_ascii=False, indent=2).encode()
    report = build_report(
        session,
        campaign,
        now=now,
        organisation_name=settings.organisation_name,
        time_zone=settings.time_zone,
    )
    if kind == "pdf":
        return render_final_report(report, locales, now)
    header, rows = report_table(report, locales)
    if kind == "csv":
        return b"".join(write_csv(header, rows))
    return write_xlsx(joined(Message(TITLE), locales), header, rows)
