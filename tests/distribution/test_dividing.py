"""Everybody who waits, divided into routes: by the service, on the screen; familiar faces."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from campaign_app.accounts.rules import CampaignRole
from campaign_app.core.errors import NotFound
from campaign_app.distribution import queries, rules, services
from campaign_app.distribution.models import Route
from campaign_app.distribution.rules import DeliveryAction, ProofKind, RouteStatus
from campaign_app.distribution.services import ProofGiven
from campaign_app.inventory import queries as inventory
from tests.factories import NOW, TODAY, make_campaign, make_member
from tests.support.rounds import make_round
from tests.support.routes import RouteScene

NAMES = tuple((f"Көрші{number}", "Ғалия") for number in range(7))


@pytest.fixture
def scene(session, frozen_clock):
    """Seven people wait: two houses of three doors and one of one; a route goes to the last."""
    scene = RouteScene(
        session, stops=7, names=NAMES, campaign=make_campaign(session, slug="divided")
    )
    places = [("Абай көшесі", "2")] * 3 + [("Абай көшесі", "10")] * 3 + [("Гоголь көшесі", "1")]
    for person, (street, house) in zip(scene.people, places, strict=True):
        person.street, person.house = street, house
    session.flush()
    for line in scene.lines[:6]:
        services.remove_stop(
            session, actor=scene.actor, now=NOW, route=scene.route, delivery_id=line.id
        )
    return scene


def divide(scene, count=2):
    return services.divide_into_routes(
        scene.session,
        actor=scene.actor,
        now=NOW,
        round_=scene.round,
        runs_on=TODAY,
        count=count,
    )


def houses_of(session, route):
    return [stop.line.person.house for stop in queries.list_stops(session, route)]


def test_who_waits_is_divided_by_houses_and_nobody_is_on_two_routes(scene, session):
    first, second = divide(scene)
    assert houses_of(session, first) == ["2"] * 3
    assert houses_of(session, second) == ["10"] * 3
    assert (first.number, second.number, first.title) == (2, 3, "Абай көшесі")
    assert {first.status, second.status} == {RouteStatus.PLANNED}
    assert houses_of(session, scene.route) == ["1"]
    with pytest.raises(rules.NothingToDivide):
        divide(scene)


def test_a_closed_round_is_not_divided(scene, session):
    scene.round.status = rules.RoundStatus.CLOSED
    session.flush()
    with pytest.raises(rules.RoundClosed):
        divide(scene)


def test_a_package_has_about_a_weight(scene, session):
    grams = inventory.package_grams(session, scene.round.version_id)
    contents = inventory.contents_of_version(session, scene.round.version_id)
    assert set(grams) == set(contents)
    assert all(weight > 0 for weight in grams.values())


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_the_form_divides_once_however_often_it_is_sent(client_for, scene, session, locale):
    organiser = make_member(session, campaign=scene.campaign, role=CampaignRole.ORGANISER)
    browser = client_for(organiser, locale=locale)
    address = f"/manage/campaigns/divided/distributions/{scene.round.id}/routes"
    assert f'action="{address}/divide"' in browser.get(address).text
    values = {"count": "3", "runs_on": "2020-04-20", "submission_id": "the-same"}
    answers = [browser.post(f"{address}/divide", data=values) for _ in range(2)]
    assert [answer.location for answer in answers] == [address, address]
    assert session.scalar(select(func.count(Route.id))) == 4
    again = browser.post(f"{address}/divide", data={**values, "submission_id": "another"})
    assert again.status_code == 422
    assert 'value="3"' in again.text


@pytest.mark.parametrize(
    "values",
    [{"count": "0"}, {"count": "41"}, {"count": "x"}, {"count": ""}, {"runs_on": "2020-02-30"}],
)
def test_what_cannot_be_is_refused_at_its_field(client_for, scene, session, values):
    organiser = make_member(session, campaign=scene.campaign, role=CampaignRole.ORGANISER)
    address = f"/manage/campaigns/divided/distributions/{scene.round.id}/routes"
    answer = client_for(organiser).post(
        f"{address}/divide", data={"count": "2", "runs_on": "2020-04-20", **values}
    )
    assert answer.status_code == 422
    assert f'id="{next(iter(values))}-error"' in answer.text
    assert session.scalar(select(func.count(Route.id))) == 1


def test_who_served_the_routes_people_before_comes_first(scene, session):
    scene.route, _ = divide(scene)
    scene.assign()
    for line in scene.lines[:2]:
        services.record_outcome(
            session,
            actor=scene.actor,
            now=NOW,
            delivery=line,
            action=DeliveryAction.DELIVER,
            handed_on=TODAY,
            proof=ProofGiven(kind=ProofKind.PAPER_SIGNATURE),
        )
    _, stranger = scene.make_carrier("Аааерікті")
    again = make_round(
        session,
        campaign=scene.campaign,
        actor=scene.actor,
        version_id=scene.round.version_id,
    )
    scene.round = again
    (later,) = divide(scene, count=1)
    found = queries.list_candidates(session, later, q="ерікті")
    assert [(each.volunteer_id, each.knows) for each in found] == [
        (scene.volunteer.id, 2),
        (stranger.id, 0),
    ]
    scene.assign(route=later)
    assert [each.knows for each in queries.list_carriers(session, later)] == [2]
    # Her own route is no acquaintance: those whom she serves now she did not know before.
    assert [each.knows for each in queries.list_carriers(session, scene.route)] == [0]


def hand_over(scene, route, line, other):
    services.hand_stop_over(
        scene.session,
        actor=scene.actor,
        now=NOW,
        route=route,
        delivery_id=line.id,
        to_route_id=other.id,
    )


def test_a_door_goes_to_another_route_that_has_not_started(scene, session):
    first, second = divide(scene)
    hand_over(scene, first, scene.lines[1], second)
    assert [stop.number for stop in queries.list_stops(session, first)] == [1, 2]
    assert houses_of(session, second) == ["10"] * 3 + ["2"]
    with pytest.raises(NotFound):
        hand_over(scene, first, scene.lines[1], second)
    with pytest.raises(NotFound):
        hand_over(scene, first, scene.lines[0], first)
    with pytest.raises(NotFound):
        hand_over(scene, first, scene.lines[0], RouteScene(session).route)
    scene.route = second
    scene.assign()
    scene.start()
    with pytest.raises(rules.RouteStarted):
        hand_over(scene, first, scene.lines[0], second)
    with pytest.raises(rules.RouteStarted):
        hand_over(scene, second, scene.lines[1], first)


def test_a_door_goes_to_another_route_by_a_button(client_for, scene, session):
    first, second = divide(scene)
    organiser = make_member(session, campaign=scene.campaign, role=CampaignRole.ORGANISER)
    browser = client_for(organiser)
    address = f"/manage/campaigns/divided/distributions/{scene.round.id}/routes/{first.id}"
    button = f"{address}/stops/{scene.lines[0].id}/hand-over"
    assert button in browser.get(address).text
    assert browser.post(button, data={"to_route_id": second.id}).location == address
    assert [len(queries.list_stops(session, each)) for each in (first, second)] == [2, 4]
    for wrong in ("", "x", "99999999999999", first.id):
        assert browser.post(button, data={"to_route_id": wrong}).status_code == 404
