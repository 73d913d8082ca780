"""Many devices hand over to the same person: one package, clear refusals for the others."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.core.audit import verify_chain
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.core.variants import PackageVariant
from campaign_app.distribution import rules, services
from campaign_app.distribution.models import Delivery, DistributionRound, Proof
from campaign_app.distribution.rules import DeliveryAction, DeliveryStatus, ProofKind
from campaign_app.inventory import queries as inventory
from tests.factories import NOW, TODAY, make_administrator, make_campaign
from tests.support.client import settle
from tests.support.databases import Database
from tests.support.processes import run_together
from tests.support.rounds import make_beneficiary, make_packages, make_round

pytestmark = pytest.mark.concurrency
DEVICES, TRIES = 5, 10


def hand_over(app: Flask, task: tuple[int, int]) -> list[str]:
    """Try to record the delivery ten times; give what each try came to."""
    del app
    actor_id, delivery_id = task
    results = []
    for _ in range(TRIES):
        try:
            with unit_of_work() as session:
                services.record_outcome(
                    session,
                    actor=session.get_one(Account, actor_id),
                    now=NOW,
                    delivery=session.get_one(Delivery, delivery_id),
                    action=DeliveryAction.DELIVER,
                    handed_on=TODAY,
                    proof=services.ProofGiven(kind=ProofKind.CODE),
                )
            results.append("served")
        except rules.AlreadyServed:
            results.append("refused")
    return results


def serve_desk(app: Flask, task: tuple[int, int, str]) -> list[str]:
    """Serve the same code ten times; give what each try came to."""
    del app
    actor_id, round_id, code = task
    results = []
    for _ in range(TRIES):
        try:
            with unit_of_work() as session:
                services.hand_over_at_desk(
                    session,
                    actor=session.get_one(Account, actor_id),
                    now=NOW,
                    today=TODAY,
                    round_=session.get_one(DistributionRound, round_id),
                    code=code,
                )
            results.append("served")
        except rules.AlreadyServed:
            results.append("refused")
    return results


def choose_all(app: Flask, task: tuple[int, int]) -> int:
    """Choose everybody who is free for the desk, as one of several organisers."""
    del app
    actor_id, round_id = task
    with unit_of_work() as session:
        round_ = session.get_one(DistributionRound, round_id)
        ids = list(session.scalars(select(Delivery.id).where(Delivery.round_id == round_id)))
        return services.choose_pickups(
            session,
            actor=session.get_one(Account, actor_id),
            now=NOW,
            round_=round_,
            delivery_ids=ids,
        )


def divide(app: Flask, task: tuple[int, int]) -> list[int]:
    """Divide everybody who waits into two routes; the doors of each."""
    del app
    actor_id, round_id = task
    with unit_of_work() as session:
        routes = services.divide_into_routes(
            session,
            actor=session.get_one(Account, actor_id),
            now=NOW,
            round_=session.get_one(DistributionRound, round_id),
            runs_on=TODAY,
            count=2,
        )
        ids = [route.id for route in routes]
        return list(session.scalars(select(Delivery.id).where(Delivery.route_id.in_(ids))))


def agree(app: Flask, task: tuple[int, int, int]) -> str:
    """Agree, as one of several, that somebody is taken in."""
    del app
    actor_id, round_id, beneficiary_id = task
    with unit_of_work() as session:
        services.take_in(
            session,
            actor=session.get_one(Account, actor_id),
            now=NOW,
            round_=session.get_one(DistributionRound, round_id),
            beneficiary_id=beneficiary_id,
        )
    return "agreed"


def test_doors_are_divided_once_and_one_agrees(session: Session, database: Database) -> None:
    actor, other = make_administrator(session), make_administrator(session)
    campaign = make_campaign(session)
    people = [
        make_beneficiary(
            session, enrolled_in=campaign, surname=f"Демова{number}", house=f"{number}"
        )
        for number in range(7)
    ]
    version_id = make_packages(session, campaign=campaign, count=12)
    choice = services.Choice(maximum=6)
    round_ = make_round(
        session, campaign=campaign, actor=actor, version_id=version_id, choice=choice
    )
    listed = set(session.scalars(select(Delivery.beneficiary_id)))
    (left_out,) = {person.id for person in people} - listed
    asked = {"round_": round_, "beneficiary_id": left_out, "reason": "Үйі өртенді"}
    services.ask_to_take_in(session, actor=actor, now=NOW, **asked)
    settle(session)
    found = run_together(database.url, divide, [(actor.id, round_.id)] * DEVICES)
    doors = [door for each in found if isinstance(each, list) for door in each]
    assert len(doors) == len(set(doors)) == 6
    assert sum("NothingToDivide" in str(each) for each in found) == DEVICES - 1
    told = run_together(database.url, agree, [(other.id, round_.id, left_out)] * DEVICES)
    assert told.count("agreed") == 1
    assert sum("AlreadyDecided" in str(each) for each in told) == DEVICES - 1, told
    session.expire_all()
    lines = select(func.count()).where(Delivery.beneficiary_id == left_out)
    assert session.scalar(lines) == 1


def test_codes_are_given_once_and_a_code_serves_once(session: Session, database: Database) -> None:
    actor = make_administrator(session)
    campaign = make_campaign(session)
    for number in range(12):
        make_beneficiary(session, enrolled_in=campaign, surname=f"Демова{number}")
    version_id = make_packages(session, campaign=campaign, count=12)
    round_ = make_round(session, campaign=campaign, actor=actor, version_id=version_id)
    settle(session)
    given = run_together(database.url, choose_all, [(actor.id, round_.id)] * DEVICES)
    assert sorted(given) == [0] * (DEVICES - 1) + [12]
    session.expire_all()
    codes = set(session.scalars(select(Delivery.pickup_code)))
    assert len(codes) == 12
    tasks = [(actor.id, round_.id, str(codes.pop()))] * DEVICES
    settle(session)
    results = [each for desk in run_together(database.url, serve_desk, tasks) for each in desk]
    assert results.count("served") == 1
    assert results.count("refused") == DEVICES * TRIES - 1
    session.expire_all()
    assert session.scalar(select(func.count()).select_from(Proof)) == 1
    assert inventory.packages_in_stock(session, version_id)[PackageVariant.STANDARD] == 11


def test_fifty_hand_over_and_one_succeeds(session: Session, database: Database) -> None:
    actor = make_administrator(session)
    campaign = make_campaign(session)
    make_beneficiary(session, enrolled_in=campaign)
    version_id = make_packages(session, campaign=campaign, count=3)
    round_ = make_round(session, campaign=campaign, actor=actor, version_id=version_id)
    delivery = session.scalars(select(Delivery).where(Delivery.round_id == round_.id)).one()
    settle(session)
    tasks = [(actor.id, delivery.id)] * DEVICES
    results = [each for device in run_together(database.url, hand_over, tasks) for each in device]
    assert sorted(set(results)) == ["refused", "served"]
    assert results.count("served") == 1
    assert results.count("refused") == DEVICES * TRIES - 1
    session.expire_all()
    assert delivery.status is DeliveryStatus.DELIVERED
    assert session.scalar(select(func.count()).select_from(Proof)) == 1
    assert inventory.packages_in_stock(session, version_id)[PackageVariant.STANDARD] == 2
    assert inventory.package_equation(session, [campaign.id]).difference == 0
    assert verify_chain(session) is None
