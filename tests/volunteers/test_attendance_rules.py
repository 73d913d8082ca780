"""Which time counts, which instant a clock means, which code is accepted."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from campaign_app.volunteers import rules
from campaign_app.volunteers.rules import attendance as day_rules
from campaign_app.volunteers.rules import clock_times
from campaign_app.volunteers.rules.clock_times import Repeated

ALMATY = ZoneInfo("Asia/Almaty")
STARTS = datetime(2020, 1, 18, 9, tzinfo=UTC)
ENDS = datetime(2020, 1, 18, 12, tzinfo=UTC)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2020, 1, 18, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("arrived", "left", "pause", "outside", "minutes"),
    [
        (None, None, 0, False, 180),
        (None, None, 30, False, 150),
        (at(9, 20), None, 0, False, 160),
        (None, at(11), 0, False, 120),
        (at(8, 30), at(12, 40), 0, False, 180),  # within the shift
        (at(8, 30), at(12, 40), 0, True, 250),  # the confirmer says that it was work too
        (at(8, 30), at(12, 40), 10, True, 240),
        (at(8), at(8, 50), 0, False, 0),  # left before it began
        (at(12, 30), at(13), 0, False, 0),  # came when it was over
        (at(9), at(9), 0, False, 0),
        (at(9, 0), at(9, 0) + timedelta(seconds=59), 0, False, 0),
    ],
)
def test_from_arrival_to_leaving_within_the_shift_less_the_break(
    arrived, left, pause, outside, minutes
):
    counted = day_rules.minutes_at_shift(
        starts_at=STARTS,
        ends_at=ENDS,
        arrived_at=arrived,
        left_at=left,
        break_minutes=pause,
        counts_outside=outside,
    )
    assert counted == minutes


@pytest.mark.parametrize(
    ("arrived", "left", "pause", "error"),
    [
        (at(11), at(10), 0, day_rules.LeftBeforeArrival),
        (at(11), at(11, 30), 30, rules.BreakTooLong),
        (None, None, 180, rules.BreakTooLong),
        (None, None, -1, rules.BreakTooLong),
        (at(8), at(8, 50), 10, rules.BreakTooLong),
    ],
)
def test_times_that_cannot_be(arrived, left, pause, error):
    with pytest.raises(error):
        day_rules.minutes_at_shift(
            starts_at=STARTS,
            ends_at=ENDS,
            arrived_at=arrived,
            left_at=left,
            break_minutes=pause,
        )


# The night of 29.02.2024: at 24:00 the clocks went back to 23:00, 18:00 UTC.
NIGHT = (datetime(2024, 2, 29, 16, tzinfo=UTC), datetime(2024, 2, 29, 21, tzinfo=UTC))


def night(hour: int, minute: int = 0) -> datetime:
    return datetime(2024, 2, 29, hour, minute, tzinfo=UTC)


def instant(clock: time, which: Repeated | None = None, *, starts=NIGHT[0], ends=NIGHT[1]):
    return clock_times.instant_of(
        clock,
        field="arrived_at",
        near=starts,
        starts_at=starts,
        ends_at=ends,
        zone=ALMATY,
        which=which,
    )


@pytest.mark.parametrize(
    ("clock", "which", "expected"),
    [
        (time(22, 10), None, night(16, 10)),  # UTC+6
        (time(1, 30), None, night(20, 30)),  # the next day, UTC+5
        (time(23, 30), Repeated.FIRST, night(17, 30)),
        (time(23, 30), Repeated.SECOND, night(18, 30)),
        (time(0, 0), None, night(19)),
        (time(21, 30), None, night(15, 30)),  # before the shift, the nearest
    ],
)
def test_a_clock_means_an_instant_of_the_shift(clock, which, expected):
    assert instant(clock, which) == expected


def test_a_time_that_was_there_twice_is_asked_for():
    with pytest.raises(clock_times.TimeAmbiguous) as refusal:
        instant(time(23, 30))
    assert refusal.value.params == {"clock": "23:30"}
    assert clock_times.has_repeated_hour(*NIGHT, ALMATY)
    assert not clock_times.has_repeated_hour(STARTS, ENDS, ALMATY)


def test_the_bounds_of_the_shift_decide_where_they_can():
    # A shift from the second 23:15: the first 23:30 lies before it.
    assert instant(time(23, 30), starts=night(18, 15)) == night(18, 30)
    # One until the first 23:45: the second 23:30 lies behind it.
    assert instant(time(23, 30), starts=night(15), ends=night(17, 45)) == night(17, 30)


def test_hours_over_the_repeated_hour_are_differences_of_instants():
    counted = day_rules.minutes_at_shift(
        starts_at=NIGHT[0],
        ends_at=NIGHT[1],
        arrived_at=instant(time(23, 30), Repeated.FIRST),
        left_at=instant(time(23, 30), Repeated.SECOND),
    )
    assert counted == 60


@pytest.mark.parametrize("clock", [time(2, 0), time(2, 30)])
def test_a_time_of_another_day_is_refused(clock):
    # 15:00–18:00 local: looked for from 09:00 to 06:00.
    found = clock_times.instant_of(
        clock,
        field="left_at",
        near=ENDS,
        starts_at=STARTS,
        ends_at=ENDS,
        zone=ALMATY,
    )
    assert found.date() == STARTS.date()
    with pytest.raises(clock_times.TimeFarFromShift):
        clock_times.instant_of(
            time(7, 0),
            field="left_at",
            near=ENDS,
            starts_at=STARTS,
            ends_at=ENDS,
            zone=ALMATY,
        )


def test_a_code_lives_for_a_minute_at_most():
    shown = at(9)  # the beginning of a half minute
    step = day_rules.code_step(shown)
    for seconds, accepted in [(0, True), (29, True), (30, True), (59, True), (60, False)]:
        moment = shown + timedelta(seconds=seconds)
        assert (step in day_rules.accepted_steps(moment)) is accepted, seconds
    assert day_rules.code_step(shown - timedelta(seconds=1)) not in day_rules.accepted_steps(
        shown + timedelta(seconds=30)
    )
    assert [day_rules.seconds_left(shown + timedelta(seconds=n)) for n in (0, 1, 29)] == [30, 29, 1]


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [(at(7, 59), False), (at(8), True), (at(18), True), (at(18, 1), False)],
)
def test_the_code_works_around_the_shift(moment, is_open):
    assert day_rules.check_in_is_open(STARTS, ENDS, moment) is is_open
    if not is_open:
        with pytest.raises(day_rules.CheckInClosed):
            day_rules.check_in_window(STARTS, ENDS, moment)


@pytest.mark.parametrize(
    ("places", "taken", "absent", "free"), [(5, 3, 0, 2), (5, 5, 1, 1), (5, 7, 1, 0)]
)
def test_a_place_of_who_did_not_come_is_free(places, taken, absent, free):
    assert day_rules.free_places(places, taken, absent) == free


def test_one_more_than_planned_needs_a_reason():
    day_rules.check_room_for_walk_in(places=5, free=1, reason="")
    day_rules.check_room_for_walk_in(places=5, free=0, reason="Көмек керек")
    with pytest.raises(day_rules.OverPlacesWithoutReason):
        day_rules.check_room_for_walk_in(places=5, free=0, reason="  ")


@pytest.mark.parametrize(
    ("free", "waiting", "moment", "error"),
    [
        (1, 0, at(8, 30), None),
        (1, 3, at(9), None),  # it has begun: who is here
        (1, 3, at(8, 59), day_rules.PlaceAwaitsOthers),
        (0, 0, at(9), day_rules.ShiftFull),
    ],
)
def test_who_comes_by_herself_takes_a_free_place_only(free, waiting, moment, error):
    values = {"places": 5, "free": free, "waiting": waiting, "starts_at": STARTS, "now": moment}
    if error is None:
        day_rules.check_may_walk_in(**values)
    else:
        with pytest.raises(error):
            day_rules.check_may_walk_in(**values)


@pytest.mark.parametrize(("mine", "all_"), [(5, 5), (0, 100)])
def test_digits_are_not_guessed(mine, all_):
    day_rules.check_code_attempts(4, 99)
    with pytest.raises(day_rules.TooManyCodes):
        day_rules.check_code_attempts(mine, all_)


def test_hours_are_confirmed_when_they_are_over():
    day_rules.check_hours_are_over(ENDS, None, ENDS)
    day_rules.check_hours_are_over(ENDS, at(10), at(10, 5))
    with pytest.raises(day_rules.ShiftNotOver):
        day_rules.check_hours_are_over(ENDS, None, ENDS - timedelta(minutes=1))
    with pytest.raises(day_rules.LeavingAhead):  # a time that is only written down
        day_rules.check_hours_are_over(ENDS, ENDS, ENDS - timedelta(minutes=1))
