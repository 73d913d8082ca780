"""The course of a sign-up: from a place or the waiting list to the day, and who may take what."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from campaign_app.core.dates import age_on
from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_
from campaign_app.volunteers.rules.people import ACCOMPANIED_AGE, ADULT_AGE
from campaign_app.volunteers.rules.shifts import (
    Commitment,
    SignUpStatus,
    check_age,
    check_no_overlap,
)

#: How long a freed place is kept for the answer: an evening's mail is read next morning.
ANSWER_WITHIN = timedelta(hours=12)
#: The answer must be there so long before the shift, so that the next one can still come.
ANSWER_BEFORE_START = timedelta(hours=2)
#: With less time than this to answer, the place is given at once.
SHORTEST_ANSWER = timedelta(hours=2)


class SignUpAction(StrEnum):
    """What happens to a sign-up."""

    TAKE = "take"
    WAIT = "wait"
    OFFER = "offer"
    GIVE = "give"
    CONFIRM = "confirm"
    LAPSE = "lapse"
    CANCEL = "cancel"


class StepRefused(DomainError):
    """The sign-up's state does not allow this step."""

    message = N_("This is not possible now. The sign-up is: %(status)s.")


class NoPlaceOffered(DomainError):
    """Only an offered place is confirmed."""

    message = N_("No place is offered to you at the moment.")


class OfferLapsed(DomainError):
    """The deadline counts, so that the next one can still come."""

    message = N_("The place was kept until %(until)s and has gone to the next one who waits.")


class ChildNotAccompanied(DomainError):
    """Under 14: with an adult in the same shift, or with a parent's written consent."""

    message = N_(
        "Under the age of %(minimum)s one comes with an adult who is in the same shift, "
        "or with the written consent of a parent, which an organiser records."
    )


class BriefingMissing(DomainError):
    """Some work is only for who was briefed before."""

    message = N_(
        "This shift is for those who have had a safety briefing already. "
        "Take a shift that begins with one first."
    )


# Who is not in the table yet stands as cancelled: to sign up anew is the same step.
TRANSITIONS: dict[tuple[SignUpStatus, SignUpAction], SignUpStatus] = {
    (SignUpStatus.CANCELLED, SignUpAction.TAKE): SignUpStatus.CONFIRMED,
    (SignUpStatus.CANCELLED, SignUpAction.WAIT): SignUpStatus.WAITING,
    (SignUpStatus.WAITING, SignUpAction.OFFER): SignUpStatus.OFFERED,
    (SignUpStatus.WAITING, SignUpAction.GIVE): SignUpStatus.CONFIRMED,
    (SignUpStatus.WAITING, SignUpAction.CANCEL): SignUpStatus.CANCELLED,
    (SignUpStatus.OFFERED, SignUpAction.CONFIRM): SignUpStatus.CONFIRMED,
    (SignUpStatus.OFFERED, SignUpAction.LAPSE): SignUpStatus.CANCELLED,
    (SignUpStatus.OFFERED, SignUpAction.CANCEL): SignUpStatus.CANCELLED,
    (SignUpStatus.CONFIRMED, SignUpAction.CANCEL): SignUpStatus.CANCELLED,
}


def next_status(status: SignUpStatus, action: SignUpAction) -> SignUpStatus:
    """The state after `action`. Raises StepRefused for what the table does not allow."""
    try:
        return TRANSITIONS[status, action]
    except KeyError:
        raise StepRefused(status=status) from None


def confirm_until(now: datetime, starts_at: datetime) -> datetime | None:
    """Until when a place that is offered now is kept; None: it is given at once.

    Twelve hours, but the answer is there two hours before the shift; who would have less
    than two hours to answer in gets the place and is told, so that it is not lost.
    """
    until = min(now + ANSWER_WITHIN, starts_at - ANSWER_BEFORE_START)
    return until if until - now >= SHORTEST_ANSWER else None


@dataclass(frozen=True, kw_only=True)
class Demands:
    """What a shift asks of who takes it; `day` is the local day on which it begins."""

    starts_at: datetime
    ends_at: datetime
    day: date
    minimum_age: int = 0
    is_heavy_work: bool = False
    is_emergency_work: bool = False
    requires_briefing: bool = False
    has_adult: bool = False

    def with_adult(self) -> Demands:
        """The same, now that an adult has a place."""
        return replace(self, has_adult=True)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What decides whether somebody may take a shift."""

    born_on: date | None = None
    commitments: tuple[Commitment, ...] = ()
    has_parents_consent: bool = False
    is_briefed: bool = False

    def is_child_on(self, day: date) -> bool:
        """True below the age at which one helps alone."""
        return self.born_on is not None and age_on(self.born_on, day) < ACCOMPANIED_AGE

    def is_adult_on(self, day: date) -> bool:
        """True from 18; whose age nobody knows is no adult."""
        return self.born_on is not None and age_on(self.born_on, day) >= ADULT_AGE


def check_may_take(demands: Demands, standing: Standing) -> None:
    """All rules for one person and one shift; places are counted elsewhere.

    Raises the refusals of the age, of being accompanied, of the briefing and of an overlap.
    """
    check_age(
        born_on=standing.born_on,
        day=demands.day,
        minimum_age=demands.minimum_age,
        is_heavy_work=demands.is_heavy_work,
        is_emergency_work=demands.is_emergency_work,
    )
    accompanied = demands.has_adult or standing.has_parents_consent
    if standing.is_child_on(demands.day) and not accompanied:
        raise ChildNotAccompanied(minimum=ACCOMPANIED_AGE)
    if demands.requires_briefing and not standing.is_briefed:
        raise BriefingMissing()
    check_no_overlap(demands.starts_at, demands.ends_at, standing.commitments)


def may_take(demands: Demands, standing: Standing) -> bool:
    """The same as a question."""
    try:
        check_may_take(demands, standing)
    except DomainError:
        return False
    return True
