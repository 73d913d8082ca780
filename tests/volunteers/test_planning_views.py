"""The pages on which an organiser changes shifts."""

from __future__ import annotations

import pytest

from campaign_app.accounts.rules import CampaignRole
from campaign_app.volunteers import queries
from tests.factories import NOW, make_campaign, make_member
from tests.volunteers.test_planning import make_shift


@pytest.fixture(autouse=True)
def spring(frozen_clock):
    frozen_clock.set(NOW)
    return frozen_clock


@pytest.fixture
def campaign(session):
    return make_campaign(session)


@pytest.fixture
def organiser_in(session, client_for, campaign):
    account = make_member(session, campaign=campaign, role=CampaignRole.ORGANISER)
    return lambda locale="en": client_for(account, locale=locale)


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_a_shift_is_cancelled_with_a_reason(session, campaign, organiser_in, locale):
    shift, client = make_shift(session, campaign), organiser_in(locale)
    base = f"/manage/campaigns/{campaign.slug}/shifts"
    address = f"{base}/{shift.id}/cancel"
    assert client.get(address).status_code == 200
    assert client.post(address, data={"reason": " "}).status_code == 422
    assert queries.find_shift(session, shift.id).cancelled_at is None
    page = client.post(address, data={"reason": "Аяз −38 °C"}, follow_redirects=True)
    assert page.text.count("Аяз −38 °C") == 1
    assert queries.find_shift(session, shift.id).cancelled_at == NOW
    assert client.post(address, data={"reason": "Тағы"}).status_code == 422
    for page in (base, f"/shifts/{shift.id}"):
        assert client.get(page).status_code == 200
