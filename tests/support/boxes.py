"""Donation boxes for tests."""

from __future__ import annotations

from itertools import count

from sqlalchemy.orm import Session

from campaign_app.campaigns.models import Campaign
from campaign_app.funds import services
from campaign_app.funds.models import DonationBox
from tests.factories import NOW, TODAY, make_account

_numbers = count(1)


def make_box(session: Session, *, campaign: Campaign, seal_number: str = "A-1") -> DonationBox:
    """A sealed donation box at the entrance."""
    return services.place_box(
        session,
        actor=make_account(session),
        now=NOW,
        today=TODAY,
        campaign=campaign,
        number=f"Ж-{next(_numbers)}",
        place="Кітапхана",
        seal_number=seal_number,
        placed_on=TODAY,
    )
