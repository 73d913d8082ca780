"""What a gift became: on screen and as a file; nobody who received is named."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import abort, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaign_app.campaigns.scope import current_campaign
from campaign_app.core import downloads
from campaign_app.core.access import Permission, requires
from campaign_app.core.localisation import in_language, label
from campaign_app.core.money import major_decimal
from campaign_app.extensions import db
from campaign_app.funds import queries as funds
from campaign_app.funds.models import Donation
from campaign_app.inventory import queries as inventory
from campaign_app.reports import queries
from campaign_app.reports.queries import GiftTrace
from campaign_app.reports.views.blueprint import blueprint

GIFT = "/manage/campaigns/<slug>/donations/<int:donation_id>"


def _find(donation_id: int) -> Donation:
    return funds.find_donation(db.session(), current_campaign().id, donation_id) or abort(404)


@blueprint.get(f"{GIFT}/trace")
@requires(Permission.DONATION_READ)
def show_trace(slug: str, donation_id: int) -> str:
    """The expenses that the gift paid for, its goods, the packages; what a package costs."""
    donation = _find(donation_id)
    costs = inventory.package_costs(db.session(), [donation.campaign_id])
    return render_template(
        "reports/show_trace.html",
        donation=donation,
        trace=queries.trace_gift(db.session(), donation),
        costs=costs,
        packed={at: line.count for at, line in enumerate(costs)},
    )


@blueprint.get(f"{GIFT}/trace.<any(csv, xlsx):extension>")
@requires(Permission.DONATION_READ)
def export_trace(slug: str, donation_id: int, extension: str) -> Response:
    """The same, a row for each expense and for each kind of package."""
    donation = _find(donation_id)
    trace = queries.trace_gift(db.session(), donation) or abort(404)
    header = [
        *(_("Day"), _("No."), _("What the money went for"), _("Of this gift"), _("Of it goods")),
        _("Packages, about"),
    ]
    filename = f"gift-{donation.receipt}.{extension}"
    if extension == "csv":
        return downloads.csv_response(filename, header, _rows(trace))
    return downloads.xlsx_response(filename, _("What the gift became"), header, _rows(trace))


def _rows(trace: GiftTrace) -> Iterator[tuple[Any, ...]]:
    for line in trace.uses:
        what = line.use.purpose or label(line.use.kind)
        share, goods = major_decimal(line.share_minor), major_decimal(line.goods_minor)
        yield line.use.day, line.use.number, what, share, goods, ""
    if trace.unspent_minor:
        yield "", "", _("not spent yet"), major_decimal(trace.unspent_minor), "", ""
    for packed in trace.packages:
        name = f"{in_language(packed, 'name')}, {label(packed.variant)}"
        yield "", "", name, "", major_decimal(packed.value_minor), packed.tenths / 10
