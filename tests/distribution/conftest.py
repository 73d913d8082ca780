"""One package for two people: a round whose decision can be asked about."""

from __future__ import annotations

from datetime import date

import pytest

from campaign_app.accounts.rules import CampaignRole
from campaign_app.distribution import services
from tests.factories import make_campaign, make_member
from tests.support.rounds import make_beneficiary, make_packages, make_round


@pytest.fixture
def campaign(session):
    return make_campaign(session, slug="food")


@pytest.fixture
def organiser(session, campaign):
    return make_member(session, campaign=campaign, role=CampaignRole.ORGANISER)


@pytest.fixture
def people(session, campaign):
    """The need of the second is the greatest: she is over 80."""
    first = make_beneficiary(session, surname="Ахметова", enrolled_in=campaign)
    second = make_beneficiary(
        session, surname="Бекова", born_on=date(1930, 1, 1), enrolled_in=campaign
    )
    return first, second


@pytest.fixture
def round_(session, campaign, organiser, people):
    """One package for two people."""
    version_id = make_packages(session, campaign=campaign, count=1)
    choice = services.Choice(within_available=True)
    return make_round(
        session, campaign=campaign, actor=organiser, version_id=version_id, choice=choice
    )
