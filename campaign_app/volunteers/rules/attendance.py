"""Who came, and which hours count."""

from __future__ import annotations

from datetime import datetime

from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_


class ShiftNotBegun(DomainError):
    """Nobody came before it began."""

    message = N_("The shift has not begun yet: it begins %(starts_at)s.")


class BreakTooLong(DomainError):
    """A break is a part of the shift."""

    message = N_("A break of %(asked)s minutes does not fit: the shift lasts %(minutes)s minutes.")


class PlaceNotTaken(DomainError):
    """Only who had a place can have come."""

    message = N_("Only somebody who has a place can be marked as present.")


class ConfirmedByOneself(DomainError):
    """Hours are confirmed by another person."""

    message = N_("Hours are confirmed by another person than the volunteer.")


def worked_minutes(starts_at: datetime, ends_at: datetime, break_minutes: int = 0) -> int:
    """The difference of the instants less the break, so that a clock change counts nothing.

    Raises BreakTooLong.
    """
    minutes = int((ends_at - starts_at).total_seconds() // 60)
    if not 0 <= break_minutes < minutes:
        raise BreakTooLong(field="break_minutes", asked=break_minutes, minutes=minutes)
    return minutes - break_minutes


def check_confirmed_by_another(volunteer_account_id: int | None, confirmer_id: int) -> None:
    """Raise ConfirmedByOneself."""
    if volunteer_account_id == confirmer_id:
        raise ConfirmedByOneself()
