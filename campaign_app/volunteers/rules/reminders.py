"""When somebody is reminded of a shift, and when its organisers are told that too few come."""

from __future__ import annotations

from datetime import datetime, time, timedelta, tzinfo

from campaign_app.core.dates import to_local, to_utc
from campaign_app.core.i18n import N_, LabelledEnum

DAY = timedelta(days=1)
TWO_HOURS = timedelta(hours=2)
#: Mail about another day is written between these hours of the organisation's clock.
WAKING, SLEEPING = time(8), time(21)
#: The reminder of the day before comes at the hour of the shift, within these.
EARLIEST, LATEST = time(8), time(20)
#: Later than so long before the shift the reminder of the day before is of no use.
DAY_BEFORE_ENDS = timedelta(hours=3)
#: Later than so long before the shift nobody is reminded: she is on the way.
HOURS_BEFORE_ENDS = timedelta(minutes=20)
#: Hours before a shift at which its organisers are told that too few come.
ALERTS = (48, 24)
#: Later than so long before the shift nobody can be found any more.
ALERT_ENDS = timedelta(hours=3)


class NoticeKind(LabelledEnum):
    """What a volunteer may do without. That a shift is changed or cancelled is always told."""

    DAY_BEFORE = "day_before", N_("Reminder the day before a shift")
    HOURS_BEFORE = "hours_before", N_("Reminder two hours before a shift")
    PLACE_OFFERED = "place_offered", N_("A place became free in a shift that I wait for")
    SHIFT_MESSAGE = "shift_message", N_("Messages from the organiser of a shift")


def is_quiet(now: datetime, zone: tzinfo) -> bool:
    """Whether it is night on the organisation's clock: nobody is written to about tomorrow."""
    return not WAKING <= to_local(now, zone).time() < SLEEPING


def day_before_at(starts_at: datetime, zone: tzinfo) -> datetime:
    """The day before at the hour of the shift, not before 8 and not after 20 o'clock."""
    local = to_local(starts_at, zone)
    hour = min(max(local.time(), EARLIEST), LATEST)
    return to_utc(datetime.combine(local.date() - DAY, hour), zone)


def is_day_before_due(
    *, starts_at: datetime, signed_up_at: datetime, now: datetime, zone: tzinfo
) -> bool:
    """From the day before until three hours before, by day.

    Whoever signed up less than a day before, or after the others were reminded, knows.
    """
    due_at = day_before_at(starts_at, zone)
    if signed_up_at > min(due_at, starts_at - DAY) or is_quiet(now, zone):
        return False
    return due_at <= now < starts_at - DAY_BEFORE_ENDS


def is_hours_before_due(*, starts_at: datetime, signed_up_at: datetime, now: datetime) -> bool:
    """From two hours before until twenty minutes before, also at night: the work is at night.

    Whoever signed up within the two hours knows.
    """
    due_at = starts_at - TWO_HOURS
    return signed_up_at <= due_at <= now < starts_at - HOURS_BEFORE_ENDS


def least_needed(places: int) -> int:
    """So many must have confirmed: two thirds of the places, rounded up."""
    return -(-places * 2 // 3)


def is_understaffed(confirmed: int, places: int) -> bool:
    """Whether fewer have confirmed than are needed."""
    return confirmed < least_needed(places)


def alert_due(*, starts_at: datetime, now: datetime, zone: tzinfo) -> int | None:
    """Which alert of a shift with too few people is due, 48 or 24 hours before; by day only."""
    left = starts_at - now
    if is_quiet(now, zone) or left <= ALERT_ENDS:
        return None
    return next((hours for hours in sorted(ALERTS) if left <= timedelta(hours=hours)), None)
