"""Packages that people fetch: a code instead of a route, one package, a refusal for the rest."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from campaign_app.beneficiaries.models import Beneficiary, Proxy
from campaign_app.beneficiaries.rules.proxies import ProxyDocument
from campaign_app.core.errors import DomainError, NotFound
from campaign_app.distribution import queries, rules, services
from campaign_app.distribution.models import Delivery, DistributionRound, Proof
from campaign_app.distribution.rules import DeliveryStatus as S
from campaign_app.distribution.rules import ProofKind
from tests.factories import NOW, TODAY, make_campaign
from tests.support.routes import RouteScene

BASE = "/manage/campaigns/food/distributions"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("ACD346", "ACD346"),
        (" acd 346 ", "ACD346"),
        ("acd-346", "ACD346"),
        ("асе346", "ACE346"),  # Cyrillic letters that look the same
        ("НКМРТХ", "HKMPTX"),
        ("https://example.org/manage/x/distributions/2/desk?code=ACD346", "ACD346"),
        ("", ""),
    ],
)
def test_a_code_is_read_however_it_was_typed(typed, read):
    assert rules.read_pickup_code(typed) == read


def test_new_codes_are_new():
    row = iter("AAAAAACCCCCCCCCCCCDDDDDD")
    found = rules.new_pickup_codes(2, {"AAAAAA"}, choose=lambda _letters: next(row))
    assert found == ["CCCCCC", "DDDDDD"]
    (code,) = rules.new_pickup_codes(1, ())
    assert len(code) == rules.PICKUP_CODE_LENGTH
    assert set(code) <= set(rules.PICKUP_LETTERS)
    assert rules.read_pickup_code(code.lower()) == code


@pytest.fixture
def scene(session, frozen_clock):
    """Three people; a route leads to the first one."""
    frozen_clock.set(NOW)
    return RouteScene(session, campaign=make_campaign(session, slug="food"), stops=1)


def serve(scene, code: str, **proxy: Any) -> Delivery:
    return services.hand_over_at_desk(
        scene.session,
        actor=scene.actor,
        now=NOW,
        today=TODAY,
        round_=scene.round,
        code=code,
        **proxy,
    )


def test_whoever_has_a_code_keeps_it_and_no_route_leads_there(session, scene):
    second, third = scene.lines[1:]
    assert scene.choose_pickups(second) == 1
    first_code = second.pickup_code
    assert scene.choose_pickups(second, third) == 1
    assert second.pickup_code == first_code != third.pickup_code
    with pytest.raises(rules.OnAnotherRoute):
        scene.plan([second])
    assert queries.list_free_lines(session, scene.round.id) == []
    with pytest.raises(rules.NothingToDivide):
        services.divide_into_routes(
            session, actor=scene.actor, now=NOW, round_=scene.round, runs_on=TODAY, count=1
        )


@pytest.mark.parametrize("case", ["on a route", "settled", "with a courier"])
def test_who_cannot_be_chosen_is_named_and_nobody_else_is(session, scene, case):
    line = scene.lines[0]
    if case != "on a route":
        services.remove_stop(
            session, actor=scene.actor, now=NOW, route=scene.route, delivery_id=line.id
        )
    if case == "settled":
        line.status = S.REFUSED
        session.flush()
    if case == "with a courier":
        services.take_out(session, actor=scene.actor, now=NOW, delivery=line)
    with pytest.raises(rules.PickupNotFree) as refusal:
        scene.choose_pickups(scene.lines[1], line)
    assert "Қасымова" in refusal.value.params["recipient"]
    assert scene.lines[1].pickup_code is None


def test_nobody_a_stranger_and_a_closed_round_are_refused(session, scene):
    with pytest.raises(rules.NobodyFetches):
        scene.choose_pickups()
    with pytest.raises(NotFound):
        scene.choose_pickups(RouteScene(session).lines[1])
    scene.round.status = rules.RoundStatus.CLOSED
    session.flush()
    with pytest.raises(rules.RoundClosed):
        scene.choose_pickups(scene.lines[1])


@pytest.mark.parametrize("broken", ["on a route with a code", "one code for two"])
def test_the_database_holds_one_or_the_other_and_a_code_once(session, scene, broken):
    first, second, third = scene.lines
    scene.choose_pickups(second, third)
    statement = update(Delivery).values(pickup_code="AAAAAA")
    ids = [first.id] if broken == "on a route with a code" else [second.id, third.id]
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(statement.where(Delivery.id.in_(ids)))


def test_the_code_is_the_proof_and_serves_once(session, scene):
    line = scene.lines[1]
    scene.choose_pickups(line)
    code = line.pickup_code or ""
    assert serve(scene, code.lower()).status is S.DELIVERED
    proof = session.get_one(Proof, line.proof_id)
    assert (proof.kind, proof.reference) == (ProofKind.CODE, code)
    with pytest.raises(rules.AlreadyServed):
        serve(scene, code)
    with pytest.raises(rules.PickupCodeUnknown):
        serve(scene, "ZZZZZZ")
    assert queries.count_pickups(session, scene.round.id) == queries.PickupCounts(0, 1)


def test_a_proxy_has_a_name_and_a_document(session, scene):
    line = scene.lines[1]
    scene.choose_pickups(line)
    with pytest.raises(rules.ProxyUnnamed):
        serve(scene, line.pickup_code or "", proxy_name="Көрші")
    serve(scene, line.pickup_code or "", proxy_name="Көрші", proxy_document="012345")
    assert session.get_one(Proof, line.proof_id).kind is ProofKind.PROXY


def test_a_registered_proxy_is_named_as_on_file(session, scene):
    line = scene.lines[1]
    proxy = Proxy(
        beneficiary_id=line.beneficiary_id,
        full_name="Сенімхат Бар",
        document_kind=ProxyDocument.POWER_OF_ATTORNEY,
        document_number="77",
        document_last4="77",
        created_at=NOW,
    )
    session.add(proxy)
    session.flush()
    scene.choose_pickups(line)
    proxy.valid_until = TODAY - timedelta(days=1)
    session.flush()
    with pytest.raises(DomainError):
        serve(scene, line.pickup_code or "", proxy_id=proxy.id)
    proxy.valid_until = None
    session.flush()
    serve(scene, line.pickup_code or "", proxy_id=proxy.id)
    kept = session.get_one(Proof, line.proof_id)
    assert (kept.kind, kept.proxy_name) == (ProofKind.PROXY, "Сенімхат Бар")


def test_no_courier_takes_what_is_fetched_and_nobody_restricted_is_asked_to_come(session, scene):
    second, third = scene.lines[1:]
    scene.choose_pickups(second)
    with pytest.raises(rules.FetchedAtDesk):
        services.take_out(session, actor=scene.actor, now=NOW, delivery=second)
    person = session.get_one(Beneficiary, third.beneficiary_id)
    person.restricted_at = NOW
    session.flush()
    assert queries.free_line_ids(session, scene.round.id) == []
    with pytest.raises(rules.PickupNotFree):
        scene.choose_pickups(third)


def test_who_is_put_back_has_no_code_and_who_fetched_stays(session, scene):
    fetched, waiting = scene.lines[1:]
    scene.choose_pickups(fetched, waiting)
    serve(scene, fetched.pickup_code or "")
    code = waiting.pickup_code or ""
    gone = services.remove_pickups(
        session,
        actor=scene.actor,
        now=NOW,
        round_=scene.round,
        delivery_ids=[fetched.id, waiting.id],
    )
    assert (gone, fetched.pickup_code is None, waiting.pickup_code) == (1, False, None)
    with pytest.raises(rules.PickupCodeUnknown):
        serve(scene, code)
    scene.plan([waiting])


def test_a_stop_that_was_missed_may_be_fetched_after_its_route(session, scene):
    scene.assign()
    scene.start()
    line = scene.lines[0]
    services.record_outcome(
        session,
        actor=scene.actor,
        now=NOW,
        delivery=line,
        action=rules.DeliveryAction.MISS,
        handed_on=TODAY,
    )
    with pytest.raises(rules.PickupNotFree):
        scene.choose_pickups(line)
    scene.finish()
    scene.choose_pickups(line)
    assert (line.route_id, line.stop_number) == (None, None)


def test_a_round_has_its_own_codes(session, scene):
    other = RouteScene(session, stops=1)
    scene.choose_pickups(scene.lines[1])
    with pytest.raises(rules.PickupCodeUnknown):
        serve(other, scene.lines[1].pickup_code or "")
    assert session.scalars(select(DistributionRound)).all()
