"""Tools are lent and come back; never more are out than there are."""

from __future__ import annotations

from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_, LabelledEnum

MOST_TOOLS = 10_000


class ToolMovementKind(LabelledEnum):
    """What happened to tools."""

    ADDED = "added", N_("added")
    LENT = "lent", N_("lent")
    RETURNED = "returned", N_("returned")
    BROKEN = "broken", N_("broken")
    LOST = "lost", N_("lost")
    TAKEN_OUT = "taken_out", N_("taken out of use")


#: How what was lent is settled.
ENDS_LOAN = (ToolMovementKind.RETURNED, ToolMovementKind.BROKEN, ToolMovementKind.LOST)
NEEDS_REASON = frozenset(
    {ToolMovementKind.BROKEN, ToolMovementKind.LOST, ToolMovementKind.TAKEN_OUT}
)
#: What one tool of each kind of movement does to (how many there are, how many are out).
EFFECT: dict[ToolMovementKind, tuple[int, int]] = {
    ToolMovementKind.ADDED: (1, 0),
    ToolMovementKind.LENT: (0, 1),
    ToolMovementKind.RETURNED: (0, -1),
    ToolMovementKind.BROKEN: (-1, -1),
    ToolMovementKind.LOST: (-1, -1),
    ToolMovementKind.TAKEN_OUT: (-1, 0),
}


class ToolsShort(DomainError):
    """What is not there cannot be lent, nor taken out of use."""

    message = N_("“%(name)s”: asked for %(asked)s, %(left)s are there.")


class TooManyReturned(DomainError):
    """Nobody brings back more than was lent."""

    message = N_("“%(name)s”: %(asked)s to settle, %(out)s are out.")


class CountNotPositive(DomainError):
    """At least one."""

    message = N_("Write a number from 1 to %(most)s.")


class HolderMissing(DomainError):
    """Somebody brings it back."""

    message = N_("Say which crew or volunteer takes it.")


class ToolNameTaken(DomainError):
    """One line a kind of tool."""

    message = N_("There is a tool “%(name)s” already: add to its number.")


class ReasonMissing(DomainError):
    """What is gone is explained."""

    message = N_("Say what happened.")


def change_of(kind: ToolMovementKind, count: int) -> tuple[int, int]:
    """What a movement does to how many there are and how many are out."""
    total, out = EFFECT[kind]
    return total * count, out * count


def check_movement(kind: ToolMovementKind, count: int, reason: str) -> None:
    """Raise CountNotPositive or, for what is gone, ReasonMissing."""
    if not 1 <= count <= MOST_TOOLS:
        raise CountNotPositive(field="count", most=MOST_TOOLS)
    if kind in NEEDS_REASON and not reason.strip():
        raise ReasonMissing(field="reason")


def check_lend(name: str, count: int, *, left: int) -> None:
    """Raise ToolsShort, naming both numbers."""
    if count > left:
        raise ToolsShort(field="count", name=name, asked=count, left=left)


def check_return(name: str, count: int, *, out: int) -> None:
    """Raise TooManyReturned, naming both numbers."""
    if count > out:
        raise TooManyReturned(field="count", name=name, asked=count, out=out)
