"""On which days a shift is repeated, and where last year's plan falls this year.

All of it is counted on the wall clock: nine in the morning stays nine in the morning, also when
the clocks of the country were changed in between.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from campaign_app.core.dates import to_local, to_utc
from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_, LabelledEnum

MOST_REPEATS = 60
WEEK = 7


class Rhythm(LabelledEnum):
    """How often a shift comes again."""

    DAILY = "daily", N_("every day")
    WEEKDAYS = "weekdays", N_("on certain days of the week")
    WEEKLY = "weekly", N_("every week")


class RepeatEndMissing(DomainError):
    """Nothing goes on for ever."""

    message = N_("Write until which day or how many times.")


class RepeatEndsBefore(DomainError):
    """It goes on after the shift."""

    message = N_("The last day %(until)s is not after the day of the shift, %(first)s.")


class TooManyRepeats(DomainError):
    """A typing error in a year does not fill the list."""

    message = N_("These are more than %(limit)s shifts. Choose an earlier last day.")


class WeekdaysMissing(DomainError):
    """At least one day."""

    message = N_("Tick at least one day of the week.")


def repeat_days(
    first: date,
    rhythm: Rhythm,
    *,
    weekdays: Collection[int] = (),
    until: date | None = None,
    times: int | None = None,
) -> list[date]:
    """The days after `first` on which the shift comes again, at most 60.

    `weekdays` counts from Monday = 0. `times` is how many are added; with both ends the
    earlier one counts. Raises the refusals above.
    """
    if until is None and not times:
        raise RepeatEndMissing(field="times")
    if until is not None and until <= first:
        raise RepeatEndsBefore(field="until", until=until, first=first)
    if rhythm is Rhythm.WEEKDAYS and not set(weekdays) & set(range(WEEK)):
        raise WeekdaysMissing(field="weekday")
    step = WEEK if rhythm is Rhythm.WEEKLY else 1
    found: list[date] = []
    day = first
    while times is None or len(found) < times:
        day += timedelta(days=step)
        if until is not None and day > until:
            break
        if rhythm is Rhythm.WEEKDAYS and day.weekday() not in weekdays:
            continue
        found.append(day)
        if len(found) > MOST_REPEATS:
            field = "times" if until is None else "until"
            raise TooManyRepeats(field=field, limit=MOST_REPEATS)
    return found


def on_day(
    starts_at: datetime, ends_at: datetime, day: date, zone: ZoneInfo
) -> tuple[datetime, datetime]:
    """The same hours of the clock on another day, as instants.

    A shift over midnight ends as many days later as the original does.
    """
    begins, ends = to_local(starts_at, zone), to_local(ends_at, zone)
    last = day + (ends.date() - begins.date())
    return (
        to_utc(datetime.combine(day, begins.time().replace(fold=0)), zone),
        to_utc(datetime.combine(last, ends.time().replace(fold=0)), zone),
    )


def whole_weeks(first: date, wanted: date) -> int:
    """How many weeks a plan that begins on `first` moves to begin as near as can be to `wanted`.

    Whole weeks, so that a Saturday stays a Saturday.
    """
    return round((wanted - first).days / WEEK)


class NothingChosen(DomainError):
    """At least one."""

    message = N_("Tick at least one shift.")


class PlanTakenOver(DomainError):
    """Once is enough."""

    message = N_("These shifts were taken over before.")
