"""The worker's part of money: what a letter of thanks says besides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from campaign_app.campaigns.models import Campaign
from campaign_app.core.mail.texts import expands
from campaign_app.funds import queries
from campaign_app.funds.models import Donation


@expands(queries.THANKS)
def text_of_thanks(session: Session, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The gift as its receipt tells it; no name stands in the letter."""
    donation = session.get_one(Donation, values["donation_id"])
    return {
        "campaign": session.get_one(Campaign, donation.campaign_id),
        "receipt": donation.receipt,
        "received_on": donation.received_on,
        "amount_minor": donation.amount_minor,
    }
