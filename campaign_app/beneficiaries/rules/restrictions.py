"""The rules of stopping: somebody's data stays where it is and is not used any more."""

from __future__ import annotations

from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_, LabelledEnum


class RestrictionCause(LabelledEnum):
    """Why processing was stopped. Each cause is lifted by what answers it."""

    REQUESTED = "requested", N_("at the request of the person or by decision")
    CONSENT_WITHDRAWN = "consent_withdrawn", N_("consent withdrawn")


class AlreadyRestricted(DomainError):
    """It was stopped for this cause already."""

    message = N_("The processing of this person's data is stopped already.")


class NotRestricted(DomainError):
    """Only what was stopped can go on."""

    message = N_("The processing of this person's data is not stopped.")


class ConsentStillWithdrawn(DomainError):
    """A new consent lifts what a withdrawn consent stopped, nothing else does."""

    message = N_("The consent was withdrawn: only a new consent lets the processing go on.")


class RecordNotKept(DomainError):
    """Copies and emptied records are not worked with."""

    message = N_("This record is a copy of another one, or its data was erased.")


class RecordsNotUsable(DomainError):
    """Nobody comes on a list by a record that is not worked with."""

    message = N_(
        "Nobody was put on the list: records that are copies, were erased or whose processing "
        "is stopped: %(count)s. Open the page anew and choose again."
    )


class ProcessingStopped(DomainError):
    """Nothing is changed and nobody is served on the basis of stopped data."""

    message = N_("The processing of this person's data is stopped: nothing is changed in it.")


def check_kept(*, is_merged: bool, is_erased: bool) -> None:
    """Raise RecordNotKept for what does not stand for somebody any more."""
    if is_merged or is_erased:
        raise RecordNotKept()


def check_can_lift(open_causes: frozenset[RestrictionCause]) -> None:
    """Raise NotRestricted, or ConsentStillWithdrawn where only the missing consent stops it."""
    if not open_causes:
        raise NotRestricted()
    if RestrictionCause.REQUESTED not in open_causes:
        raise ConsentStillWithdrawn()
