"""What the tests of goods share."""

from __future__ import annotations

import pytest

from campaign_app.accounts.rules import CampaignRole
from tests.factories import NOW, make_campaign, make_member


@pytest.fixture
def campaign(session):
    """A campaign that is under way."""
    return make_campaign(session, slug="one")


@pytest.fixture(autouse=True)
def _today(frozen_clock):
    """It is the day of the factories."""
    frozen_clock.set(NOW)


@pytest.fixture
def storekeeper(session, campaign, client_for):
    """The browser of the campaign's storekeeper."""
    return client_for(make_member(session, campaign=campaign, role=CampaignRole.STOREKEEPER))
