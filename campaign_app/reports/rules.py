"""What may be told of figures: definitions of who is counted, and small groups hidden."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from campaign_app.campaigns.rules import Equation
from campaign_app.core.i18n import N_

Group = TypeVar("Group")

# A published count of people below this could point at a person (domain rule).
SMALLEST_PUBLIC_COUNT = 5
HIDDEN = f"<{SMALLEST_PUBLIC_COUNT}"
WITHHELD = "–"

PARTICIPANTS_DEFINITION = N_(
    "Everybody on the list of those who took part: staff, students and other volunteers. "
    "A person is counted once, also in several parts of the campaign."
)
RECIPIENTS_DEFINITION = N_(
    "Every person or institution with at least one package whose receipt is proven. "
    "Each is counted once, however many packages there were."
)


# Terms of an equation that say nothing while they are zero.
ONLY_WHEN_SOMETHING = frozenset({N_("with couriers"), N_("written off")})


def brief(equation: Equation) -> Equation:
    """The equation for a quick look: `64 = 61 + 3`. What is left out is zero."""
    shown = tuple(
        (name, amount)
        for name, amount in equation.outgoing
        if amount or name not in ONLY_WHEN_SOMETHING
    )
    return replace(equation, outgoing=shown)


def public_count(count: int | None) -> str | int | None:
    """The count as it may be published: `<5` for one to four people, None where unknown."""
    if count is not None and 0 < count < SMALLEST_PUBLIC_COUNT:
        return HIDDEN
    return count


def public_counts(counts: Mapping[Group, int]) -> dict[Group, str | int]:
    """Counts of the groups of one whole as they may be published.

    Where exactly one group is hidden, whoever knows the whole could compute it; so the
    next smallest group is withheld as well.
    """
    shown: dict[Group, str | int] = {
        group: HIDDEN if 0 < count < SMALLEST_PUBLIC_COUNT else count
        for group, count in counts.items()
    }
    hidden = [group for group, count in shown.items() if count == HIDDEN]
    others = [group for group, count in counts.items() if count >= SMALLEST_PUBLIC_COUNT]
    if len(hidden) == 1 and others:
        shown[min(others, key=lambda group: counts[group])] = WITHHELD
    return shown
