"""What the id in an address names, in the campaign of that address only."""

from __future__ import annotations

from flask import abort

from campaign_app.campaigns.scope import current_campaign
from campaign_app.extensions import db
from campaign_app.funds import queries
from campaign_app.funds.models import Donation


def find_here(donation_id: int) -> Donation:
    """The donation, if it is one of the campaign's, else 404."""
    return queries.find_donation(db.session(), current_campaign().id, donation_id) or abort(404)
