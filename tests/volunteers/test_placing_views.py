"""The pages on which an organiser changes a shift and the people in it."""

from __future__ import annotations

from datetime import date

import pytest

from campaign_app.accounts.rules import CampaignRole
from campaign_app.volunteers import queries
from campaign_app.volunteers.rules import SignUpStatus
from tests.factories import NOW, make_campaign, make_member
from tests.volunteers.test_planning import make_shift, make_volunteer, sign_up


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


VALUES = {
    "title": "Жеткізу",
    "kind": "delivery",
    "place": "Абай көшесі",
    "starts_at": "2020-04-21T18:00",
    "ends_at": "2020-04-21T21:00",
    "places": "2",
}


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_a_shift_is_changed_once_whom_it_concerns_was_seen(session, campaign, organiser_in, locale):
    client, shift = organiser_in(locale), make_shift(session, campaign, places=3)
    minor = make_volunteer(session, surname="Жасөспірім", born_on=date(2004, 1, 1))
    sign_up(session, shift, minor)
    base = f"/manage/campaigns/{campaign.slug}/shifts/{shift.id}"
    page = client.get(f"{base}/edit")
    assert 'value="2020-04-21T18:00"' in page.text
    assert "Жасөспірім" not in page.text
    assert client.post(f"{base}/edit", data={**VALUES, "places": "0"}).status_code == 422
    heavy = {**VALUES, "is_heavy_work": "y"}
    refused = client.post(f"{base}/edit", data=heavy)
    assert refused.status_code == 422
    assert "Жасөспірім" in refused.text
    assert 'name="is_confirmed"' in refused.text
    done = client.post(f"{base}/edit", data={**heavy, "is_confirmed": "y"}, follow_redirects=True)
    assert "Абай көшесі" in done.text
    row = queries.find_shift(session, shift.id)
    assert (row.places, row.is_heavy_work) == (2, True)


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_the_people_of_a_shift_are_added_moved_and_taken_off(
    session, campaign, organiser_in, locale
):
    client = organiser_in(locale)
    shift, other = make_shift(session, campaign), make_shift(session, campaign, hours=48)
    one = make_volunteer(session, surname="Ким", phone="+77011234567", unit="ИС-18")
    two = make_volunteer(session, surname="Ли", born_on=date(2004, 1, 1))
    base = f"/manage/campaigns/{campaign.slug}/shifts/{shift.id}"
    assert "Ким" not in client.get(f"{base}/people").text
    assert "Ким" in client.get(f"{base}/people?q=8 701 123 45 67").text
    for volunteer in (one, two):
        answer = client.post(f"{base}/people", data={"volunteer_id": volunteer.id})
        assert answer.status_code == 302
    assert client.post(f"{base}/people", data={"volunteer_id": "999999"}).status_code == 404
    assert [row.status for row in queries.list_people(session, shift.id)] == [
        SignUpStatus.CONFIRMED,
        SignUpStatus.WAITING,
    ]
    page = client.get(f"{base}/people")
    assert "tel:+77011234567" in page.text
    assert client.get(f"{base}/people.csv").text.count("\n") == 3
    assert client.get(f"{base}/people.xlsx").data[:2] == b"PK"
    person = f"{base}/people/{one.id}"
    assert client.get(person).status_code == 200
    assert client.post(f"{person}/take-off", data={"reason": ""}).status_code == 422
    assert client.post(f"{person}/move", data={"target": "999999"}).status_code == 404
    assert client.post(f"{person}/move", data={"target": str(other.id)}).status_code == 302
    assert client.get(person).status_code == 404
    moved = f"/manage/campaigns/{campaign.slug}/shifts/{other.id}/people/{one.id}"
    assert client.post(f"{moved}/take-off", data={"reason": "Ауырып қалды"}).status_code == 302
    assert queries.list_people(session, other.id) == []
    assert client.get(f"/manage/campaigns/{campaign.slug}/shifts/{shift.id}").status_code == 200
