"""Dates as people write them, ages, the local clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from babel.dates import format_date as cldr_date
from hypothesis import given
from hypothesis import strategies as st

from campaign_app.core import dates
from campaign_app.core.dates import (
    BornLater,
    DateImpossible,
    DateInvalid,
    DateMissing,
    ZoneDataIsOld,
    age_on,
    assert_zone_data_is_current,
    format_date,
    format_instant,
    format_long_date,
    format_time,
    local_date,
    parse_date,
    to_local,
    to_utc,
)

THIRD_OF_APRIL = date(2020, 4, 3)
DAYS = st.dates(min_value=date(1850, 1, 1), max_value=date(2199, 12, 31))
ZONE = "Asia/Almaty"


@pytest.mark.parametrize(
    "entered",
    [
        "2020-04-03",
        "2020-4-3",
        "2020.04.03",
        "03.04.2020",
        "3.4.2020",
        "3/4/2020",
        "03-04-2020",
        " 03.04.2020 ",
        "\u00a003.04.2020",
        "03.04.2020 г.",
        "03.04.2020ж.",
        "03.04.2020 18:46",
        "03.04.2020 18:46:37",
        "2020-04-03T00:00:00",
        "2020-04-03 00:00:00.000",
        THIRD_OF_APRIL,
        datetime(2020, 4, 3, 23, 59, tzinfo=UTC),
        43924,
        43924.0,
        43924.78,
    ],
)
def test_a_date_is_read_in_many_forms(entered: str) -> None:
    found = parse_date(entered)
    assert found == THIRD_OF_APRIL
    assert type(found) is date


@pytest.mark.parametrize(
    ("serial", "day"),
    [
        (1, date(1900, 1, 1)),
        (59, date(1900, 2, 28)),
        (61, date(1900, 3, 1)),
        (109_574, date(2199, 12, 31)),
    ],
)
def test_the_numbers_of_spreadsheets(serial: int, day: date) -> None:
    assert parse_date(serial) == day


@pytest.mark.parametrize(
    ("entered", "error"),
    [
        ("", DateMissing),
        ("  ", DateMissing),
        (None, DateMissing),
        ("31.02.1940", DateImpossible),
        ("29.02.2021", DateImpossible),
        ("2020-13-01", DateImpossible),
        ("12/31/2020", DateImpossible),
        ("00.04.2020", DateImpossible),
        ("03.04.0020", DateImpossible),
        ("03.04.9999", DateImpossible),
        (60, DateImpossible),
        ("03.04.20", DateInvalid),
        ("3 апреля", DateInvalid),
        ("вчера", DateInvalid),
        ("03.04-2020", DateInvalid),
        ("2020-04-03T20:00:00Z", DateInvalid),
        ("０３.０４.２０２０", DateInvalid),
        ("43924", DateInvalid),
        (0, DateInvalid),
        (-5, DateInvalid),
        (109_575, DateInvalid),
        (float("nan"), DateInvalid),
        (True, DateInvalid),
    ],
)
def test_what_is_no_date_is_refused(entered: str, error: type[DateInvalid]) -> None:
    with pytest.raises(DateInvalid) as refusal:
        parse_date(entered)
    assert type(refusal.value) is error


def test_the_refusal_names_what_was_entered() -> None:
    with pytest.raises(DateImpossible, match=r"31\.02\.1940"):
        parse_date("31.02.1940")


@given(day=DAYS)
def test_what_is_shown_can_be_typed_again(day: date) -> None:
    assert parse_date(format_date(day, "ru")) == day
    assert parse_date(format_date(day, "kk")) == day
    assert parse_date(day.isoformat()) == day


@pytest.mark.parametrize(
    ("born_on", "day", "age"),
    [
        (date(2002, 4, 3), date(2020, 4, 2), 17),
        (date(2002, 4, 3), date(2020, 4, 3), 18),
        (date(2004, 2, 29), date(2022, 2, 28), 17),
        (date(2004, 2, 29), date(2022, 3, 1), 18),
        (date(2004, 2, 29), date(2024, 2, 28), 19),
        (date(2004, 2, 29), date(2024, 2, 29), 20),
        (date(2020, 4, 3), date(2020, 4, 3), 0),
    ],
)
def test_age_in_full_years(born_on: date, day: date, age: int) -> None:
    assert age_on(born_on, day) == age


def test_nobody_has_an_age_before_birth() -> None:
    with pytest.raises(BornLater):
        age_on(date(2020, 4, 4), THIRD_OF_APRIL)


@pytest.mark.parametrize(
    ("instant", "clock"),
    [
        (datetime(2020, 4, 3, 12, 46, 37, tzinfo=UTC), "2020-04-03T18:46:37+06:00"),
        (datetime(2024, 2, 29, 17, 30, tzinfo=UTC), "2024-02-29T23:30:00+06:00"),
        (datetime(2024, 2, 29, 18, 30, tzinfo=UTC), "2024-02-29T23:30:00+05:00"),
        (datetime(2026, 1, 1, tzinfo=UTC), "2026-01-01T05:00:00+05:00"),
    ],
)
def test_the_local_clock(instant: datetime, clock: str) -> None:
    assert to_local(instant, ZONE).isoformat() == clock


def test_the_local_day_begins_at_local_midnight() -> None:
    assert local_date(datetime(2026, 4, 3, 18, 59, tzinfo=UTC), ZONE) == date(2026, 4, 3)
    assert local_date(datetime(2026, 4, 3, 19, 0, tzinfo=UTC), ZONE) == date(2026, 4, 4)


def test_the_hour_that_happened_twice() -> None:
    clock = datetime(2024, 2, 29, 23, 30)  # noqa: DTZ001 - a wall clock has no zone
    assert to_utc(clock, ZONE) == datetime(2024, 2, 29, 17, 30, tzinfo=UTC)
    assert to_utc(clock.replace(fold=1), ZONE) == datetime(2024, 2, 29, 18, 30, tzinfo=UTC)


def test_naive_and_aware_are_not_mixed() -> None:
    with pytest.raises(ValueError, match="needs its time zone"):
        to_local(datetime(2020, 4, 3), ZONE)  # noqa: DTZ001 - the mistake in question
    with pytest.raises(ValueError, match="no time zone of its own"):
        to_utc(datetime(2020, 4, 3, tzinfo=UTC), ZONE)


@given(instant=st.datetimes(min_value=datetime(1990, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_local_and_back_is_the_same_instant(instant: datetime) -> None:
    if instant.year < 9999:
        assert to_utc(to_local(instant, ZONE).replace(tzinfo=None), ZONE) in {
            instant,
            instant - timedelta(hours=1),  # the second run of a repeated hour
        }


INSTANT = datetime(2020, 4, 3, 12, 46, 37, tzinfo=UTC)


@pytest.mark.parametrize(
    ("locale", "day", "instant", "long"),
    [
        ("kk", "03.04.2020", "03.04.2020 18:46", "2020 жылғы 3 сәуір"),
        ("ru", "03.04.2020", "03.04.2020 18:46", "3 апреля 2020 г."),
        ("ru_KZ", "03.04.2020", "03.04.2020 18:46", "3 апреля 2020 г."),
        ("en", "3 Apr 2020", "3 Apr 2020, 18:46", "3 April 2020"),
    ],
)
def test_dates_are_shown(locale: str, day: str, instant: str, long: str) -> None:
    assert format_date(THIRD_OF_APRIL, locale) == day
    assert format_instant(INSTANT, locale, ZONE) == instant
    assert format_long_date(THIRD_OF_APRIL, locale) == long
    assert format_time(INSTANT, ZONE) == "18:46"


@pytest.mark.parametrize("month", range(1, 13))
def test_the_months_are_those_of_cldr(month: int) -> None:
    day = date(2020, month, 3)
    assert format_long_date(day, "ru") == cldr_date(day, "d MMMM y 'г'.", locale="ru")
    assert format_long_date(day, "kk") == cldr_date(day, "y 'жылғы' d MMMM", locale="kk")
    assert format_long_date(day, "en") == cldr_date(day, "d MMMM y", locale="en_GB")
    assert format_date(day, "en") == cldr_date(day, "d MMM y", locale="en_GB")


def test_the_zone_data_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    assert_zone_data_is_current()
    real = dates.to_local
    monkeypatch.setattr(dates, "to_local", lambda instant, _zone: real(instant, "Etc/GMT-6"))
    with pytest.raises(ZoneDataIsOld):
        assert_zone_data_is_current()
