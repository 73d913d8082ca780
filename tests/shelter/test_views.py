"""The warden's page."""

from __future__ import annotations

import pytest
from lxml import html
from sqlalchemy import func, select

from campaign_app.accounts.rules import CampaignRole
from campaign_app.shelter import queries, services
from campaign_app.shelter.models import Stay
from campaign_app.shelter.rules import RoomPlan
from tests.factories import NOW, make_auditor, make_campaign, make_member

NAME = {"kk": "Жатақхана №1", "ru": "Общежитие №1", "en": "Dormitory 1"}
TAKE_IN = "shelter/take-in"


def make_building(session, *sizes):
    rooms = [RoomPlan(str(number), beds) for number, beds in enumerate(sizes, start=301)]
    services.add_building(session, actor=None, now=NOW, name=NAME, rooms=rooms)


@pytest.fixture
def campaign(session):
    return make_campaign(session)


@pytest.fixture
def warden(session, client_for, campaign):
    return client_for(make_member(session, campaign=campaign, role=CampaignRole.ORGANISER))


def test_a_bus_is_taken_in_and_leaves(session, warden, campaign):
    make_building(session, 20, 30)
    values = {"adults": "43", "children": "4", "names": "Ким Анна\n"}
    page = warden.submit("/manage/shelter", values, action=TAKE_IN, follow_redirects=True)
    assert "Rooms: 301, 302." in page.text
    assert queries.present_count(session) == (43, 4)
    assert "Ким Анна" in page.text
    page = warden.submit("/manage/shelter", action="check-out", follow_redirects=True)
    assert "47" in page.text
    assert queries.present_count(session) == (0, 0)


def test_a_second_click_takes_nobody_in(session, warden, campaign):
    make_building(session, 9)
    form = html.document_fromstring(warden.get("/manage/shelter").text)
    known = form.xpath("//input[@name='submission_id']/@value")[0]
    sent = {"adults": "2", "children": "0", "campaign_id": str(campaign.id), "submission_id": known}
    for _ in range(2):
        assert warden.post("/manage/shelter/take-in", data=sent).status_code == 302
    assert session.scalar(select(func.count()).select_from(Stay)) == 2


def test_short_beds_are_told_and_nothing_typed_is_lost(session, warden):
    make_building(session, 3)
    page = warden.submit("/manage/shelter", {"adults": "4", "names": "Ли"}, action=TAKE_IN)
    assert page.status_code == 422
    assert "4 are needed, 3 are free" in page.text
    assert "Ли" in page.text
    assert queries.present_count(session) == (0, 0)


def test_a_campaign_of_others_is_neither_offered_nor_accepted(session, warden):
    make_building(session, 3)
    other = make_campaign(session)
    services.take_in_group(
        session, actor=None, now=NOW, campaign=other, adults=1, names=["Бөтен Адам"]
    )
    page = warden.get("/manage/shelter").text
    assert "Бөтен Адам" not in page
    sent = {"adults": "1", "children": "0", "campaign_id": str(other.id)}
    assert warden.post("/manage/shelter/take-in", data=sent).status_code == 422
    sent = {"campaign_id": str(other.id), "group_number": "1"}
    assert warden.post("/manage/shelter/check-out", data=sent).status_code == 404
    assert queries.present_count(session) == (1, 0)


def test_a_building_is_entered(session, warden):
    values = {"name_kk": "Ж", "name_ru": "О", "name_en": "D", "rooms": "301 4 3\n302 x"}
    refused = warden.submit("/manage/shelter/buildings/new", values)
    assert refused.status_code == 422
    assert "Line 2" in refused.text
    values["rooms"] = "301 4 3\n302 2"
    assert warden.submit("/manage/shelter/buildings/new", values).status_code == 302
    assert queries.free_beds(session) == 6


def test_the_auditor_reads_and_cannot_change(session, client_for):
    make_building(session, 3)
    auditor = client_for(make_auditor(session))
    page = auditor.get("/manage/shelter")
    assert page.status_code == 200
    assert "take-in" not in page.text
    assert auditor.post("/manage/shelter/take-in", data={"adults": "1"}).status_code == 403


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_pages_speak_the_readers_language(session, client_for, campaign, locale):
    organiser = make_member(session, campaign=campaign, role=CampaignRole.ORGANISER)
    client = client_for(organiser, locale=locale)
    assert client.get("/manage/shelter").status_code == 200  # empty
    make_building(session, 1, 2)
    services.take_in_group(session, actor=None, now=NOW, campaign=campaign, adults=1)
    assert client.get("/manage/shelter").status_code == 200
    assert client.get("/manage/shelter/buildings/new").status_code == 200
    sent = {"adults": "9", "children": "", "campaign_id": str(campaign.id)}
    assert client.post("/manage/shelter/take-in", data=sent).status_code == 422


def test_numbers_beyond_the_database_are_nobody(session, warden):
    sent = {"campaign_id": "9" * 30, "group_number": "9" * 30}
    assert warden.post("/manage/shelter/check-out", data=sent).status_code == 404
