"""Donation boxes. Amounts are tiyn."""

from __future__ import annotations

from sqlalchemy.orm import Session

from campaign_app.funds.models import DonationBox


def find_box(session: Session, campaign_id: int, box_id: int) -> DonationBox | None:
    """The box, if it is one of the campaign's."""
    found = session.get(DonationBox, box_id)
    return found if found is not None and found.campaign_id == campaign_id else None
