"""The safety briefing before the first shift, and the written consent of a parent."""

from __future__ import annotations

from datetime import date, datetime

from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_
from campaign_app.volunteers.rules.shifts import ShiftKind


class BriefingInFuture(DomainError):
    """Only what was held is recorded."""

    message = N_("The briefing lies in the future: record it when it was held.")


class BrieferMissing(DomainError):
    """A briefing has somebody who answers for it."""

    message = N_("Write who held the briefing.")


class BriefingNotSaid(DomainError):
    """Dangerous work is confirmed with the word that the briefing came before it."""

    message = N_(
        "Somebody who came had no safety briefing before: say that it was held before the work "
        "began, or record who held it and when."
    )


class ParentMissing(DomainError):
    """A consent has somebody who signed it."""

    message = N_("Write the name of the parent who signed.")


class ConsentInFuture(DomainError):
    """Only what was signed is recorded."""

    message = N_("The date of the signature lies in the future.")


class UnitMissing(DomainError):
    """A curator has a group."""

    message = N_("Write the group as it stands with its volunteers.")


def is_dangerous_work(kind: ShiftKind, *, is_heavy: bool, is_emergency: bool) -> bool:
    """Work in which people get hurt: heavy, in an emergency, and the clearing of snow."""
    return is_heavy or is_emergency or kind is ShiftKind.SNOW_CLEARING


def check_briefing(held_by: str, held_at: datetime, now: datetime) -> None:
    """Raise BrieferMissing or BriefingInFuture."""
    if not held_by:
        raise BrieferMissing(field="held_by")
    if held_at > now:
        raise BriefingInFuture(field="held_at")


def check_parental_consent(parent_name: str, signed_on: date, today: date) -> None:
    """Raise ParentMissing or ConsentInFuture."""
    if not parent_name:
        raise ParentMissing(field="parent_name")
    if signed_on > today:
        raise ConsentInFuture(field="signed_on")
