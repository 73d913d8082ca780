"""When a route begins and ends, who sees it, and in which order its doors come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import product

import pytest

from campaign_app.distribution import rules
from campaign_app.distribution.rules import RoundStatus, RouteAction, RouteStatus

DAY, OTHER = date(2020, 4, 1), date(2020, 4, 2)


def test_every_state_and_action_of_a_route():
    possible = {
        (RouteStatus.PLANNED, RouteAction.START): RouteStatus.RUNNING,
        (RouteStatus.RUNNING, RouteAction.FINISH): RouteStatus.FINISHED,
    }
    for status, action in product(RouteStatus, RouteAction):
        if (status, action) in possible:
            assert rules.next_route_status(status, action) is possible[status, action]
        else:
            with pytest.raises(rules.RouteRefused):
                rules.next_route_status(status, action)


@pytest.mark.parametrize(
    ("stops", "lonely", "volunteers", "today", "refusal"),
    [
        (3, 0, 1, DAY, None),
        (3, 3, 2, DAY, None),
        (0, 0, 1, DAY, rules.EmptyRoute),
        (3, 0, 0, DAY, rules.NobodyOnRoute),
        (3, 1, 1, DAY, rules.SecondVolunteerNeeded),
        (3, 0, 1, OTHER, rules.NotOnItsDay),
    ],
)
def test_what_a_route_needs_to_start(stops, lonely, volunteers, today, refusal):
    def check():
        rules.check_can_start(
            stops=stops, lonely_homes=lonely, volunteers=volunteers, runs_on=DAY, today=today
        )

    if refusal is None:
        check()
    else:
        with pytest.raises(refusal):
            check()


@pytest.mark.parametrize(("waiting", "out"), [(1, 0), (0, 1), (2, 3)])
def test_a_route_does_not_end_with_doors_or_packages_open(waiting, out):
    with pytest.raises(rules.RouteNotSettled) as refused:
        rules.check_can_finish(waiting=waiting, with_courier=out, doors=[(3, "Ө."), (5, "Қ.")])
    assert refused.value.params == {
        "waiting": waiting,
        "with_courier": out,
        "doors": "3 Ө., 5 Қ.",
    }
    rules.check_can_finish(waiting=0, with_courier=0, doors=[])


def test_a_refusal_names_the_first_ten_doors():
    doors = [(number, "Ө.") for number in range(1, 12)]
    assert rules.name_doors(doors[:10]).endswith("10 Ө.")
    assert rules.name_doors(doors).endswith("10 Ө. …")


@pytest.mark.parametrize("status", RouteStatus)
@pytest.mark.parametrize("today", [DAY, OTHER])
@pytest.mark.parametrize("round_status", RoundStatus)
def test_volunteers_see_a_route_on_its_day_while_it_runs(status, today, round_status):
    expected = (status, today, round_status) == (RouteStatus.RUNNING, DAY, RoundStatus.OPEN)
    assert rules.is_open_to_volunteers(status, DAY, today, round_status) is expected


@dataclass(frozen=True)
class Door:
    """A place."""

    street: str = ""
    house: str = ""
    flat: str = ""
    dormitory: str = ""
    room: str = ""
    floor: str = ""


def test_doors_come_street_by_street_and_house_by_house():
    doors = [
        Door(street="ул. Абая", house="12А"),
        Door(street="ул. Абая", house="9", flat="10"),
        Door(dormitory="Общежитие № 1", room="304"),
        Door(street="ул. Абая", house="12"),
        Door(),
        Door(street="ул. Абая", house="9", flat="2"),
        Door(dormitory="Общежитие № 1", room="98"),
    ]
    groups = rules.group_by_place([(door, door) for door in doors])
    assert [group.place for group in groups] == ["", "ул. Абая", "Общежитие № 1"]
    assert [door.room for door in groups[2].doors] == ["98", "304"]
    assert [(d.house, d.flat) for d in groups[1].doors] == [
        ("9", "2"),
        ("9", "10"),
        ("12", ""),
        ("12А", ""),
    ]


def test_a_street_in_two_languages_is_one_street():
    doors = [
        Door(street="пр. Металлургов", house="7"),
        Door(street="Металлургтер даңғылы", house="5"),
        Door(dormitory="Общежитие №1", room="2"),
        Door(dormitory="№1 жатақхана", room="1"),
    ]
    groups = rules.group_by_place([(door, door.house or door.room) for door in doors])
    assert [group.doors for group in groups] == [("1", "2"), ("5", "7")]
