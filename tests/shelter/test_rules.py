"""Who sleeps where, how many nights, and what a list of rooms says."""

from __future__ import annotations

from datetime import datetime
from itertools import combinations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_app.shelter import rules
from campaign_app.shelter.rules import FreeRoom, RoomPlan

ALMATY = ZoneInfo("Asia/Almaty")


def rooms_of(*sizes: int, building_id: int = 1, first: int = 1) -> list[FreeRoom]:
    """Rooms first, first + 1, … with these numbers of free beds; bed 302 is room 3's second."""
    return [
        FreeRoom(room, building_id, tuple(room * 100 + bed for bed in range(1, size + 1)))
        for room, size in enumerate(sizes, start=first)
    ]


def rooms_used(beds: list[int]) -> list[int]:
    return sorted({bed // 100 for bed in beds})


@pytest.mark.parametrize(
    ("sizes", "people", "used"),
    [
        ((4,), 1, [1]),
        ((4, 2, 3), 2, [2]),  # the smallest room that holds all
        ((4, 2, 3), 3, [3]),
        ((4, 2, 3), 5, [1, 2]),  # the largest, then the smallest for the rest
        ((4, 2, 3), 7, [1, 3]),
        ((4, 2, 3), 9, [1, 2, 3]),
        ((0, 2), 2, [2]),
        ((2, 2, 2), 2, [1]),
    ],
)
def test_a_group_sleeps_in_as_few_rooms_as_possible(sizes, people, used):
    beds = rules.choose_beds(rooms_of(*sizes), people)
    assert len(set(beds)) == people
    assert rooms_used(beds) == used


def test_a_group_stays_in_one_building_if_that_costs_no_room():
    here = rooms_of(4, 1, building_id=1)
    there = rooms_of(3, 3, building_id=2, first=11)
    assert rooms_used(rules.choose_beds([*here, *there], 6)) == [11, 12]
    assert rooms_used(rules.choose_beds([*here, *there], 7)) == [1, 11]


@given(st.lists(st.integers(0, 6), max_size=7), st.integers(1, 20))
def test_no_choice_takes_fewer_rooms(sizes, people):
    if sum(sizes) < people:
        with pytest.raises(rules.BedsShort):
            rules.choose_beds(rooms_of(*sizes), people)
        return
    used = len(rooms_used(rules.choose_beds(rooms_of(*sizes), people)))
    assert not any(sum(few) >= people for few in combinations(sizes, used - 1))


def test_a_refusal_names_the_numbers():
    with pytest.raises(rules.BedsShort) as refusal:
        rules.choose_beds(rooms_of(2, 3), 6)
    assert refusal.value.params == {"asked": 6, "left": 5}


@pytest.mark.parametrize(
    ("adults", "children", "names", "error"),
    [
        (1, 0, [], None),
        (0, 1, [], None),
        (27, 4, ["Ли"], None),
        (1, 1, ["Ли", "Ким"], None),
        (0, 0, [], rules.GroupEmpty),
        (-1, 2, [], rules.GroupEmpty),
        (2, -1, [], rules.GroupEmpty),
        (501, 0, [], rules.GroupTooLarge),
        (1, 0, ["Ли", "Ким"], rules.TooManyNames),
    ],
)
def test_what_a_group_is(adults, children, names, error):
    if error is None:
        rules.check_group(adults, children, names)
    else:
        with pytest.raises(error):
            rules.check_group(adults, children, names)


@pytest.mark.parametrize(
    ("arrived", "left", "count"),
    [
        ("2020-01-22T22:00", "2020-01-24T10:00", 2),
        ("2020-01-22T22:00", "2020-01-23T07:00", 1),
        ("2020-01-23T02:00", "2020-01-23T09:00", 1),
        ("2020-01-23T02:00", "2020-01-24T09:00", 2),
        ("2020-01-23T04:00", "2020-01-23T04:00", 1),
        ("2020-01-23T10:00", "2020-01-23T15:00", 1),  # a bed was taken
        ("2020-01-23T10:00", "2020-01-24T03:59", 1),
        ("2024-02-29T22:00", "2024-03-01T10:00", 1),  # the clock goes back in between
    ],
)
def test_nights_are_counted_at_four_in_the_morning(arrived, left, count):
    moments = [datetime.fromisoformat(text).replace(tzinfo=ALMATY) for text in (arrived, left)]
    assert rules.nights(*moments, ALMATY) == count


@pytest.mark.parametrize(
    ("text", "plans"),
    [
        ("304 4", [RoomPlan("304", 4)]),
        ("304А 4 3\n\n  305   2  ", [RoomPlan("304А", 4, 3), RoomPlan("305", 2)]),
        ("01 1 -1", [RoomPlan("01", 1, -1)]),
    ],
)
def test_a_list_of_rooms(text, plans):
    assert rules.parse_rooms(text) == plans


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", rules.RoomsMissing),
        ("304", rules.RoomLineUnclear),
        ("304 four", rules.RoomLineUnclear),
        ("304 4\n305 2 1 7", rules.RoomLineUnclear),
        ("304 0", rules.BedCountInvalid),
        ("304 51", rules.BedCountInvalid),
        ("304а 4\n304А 4", rules.RoomTwice),
    ],
)
def test_what_a_list_of_rooms_may_not_be(text, error):
    with pytest.raises(error) as refusal:
        rules.parse_rooms(text)
    assert refusal.value.field == "rooms"
