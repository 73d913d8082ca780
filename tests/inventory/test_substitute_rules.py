"""What stands in for what: whole packages, the first choice first, nothing taken twice."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_app.core.i18n import LocalName
from campaign_app.inventory import rules
from campaign_app.inventory.rules import ItemNeed, Lot, Substitute, Unit
from tests.factories import TODAY

BUCKWHEAT, RICE, PASTA = 1, 2, 3
NAMES = {1: "buckwheat", 2: "rice", 3: "pasta"}


def named(item: int) -> LocalName:
    return LocalName(NAMES[item], NAMES[item], NAMES[item])


def need(item: int, quantity: int) -> ItemNeed:
    return ItemNeed(item, named(item), Unit.KG, quantity)


def instead(item: int, per: int = 1000) -> Substitute:
    return Substitute(item, named(item), Unit.KG, per)


def lots(**stock: int) -> list[Lot]:
    ids = {name: id_ for id_, name in NAMES.items()}
    return [
        Lot(ids[name], ids[name], None, date(2020, 3, 1), milli, milli)
        for name, milli in stock.items()
    ]


def plan(contents, stock, count, substitutes, *, uses=True):
    return rules.plan_packing(
        contents, lots(**stock), count, TODAY, substitutes=substitutes, uses_substitutes=uses
    )


@pytest.mark.parametrize(
    ("stock", "substitutes", "own", "stand_ins", "missing"),
    [
        # enough of its own: nothing stands in
        ({"buckwheat": 12_000, "rice": 9_000}, [instead(RICE)], 12_000, [], 0),
        # whole packages: 5 with buckwheat, 1 with rice, half a kilogram stays
        ({"buckwheat": 11_500, "rice": 9_000}, [instead(RICE)], 10_000, [(RICE, 1, 2_000)], 0),
        ({"rice": 12_000}, [instead(RICE)], 0, [(RICE, 6, 12_000)], 0),
        # the first choice as far as it reaches, then the second
        (
            {"buckwheat": 4_000, "rice": 4_500, "pasta": 9_000},
            [instead(RICE), instead(PASTA)],
            4_000,
            [(RICE, 2, 4_000), (PASTA, 2, 4_000)],
            0,
        ),
        # a ratio: 1.5 kg for 1 kg; what does not divide is rounded up
        ({"pasta": 18_000}, [instead(PASTA, 1_500)], 0, [(PASTA, 6, 18_000)], 0),
        ({"pasta": 18_000}, [instead(PASTA, 1_001)], 0, [(PASTA, 6, 12_012)], 0),
        # not enough even so
        ({"buckwheat": 4_000, "rice": 2_000}, [instead(RICE)], 4_000, [(RICE, 1, 2_000)], 6_000),
        ({"buckwheat": 4_500}, [], 4_500, [], 7_500),
        ({"buckwheat": 4_500, "rice": 1_999}, [instead(RICE)], 4_000, [], 7_500),
    ],
)
def test_what_stands_in_for_six_packages_of_two_kilograms(
    stock, substitutes, own, stand_ins, missing
):
    allowed = {BUCKWHEAT: substitutes} if substitutes else {}
    (item,) = plan([need(BUCKWHEAT, 2_000)], stock, 6, allowed).items
    assert sum(take.quantity_milli for take in item.takes) == own
    found = [(each.substitute.item_id, each.count, each.quantity_milli) for each in item.stand_ins]
    assert found == stand_ins
    assert item.missing_milli == missing


def test_what_an_item_needs_itself_goes_first():
    contents = [need(BUCKWHEAT, 1_000), need(RICE, 2_000)]
    both = {BUCKWHEAT: [instead(RICE)], RICE: [instead(BUCKWHEAT)]}
    found = plan(contents, {"buckwheat": 1_000, "rice": 6_000}, 3, both)
    assert [item.missing_milli for item in found.items] == [2_000, 0]
    found = plan(contents, {"buckwheat": 1_000, "rice": 8_000}, 3, both)
    assert found.missing == ()


def test_without_being_told_nothing_stands_in_and_what_could_is_named():
    found = plan(
        [need(BUCKWHEAT, 2_000)],
        {"buckwheat": 4_500, "rice": 9_000},
        6,
        {BUCKWHEAT: [instead(RICE), instead(PASTA)]},
        uses=False,
    )
    with pytest.raises(rules.GoodsMissing) as refusal:
        found.check()
    assert [str(line) for line in refusal.value.params["missing"]] == [
        "buckwheat: 12 kg asked, 4.5 kg left",
        "instead of buckwheat is allowed rice: 9 kg left",
    ]


@given(
    st.lists(st.integers(0, 20_000), min_size=3, max_size=3),
    st.integers(1, 12),
    st.lists(st.integers(1, 3_000), min_size=2, max_size=2),
    st.integers(1, 3_000),
)
def test_nothing_is_taken_twice_and_no_tiyn_is_lost(stock, count, quantities, per):
    shelf = [
        Lot(number, 1 + number % 3, None, TODAY, milli, milli * 7 + number)
        for number, milli in enumerate(stock * 2, start=1)
    ]
    contents = [need(BUCKWHEAT, quantities[0]), need(RICE, quantities[1])]
    found = rules.plan_packing(
        contents,
        shelf,
        count,
        TODAY,
        substitutes={
            BUCKWHEAT: [instead(RICE, per), instead(PASTA)],
            RICE: [instead(BUCKWHEAT, per)],
        },
        uses_substitutes=True,
    )
    for lot in shelf:
        taken = [take for take in found.takes if take.lot_id == lot.id]
        quantity = sum(take.quantity_milli for take in taken)
        value = sum(take.value_minor for take in taken)
        assert 0 <= quantity <= lot.on_hand_milli
        assert 0 <= value <= lot.value_minor
        assert (quantity < lot.on_hand_milli) or (value == lot.value_minor) or not taken
    if not found.missing:
        for item in found.items:
            own = sum(take.quantity_milli for take in item.takes)
            replaced = sum(each.count for each in item.stand_ins)
            assert own + replaced * item.need.quantity_milli == item.asked_milli
