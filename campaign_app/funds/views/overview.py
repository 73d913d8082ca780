"""What came in and what went out: as plots with their figures, and as a file."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from flask import render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaign_app.campaigns.scope import current_campaign
from campaign_app.core import downloads
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now, today
from campaign_app.core.localisation import label
from campaign_app.core.money import major_decimal
from campaign_app.extensions import db
from campaign_app.funds import queries
from campaign_app.funds.rules import DonationMethod
from campaign_app.funds.views.blueprint import CAMPAIGN, blueprint

# More bars than fit on a page become months.
MOST_DAYS = 45


@blueprint.get(f"{CAMPAIGN}/money")
@requires(Permission.MONEY_READ)
def show_money(slug: str) -> str:
    """What came in by day, method and kind of donor, and what it became."""
    reading, ids = db.session(), [current_campaign().id]
    figures = queries.money_figures(reading, ids)
    days, by_month = _by_time(figures.income)
    suppliers: defaultdict[str, int] = defaultdict(int)
    spending = queries.list_spending(reading, ids)
    for line in spending:
        suppliers[line.supplier] += line.amount_minor
    return render_template(
        "funds/show_money.html",
        figures=figures,
        equation=queries.money_equation(reading, ids),
        days=days,
        by_month=by_month,
        sources=queries.totals_by_source(reading, ids),
        suppliers=sorted(suppliers.items(), key=lambda each: -each[1]),
        beyond=[line for line in spending if line.override_reason],
        pledged=queries.sum_pledges(reading, ids[0], today()),
        as_of=now(),
    )


def _by_time(income: list[queries.IncomeRow]) -> tuple[list[tuple[date, int]], bool]:
    """Money by day, or by month when there are too many days; goods are apart."""
    days: defaultdict[date, int] = defaultdict(int)
    for row in income:
        if row.is_money:
            days[row.received_on] += row.amount_minor
    if len(days) <= MOST_DAYS:
        return sorted(days.items()), False
    months: defaultdict[date, int] = defaultdict(int)
    for day, amount in days.items():
        months[day.replace(day=1)] += amount
    return sorted(months.items()), True


@blueprint.get(f"{CAMPAIGN}/money.<any(csv, xlsx):extension>")
@requires(Permission.MONEY_READ)
def export_money(slug: str, extension: str) -> Response:
    """What came in, a row for each day and method; goods with their stated value."""
    income = queries.money_figures(db.session(), [current_campaign().id]).income
    methods = {method: label(method) for method in DonationMethod}
    header = [_("Day"), _("Payment method"), _("Number of donations"), _("Amount")]
    rows = [
        (row.received_on, methods[row.method], row.count, major_decimal(row.amount_minor))
        for row in income
    ]
    filename = f"{slug}-money.{extension}"
    if extension == "csv":
        return downloads.csv_response(filename, header, rows)
    return downloads.xlsx_response(filename, _("Money"), header, rows)
