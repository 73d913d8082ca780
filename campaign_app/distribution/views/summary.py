"""The summary of a round on the screen and as a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaign_app.campaigns.scope import current_campaign
from campaign_app.core import downloads
from campaign_app.core.access import Permission, requires
from campaign_app.core.localisation import label
from campaign_app.distribution import queries
from campaign_app.distribution.rules import DeliveryStatus
from campaign_app.distribution.views.blueprint import MANAGED, blueprint
from campaign_app.distribution.views.rounds import round_or_404
from campaign_app.extensions import db

SUMMARY = f"{MANAGED}/distributions/<int:round_id>/summary"


@blueprint.get(SUMMARY)
@requires(Permission.DISTRIBUTION_READ)
def show_summary(slug: str, round_id: int) -> str:
    """Planned against received, and what is left."""
    round_ = round_or_404(round_id)
    return render_template(
        "distribution/show_summary.html",
        round=round_,
        summary=queries.summarise_round(db.session(), round_),
        statuses=DeliveryStatus,
    )


@blueprint.get(f"{SUMMARY}.<any(csv, xlsx):extension>")
@requires(Permission.DISTRIBUTION_READ)
def export_summary(slug: str, round_id: int, extension: str) -> Response:
    """The two tables under each other; counts of packages, no names."""
    round_ = round_or_404(round_id)
    header = [
        *(_("Divided by"), _("For whom"), _("Planned")),
        *(label(status) for status in DeliveryStatus),
    ]
    rows = _rows(queries.summarise_round(db.session(), round_))
    filename = f"summary-{current_campaign().code}-{round_.number}.{extension}"
    if extension == "csv":
        return downloads.csv_response(filename, header, rows)
    return downloads.xlsx_response(filename, _("Summary of the round"), header, rows)


def _rows(summary: queries.RoundSummary) -> Iterator[tuple[Any, ...]]:
    for name, table in ((_("Variant"), summary.variants), (_("Category"), summary.categories)):
        for row in table:
            counts = [row.packages.get(status, 0) for status in DeliveryStatus]
            yield (name, label(row.group), row.planned, *counts)
