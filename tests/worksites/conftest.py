"""Each test has a campaign with a shift under way, and an organiser."""

from __future__ import annotations

import pytest

from tests.factories import make_account, make_campaign
from tests.worksites.makers import make_shift


@pytest.fixture
def campaign(session):
    return make_campaign(session)


@pytest.fixture
def shift(session, campaign):
    return make_shift(session, campaign)


@pytest.fixture
def actor(session):
    return make_account(session)
