"""Who may take which shift, and which hours count."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from campaign_app.volunteers import rules
from campaign_app.volunteers.rules import Commitment

DAY = date(2020, 1, 18)


@pytest.mark.parametrize(
    ("born_on", "minimum_age", "heavy", "emergency", "error"),
    [
        (date(2002, 1, 18), 0, True, False, None),  # 18 on the day of the shift
        (date(2002, 1, 19), 0, True, False, rules.HeavyWorkForMinor),
        (date(2002, 1, 19), 0, False, True, rules.EmergencyWorkForMinor),
        (date(2002, 1, 19), 16, False, False, None),
        (date(2004, 1, 19), 16, False, False, rules.TooYoung),
        (None, 0, False, False, None),
        (None, 16, False, False, rules.AgeUnknown),
        (None, 0, True, False, rules.AgeUnknown),
    ],
)
def test_age_counts_on_the_day_of_the_shift(born_on, minimum_age, heavy, emergency, error):
    def check():
        rules.check_age(
            born_on=born_on,
            day=DAY,
            minimum_age=minimum_age,
            is_heavy_work=heavy,
            is_emergency_work=emergency,
        )

    if error is None:
        check()
    else:
        with pytest.raises(error):
            check()


def at(hour: int) -> datetime:
    return datetime(2020, 1, 18, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("starts", "ends", "overlaps"),
    [
        (9, 12, False),
        (12, 14, True),
        (13, 14, True),
        (14, 16, True),
        (15, 17, False),
        (8, 18, True),
    ],
)
def test_shifts_that_touch_do_not_overlap(starts, ends, overlaps):
    other = [Commitment("Жеткізу", at(12), at(15))]
    if overlaps:
        with pytest.raises(rules.ShiftOverlaps) as refusal:
            rules.check_no_overlap(at(starts), at(ends), other)
        assert refusal.value.params["title"] == "Жеткізу"
    else:
        rules.check_no_overlap(at(starts), at(ends), other)


def test_hours_over_the_clock_change_of_2024_are_differences_of_instants():
    almaty = ZoneInfo("Asia/Almaty")
    starts = datetime(2024, 2, 29, 22, 0, tzinfo=almaty).astimezone(UTC)
    ends = datetime(2024, 3, 1, 2, 0, tzinfo=almaty).astimezone(UTC)
    assert rules.worked_minutes(starts, ends) == 5 * 60
    assert rules.worked_minutes(starts, ends, 30) == 4 * 60 + 30


@pytest.mark.parametrize("break_minutes", [-1, 5, 30])
def test_a_break_is_a_part_of_the_shift(break_minutes):
    with pytest.raises(rules.BreakTooLong):
        rules.worked_minutes(at(9), at(9) + timedelta(minutes=5), break_minutes)


@pytest.mark.parametrize(
    ("born_on", "error"),
    [
        (date(2006, 1, 18), None),  # 14 today
        (date(2006, 1, 19), rules.ChildNeedsAdult),
        (date(2020, 1, 19), rules.BirthInFuture),
        (date(1950, 5, 1), None),
    ],
)
def test_under_14_nobody_begins_alone(born_on, error):
    if error is None:
        rules.check_may_begin_alone(born_on, DAY)
    else:
        with pytest.raises(error):
            rules.check_may_begin_alone(born_on, DAY)


def test_hours_are_confirmed_by_another():
    rules.check_confirmed_by_another(1, 2)
    rules.check_confirmed_by_another(None, 2)
    with pytest.raises(rules.ConfirmedByOneself):
        rules.check_confirmed_by_another(2, 2)
