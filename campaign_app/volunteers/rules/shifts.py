"""Who may take which shift."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from campaign_app.core.dates import age_on
from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_, LabelledEnum
from campaign_app.volunteers.rules.people import ADULT_AGE


class ShiftKind(LabelledEnum):
    """What is done in a shift."""

    PACKING = "packing", N_("packing")
    DELIVERY = "delivery", N_("delivery")
    SNOW_CLEARING = "snow_clearing", N_("snow clearing")
    HOME_VISIT = "home_visit", N_("home visit")
    SHELTER_DUTY = "shelter_duty", N_("shelter duty")
    COLLECTION = "collection", N_("collecting donations")
    OTHER = "other", N_("other")


class SignUpStatus(LabelledEnum):
    """In, asked to confirm a freed place, waiting for one, or no longer coming."""

    CONFIRMED = "confirmed", N_("confirmed")
    OFFERED = "offered", N_("a place is offered")
    WAITING = "waiting", N_("on the waiting list")
    CANCELLED = "cancelled", N_("cancelled")


#: Both hold a place: who was offered one has it until her answer or the deadline.
LONGEST_SHIFT = timedelta(hours=72)  # the longest duty in a blizzard; a wrong year gives thousands
HOLDS_A_PLACE = (SignUpStatus.CONFIRMED, SignUpStatus.OFFERED)


class TooYoung(DomainError):
    """The minimum age counts on the day of the shift."""

    message = N_(
        "This shift is open from the age of %(minimum)s on its day; the age then: %(age)s."
    )


class AgeUnknown(DomainError):
    """Without a date of birth nobody can say whether the age suffices."""

    message = N_("Write the date of birth first: this shift has a minimum age.")


class HeavyWorkForMinor(DomainError):
    """No heavy work under 18."""

    message = N_("Heavy work is open from the age of 18 (law on volunteering, article 12).")


class EmergencyWorkForMinor(DomainError):
    """No help in emergencies under 18."""

    message = N_("Emergency work is open from the age of 18 (law on volunteering, article 12).")


class ShiftOverlaps(DomainError):
    """Nobody is in two places at once."""

    message = N_("This overlaps with another shift: “%(title)s”, %(starts_at)s.")


class ShiftBegun(DomainError):
    """Nobody signs up for what has begun, nor cancels it."""

    message = N_("The shift has begun already.")


class AlreadySignedUp(DomainError):
    """Once is enough."""

    message = N_("You are signed up for this shift already.")


class NotSignedUp(DomainError):
    """There is nothing to cancel."""

    message = N_("There is no sign-up to cancel.")


class ShiftEndsBeforeStart(DomainError):
    """It ends before it begins."""

    message = N_("The shift ends before it begins.")


class ShiftTooLong(DomainError):
    """A wrong day in "ends at" would count as thousands of hours."""

    message = N_("A shift lasts at most %(hours)s hours: look at the day on which it ends.")


class PlacesNotPositive(DomainError):
    """A shift has places."""

    message = N_("A shift needs at least one place.")


@dataclass(frozen=True)
class Commitment:
    """A shift that somebody has a place in, or is offered one in."""

    title: str
    starts_at: datetime
    ends_at: datetime


def check_age(
    *,
    born_on: date | None,
    day: date,
    minimum_age: int,
    is_heavy_work: bool,
    is_emergency_work: bool,
) -> None:
    """The rules for minors, on the day of the shift."""
    needed = max(minimum_age, ADULT_AGE if is_heavy_work or is_emergency_work else 0)
    if not needed:
        return
    if born_on is None:
        raise AgeUnknown()
    age = age_on(born_on, day)
    if is_emergency_work and age < ADULT_AGE:
        raise EmergencyWorkForMinor()
    if is_heavy_work and age < ADULT_AGE:
        raise HeavyWorkForMinor()
    if age < minimum_age:
        raise TooYoung(minimum=minimum_age, age=age)


def check_no_overlap(
    starts_at: datetime, ends_at: datetime, commitments: Iterable[Commitment]
) -> None:
    """Raise ShiftOverlaps, naming the other shift; shifts that touch do not overlap."""
    for other in commitments:
        if starts_at < other.ends_at and other.starts_at < ends_at:
            raise ShiftOverlaps(title=other.title, starts_at=other.starts_at)
