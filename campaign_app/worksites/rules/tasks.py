"""A place in a round of work: free, taken by one crew, done, or carried into the next round."""

from __future__ import annotations

from datetime import datetime

from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_, LabelledEnum


class TaskState(LabelledEnum):
    """Where a place stands in a round."""

    OPEN = "open", N_("free")
    TAKEN = "taken", N_("a crew is there")
    DONE = "done", N_("done")
    CARRIED = "carried", N_("carried into the next round")
    WITHDRAWN = "withdrawn", N_("taken out of the round")


class TaskAction(LabelledEnum):
    """What is done with it."""

    TAKE = "take", N_("take")
    RELEASE = "release", N_("give back")
    FINISH = "finish", N_("finish")
    REOPEN = "reopen", N_("open again")
    CARRY = "carry", N_("carry over")
    WITHDRAW = "withdraw", N_("leave out")
    RESTORE = "restore", N_("bring back")


NEXT_STATE: dict[tuple[TaskState, TaskAction], TaskState] = {
    (TaskState.OPEN, TaskAction.TAKE): TaskState.TAKEN,
    (TaskState.OPEN, TaskAction.CARRY): TaskState.CARRIED,
    (TaskState.OPEN, TaskAction.WITHDRAW): TaskState.WITHDRAWN,
    (TaskState.TAKEN, TaskAction.RELEASE): TaskState.OPEN,
    (TaskState.TAKEN, TaskAction.FINISH): TaskState.DONE,
    (TaskState.TAKEN, TaskAction.CARRY): TaskState.CARRIED,
    (TaskState.DONE, TaskAction.REOPEN): TaskState.OPEN,
    (TaskState.WITHDRAWN, TaskAction.RESTORE): TaskState.OPEN,
}
#: What is no longer to be done in its round.
CLOSED_STATES = frozenset({TaskState.DONE, TaskState.CARRIED, TaskState.WITHDRAWN})


class TaskRefused(DomainError):
    """The state does not allow it."""

    message = N_("“%(site)s”: %(state)s now.")


class SiteTaken(DomainError):
    """Another crew was faster, or is at work there."""

    message = N_("“%(site)s” is taken by crew No. %(crew)s already.")


class TaskNotOurs(DomainError):
    """Only the crew that took it gives it back, photographs it and finishes it."""

    message = N_("Another crew has this place.")


class RoundMissing(DomainError):
    """Nothing can be taken while no round is open."""

    message = N_("No round of work is open.")


class SitesMissing(DomainError):
    """A round needs something to do."""

    message = N_("Choose at least one place.")


class ReasonMissing(DomainError):
    """Whoever reads it later wants to know why."""

    message = N_("Say why.")


class PhotoOrReason(DomainError):
    """Done is shown, or it is said why it cannot be."""

    message = N_("Add a photo of the place after the work, or say why there is none.")


def next_state(state: TaskState, action: TaskAction, *, site: str = "") -> TaskState:
    """The state after `action`. Raises TaskRefused."""
    try:
        return NEXT_STATE[state, action]
    except KeyError:
        raise TaskRefused(site=site, state=state) from None


def check_proof(after_photos: int, reason: str) -> None:
    """Raise PhotoOrReason: a photo after the work, or the reason why there is none."""
    if not after_photos and not reason.strip():
        raise PhotoOrReason(field="no_photo_reason")


def worked_minutes(taken_at: datetime, done_at: datetime) -> int:
    """Whole minutes from taking to done."""
    return max(0, int((done_at - taken_at).total_seconds() // 60))
