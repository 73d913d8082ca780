"""What to buy: rounded up to packs, less the stock, within the money, by need."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_app.core.i18n import LocalName
from campaign_app.core.variants import PackageVariant as V
from campaign_app.inventory.rules import (
    ItemNeed,
    Shelf,
    Unit,
    enough_for,
    packages_to_pack,
    round_up_to_packs,
    shopping_list,
)

RICE = ItemNeed(1, LocalName("Күріш", "Рис", "Rice"), Unit.KG, 2_000)
TEA = ItemNeed(2, LocalName("Шай", "Чай", "Tea"), Unit.PACK, 1_000)
CONTENTS = {V.STANDARD: [RICE, TEA], V.DIABETIC: [TEA]}


@pytest.mark.parametrize(
    ("missing", "sold", "bought"),
    [
        (0, 25_000, (0, 0)),
        (-5, 25_000, (0, 0)),
        (1, 25_000, (25_000, 1)),
        (25_000, 25_000, (25_000, 1)),
        (25_001, 25_000, (50_000, 2)),
        (3_500, 0, (3_500, 0)),
    ],
)
def test_shops_sell_whole_packs(missing, sold, bought):
    assert round_up_to_packs(missing, sold) == bought


def test_what_is_packed_is_not_bought_again():
    people = {V.STANDARD: 10, V.DIABETIC: 2}
    assert packages_to_pack(people, {V.STANDARD: 4, V.DIABETIC: 5, V.HALAL: 9}) == {
        V.STANDARD: 6,
        V.DIABETIC: 0,
    }


def test_the_list_adds_variants_and_takes_the_stock_off():
    shelves = {1: Shelf(5_000, 25_000, 400_00), 2: Shelf(0, 0, None)}
    found = shopping_list(CONTENTS, {V.STANDARD: 10, V.DIABETIC: 3}, shelves)
    rice, tea = found.items
    assert (rice.asked_milli, rice.on_hand_milli, rice.buy_milli, rice.packs) == (
        20_000,
        5_000,
        25_000,
        1,
    )
    assert rice.amount_minor == 25 * 400_00
    assert (tea.asked_milli, tea.buy_milli, tea.amount_minor) == (13_000, 13_000, None)
    assert found.cost_minor is None
    assert found.unpriced == (tea,)


def test_what_is_there_needs_no_price():
    found = shopping_list({V.STANDARD: [RICE]}, {V.STANDARD: 2}, {1: Shelf(4_000, 0, None)})
    assert found.cost_minor == 0


@pytest.mark.parametrize(
    ("balance", "enough"),
    [(0, 1), (799_99, 1), (800_00, 2), (1_600_00, 3), (1_000_000_00, 4)],
)
def test_for_how_many_the_money_is_enough(balance, enough):
    # One is packed; each of the others takes two kilograms at 400 tenge.
    found = enough_for(
        [V.STANDARD] * 4,
        {V.STANDARD: 1},
        {V.STANDARD: [RICE]},
        {1: Shelf(0, 0, 400_00)},
        balance,
    )
    assert found == enough


def test_nobody_knows_without_a_price():
    assert enough_for([V.STANDARD], {}, {V.STANDARD: [RICE]}, {}, 1_000) is None


@given(
    ordered=st.lists(st.sampled_from([V.STANDARD, V.DIABETIC]), max_size=20),
    packed=st.dictionaries(st.sampled_from([V.STANDARD, V.DIABETIC]), st.integers(0, 5)),
    rice=st.builds(Shelf, st.integers(0, 9_000), st.integers(0, 25_000), st.integers(0, 500)),
    tea=st.builds(Shelf, st.integers(0, 9_000), st.integers(0, 25_000), st.integers(0, 500)),
    balance=st.integers(0, 20_000),
)
def test_it_is_enough_for_so_many_and_not_for_one_more(ordered, packed, rice, tea, balance):
    shelves = {1: rice, 2: tea}

    def cost(count):
        people = {variant: ordered[:count].count(variant) for variant in set(ordered[:count])}
        return shopping_list(CONTENTS, packages_to_pack(people, packed), shelves).cost_minor

    enough = enough_for(ordered, packed, CONTENTS, shelves, balance)
    assert cost(enough) <= balance
    assert enough == len(ordered) or cost(enough + 1) > balance
