"""Erasing and depersonalising: what goes, what stays, when it is refused."""

from __future__ import annotations

from datetime import date

from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_, LabelledEnum


class ErasureKind(LabelledEnum):
    """How much of a record goes."""

    ERASE = "erase", N_("Erase: nothing about the person stays")
    ANONYMISE = "anonymise", N_("Depersonalise: the year of birth and the city stay")


#: What stays of an erased record, and why, as the page says it.
STAYS: tuple[tuple[str, str], ...] = (
    (
        N_("Category, size of the family, number of people"),
        N_("the totals of reports that were published stay true"),
    ),
    (
        N_("That packages, visits and recipient lists had a line, with date and outcome"),
        N_("goods and money are accounted for, without a name"),
    ),
    (
        N_("Accounting documents and frozen reports"),
        N_("the law asks to keep them; no recipient is named in them"),
    ),
    (
        N_("The log of changes, with keyed fingerprints instead of personal values"),
        N_("the chain proves that nothing was altered"),
    ),
    (
        N_("Who opened the record and when, with the reason"),
        N_("access to personal data stays accountable"),
    ),
)


class ErasureNotConfirmed(DomainError):
    """Nothing comes back after this, so a second sign is asked for."""

    message = N_("Tick that you understand: what is erased does not come back.")


class ErasureReasonMissing(DomainError):
    """An erasure says on whose request or by which rule."""

    message = N_("Say on whose request or by which rule.")


class ReasonNamesPerson(DomainError):
    """The reason is kept for ever, so it may not hold what is erased."""

    message = N_("The reason is kept, so it must not name the person: give the request's number.")


class PackageUnderWay(DomainError):
    """Who is waiting for a package is served or taken off the list first."""

    message = N_(
        "Not possible yet: round No. %(round)s of “%(campaign)s”, line No. %(line)s waits for "
        "its outcome. Record it or take the person off the list first."
    )


class AlreadyErased(DomainError):
    """Nothing is left to erase."""

    message = N_("This record was erased on %(day)s already.")


def born_kept(kind: ErasureKind, born_on: date | None) -> date | None:
    """The year of birth, as its first of January, where it stays."""
    if kind is ErasureKind.ERASE or born_on is None:
        return None
    return date(born_on.year, 1, 1)


def check_erasure(*, is_confirmed: bool, reason: str) -> None:
    """Refuse an erasure that was not confirmed or has no reason."""
    if not reason.strip():
        raise ErasureReasonMissing(field="reason")
    if not is_confirmed:
        raise ErasureNotConfirmed(field="is_confirmed")
