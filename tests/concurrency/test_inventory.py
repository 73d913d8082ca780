"""Eight processes take from one stock at once: it never goes below zero, nothing is lost."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign_app.campaigns.models import Campaign
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.core.variants import PackageVariant
from campaign_app.inventory import queries, services
from campaign_app.inventory.models import PackageStock, PackingSubstitution, StockLot
from campaign_app.inventory.rules import PackageMovementKind
from tests.factories import (
    NOW,
    TODAY,
    make_campaign,
    make_item,
    make_packing,
    make_purchase,
    make_version,
)
from tests.support.client import settle
from tests.support.databases import Database
from tests.support.processes import run_together

pytestmark = pytest.mark.concurrency
PROCESSES = 8
STANDARD = PackageVariant.STANDARD


def pack_three(app: Flask, ids: tuple[int, int]) -> str:
    """Pack 3 packages of 2 kg."""
    del app
    campaign_id, version_id = ids
    with unit_of_work() as session:
        services.pack_packages(
            session,
            actor=None,
            now=NOW,
            today=TODAY,
            campaign=session.get_one(Campaign, campaign_id),
            version_id=version_id,
            variant=STANDARD,
            count=3,
        )
    return "packed"


def pack_with_substitutes(app: Flask, ids: tuple[int, int]) -> str:
    """Pack 3 packages of 2 kg; what is allowed stands in."""
    del app
    campaign_id, version_id = ids
    with unit_of_work() as session:
        services.pack_packages(
            session,
            actor=None,
            now=NOW,
            today=TODAY,
            campaign=session.get_one(Campaign, campaign_id),
            version_id=version_id,
            variant=STANDARD,
            count=3,
            uses_substitutes=True,
        )
    return "packed"


def take_two(app: Flask, ids: tuple[int, int]) -> str:
    """Hand out 2 packages, three times."""
    del app
    for _ in range(3):
        with unit_of_work() as session:
            services.take_packages(
                session,
                actor=None,
                now=NOW,
                campaign_id=ids[0],
                version_id=ids[1],
                variant=STANDARD,
                count=2,
                kind=PackageMovementKind.HANDED_OUT,
                delivery_id=1,
            )
    return "taken"


def assert_balanced(session: Session, campaign_id: int) -> None:
    session.expire_all()
    assert queries.lots_out_of_balance(session, [campaign_id]) == []
    assert queries.packages_out_of_balance(session, [campaign_id]) == []
    assert queries.goods_balance(session, [campaign_id]).difference_milli == 0
    assert queries.goods_equation(session, [campaign_id]).difference == 0
    assert queries.package_equation(session, [campaign_id]).difference == 0


def test_eight_pack_from_goods_for_four(session: Session, database: Database) -> None:
    campaign, item = make_campaign(session), make_item(session)
    for _ in range(3):
        make_purchase(session, campaign=campaign, item=item, quantity_milli=9_000)
    version = make_version(session, campaign=campaign, item=item, quantity_milli=2_000)
    ids = (campaign.id, version.id)
    settle(session)
    results = run_together(database.url, pack_three, [ids] * PROCESSES)
    assert results.count("packed") == 4, results
    assert sum("GoodsMissing" in result for result in results) == 4, results
    assert_balanced(session, ids[0])
    left = session.execute(select(func.sum(StockLot.on_hand_milli))).scalar_one()
    assert left == 3 * 9_000 - 4 * 3 * 2_000
    assert queries.packages_in_stock(session, ids[1]) == {STANDARD: 12}


def test_eight_pack_with_substitutes_for_five(session: Session, database: Database) -> None:
    campaign, item, other = make_campaign(session), make_item(session), make_item(session)
    make_purchase(session, campaign=campaign, item=item, quantity_milli=15_500)
    make_purchase(session, campaign=campaign, item=other, quantity_milli=17_000)
    services.add_substitute(
        session, actor=None, now=NOW, item=item, substitute_id=other.id, per_milli=1_000
    )
    version = make_version(session, campaign=campaign, item=item, quantity_milli=2_000)
    ids = (campaign.id, version.id)
    settle(session)
    results = run_together(database.url, pack_with_substitutes, [ids] * PROCESSES)
    # 7 packages with the item and 8 with what stands in: five times three.
    assert results.count("packed") == 5, results
    assert sum("GoodsMissing" in result for result in results) == 3, results
    assert_balanced(session, ids[0])
    left = dict(
        session.execute(
            select(StockLot.item_id, func.sum(StockLot.on_hand_milli)).group_by(StockLot.item_id)
        ).all()
    )
    assert left == {item.id: 15_500 - 14_000, other.id: 17_000 - 16_000}
    stood_in = select(func.sum(PackingSubstitution.package_count))
    assert session.execute(stood_in).scalar_one() == 8


def test_eight_hand_out_more_than_there_is(session: Session, database: Database) -> None:
    campaign = make_campaign(session)
    packing = make_packing(session, campaign=campaign, count=25)
    ids = (campaign.id, packing.version_id)
    settle(session)
    results = run_together(database.url, take_two, [ids] * PROCESSES)
    # Who comes out with all of hers is chance; that the last ones are refused is not.
    outcomes = {result.partition(":")[0] for result in results}
    assert "PackagesMissing" in outcomes
    assert outcomes <= {"taken", "PackagesMissing"}
    assert_balanced(session, ids[0])
    assert session.execute(select(PackageStock.on_hand_count)).scalar_one() == 1
    assert dict(queries.package_equation(session, [ids[0]]).outgoing)["delivered"] == 24
