"""Which instant a time on the clock means, also in the hour that a clock change shows twice.

At the place one writes `21:10`, no date: the shift says which day that is, over midnight too.
On 29.02.2024 the clocks of Almaty went from 24:00 back to 23:00, so 23:30 was there twice.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from campaign_app.core.dates import to_local, to_utc
from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_, LabelledEnum

#: A time is looked for so far around the shift.
BEFORE = timedelta(hours=6)
AFTER = timedelta(hours=12)


class Repeated(LabelledEnum):
    """Which of two equal times on the clock is meant."""

    FIRST = "first", N_("before the clocks went back")
    SECOND = "second", N_("after the clocks went back")


class TimeFarFromShift(DomainError):
    """It belongs to another day's work."""

    message = N_("%(clock)s is too far from the shift.")


class TimeAmbiguous(DomainError):
    """The clock showed it twice."""

    message = N_(
        "The clocks went back that night and showed %(clock)s twice: choose which is meant."
    )


def has_repeated_hour(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> bool:
    """True when the clocks went back around the shift."""
    offsets = [
        to_local(moment, zone).utcoffset() or timedelta()
        for moment in (starts_at - BEFORE, ends_at + AFTER)
    ]
    return offsets[1] < offsets[0]


def instants_of(
    clock: time, *, starts_at: datetime, ends_at: datetime, zone: ZoneInfo
) -> list[datetime]:
    """The instants around the shift at which the clock showed `clock`, in their order."""
    earliest, latest = starts_at - BEFORE, ends_at + AFTER
    day, found = to_local(earliest, zone).date(), set()
    while day <= to_local(latest, zone).date():
        for fold in (0, 1):
            wall = datetime.combine(day, clock.replace(fold=fold))
            instant = to_utc(wall, zone)
            # A time that the clocks jumped over comes back as another one.
            if to_local(instant, zone).replace(tzinfo=None) == wall:
                found.add(instant.astimezone(UTC))
        day += timedelta(days=1)
    return sorted(each for each in found if earliest <= each <= latest)


def instant_of(
    clock: time,
    *,
    field: str,
    near: datetime,
    starts_at: datetime,
    ends_at: datetime,
    zone: ZoneInfo,
    which: Repeated | None = None,
) -> datetime:
    """The instant that `clock` means: within the shift if it can be, else the one next to `near`.

    Raises TimeFarFromShift; TimeAmbiguous when it was there twice, both are possible, and
    `which` does not say.
    """
    shown = f"{clock:%H:%M}"
    found = instants_of(clock, starts_at=starts_at, ends_at=ends_at, zone=zone)
    if not found:
        raise TimeFarFromShift(field=field, clock=shown)
    inside = [each for each in found if starts_at <= each <= ends_at]
    possible = inside or found
    closest = min(possible, key=lambda each: abs(each - near))
    day = to_local(closest, zone).date()
    twice = [each for each in possible if to_local(each, zone).date() == day]
    if len(twice) == 1:
        return closest
    if which is None:
        raise TimeAmbiguous(field=field, clock=shown)
    return twice[0] if which is Repeated.FIRST else twice[-1]
