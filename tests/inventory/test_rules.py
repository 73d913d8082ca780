"""First expired first out, what is missing, what it cost."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_app.core.i18n import LocalName
from campaign_app.core.variants import PackageVariant
from campaign_app.inventory import rules
from campaign_app.inventory.rules import EFFECTS, ItemNeed, Lot, PackageMovementKind, Unit

TODAY = date(2020, 4, 1)
RICE, TEA = 1, 2
STANDARD = PackageVariant.STANDARD


def day(offset: int | None) -> date | None:
    return None if offset is None else TODAY + timedelta(days=offset)


def lot(id_: int, on_hand: int, *, item=RICE, best=None, received=0, value=0) -> Lot:
    return Lot(id_, item, day(best), TODAY + timedelta(days=received), on_hand, value)


def need(quantity: int, item=RICE, name="rice") -> ItemNeed:
    return ItemNeed(item, LocalName(name, name, name), Unit.KG, quantity)


@pytest.mark.parametrize(
    ("lots", "asked", "taken"),
    [
        ([], 5, []),
        ([lot(1, 10)], 4, [(1, 4)]),
        ([lot(1, 10), lot(2, 10, best=9)], 4, [(2, 4)]),
        ([lot(1, 10, best=30), lot(2, 10, best=9)], 12, [(2, 10), (1, 2)]),
        ([lot(1, 10, received=0), lot(2, 10, received=-3)], 12, [(2, 10), (1, 2)]),
        ([lot(2, 10, best=5), lot(1, 10, best=5)], 11, [(1, 10), (2, 1)]),
        ([lot(1, 3), lot(2, 3)], 10, [(1, 3), (2, 3)]),
    ],
)
def test_first_expired_goes_out_first(lots, asked, taken):
    found = rules.choose_lots(lots, asked)
    assert [(take.lot_id, take.quantity_milli) for take in found] == taken


@pytest.mark.parametrize(
    ("best", "is_expired", "expires_soon"),
    [(None, False, False), (-1, True, False), (0, False, True), (14, False, True), (15, False, 0)],
)
def test_on_its_last_day_it_is_still_good(best, is_expired, expires_soon):
    assert rules.is_expired(day(best), TODAY) is is_expired
    assert rules.expires_soon(day(best), TODAY) is bool(expires_soon)


def test_what_is_missing_is_named_item_by_item():
    lots = [lot(1, 10_000), lot(2, 5_000, best=-2), lot(3, 100, item=TEA)]
    contents = [need(2_000), need(250, TEA, "tea")]
    plan = rules.plan_packing(contents, lots, 6, TODAY)
    rice, tea = plan.items
    assert (rice.asked_milli, rice.left_milli, rice.missing_milli) == (12_000, 10_000, 2_000)
    assert (rice.expired_milli, rice.expired_on) == (5_000, day(-2))
    assert (tea.asked_milli, tea.left_milli, tea.missing_milli) == (1_500, 100, 1_400)
    with pytest.raises(rules.GoodsMissing) as refusal:
        plan.check()
    first, second = (str(part) for part in refusal.value.params["missing"])
    assert first == (
        "rice: 12 kg asked, 10 kg left; 5 kg is past best-before 2020-03-30 and cannot be packed"
    )
    assert second == "tea: 1.5 kg asked, 0.1 kg left"


def test_enough_passes_and_expired_is_left_alone():
    lots = [lot(1, 12_000, value=1_000_01), lot(2, 5_000, best=-2)]
    plan = rules.plan_packing([need(2_000)], lots, 6, TODAY)
    plan.check()
    assert [(t.lot_id, t.quantity_milli, t.value_minor) for t in plan.takes] == [
        (1, 12_000, 1_000_01)
    ]


@given(
    value=st.integers(0, 10**9),
    parts=st.lists(st.integers(1, 10_000), min_size=1, max_size=30),
)
def test_no_tiyn_of_a_lot_is_lost(value, parts):
    left = Lot(1, RICE, None, TODAY, sum(parts), value)
    costs = []
    for part in parts:
        cost = rules.cost_of(left, part)
        costs.append(cost)
        left = Lot(1, RICE, None, TODAY, left.on_hand_milli - part, left.value_minor - cost)
        assert left.value_minor >= 0
    assert sum(costs) == value


@pytest.mark.parametrize(
    ("quantity", "price", "cost"),
    [
        (1_000, 374_00, 374_00),
        (2_500, 374_01, 935_03),
        (1, 1, 0),
        (500, 1, 1),
        (338, 700_00, 236_60),
    ],
)
def test_a_line_costs_quantity_times_price(quantity, price, cost):
    assert rules.line_cost(quantity, price) == cost


def test_the_planned_cost_is_unknown_while_a_price_is():
    contents = [(RICE, 2_000), (TEA, 1_000)]
    assert rules.planned_cost(contents, {RICE: 374_00, TEA: 500_00}) == 1_248_00
    assert rules.planned_cost(contents, {RICE: 374_00}) is None


@pytest.mark.parametrize(
    ("asked", "amount", "bought", "is_refused"),
    [(100, 100, 0, False), (101, 100, 0, True), (40, 100, 60, False), (41, 100, 60, True)],
)
def test_purchases_cost_no_more_than_their_expense(asked, amount, bought, is_refused):
    if not is_refused:
        rules.check_expense_covers(asked, amount, bought)
        return
    with pytest.raises(rules.ExpenseExceeded) as refusal:
        rules.check_expense_covers(asked, amount, bought)
    assert refusal.value.params["left"].minor == amount - bought


def test_every_kind_of_package_movement_keeps_the_sum():
    assert set(EFFECTS) == set(PackageMovementKind)
    gone = {kind for kind, (stock, courier) in EFFECTS.items() if stock + courier < 0}
    came = {kind for kind, (stock, courier) in EFFECTS.items() if stock + courier > 0}
    kinds = PackageMovementKind
    assert came == {kinds.PACKED, kinds.TAKEN_BACK}
    assert gone == {
        kinds.UNPACKED,
        kinds.HANDED_OUT,
        kinds.DELIVERED_BY_COURIER,
        kinds.WRITTEN_OFF,
        kinds.LOST_BY_COURIER,
    }


@pytest.mark.parametrize(
    ("kind", "count", "in_stock", "out", "error"),
    [
        (PackageMovementKind.HANDED_OUT, 10, 10, 0, None),
        (PackageMovementKind.HANDED_OUT, 12, 10, 5, rules.PackagesMissing),
        (PackageMovementKind.TAKEN_BY_COURIER, 1, 0, 9, rules.PackagesMissing),
        (PackageMovementKind.DELIVERED_BY_COURIER, 2, 0, 2, None),
        (PackageMovementKind.DELIVERED_BY_COURIER, 3, 9, 2, rules.PackagesNotWithCourier),
        (PackageMovementKind.RETURNED, 1, 0, 0, rules.PackagesNotWithCourier),
        (PackageMovementKind.PACKED, 0, 0, 0, rules.CountNotPositive),
        (PackageMovementKind.PACKED, 100_001, 0, 0, rules.CountNotPositive),
    ],
)
def test_nothing_goes_out_that_is_not_there(kind, count, in_stock, out, error):
    if error is None:
        rules.check_packages(kind, STANDARD, count, in_stock, out)
        return
    with pytest.raises(error):
        rules.check_packages(kind, STANDARD, count, in_stock, out)
