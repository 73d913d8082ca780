"""Routes through their services: chosen, ordered, started, walked, finished."""

from __future__ import annotations

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from campaign_app.beneficiaries.rules import BeneficiaryCategory
from campaign_app.core.errors import NotFound
from campaign_app.core.printing.document import FormHead
from campaign_app.distribution import queries, rules, services
from campaign_app.distribution.models import Delivery, Route
from campaign_app.distribution.route_sheet import sheet_of_route
from campaign_app.distribution.rules import (
    DeliveryAction,
    DeliveryStatus,
    ProofKind,
    RouteStatus,
)
from campaign_app.distribution.services import ProofGiven
from tests.factories import NOW, TODAY
from tests.support.routes import YESTERDAY, RouteScene

PAPER = ProofGiven(kind=ProofKind.PAPER_SIGNATURE)


@pytest.fixture
def scene(session):
    return RouteScene(session)


def order(scene):
    return [stop.line.id for stop in queries.list_stops(scene.session, scene.route)]


def act(scene, command, **values):
    return command(scene.session, actor=scene.actor, now=NOW, route=scene.route, **values)


def record(scene, line, action, proof=None, volunteer=None, route=None):
    return services.record_at_door(
        scene.session,
        actor=scene.account,
        now=NOW,
        today=TODAY,
        volunteer_id=(volunteer or scene.volunteer).id,
        route_id=(route or scene.route).id,
        delivery_id=line.id,
        action=action,
        proof=proof,
    )


def test_a_line_is_on_one_route_at_a_time(session):
    scene = RouteScene(session, stops=2)
    assert [line.id for line in queries.list_free_lines(session, scene.round.id)] == [
        scene.lines[2].id
    ]
    with pytest.raises(rules.OnAnotherRoute):
        scene.plan([scene.lines[0]])
    with pytest.raises(rules.NobodyChosen):
        scene.plan([])
    other = scene.plan([scene.lines[2]])
    assert (scene.route.number, other.number) == (1, 2)


def test_a_line_of_another_round_is_not_there(session, scene):
    elsewhere = RouteScene(session, stops=1)
    with pytest.raises(NotFound):
        scene.plan([elsewhere.lines[1]])


def test_stops_are_moved_and_taken_off(scene):
    first, second, third = order(scene)
    act(scene, services.move_stop, delivery_id=third, by=-1)
    assert order(scene) == [first, third, second]
    act(scene, services.move_stop, delivery_id=first, by=-1)
    assert order(scene) == [first, third, second]
    act(scene, services.remove_stop, delivery_id=third)
    assert order(scene) == [first, second]
    stops = queries.list_stops(scene.session, scene.route)
    assert [stop.number for stop in stops] == [1, 2]
    act(scene, services.add_stops, delivery_ids=[third])
    assert order(scene) == [first, second, third]
    with pytest.raises(NotFound):
        act(scene, services.move_stop, delivery_id=999_999, by=1)


def test_a_route_that_runs_keeps_its_stops(scene):
    scene.assign()
    scene.start()
    for command, values in (
        (services.move_stop, {"delivery_id": scene.lines[0].id, "by": 1}),
        (services.remove_stop, {"delivery_id": scene.lines[0].id}),
        (services.add_stops, {"delivery_ids": [scene.lines[0].id]}),
        (services.edit_route, {"plan": services.RoutePlan(title="x", runs_on=TODAY)}),
    ):
        with pytest.raises(rules.RouteStarted):
            act(scene, command, **values)


def test_nobody_goes_alone_to_lonely_pensioners(session):
    scene = RouteScene(session, category=BeneficiaryCategory.LONELY_PENSIONER)
    with pytest.raises(rules.NobodyOnRoute):
        scene.start()
    scene.assign()
    with pytest.raises(rules.SecondVolunteerNeeded) as refused:
        scene.start()
    assert refused.value.params == {"homes": 3, "volunteers": 1}
    _account, second = scene.make_carrier("Екінші")
    scene.assign(second)
    scene.start()
    assert scene.route.status is RouteStatus.RUNNING


def test_a_route_starts_on_its_day(session):
    scene = RouteScene(session, runs_on=YESTERDAY)
    scene.assign()
    with pytest.raises(rules.NotOnItsDay):
        scene.start()
    act(scene, services.edit_route, plan=services.RoutePlan(title="Орталық", runs_on=TODAY))
    scene.start()


def test_who_is_assigned_twice_goes_once_and_may_come_back(scene):
    for _ in range(2):
        scene.assign()
    assert len(queries.list_carriers(scene.session, scene.route)) == 1
    act(scene, services.remove_volunteer, volunteer_id=scene.volunteer.id)
    assert queries.list_carriers(scene.session, scene.route) == []
    with pytest.raises(NotFound):
        act(scene, services.remove_volunteer, volunteer_id=scene.volunteer.id)
    scene.assign()
    assert len(queries.list_carriers(scene.session, scene.route)) == 1
    with pytest.raises(NotFound):
        act(scene, services.assign_volunteer, volunteer_id=999_999)


