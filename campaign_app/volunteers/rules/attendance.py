"""Who came, and which hours count."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_, LabelledEnum

#: One may check in at the place so long before the shift, and check out so long after it.
OPENS_BEFORE = timedelta(hours=1)
CLOSES_AFTER = timedelta(hours=6)
NO_TIME = timedelta()
#: The code at the place changes as often; it and the one before it are accepted, so a
#: photograph of it is worth nothing after a minute.
CODE_SECONDS = 30
CODE_ATTEMPTS_WINDOW = timedelta(minutes=15)
CODE_ATTEMPTS_PER_ACCOUNT = 5
CODE_ATTEMPTS_PER_SHIFT = 100
#: Who has scanned the code has so long for signing in and pressing the button.
SCAN_LASTS = timedelta(minutes=10)


class ArrivalWay(LabelledEnum):
    """How it is known that somebody came."""

    LIST = "list", N_("by the list")
    CODE = "code", N_("by the code at the place")


class PresenceMark(StrEnum):
    """What the organiser taps beside a name during the shift."""

    CAME = "came"
    LEFT = "left"
    ABSENT = "absent"
    CLEARED = "cleared"


class ShiftNotBegun(DomainError):
    """Nobody came before it began."""

    message = N_("The shift has not begun yet: it begins %(starts_at)s.")


class ShiftNotOver(DomainError):
    """Hours that are not worked yet are not confirmed."""

    message = N_(
        "The shift ends %(ends_at)s. Before that only the hours of those who have left "
        "can be confirmed."
    )


class LeavingAhead(DomainError):
    """Hours that are not worked yet are not confirmed."""

    message = N_("The time of leaving has not come yet: such hours cannot be confirmed.")


class BreakTooLong(DomainError):
    """A break is a part of the shift."""

    message = N_("A break of %(asked)s minutes does not fit into %(minutes)s minutes of work.")


class PlaceNotTaken(DomainError):
    """Only who had a place can have come."""

    message = N_("Only somebody who has a place can be marked as present.")


class ConfirmedByOneself(DomainError):
    """Hours are confirmed by another person."""

    message = N_("Hours are confirmed by another person than the volunteer.")


class HoursConfirmed(DomainError):
    """What was confirmed is corrected with a reason, or not at all."""

    message = N_("This is confirmed already: a correction needs a reason.")


class LeftBeforeArrival(DomainError):
    """One comes, then one leaves."""

    message = N_("The time of leaving is before the time of arrival.")


class CheckInClosed(DomainError):
    """The code works around the shift only."""

    message = N_("Check-in at the place works from %(opens_at)s to %(closes_at)s.")


class CodeWrong(DomainError):
    """It changes twice a minute: from home it is always too late."""

    message = N_("This code is not valid, or no longer. Look at the screen at the place again.")


class TooManyCodes(DomainError):
    """Six digits must not be guessed."""

    message = N_(
        "Too many wrong codes. Scan the QR code, ask the organiser, or try again in "
        "%(minutes)s minutes."
    )


class NotCheckedIn(DomainError):
    """One checks out of where one is."""

    message = N_("There is no check-in: nothing to check out of.")


class ShiftFull(DomainError):
    """One more than planned is the organiser's decision, with a reason."""

    message = N_("All %(places)s places are taken: the organiser decides whether one more helps.")


class OverPlacesWithoutReason(DomainError):
    """One more than planned: it is written down why."""

    message = N_("All %(places)s places are taken: write why one more person is needed.")


class PlaceAwaitsOthers(DomainError):
    """Until the shift begins the waiting list goes first."""

    message = N_("Until the shift begins, a free place belongs to those on the waiting list.")


