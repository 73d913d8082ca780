"""Follow-up calls: who is drawn, who may call, what is asked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from random import Random

from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_, LabelledEnum

MOST_DRAWN = 100


class CallOutcome(LabelledEnum):
    """What somebody said when she was called."""

    RECEIVED = "received", N_("received it")
    NOT_RECEIVED = "not_received", N_("did not receive it")
    UNREACHED = "unreached", N_("was not reached")


class NobodyToCall(DomainError):
    """Only who was served and has a telephone is called, once."""

    message = N_("Nobody of this round is left who was served and has a telephone.")


class OwnDelivery(DomainError):
    """Whoever brought it does not ask whether it came."""

    message = N_("Somebody calls who had no part in bringing it.")


class CalledAlready(DomainError):
    """A call is recorded once, unless nobody was reached."""

    message = N_("This call is recorded already: %(outcome)s.")


def draw_sample(ids: Sequence[int], count: int, chance: Random) -> list[int]:
    """`count` of the ids, each as likely as the other; all of them when there are fewer."""
    if not ids:
        raise NobodyToCall()
    return sorted(chance.sample(sorted(ids), min(count, len(ids))))


def check_caller(caller_id: int, took_part: Collection[int]) -> None:
    """Raise OwnDelivery for one of those who recorded or carried the package."""
    if caller_id in took_part:
        raise OwnDelivery()


def check_not_called(outcome: CallOutcome | None) -> None:
    """Raise CalledAlready; who was not reached is called again."""
    if outcome not in (None, CallOutcome.UNREACHED):
        raise CalledAlready(outcome=outcome)
