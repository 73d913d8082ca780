"""Who works together: volunteers of one shift, while it is under way."""

from __future__ import annotations

from datetime import datetime, timedelta

from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_

#: A crew goes out a little before its shift begins and may finish a little after it.
BEFORE_SHIFT = timedelta(hours=1)
AFTER_SHIFT = timedelta(hours=3)
LARGEST_CREW = 30


class ShiftNotUnderWay(DomainError):
    """Places are taken by who is at work."""

    message = N_("Places are taken from an hour before the shift until three hours after it.")


class NotInShift(DomainError):
    """Only who has a place in the shift works in it."""

    message = N_("Only those who have a place in the shift can be in a crew.")


class InAnotherCrew(DomainError):
    """One person, one crew a shift."""

    message = N_("Somebody whom you named is in crew No. %(crew)s already.")


class NotInCrew(DomainError):
    """There is no crew to leave."""

    message = N_("You are in no crew of this shift.")


class CrewBusy(DomainError):
    """One place at a time: what is taken is worked on."""

    message = N_("Crew No. %(crew)s is at “%(site)s”: finish it or give it back first.")


class CrewTooLarge(DomainError):
    """A crew is who stands at one place together."""

    message = N_("A crew has at most %(most)s people.")


def is_under_way(starts_at: datetime, ends_at: datetime, now: datetime) -> bool:
    """True while places can be taken from a shift."""
    return starts_at - BEFORE_SHIFT <= now <= ends_at + AFTER_SHIFT


def check_under_way(starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    """Raise ShiftNotUnderWay."""
    if not is_under_way(starts_at, ends_at, now):
        raise ShiftNotUnderWay()


def short_name(surname: str, given_name: str) -> str:
    """The given name and the initial of the surname: enough to know each other by."""
    if not given_name:
        return surname
    return f"{given_name} {surname[:1]}." if surname else given_name
