"""Doors are divided into routes of about equal work, in walking order, houses whole."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from campaign_app.distribution import rules
from tests.distribution.test_route_rules import Door

HOUSES = st.lists(st.lists(st.integers(0, 30_000), min_size=1, max_size=4), min_size=1, max_size=7)


def as_doors(houses):
    """Doors as (number, grams): each is another, whatever it weighs."""
    numbers = iter(range(1000))
    return [[(next(numbers), grams) for grams in house] for house in houses]


def divide(houses, count):
    return rules.divide(houses, lambda door: door[1], count)


def load_of(route, loads):
    return sum(loads[number] for number, _ in route)


@pytest.mark.parametrize(
    ("houses", "count", "expected"),
    [
        ([[1], [1], [1], [1]], 2, [2, 2]),
        ([[1], [1], [1]], 2, [2, 1]),
        ([[1, 1], [1, 1], [1, 1]], 3, [2, 2, 2]),
        ([[1, 1, 1, 1, 1, 1]], 3, [2, 2, 2]),  # more than a route: the house is cut
        ([[1], [1]], 5, [1, 1]),
        ([[0], [0], [0], [0]], 2, [2, 2]),  # nothing has a weight: doors count alone
        ([[9000], [1000], [1000], [1000]], 2, [1, 3]),
        ([[1]] * 41, 10, [4] * 8 + [5, 4]),
        ([], 3, []),
    ],
)
def test_how_many_doors_are_on_each_route(houses, count, expected):
    assert [len(route) for route in divide(as_doors(houses), count)] == expected


@given(HOUSES, st.integers(1, 6))
@example([[0, 0], [0, 0, 0, 1]], 6)  # a house that is light stays whole, also for a sixth route
def test_nothing_is_lost_nothing_is_twice_and_the_walk_keeps_its_order(houses, count):
    doors = as_doors(houses)
    routes = divide(doors, count)
    assert [door for route in routes for door in route] == [d for house in doors for d in house]
    assert all(routes)
    loads = rules.loads_of([grams for house in houses for grams in house])
    pieces = sum(len(house) if load_of(house, loads) * count > sum(loads) else 1 for house in doors)
    assert len(routes) == min(count, pieces)


@given(HOUSES, st.integers(1, 6))
def test_a_house_is_cut_only_when_it_is_more_than_an_equal_share(houses, count):
    doors = as_doors(houses)
    loads = rules.loads_of([grams for house in houses for grams in house])
    routes = divide(doors, count)
    for house in doors:
        if load_of(house, loads) * count <= sum(loads):
            assert sum(1 for route in routes if set(route) & set(house)) == 1


@given(st.lists(st.integers(0, 30_000), min_size=1, max_size=9), st.integers(1, 5))
def test_no_other_division_has_a_lighter_heaviest_route(grams, count):
    doors = as_doors([[each] for each in grams])
    loads = rules.loads_of(grams)
    count = min(count, len(grams))
    least = min(
        max(sum(loads[start:end]) for start, end in pairwise((0, *cuts, len(grams))))
        for cuts in combinations(range(1, len(grams)), count - 1)
    )
    assert max(load_of(route, loads) for route in divide(doors, count)) == least


def test_a_dormitory_is_walked_and_divided_by_floor():
    doors = [
        Door(dormitory="Общежитие № 1", floor="10", room="1001"),
        Door(dormitory="Общежитие № 1", floor="2", room="298"),
        Door(dormitory="№1 жатақхана", floor="2", room="201"),
        Door(street="ул. Абая", house="9", floor="4", flat="10"),
        Door(street="ул. Абая", house="9", floor="1", flat="2"),
    ]
    walked = sorted(doors, key=rules.walking_order)
    assert [door.room or door.flat for door in walked] == ["2", "10", "201", "298", "1001"] or [
        door.room or door.flat for door in walked
    ] == ["201", "298", "1001", "2", "10"]
    assert len({rules.building_of(door) for door in doors}) == 3
    assert rules.building_of(doors[1]) == rules.building_of(doors[2])
    assert rules.building_of(doors[3]) == rules.building_of(doors[4])
