"""The rules of living together: people say it, an address alone does not."""

from __future__ import annotations

from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_


class OwnHousehold(DomainError):
    """Nobody lives together with herself."""

    message = N_("Choose somebody else: this is the same person.")


class NoHousehold(DomainError):
    """Institutions are no families."""

    message = N_("An institution has no household.")


class NotLinked(DomainError):
    """Only who is linked can be taken out."""

    message = N_("This person is not linked with anybody.")


def check_can_link(*, is_same: bool, has_institution: bool) -> None:
    """Raise for a link of somebody with herself, or with an institution."""
    if is_same:
        raise OwnHousehold()
    if has_institution:
        raise NoHousehold()


def is_size_too_small(household_size: int, linked_count: int) -> bool:
    """True when more people are linked than the family is said to have."""
    return linked_count > household_size
