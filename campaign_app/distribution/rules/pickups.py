"""Packages that people fetch themselves: who may be chosen, and the code that they bring."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Sequence

from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_

#: Without letters and digits that are taken for one another on paper or by telephone.
PICKUP_LETTERS = "ACDEFHJKMNPRTVWXY34679"
PICKUP_CODE_LENGTH = 6
# What the same keys give while the keyboard is Kazakh or Russian, and how a code is copied.
_READ_AS = str.maketrans("АСЕНКМРТХУ", "ACEHKMPTXY", " -–—.")


class NobodyFetches(DomainError):
    """Nobody was ticked."""

    message = N_("Tick who comes to fetch the package.")


class PickupNotFree(DomainError):
    """Only somebody who waits and to whom no route leads can come herself."""

    message = N_(
        "%(recipient)s cannot be chosen: a route leads there, the package is with a courier, "
        "or the line is settled."
    )


class FetchedAtDesk(DomainError):
    """Whoever fetches the package is brought none."""

    message = N_("%(recipient)s fetches the package at the desk: put the line back first.")


class PickupCodeUnknown(DomainError):
    """Another round's code, or a slip of the pen."""

    message = N_("Nobody in this round has the code “%(code)s”. Look at the slip again.")


def read_pickup_code(text: str) -> str:
    """A code as it is kept, from what was scanned, typed in Cyrillic letters, or has gaps.

    A scanner may give the whole address that the slip carries.
    """
    return text.rpartition("code=")[2].strip().upper().translate(_READ_AS)


def new_pickup_codes(
    count: int,
    taken: Collection[str],
    *,
    choose: Callable[[Sequence[str]], str] = secrets.choice,
) -> list[str]:
    """So many codes of which none is among `taken` and none stands twice."""
    known = set(taken)
    found: list[str] = []
    while len(found) < count:
        code = "".join(choose(PICKUP_LETTERS) for _ in range(PICKUP_CODE_LENGTH))
        if code not in known:
            known.add(code)
            found.append(code)
    return found
