"""What addresses ask for: a donation of the campaign, the days of a list."""

from __future__ import annotations

from datetime import date

from flask import abort, request

from campaign_app.campaigns.scope import current_campaign
from campaign_app.core.dates import DateInvalid, parse_date
from campaign_app.extensions import db
from campaign_app.funds import queries
from campaign_app.funds.models import Donation


def find_here(donation_id: int) -> Donation:
    """The donation, if it is one of the campaign's, else 404."""
    return queries.find_donation(db.session(), current_campaign().id, donation_id) or abort(404)


def chosen_days() -> tuple[date | None, date | None]:
    """The days `from` and `to` of the query string; None for none and for what is no day."""
    return _chosen_day("from"), _chosen_day("to")


def _chosen_day(name: str) -> date | None:
    try:
        return parse_date(request.args.get(name))
    except DateInvalid:
        return None
