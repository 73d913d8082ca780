"""Open data: the figures for other programs. No name of anybody is in them."""

from __future__ import annotations

from flask import abort, current_app, jsonify
from werkzeug.wrappers import Response

from campaign_app.campaigns import queries as campaigns
from campaign_app.campaigns.models import Campaign
from campaign_app.core.access import public
from campaign_app.core.clock import now
from campaign_app.core.downloads import csv_response
from campaign_app.core.money import major_text
from campaign_app.extensions import db
from campaign_app.funds import queries as funds
from campaign_app.funds.rules import DonationMethod
from campaign_app.public import queries
from campaign_app.public.views.blueprint import blueprint
from campaign_app.reports.printing import open_figures
from campaign_app.reports.printing.machine import instant

DONATION_COLUMNS = (
    "campaign",
    "receipt",
    "received_on",
    "method",
    "donor",
    "amount",
    "currency",
    "status",
)
EXPENSE_COLUMNS = (
    "campaign",
    "number",
    "spent_on",
    "supplier",
    "purpose",
    "document_number",
    "amount",
    "currency",
)
DISTRIBUTION_COLUMNS = ("campaign", "measure", "group", "people", "as_of")


@blueprint.get("/open-data/campaigns/<slug>.json")
@public
def show_open_data(slug: str) -> Response:
    """The figures of the campaign's page."""
    campaign = _campaign(slug)
    figures = queries.public_figures(db.session(), campaign, now=now())
    response: Response = jsonify(
        open_figures(figures, campaign, currency=current_app.config["CURRENCY"], is_public=True)
    )
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@blueprint.get("/open-data/campaigns/<slug>/donations.csv")
@public
def download_open_donations(slug: str) -> Response:
    """Every donation by its receipt; of the donor only whether she is anonymous."""
    slugs, currency = _slugs(_campaign(slug)), current_app.config["CURRENCY"]
    rows = [
        (
            slugs[row.campaign_id],
            row.receipt,
            row.received_on.isoformat(),
            row.method.value,
            _donor(row.method, row.is_anonymous),
            major_text(row.amount_minor),
            currency,
            "voided" if row.is_voided else "valid",
        )
        for row in funds.stream_open_donations(db.session(), list(slugs))
    ]
    return csv_response(f"{slug}-donations.csv", DONATION_COLUMNS, rows)


@blueprint.get("/open-data/campaigns/<slug>/expenses.csv")
@public
def download_open_expenses(slug: str) -> Response:
    """Every approved expense with its document."""
    slugs, currency = _slugs(_campaign(slug)), current_app.config["CURRENCY"]
    rows = [
        (
            slugs[row.campaign_id],
            row.number,
            row.spent_on.isoformat(),
            row.supplier,
            row.purpose,
            row.document_number,
            major_text(row.amount_minor),
            currency,
        )
        for row in funds.list_spending(db.session(), list(slugs))
    ]
    return csv_response(f"{slug}-expenses.csv", EXPENSE_COLUMNS, rows)


@blueprint.get("/open-data/campaigns/<slug>/distribution.csv")
@public
def download_open_distribution(slug: str) -> Response:
    """People helped by category and what became of the lines; groups under five hidden."""
    campaign = _campaign(slug)
    moment = now()
    rows = [
        (campaign.slug, measure, group, people, instant(moment))
        for measure, group, people in queries.open_distribution(
            db.session(), queries.public_family(db.session(), campaign)
        )
    ]
    return csv_response(f"{slug}-distribution.csv", DISTRIBUTION_COLUMNS, rows)


def _campaign(slug: str) -> Campaign:
    return campaigns.find_public_campaign(db.session(), slug) or abort(404)


def _slugs(campaign: Campaign) -> dict[int, str]:
    """The campaign and its parts that have begun: their addresses by id."""
    family = queries.public_family(db.session(), campaign)
    return {member.id: member.slug for member in family}


def _donor(method: DonationMethod, is_anonymous: bool) -> str:
    """A box has no donor that anybody knows; of all others nobody is named."""
    return "anonymous" if is_anonymous or method is DonationMethod.BOX else "donor"
