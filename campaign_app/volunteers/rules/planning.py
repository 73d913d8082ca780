"""What an organiser may do with a shift that stands: cancel it, change it, repeat it."""

from __future__ import annotations

from datetime import datetime

from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_
from campaign_app.volunteers.rules.shifts import ShiftBegun


class ShiftCancelled(DomainError):
    """Nobody signs up for what was cancelled, and nothing of it is recorded."""

    message = N_("The shift was cancelled: %(reason)s")


class CancelReasonMissing(DomainError):
    """Who was coming is told why she need not."""

    message = N_("Write why the shift is cancelled: everybody who is in it is told.")


class PlacesTaken(DomainError):
    """Who has a place keeps it."""

    message = N_(
        "People who have a place or are offered one: %(taken)s. "
        "There cannot be fewer places than that; asked for: %(asked)s."
    )


class HoursRecorded(DomainError):
    """Hours were counted from these times."""

    message = N_("The times stay: hours are recorded for %(count)s people.")


class ChangeNotConfirmed(DomainError):
    """Whoever is concerned is named first."""

    message = N_("The change concerns %(count)s people: look at the list and confirm it.")


class TakingOffReasonMissing(DomainError):
    """Who is taken off is told why."""

    message = N_("Write why: the volunteer is told.")


class NoPlaceThere(DomainError):
    """Nobody loses a place for one on a waiting list."""

    message = N_("In that shift no place is free.")


def check_not_cancelled(cancelled_at: datetime | None, reason: str) -> None:
    """Raise ShiftCancelled, which says why."""
    if cancelled_at is not None:
        raise ShiftCancelled(reason=reason)


def check_can_be_cancelled(starts_at: datetime, now: datetime, reason: str) -> None:
    """Before it begins, with a reason: afterwards somebody may have come."""
    if starts_at <= now:
        raise ShiftBegun()
    if not reason.strip():
        raise CancelReasonMissing(field="reason")


def check_places(asked: int, taken: int) -> None:
    """Raise PlacesTaken, which names both numbers."""
    if asked < taken:
        raise PlacesTaken(field="places", taken=taken, asked=asked)
