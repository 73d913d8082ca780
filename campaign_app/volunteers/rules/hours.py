"""Hours that count: the marks of a year, and how a year of work divides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from campaign_app.core.dates import EARLIEST_YEAR, LATEST_YEAR, local_date, to_utc
from campaign_app.volunteers.rules.shifts import ShiftKind

MINUTES_OF_AN_HOUR = 60
#: The first instant of a period and the first one after it.
Between = tuple[datetime, datetime]


@dataclass(frozen=True)
class Mark:
    """So many confirmed hours in one year give so much; `voucher_minor` None: not stated."""

    hours: int
    credits: int
    voucher_minor: int | None

    @property
    def minutes(self) -> int:
        """The mark in minutes."""
        return self.hours * MINUTES_OF_AN_HOUR


#: Social student credit: 20 h give 20 000 ₸ and 2 credits, 50 h 50 000 ₸ and 5 credits; at most
#: 70 h and 7 credits count in a financial year, which is the calendar year.
MARKS = (Mark(20, 2, 20_000_00), Mark(50, 5, 50_000_00), Mark(70, 7, None))


@dataclass(frozen=True)
class MarkProgress:
    """How far somebody is from a mark; `missing_minutes` 0: it is reached."""

    mark: Mark
    missing_minutes: int

    @property
    def is_reached(self) -> bool:
        """The mark's hours are there."""
        return self.missing_minutes == 0


def progress_to_marks(minutes: int) -> list[MarkProgress]:
    """Each mark of the year with what is missing to it, the lowest first."""
    return [MarkProgress(mark, max(0, mark.minutes - minutes)) for mark in MARKS]


def counted_minutes(minutes: int) -> int:
    """Of a year's minutes those that count for the credit: 70 hours at most."""
    return min(minutes, MARKS[-1].minutes)


def credits_for(minutes: int) -> int:
    """The credits of the highest mark that was reached in a year."""
    return max((mark.credits for mark in MARKS if minutes >= mark.minutes), default=0)


def decimal_hours(minutes: int) -> float:
    """Minutes as hours with two decimals: 3:20 is 3.33."""
    return round(minutes / MINUTES_OF_AN_HOUR, 2)


def is_year(year: int) -> bool:
    """A year that papers can be about."""
    return EARLIEST_YEAR <= year <= LATEST_YEAR


def whole_year(year: int) -> tuple[date, date]:
    """The financial year: its first and its last day."""
    return date(year, 1, 1), date(year, 12, 31)


def bounds(starts_on: date, ends_on: date, zone: ZoneInfo) -> Between:
    """The first instant of the period and the first one after it, on the organisation's clock.

    A shift counts where it began: one over midnight of New Year belongs to the old year.
    """
    midnight = time()
    day_after = ends_on + timedelta(days=1)
    return (
        to_utc(datetime.combine(starts_on, midnight), zone),
        to_utc(datetime.combine(day_after, midnight), zone),
    )


@dataclass(frozen=True)
class WorkedShift:
    """Confirmed minutes of one shift: what sums are made of."""

    starts_at: datetime
    minutes: int
    kind: ShiftKind
    campaign_id: int


@dataclass(frozen=True)
class HoursSummary:
    """Confirmed minutes of somebody, divided; the largest first, years the latest first."""

    minutes: int
    shift_count: int
    by_year: Mapping[int, int]
    by_kind: Mapping[ShiftKind, int]
    by_campaign: Mapping[int, int]


def summarise(worked: Iterable[WorkedShift], zone: ZoneInfo, year: int | None) -> HoursSummary:
    """Add up; `year` narrows everything but the years themselves."""
    by_year: dict[int, int] = {}
    by_kind: dict[ShiftKind, int] = {}
    by_campaign: dict[int, int] = {}
    total = count = 0
    for shift in worked:
        its_year = local_date(shift.starts_at, zone).year
        by_year[its_year] = by_year.get(its_year, 0) + shift.minutes
        if year not in (None, its_year):
            continue
        total, count = total + shift.minutes, count + 1
        by_kind[shift.kind] = by_kind.get(shift.kind, 0) + shift.minutes
        by_campaign[shift.campaign_id] = by_campaign.get(shift.campaign_id, 0) + shift.minutes
    return HoursSummary(
        total,
        count,
        dict(sorted(by_year.items(), reverse=True)),
        dict(sorted(by_kind.items(), key=lambda each: -each[1])),
        dict(sorted(by_campaign.items(), key=lambda each: -each[1])),
    )
