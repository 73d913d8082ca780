"""The rules of home visits: their rhythm, what a visit tells, when somebody was forgotten."""

from __future__ import annotations

from datetime import date, datetime

from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_, LabelledEnum

LONGEST_RHYTHM = 365


class VisitOutcome(LabelledEnum):
    """What came of going there."""

    MET = "met", N_("met")
    NOT_AT_HOME = "not_at_home", N_("not at home")
    REFUSED = "refused", N_("did not want a visit")


class Wellbeing(LabelledEnum):
    """How somebody was, as the visitor saw it."""

    GOOD = "good", N_("well")
    NEEDS_ATTENTION = "needs_attention", N_("needs attention")
    CONCERN = "concern", N_("cause for concern")


class VisitInFuture(DomainError):
    """A visit is recorded after it was made."""

    message = N_("This visit has not taken place yet.")


class WellbeingMissing(DomainError):
    """Who was met was well or was not."""

    message = N_("Say how the person was.")


class WellbeingUnknown(DomainError):
    """Who was not met cannot be judged."""

    message = N_("How somebody is can only be said after meeting: leave it empty.")


class ConcernUnexplained(DomainError):
    """Somebody else has to act on a concern."""

    message = N_("Say what the concern is, so that somebody can act.")


class RhythmInvalid(DomainError):
    """Between every day and once a year."""

    message = N_("A rhythm is between 1 and %(most)s days.")


class PlanMissing(DomainError):
    """Nothing was planned."""

    message = N_("No visits are planned for this person.")


def check_visit(
    *,
    outcome: VisitOutcome,
    wellbeing: Wellbeing | None,
    note: str,
    visited_at: datetime,
    now: datetime,
) -> None:
    """Raise VisitInFuture, WellbeingMissing, WellbeingUnknown or ConcernUnexplained."""
    if visited_at > now:
        raise VisitInFuture(field="visited_at")
    if outcome is VisitOutcome.MET and wellbeing is None:
        raise WellbeingMissing(field="wellbeing")
    if outcome is not VisitOutcome.MET and wellbeing is not None:
        raise WellbeingUnknown(field="wellbeing")
    if wellbeing is Wellbeing.CONCERN and not note.strip():
        raise ConcernUnexplained(field="note")


def check_rhythm(every_days: int) -> None:
    """Raise RhythmInvalid."""
    if not 1 <= every_days <= LONGEST_RHYTHM:
        raise RhythmInvalid(field="every_days", most=LONGEST_RHYTHM)


def days_since(last_met_on: date | None, today: date) -> int | None:
    """Days since somebody was met; None when she never was: that is not zero."""
    return None if last_met_on is None else (today - last_met_on).days


def is_due(since: int | None, every_days: int) -> bool:
    """True when the next visit is due: after the rhythm has passed, or when nobody ever came."""
    return since is None or since >= every_days
