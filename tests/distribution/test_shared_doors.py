"""Who shares a telephone or an address with somebody else of the round is pointed out."""

from __future__ import annotations

import pytest

from campaign_app.accounts.rules import CampaignRole
from campaign_app.distribution import queries, services
from campaign_app.distribution.queries import PersonAtDoor, group_shared
from tests.factories import NOW, make_campaign, make_member
from tests.support.routes import RouteScene


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        ([("+1", "a", None), ("+2", "b", None)], []),
        ([("+1", "a", None), ("+1", "b", None)], [{0, 1}]),
        ([("+1", "a", None), ("+2", "a", None)], [{0, 1}]),
        ([("+1", "a", None), ("+1", "a", None)], [{0, 1}]),  # for both reasons: told once
        ([("+1", "a", 7), ("+2", "a", 7)], []),  # one household is told apart
        ([("+1", "a", 7), ("+2", "a", 8)], [{0, 1}]),
        ([("+1", "a", 7), ("+2", "a", None)], [{0, 1}]),
        ([(None, "", None), (None, "", None)], []),
        ([("+1", "a", None), ("+1", "b", None), ("+2", "b", None)], [{0, 1}, {1, 2}]),
    ],
)
def test_who_is_a_group(people, expected):
    rows = [
        PersonAtDoor(place, place, "", phone, address, household)
        for place, (phone, address, household) in enumerate(people)
    ]
    assert [{each.delivery_id for each in group} for group in group_shared(rows)] == expected


@pytest.fixture
def scene(session, frozen_clock):
    scene = RouteScene(session, stops=1, campaign=make_campaign(session, slug="shared"))
    for number, person in enumerate(scene.people):
        person.address_key = f"s:abai|{number}|1"
    session.flush()
    return scene


def shared(scene):
    found = queries.list_shared_doors(scene.session, scene.round.id)
    return [[scene.lines.index(line_of(scene, each)) for each in group] for group in found]


def line_of(scene, person):
    return next(line for line in scene.lines if line.id == person.delivery_id)


def test_a_telephone_or_an_address_in_common(scene, session):
    first, second, third = scene.people
    assert shared(scene) == []
    first.phone = second.phone = "+77000000031"
    session.flush()
    assert shared(scene) == [[0, 1]]
    second.address_key = third.address_key = "temirtau abaya 1 2"
    session.flush()
    assert shared(scene) == [[0, 1], [1, 2]]
    # A room of a dormitory is shared by right; one telephone there is not.
    second.dormitory_key = third.dormitory_key = "1"
    session.flush()
    assert shared(scene) == [[0, 1]]


def test_who_was_taken_off_the_list_and_who_is_in_another_round_is_no_warning(scene, session):
    for person in scene.people[:2]:
        person.phone = "+77000000031"
    elsewhere = RouteScene(session, stops=1)
    elsewhere.people[0].phone = "+77000000031"
    services.take_off_list(
        session, actor=scene.actor, now=NOW, delivery=scene.lines[1], reason="Қате"
    )
    assert shared(scene) == []


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_the_rounds_page_leads_to_both(client_for, scene, session, locale):
    organiser = make_member(session, campaign=scene.campaign, role=CampaignRole.ORGANISER)
    address = f"/manage/campaigns/shared/distributions/{scene.round.id}"
    before = client_for(organiser, locale=locale).get(address).text
    scene.people[0].phone = scene.people[2].phone = "+77000000031"
    session.flush()
    after = client_for(organiser, locale=locale).get(address).text
    for line in (scene.lines[0], scene.lines[2]):
        link = f"/manage/campaigns/shared/deliveries/{line.id}"
        assert after.count(link) == before.count(link) + 1
    other = f"/manage/campaigns/shared/deliveries/{scene.lines[1].id}"
    assert after.count(other) == before.count(other)
