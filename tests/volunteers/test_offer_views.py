"""An offered place and a refusal, as a volunteer sees them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from campaign_app.accounts.rules import CampaignRole, Role
from campaign_app.campaigns.models import Campaign
from campaign_app.volunteers import queries, services
from campaign_app.volunteers.rules import SignUpStatus
from tests.factories import NOW, make_account, make_campaign, make_member
from tests.volunteers.test_services import ZONE, make_shift, make_volunteer


@pytest.fixture(autouse=True)
def spring(frozen_clock):
    frozen_clock.set(NOW)
    return frozen_clock


def make_offer(session, accounts):
    """A shift whose one place was freed for the second of `accounts`; the others wait."""
    shift = make_shift(session, make_campaign(session))
    people = [make_volunteer(session, account=account) for account in accounts]
    for account, volunteer in zip(accounts, people, strict=True):
        common = {"actor": account, "now": NOW, "shift_id": shift.id, "zone": ZONE}
        services.sign_up(session, volunteer=volunteer, **common)
    common["actor"] = accounts[0]
    services.cancel_sign_up(session, volunteer=people[0], **common)
    return shift


def status_of(session, shift, number):
    return queries.list_sign_ups(session, shift.id)[number].status


@pytest.mark.parametrize(("locale", "word"), [("kk", "Растау"), ("ru", "Подтвердить")])
def test_an_offered_place_is_confirmed(session, client_for, locale, word):
    accounts = [make_account(session, role=Role.VOLUNTEER) for _ in range(2)]
    shift = make_offer(session, accounts)
    client = client_for(accounts[1], locale=locale)
    for address in ("/my", f"/shifts/{shift.id}"):
        assert word in client.get(address).text
    client.post(f"/shifts/{shift.id}/confirm", follow_redirects=True)
    assert status_of(session, shift, 1) is SignUpStatus.CONFIRMED
    assert word not in client.get("/my").text
    assert client.post("/shifts/999/confirm").status_code == 404


def test_an_offered_place_stands_on_my_pages_once(session, client_for):
    accounts = [make_account(session, role=Role.VOLUNTEER) for _ in range(2)]
    shift = make_offer(session, accounts)
    client = client_for(accounts[1])
    for address in ("/my", "/my/shifts"):
        page = client.get(address).text
        assert page.count(f'href="/shifts/{shift.id}"') == 1
        assert "No shift ahead" not in page


def test_the_organiser_sees_an_offer_beside_those_who_are_in(session, client_for):
    accounts = [make_account(session, role=Role.VOLUNTEER) for _ in range(2)]
    shift = make_offer(session, accounts)
    campaign = session.get_one(Campaign, shift.campaign_id)
    organiser = make_member(session, campaign=campaign, role=CampaignRole.ORGANISER)
    client = client_for(organiser)
    shifts = f"/manage/campaigns/{campaign.slug}/shifts"
    for address in (shifts, f"{shifts}/week"):  # one place is not confirmed, none is free
        assert "offered: 1" in client.get(address).text
    page = client.get(f"{shifts}/{shift.id}").text
    assert page.count("A place is offered to") == 1
    assert page.index("A place is offered to") < page.index("When and where")


def test_an_offered_place_is_not_wanted(session, client_for):
    accounts = [make_account(session, role=Role.VOLUNTEER) for _ in range(3)]
    shift = make_offer(session, accounts)
    page = client_for(accounts[1]).get(f"/shifts/{shift.id}")
    assert "No, thank you" in page.text
    client_for(accounts[1]).post(f"/shifts/{shift.id}/cancel")
    assert status_of(session, shift, 2) is SignUpStatus.OFFERED


def test_who_answers_too_late_makes_room_for_the_next(session, client_for, spring):
    accounts = [make_account(session, role=Role.VOLUNTEER) for _ in range(3)]
    shift = make_offer(session, accounts)
    spring.set(NOW + timedelta(hours=12))
    page = client_for(accounts[1]).post(f"/shifts/{shift.id}/confirm", follow_redirects=True)
    assert "has gone to the next one" in page.text
    assert "You can sign up again" in page.text
    assert status_of(session, shift, 2) is SignUpStatus.OFFERED


def test_a_refusal_says_what_else_is_free(session, client_for):
    campaign = make_campaign(session)
    heavy = make_shift(session, campaign, is_heavy_work=True)
    light = make_shift(session, campaign, hours=50)
    account = make_account(session, role=Role.VOLUNTEER)
    make_volunteer(session, account=account, born_on=date(2003, 1, 1))
    client = client_for(account)
    page = client.post(f"/shifts/{heavy.id}/sign-up")
    assert page.status_code == 422
    assert "open from the age of 18" in page.text
    assert f'action="/shifts/{light.id}/sign-up"' in page.text
    assert f'action="/shifts/{heavy.id}/sign-up"' not in page.text  # it would be refused again
    client.post(f"/shifts/{light.id}/sign-up")
    page = client.post(f"/shifts/{heavy.id}/sign-up")
    assert "No other open shift fits you" in page.text