def worked_minutes(starts_at: datetime, ends_at: datetime, break_minutes: int = 0) -> int:
    """The difference of the instants less the break, so that a clock change counts nothing.

    Raises BreakTooLong.
    """
    minutes = int((ends_at - starts_at).total_seconds() // 60)
    if not 0 <= break_minutes < minutes:
        raise BreakTooLong(field="break_minutes", asked=break_minutes, minutes=minutes)
    return minutes - break_minutes


def minutes_at_shift(
    *,
    starts_at: datetime,
    ends_at: datetime,
    arrived_at: datetime | None = None,
    left_at: datetime | None = None,
    break_minutes: int = 0,
    counts_outside: bool = False,
) -> int:
    """From arrival to leaving less the break; a time that nobody wrote down is the shift's.

    What lies before the shift or after it does not count, unless who confirms says that it
    was work too (`counts_outside`). Who was there outside of it only has no minutes.
    Raises LeftBeforeArrival and BreakTooLong.
    """
    check_times(arrived_at, left_at)
    begins, ends = arrived_at or starts_at, left_at or ends_at
    if not counts_outside:
        begins, ends = max(begins, starts_at), min(ends, ends_at)
    if ends - begins < timedelta(minutes=1) and break_minutes == 0:
        return 0
    return worked_minutes(begins, max(begins, ends), break_minutes)


def check_times(arrived_at: datetime | None, left_at: datetime | None) -> None:
    """Raise LeftBeforeArrival."""
    if arrived_at is not None and left_at is not None and left_at < arrived_at:
        raise LeftBeforeArrival(field="left_at")


def check_confirmed_by_another(volunteer_account_id: int | None, confirmer_id: int) -> None:
    """Raise ConfirmedByOneself."""
    if volunteer_account_id == confirmer_id:
        raise ConfirmedByOneself()


def check_hours_are_over(ends_at: datetime, left_at: datetime | None, now: datetime) -> None:
    """Raise ShiftNotOver or LeavingAhead while somebody may still be at work."""
    if left_at is None and now < ends_at:
        raise ShiftNotOver(ends_at=ends_at)
    if left_at is not None and now < left_at:
        raise LeavingAhead(field="left_at")


def check_in_is_open(starts_at: datetime, ends_at: datetime, now: datetime) -> bool:
    """True from an hour before the shift until some hours after it."""
    return starts_at - OPENS_BEFORE <= now <= ends_at + CLOSES_AFTER


def check_in_window(starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    """Raise CheckInClosed, which says when it is open."""
    if not check_in_is_open(starts_at, ends_at, now):
        raise CheckInClosed(opens_at=starts_at - OPENS_BEFORE, closes_at=ends_at + CLOSES_AFTER)


def code_step(now: datetime) -> int:
    """The number of the half minute; each has a code of its own."""
    return int(now.timestamp()) // CODE_SECONDS


def accepted_steps(now: datetime) -> tuple[int, int]:
    """The half minutes whose codes are accepted: this one and the one before it."""
    return code_step(now), code_step(now) - 1


def seconds_left(now: datetime) -> int:
    """Seconds until the code changes, at least 1."""
    return CODE_SECONDS - int(now.timestamp()) % CODE_SECONDS


def check_code_attempts(wrong_by_account: int, wrong_at_shift: int) -> None:
    """Raise TooManyCodes when either count of the last quarter of an hour is at its limit."""
    if wrong_by_account >= CODE_ATTEMPTS_PER_ACCOUNT or wrong_at_shift >= CODE_ATTEMPTS_PER_SHIFT:
        raise TooManyCodes(field="code", minutes=int(CODE_ATTEMPTS_WINDOW.total_seconds() // 60))


def free_places(places: int, taken: int, absent: int) -> int:
    """Places that somebody who is here can fill: also those of who did not come."""
    return max(0, places - taken + absent)


def check_room_for_walk_in(*, places: int, free: int, reason: str) -> None:
    """An organiser may let in more than planned, and says why. Raise OverPlacesWithoutReason."""
    if free < 1 and not reason.strip():
        raise OverPlacesWithoutReason(field="reason", places=places)


def check_may_walk_in(
    *, places: int, free: int, waiting: int, starts_at: datetime, now: datetime
) -> None:
    """Who comes without a sign-up takes a free place. Raise ShiftFull or PlaceAwaitsOthers."""
    if free < 1:
        raise ShiftFull(places=places)
    if waiting and now < starts_at:
        raise PlaceAwaitsOthers()