def sums(scene):
    found = queries.courier_sum(scene.session, scene.route)
    return found.taken, found.delivered, found.returned, found.left


def test_three_out_two_delivered_one_back(scene):
    scene.assign()
    assert act(scene, services.take_out_for_route) == 3
    assert sums(scene) == (3, 0, 0, 3)
    scene.start()
    record(scene, scene.lines[0], DeliveryAction.DELIVER, PAPER)
    record(scene, scene.lines[1], DeliveryAction.DELIVER, PAPER)
    with pytest.raises(rules.RouteNotSettled) as refused:
        scene.finish()
    name = queries.list_stops(scene.session, scene.route)[2].line.person.short_name
    open_ = {"with_courier": 1, "doors": f"3 {name}"}
    assert refused.value.params == {"waiting": 1, **open_}
    assert sums(scene) == (3, 2, 0, 1)
    record(scene, scene.lines[2], DeliveryAction.MISS)
    with pytest.raises(rules.RouteNotSettled) as refused:
        scene.finish()
    assert refused.value.params == {"waiting": 0, **open_}
    with pytest.raises(rules.RoundNotSettled):
        services.close_round(scene.session, actor=scene.actor, now=NOW, round_=scene.round)
    assert act(scene, services.return_packages_of_route) == 1
    assert sums(scene) == (3, 2, 1, 0)
    scene.finish()
    assert scene.route.status is RouteStatus.FINISHED
    # Who was not at home waits for another route.
    free = queries.list_free_lines(scene.session, scene.round.id)
    assert [line.id for line in free] == [scene.lines[2].id]
    again = scene.plan([scene.lines[2]])
    # The route that is over still says what it came to, on its page and on its sheet.
    assert sums(scene) == (3, 2, 1, 0)
    head = FormHead(organisation="", bin="", number="1", on=TODAY)
    sheet = sheet_of_route(scene.session, scene.round, scene.route, head)
    assert (sheet.taken, sheet.delivered, sheet.returned) == (3, 2, 1)
    assert [stop.line.id for stop in queries.list_stops(scene.session, again)] == [
        scene.lines[2].id
    ]


def test_a_round_closes_after_its_routes(session):
    scene = RouteScene(session)
    scene.assign()
    scene.start()
    for line in scene.lines:
        record(scene, line, DeliveryAction.REFUSE)
    with pytest.raises(rules.RoutesUnderWay):
        services.close_round(session, actor=scene.actor, now=NOW, round_=scene.round)
    scene.finish()
    services.close_round(session, actor=scene.actor, now=NOW, round_=scene.round)


def test_only_her_own_door_on_her_own_route_while_it_runs(session):
    scene = RouteScene(session, stops=2)
    other_route = scene.plan([scene.lines[2]])
    _account, other = scene.make_carrier("Басқа")
    scene.assign()
    scene.assign(other, other_route)
    refused = [
        {"line": scene.lines[0]},  # not started
    ]
    for values in refused:
        with pytest.raises(NotFound):
            record(scene, action=DeliveryAction.REFUSE, **values)
    scene.start()
    scene.start(other_route)
    for values in (
        {"line": scene.lines[2]},
        {"line": scene.lines[2], "route": other_route},
        {"line": scene.lines[0], "volunteer": other},
    ):
        with pytest.raises(NotFound):
            record(scene, action=DeliveryAction.REFUSE, **values)
    record(scene, scene.lines[0], DeliveryAction.REFUSE)
    assert scene.lines[0].status is DeliveryStatus.REFUSED
    act(scene, services.remove_volunteer, volunteer_id=scene.volunteer.id)
    with pytest.raises(NotFound):
        record(scene, scene.lines[1], DeliveryAction.REFUSE)


def test_nobody_whose_processing_was_stopped_is_shown_to_a_volunteer(scene):
    scene.people[0].restricted_at = NOW
    scene.session.flush()
    assert len(queries.list_stops(scene.session, scene.route)) == 3
    shown = queries.list_stops(scene.session, scene.route, usable_only=True)
    assert scene.people[0].id not in [stop.line.beneficiary_id for stop in shown]


@pytest.mark.parametrize(
    "values",
    [
        {"status": RouteStatus.RUNNING},
        {"status": RouteStatus.FINISHED, "started_at": NOW},
        {"finished_at": NOW},
        {"number": 0},
    ],
)
def test_the_database_holds_a_routes_states(scene, values):
    with pytest.raises(IntegrityError):
        scene.session.execute(update(Route).values(**values))


def test_the_database_holds_a_stops_place(scene):
    with pytest.raises(IntegrityError):
        scene.session.execute(update(Delivery).values(stop_number=None))
