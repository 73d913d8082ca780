"""Taking in somebody whom the decision left out: one person asks, another agrees."""

from __future__ import annotations

from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_


class SecondPersonNeeded(DomainError):
    """Nobody overrides a decision alone."""

    message = N_(
        "%(recipient)s was left out by the decision. Ask for it on the page of the decision: "
        "a second person agrees."
    )


class SharesDoor(DomainError):
    """Perhaps one person twice: one with a reason asks, another agrees."""

    message = N_(
        "%(recipient)s shares a telephone, an address or a household with %(others)s, who is on "
        "the list. Write why both get a package: a second person agrees then."
    )


class AskedAlready(DomainError):
    """One question waits at a time."""

    message = N_("%(recipient)s: a second person was asked already.")


class NothingAsked(DomainError):
    """Only what was asked is answered."""

    message = N_("Nobody asks for %(recipient)s now.")


class OwnRequest(DomainError):
    """Two people: whoever asked does not agree."""

    message = N_("You asked for it yourself: another person agrees.")


class RequestsWaiting(DomainError):
    """A round closes when every question has an answer."""

    message = N_("Requests to take somebody in that still wait for a second person: %(count)s.")


def check_second_person(*, asked_by_id: int, actor_id: int) -> None:
    """Raise OwnRequest when both are one."""
    if asked_by_id == actor_id:
        raise OwnRequest()


def check_no_request_waits(count: int) -> None:
    """Raise RequestsWaiting while there is one."""
    if count:
        raise RequestsWaiting(count=count)
