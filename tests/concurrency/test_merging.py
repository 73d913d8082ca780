"""Many hands on two records of one person: one merge, one package."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.beneficiaries import services as registry
from campaign_app.beneficiaries.models import Beneficiary, BeneficiaryMerge
from campaign_app.beneficiaries.rules import duplicates
from campaign_app.core.audit import verify_chain
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.distribution import queries, rules, services
from campaign_app.distribution.models import Delivery, Proof
from campaign_app.distribution.rules import DeliveryAction, DeliveryStatus, ProofKind
from campaign_app.inventory import queries as inventory
from tests.factories import NOW, TODAY, make_administrator, make_campaign
from tests.support.client import settle
from tests.support.databases import Database
from tests.support.merging import merge
from tests.support.processes import run_together
from tests.support.rounds import make_beneficiary, make_packages, make_round

pytestmark = pytest.mark.concurrency
DEVICES, TRIES = 5, 4


def hand_over_often(app: Flask, task: tuple[int, int]) -> list[str]:
    """Try to hand over four times; give what each try came to."""
    return [hand_over(app, task) for _ in range(TRIES)]


def hand_over(app: Flask, task: tuple[int, int]) -> str:
    """Record the delivery of a line."""
    del app
    actor_id, delivery_id = task
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
    except rules.AlreadyServed:
        return "refused"
    return "served"


def merge_two(app: Flask, task: tuple[int, int]) -> str:
    """Make the second record a copy of the first."""
    del app
    kept_id, copy_id = task
    try:
        with unit_of_work() as session:
            registry.merge_beneficiaries(
                session, actor=None, now=NOW, today=TODAY, kept_id=kept_id, copy_id=copy_id
            )
    except duplicates.AlreadyMerged:
        return "refused"
    return "merged"


def act(app: Flask, task: tuple[str, int, int]) -> str:
    """Hand over or merge, as the task says."""
    what, one, other = task
    return (merge_two if what == "merge" else hand_over)(app, (one, other))


def make_people(session: Session) -> tuple[Account, Beneficiary, Beneficiary, list[Delivery], int]:
    """Somebody with two records, both on the list of one round."""
    actor, campaign = make_administrator(session), make_campaign(session)
    one = make_beneficiary(session, enrolled_in=campaign)
    other = make_beneficiary(session, surname="Касымова", enrolled_in=campaign)
    version_id = make_packages(session, campaign=campaign, count=5)
    round_ = make_round(session, campaign=campaign, actor=actor, version_id=version_id)
    lines = [queries.find_line_of(session, round_.id, each.id) for each in (one, other)]
    return actor, one, other, [line for line in lines if line is not None], version_id


def test_twenty_hand_over_to_both_records_of_one_person(
    session: Session, database: Database
) -> None:
    actor, one, other, lines, version_id = make_people(session)
    merge(session, one, other)
    settle(session)
    tasks = [(actor.id, lines[number % 2].id) for number in range(DEVICES)]
    devices = run_together(database.url, hand_over_often, tasks)
    results = [each for device in devices for each in device]
    assert sorted(results) == ["refused"] * (DEVICES * TRIES - 1) + ["served"]
    session.expire_all()
    served = [line for line in lines if line.status is DeliveryStatus.DELIVERED]
    assert len(served) == 1
    assert session.scalar(select(func.count()).select_from(Proof)) == 1
    (left,) = inventory.packages_in_stock(session, version_id).values()
    assert left == 4
    assert verify_chain(session) is None


def test_two_organisers_merge_in_opposite_directions(session: Session, database: Database) -> None:
    _actor, one, other, _lines, _version = make_people(session)
    settle(session)
    tasks = [(one.id, other.id), (other.id, one.id)] * 2
    results = run_together(database.url, merge_two, tasks)
    assert sorted(results) == ["merged", "refused", "refused", "refused"]
    session.expire_all()
    (merged,) = session.scalars(select(BeneficiaryMerge)).all()
    assert {one.merged_into_id, other.merged_into_id} == {merged.kept_id, None}
    assert verify_chain(session) is None


def test_a_merge_amid_the_handing_over_leaves_no_package_unseen(
    session: Session, database: Database
) -> None:
    actor, one, other, lines, _version = make_people(session)
    settle(session)
    tasks = [("deliver", actor.id, lines[number % 2].id) for number in range(6)]
    tasks.insert(3, ("merge", one.id, other.id))
    results = run_together(database.url, act, tasks)
    assert results[3] == "merged"
    session.expire_all()
    served = [line for line in lines if line.status is DeliveryStatus.DELIVERED]
    assert results.count("served") == len(served) >= 1
    # Either the merge came first and one got it, or both had theirs and it comes to light.
    doubles = queries.double_packages(session, None).items
    assert [each.is_double for each in doubles] == [len(served) == 2]
    assert verify_chain(session) is None
