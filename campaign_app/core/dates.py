"""Dates and instants: reading what people type, age, local time, how they are shown.

Dates (birth, donation, holiday) are pure dates. Instants are UTC in the database and
become local only here, by the IANA zone of the organisation, never by a fixed offset.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_

#: Nobody in a campaign's papers was born, and nothing was dated, before.
EARLIEST_YEAR = 1850
LATEST_YEAR = 2199


class DateInvalid(DomainError):
    """What was entered is not a date; every other refusal of a date is a kind of it."""

    message = N_("“%(entered)s” is not a date. Write it like 03.04.2020.")


class DateMissing(DateInvalid):
    message = N_("Enter the date.")


class DateImpossible(DateInvalid):
    message = N_("There is no such date: %(entered)s.")


class BornLater(DomainError):
    message = N_("The date of birth %(born_on)s is later than %(day)s.")


_TIME = r"(?:[ T]\s*[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,6})?)?)?"
_TAIL = r"(?:\s*(?:г|ж)\.?)?"
_YEAR_FIRST = re.compile(rf"([0-9]{{4}})([-./])([0-9]{{1,2}})\2([0-9]{{1,2}}){_TIME}")
_DAY_FIRST = re.compile(rf"([0-9]{{1,2}})([-./])([0-9]{{1,2}})\2([0-9]{{4}}){_TAIL}{_TIME}")


def parse_date(entered: str | date | int | float | None) -> date:
    """Read a date: ISO, 03.04.2020, 3/4/2020 (day first), a date, or a spreadsheet's number.

    A time of day behind the date is left out. Refuses what is empty, what is no date, days
    that do not exist, years of two digits and years outside 1850 to 2199.
    """
    if isinstance(entered, datetime):
        return entered.date()
    if isinstance(entered, date):
        return entered
    if entered is None or entered == "":
        raise DateMissing()
    if isinstance(entered, bool):
        raise DateInvalid(entered=str(entered))
    if isinstance(entered, int | float):
        return _from_serial(entered)
    text = entered.replace("\u00a0", " ").strip()
    if not text:
        raise DateMissing()
    shown = text[:40]
    if match := _YEAR_FIRST.fullmatch(text):
        year, month, day = int(match[1]), int(match[3]), int(match[4])
    elif match := _DAY_FIRST.fullmatch(text):
        year, month, day = int(match[4]), int(match[3]), int(match[1])
    else:
        raise DateInvalid(entered=shown)
    try:
        found = date(year, month, day)
    except ValueError as error:
        raise DateImpossible(entered=shown) from error
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise DateImpossible(entered=shown)
    return found


def _from_serial(number: int | float) -> date:
    """Spreadsheets count days from 1900-01-01 as 1 and hold 1900 to be a leap year."""
    if not 1 <= number < 109_575:  # NaN fails too; the last day is 31.12.2199
        raise DateInvalid(entered=f"{number:g}")
    whole = int(number)
    if whole == 60:
        raise DateImpossible(entered="29.02.1900")
    return date(1899, 12, 31 if whole < 60 else 30) + timedelta(days=whole)


def age_on(born_on: date, day: date) -> int:
    """Full years on `day`. Who was born on 29 February is a year older on 1 March."""
    if day < born_on:
        raise BornLater(born_on=born_on, day=day)
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


#: The name of an IANA zone, or the zone itself.
Zone = str | tzinfo


def _zone(zone: Zone) -> tzinfo:
    return ZoneInfo(zone) if isinstance(zone, str) else zone


def to_local(instant: datetime, zone: Zone) -> datetime:
    """The wall clock of the organisation at a UTC instant. A naive instant is a mistake."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs its time zone")
    return instant.astimezone(_zone(zone))


def local_date(instant: datetime, zone: Zone) -> date:
    """The calendar day of the organisation at an instant."""
    return to_local(instant, zone).date()


def to_utc(wall_clock: datetime, zone: Zone) -> datetime:
    """The instant at which the organisation's clock shows `wall_clock` (naive).

    Of an hour that happens twice the first is taken, unless `fold` is 1.
    """
    if wall_clock.tzinfo is not None:
        raise ValueError("a wall clock has no time zone of its own")
    return wall_clock.replace(tzinfo=_zone(zone)).astimezone(UTC)


_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "kk": "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
}
_MONTH_NAMES = {language: ("", *names.split()) for language, names in _MONTHS.items()}
_SHORT_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec"
_SHORT_ENGLISH = ("", *_SHORT_MONTHS.split())


def format_date(day: date, locale: str) -> str:
    """`03.04.2020` for kk and ru, `3 Apr 2020` for en."""
    if str(locale)[:2] == "en":
        return f"{day.day} {_SHORT_ENGLISH[day.month]} {day.year}"
    return f"{day.day:02d}.{day.month:02d}.{day.year:04d}"


def format_time(moment: datetime, zone: Zone) -> str:
    """`18:46` on the organisation's clock: 24 hours in every language."""
    local = to_local(moment, zone)
    return f"{local.hour:02d}:{local.minute:02d}"


def format_instant(moment: datetime, locale: str, zone: Zone) -> str:
    """`03.04.2020 18:46` for kk and ru, `3 Apr 2020, 18:46` for en, on the local clock."""
    local = to_local(moment, zone)
    comma = "," if str(locale)[:2] == "en" else ""
    return f"{format_date(local, locale)}{comma} {local.hour:02d}:{local.minute:02d}"


def format_long_date(day: date, locale: str) -> str:
    """For letters: `3 апреля 2020 г.`, `2020 жылғы 3 сәуір`, `3 April 2020`."""
    language = str(locale)[:2]
    month = _MONTH_NAMES[language][day.month]
    if language == "kk":
        return f"{day.year} жылғы {day.day} {month}"
    return f"{day.day} {month} {day.year}{' г.' if language == 'ru' else ''}"


class ZoneDataIsOld(RuntimeError):
    """The machine's time zone data is older than 2024a: every local time would be wrong."""


def assert_zone_data_is_current() -> None:
    """Kazakhstan is UTC+5 since 1 March 2024; refuse to start where the data says +6.

    Before that day Almaty, Karaganda and Temirtau were at UTC+6, so history must still say so.
    """
    expected = {
        datetime(2026, 1, 1, tzinfo=UTC): timedelta(hours=5),
        datetime(2020, 4, 3, 12, 46, 37, tzinfo=UTC): timedelta(hours=6),
    }
    for instant, offset in expected.items():
        if to_local(instant, "Asia/Almaty").utcoffset() != offset:
            raise ZoneDataIsOld(
                "The time zone data is out of date: install tzdata 2024a or newer"
                f" (Asia/Almaty at {instant.isoformat()} must be UTC+{offset})."
            )
