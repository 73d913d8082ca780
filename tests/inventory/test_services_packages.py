"""Packing, packages that leave and come back, and what the database itself refuses."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from campaign_app.core.errors import NotFound
from campaign_app.core.variants import PackageVariant
from campaign_app.inventory import queries, rules, services
from campaign_app.inventory.models import PackageMovement, StockLot
from campaign_app.inventory.rules import PackageMovementKind, Unit
from tests.factories import (
    NOW,
    TODAY,
    make_campaign,
    make_item,
    make_packing,
    make_purchase,
    make_version,
)
from tests.inventory.steps import assert_balanced, move, on_hand, pack
from tests.support.client import settle

STANDARD, HALAL = PackageVariant.STANDARD, PackageVariant.HALAL
Kind = PackageMovementKind


def test_packing_takes_what_expires_first_and_costs_what_it_took(session, campaign):
    rice = make_item(session)
    later, sooner = (TODAY + timedelta(days=days) for days in (90, 30))
    for best, price in ((later, 400_00), (sooner, 300_00)):
        make_purchase(
            session,
            campaign=campaign,
            item=rice,
            quantity_milli=10_000,
            price_minor=price,
            best_before=best,
        )
    version = make_version(session, campaign=campaign, item=rice, quantity_milli=2_000)
    packing = pack(session, campaign, version, 6)
    assert packing.cost_minor == 10 * 300_00 + 2 * 400_00
    left = session.execute(
        select(StockLot.best_before, StockLot.on_hand_milli).order_by(StockLot.id)
    ).all()
    assert [tuple(row) for row in left] == [(later, 8_000), (sooner, 0)]
    assert queries.packages_in_stock(session, version.id) == {STANDARD: 6}
    assert queries.planned_costs(session, campaign.id, version.id) == {STANDARD: 600_00}
    assert_balanced(session, campaign)


def test_what_is_past_its_date_is_never_packed_only_written_off(session, campaign):
    rice = make_item(session, name="күріш")
    make_purchase(session, campaign=campaign, item=rice, quantity_milli=10_000, best_before=TODAY)
    version = make_version(session, campaign=campaign, item=rice)
    tomorrow = TODAY + timedelta(days=1)
    with pytest.raises(rules.GoodsMissing) as refusal:
        pack(session, campaign, version, 1, today=tomorrow)
    assert "10 kg is past best-before 2020-04-20" in str(refusal.value.params["missing"][0])
    row = queries.list_stock(session, campaign.id, tomorrow)[0]
    assert (row.on_hand_milli, row.usable_milli) == (10_000, 0)
    pack(session, campaign, version, 1, today=TODAY)
    lot = session.scalars(select(StockLot)).one()
    services.write_off_goods(
        session, actor=None, now=NOW, lot=lot, quantity_milli=8_000, reason="мерзімі өтті"
    )
    assert_balanced(session, campaign)


def test_packing_names_what_is_missing_and_changes_nothing(session, campaign):
    rice, tea = make_item(session, code="a", name="күріш"), make_item(session, code="b")
    make_purchase(session, campaign=campaign, item=rice, quantity_milli=10_000)
    make_purchase(session, campaign=campaign, item=tea, quantity_milli=12_000)
    version = services.create_package_type(
        session,
        actor=None,
        now=NOW,
        campaign=campaign,
        code="FOOD",
        name={"kk": "а", "ru": "а", "en": "а"},
        contents={STANDARD: {rice.id: 1_000, tea.id: 1_000}},
    )
    with pytest.raises(rules.GoodsMissing) as refusal:
        pack(session, campaign, version, 12)
    missing = [str(part) for part in refusal.value.params["missing"]]
    assert missing == ["күріш: 12 kg asked, 10 kg left"]
    assert queries.packages_in_stock(session, version.id) == {}
    assert on_hand(session, tea) == 12_000


def test_a_variant_without_contents_does_not_exist(session, campaign):
    rice = make_item(session)
    make_purchase(session, campaign=campaign, item=rice)
    version = make_version(session, campaign=campaign, item=rice)
    assert queries.variants_of_version(session, version.id) == [STANDARD]
    with pytest.raises(rules.VariantNotInVersion):
        pack(session, campaign, version, 1, variant=HALAL)
    other = make_campaign(session)
    with pytest.raises(NotFound):
        pack(session, other, version, 1)


def test_an_undone_packing_puts_everything_back(session, campaign):
    packing = make_packing(session, campaign=campaign, count=3)
    services.undo_packing(session, actor=None, now=NOW, packing=packing, reason="қате түр")
    lot = session.scalars(select(StockLot)).one()
    assert (lot.on_hand_milli, lot.value_minor) == (6_000, 6 * 374_00)
    assert queries.packages_in_stock(session, packing.version_id) == {}
    assert queries.package_equation(session, [campaign.id]).total == 0
    with pytest.raises(rules.PackingUndoneAlready):
        services.undo_packing(session, actor=None, now=NOW, packing=packing, reason="тағы")
    assert_balanced(session, campaign)


def test_a_packing_that_went_out_is_not_undone(session, campaign):
    packing = make_packing(session, campaign=campaign, count=3)
    move(session, services.take_packages, packing, 1, kind=Kind.HANDED_OUT, delivery_id=1)
    with pytest.raises(rules.PackagesMissing) as refusal:
        services.undo_packing(session, actor=None, now=NOW, packing=packing, reason="қате")
    assert (refusal.value.params["asked"], refusal.value.params["left"]) == (3, 2)


def test_a_version_never_changes_and_the_next_one_differs(session, campaign):
    rice, oil = make_item(session), make_item(session, unit=Unit.LITRE)
    first = make_version(session, campaign=campaign, item=rice)
    options = {"actor": None, "now": NOW, "package_type": first.package_type}
    with pytest.raises(rules.ContentsUnchanged):
        services.add_version(session, **options, contents={STANDARD: {rice.id: 2_000}, HALAL: {}})
    with pytest.raises(rules.ContentsMissing):
        services.add_version(session, **options, contents={HALAL: {}})
    contents = {STANDARD: {rice.id: 2_000}, HALAL: {rice.id: 2_000, oil.id: 1_000}}
    second = services.add_version(session, **options, contents=contents, note="май қосылды")
    assert second.number == 2
    assert queries.variants_of_version(session, first.id) == [STANDARD]
    assert queries.variants_of_version(session, second.id) == [STANDARD, HALAL]
    rows = queries.list_package_type_versions(session, campaign.id)
    assert [row.number for row in rows] == [2, 1]
    assert queries.describe_version(session, second.id).note == "май қосылды"


def test_a_courier_settles_what_was_taken(session, campaign):
    packing = make_packing(session, campaign=campaign, count=12)
    move(session, services.take_packages, packing, 12, kind=Kind.TAKEN_BY_COURIER, delivery_id=7)
    with pytest.raises(rules.PackagesMissing) as refusal:
        move(session, services.take_packages, packing, 1)
    assert (refusal.value.params["asked"], refusal.value.params["left"]) == (1, 0)
    settle_by = services.settle_with_courier
    move(session, settle_by, packing, 9, kind=Kind.DELIVERED_BY_COURIER, delivery_id=7)
    move(session, settle_by, packing, 1, kind=Kind.LOST_BY_COURIER, delivery_id=7, reason="түсті")
    with pytest.raises(rules.PackagesNotWithCourier) as refusal:
        move(session, settle_by, packing, 3, kind=Kind.RETURNED, delivery_id=7)
    assert (refusal.value.params["asked"], refusal.value.params["left"]) == (3, 2)
    with pytest.raises(rules.PackagesNotWithCourier):
        move(session, settle_by, packing, 1, kind=Kind.RETURNED, delivery_id=8)
    move(session, settle_by, packing, 1, kind=Kind.RETURNED, delivery_id=7)
    assert dict(queries.package_equation(session, [campaign.id]).outgoing) == {
        "delivered": 9,
        "with couriers": 1,
        "in stock": 1,
        "written off": 1,
    }
    assert_balanced(session, campaign)


def test_a_wrong_delivered_is_taken_back_into_stock(session, campaign):
    packing = make_packing(session, campaign=campaign, count=2)
    move(session, services.take_packages, packing, 1, kind=Kind.HANDED_OUT, delivery_id=7)
    with pytest.raises(rules.PackagesNotDelivered):
        move(session, services.take_back_delivered, packing, 1, delivery_id=8)
    move(session, services.take_back_delivered, packing, 1, delivery_id=7)
    with pytest.raises(rules.PackagesNotDelivered):
        move(session, services.take_back_delivered, packing, 1, delivery_id=7)
    assert queries.packages_in_stock(session, packing.version_id) == {STANDARD: 2}
    assert_balanced(session, campaign)


def test_packages_leave_in_the_order_in_which_they_were_packed(session, campaign):
    rice = make_item(session)
    make_purchase(session, campaign=campaign, item=rice)
    version = make_version(session, campaign=campaign, item=rice)
    first, second = (pack(session, campaign, version, 2) for _ in range(2))
    move(session, services.take_packages, first, 3, kind=Kind.HANDED_OUT)
    assert (first.in_stock_count, second.in_stock_count) == (0, 1)
    moved = select(PackageMovement.packing_id, PackageMovement.stock_change).where(
        PackageMovement.kind == Kind.HANDED_OUT
    )
    assert [tuple(row) for row in session.execute(moved)] == [(first.id, -2), (second.id, -1)]


def test_packages_are_written_off_with_a_reason(session, campaign):
    packing = make_packing(session, campaign=campaign, count=2)
    stock_id = queries.list_package_stocks(session, campaign.id)[0].id
    stock = queries.find_package_stock(session, campaign.id, stock_id)
    options = {"actor": None, "now": NOW, "stock": stock}
    with pytest.raises(rules.PackagesMissing):
        services.write_off_packages(session, **options, count=3, reason="су тиді")
    with pytest.raises(rules.ReasonMissing):
        services.write_off_packages(session, **options, count=1, reason="")
    services.write_off_packages(session, **options, count=1, reason="су тиді")
    assert queries.packages_in_stock(session, packing.version_id) == {STANDARD: 1}
    assert_balanced(session, campaign)


def test_an_umbrella_adds_up_its_parts(session, campaign):
    other = make_campaign(session)
    make_packing(session, campaign=campaign, count=2)
    make_packing(session, campaign=other, count=3)
    both = [campaign.id, other.id]
    assert queries.package_equation(session, both).total == 5
    assert queries.goods_equation(session, both).total == 10 * 374_00
    assert queries.goods_balance(session, both).difference_milli == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE stock_movements SET quantity_milli = 1",
        "DELETE FROM stock_movements",
        "UPDATE package_movements SET stock_change = 1",
        "DELETE FROM package_movements",
        "UPDATE package_contents SET quantity_milli = 1",
        "UPDATE package_type_versions SET number = 5",
        "UPDATE purchase_lines SET quantity_milli = 1",
        "UPDATE stock_lots SET on_hand_milli = -1",
        "UPDATE package_stocks SET on_hand_count = -1",
    ],
)
def test_the_database_itself_refuses(session, campaign, statement):
    make_packing(session, campaign=campaign)
    settle(session)
    with pytest.raises(DBAPIError):
        session.execute(text(statement))
    session.rollback()


def test_a_tampered_lot_shows(session, campaign):
    make_packing(session, campaign=campaign)
    session.execute(text("UPDATE stock_lots SET on_hand_milli = 5"))
    session.execute(text("UPDATE package_stocks SET on_hand_count = 5"))
    session.expire_all()
    assert len(queries.lots_out_of_balance(session, [campaign.id])) == 1
    assert len(queries.packages_out_of_balance(session, [campaign.id])) == 1
    assert queries.goods_balance(session, [campaign.id]).difference_milli == 5
    assert queries.package_equation(session, [campaign.id]).difference == 5


def test_the_demo_package_costs_what_the_charity_knows(session, campaign):
    items = {
        code: make_item(session, code=code)
        for code in ("flour", "rice", "buckwheat", "sugar", "pasta")
    }
    prices = {"flour": 140, "rice": 374, "buckwheat": 334, "sugar": 200, "pasta": 290}
    amounts = {"flour": 5, "rice": 2, "buckwheat": 1, "sugar": 2, "pasta": 2}
    for code, price in prices.items():
        make_purchase(
            session,
            campaign=campaign,
            item=items[code],
            quantity_milli=amounts[code] * 38_000,
            price_minor=price * 100,
            received_on=date(2020, 4, 1),
        )
    version = services.create_package_type(
        session,
        actor=None,
        now=NOW,
        campaign=campaign,
        code="FOOD",
        name={"kk": "а", "ru": "а", "en": "а"},
        contents={STANDARD: {items[c].id: n * 1_000 for c, n in amounts.items()}},
    )
    assert queries.planned_costs(session, campaign.id, version.id) == {STANDARD: 2_762_00}
    assert pack(session, campaign, version, 38).cost_minor == 38 * 2_762_00
