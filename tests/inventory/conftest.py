"""What the tests of goods share."""

from __future__ import annotations

import pytest

from tests.factories import make_campaign


@pytest.fixture
def campaign(session):
    """A campaign that is under way."""
    return make_campaign(session, slug="one")
