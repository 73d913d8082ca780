"""What waits for somebody in features that the Today page does not know: each tells its lines.

A feature registers a function; the page asks all of them. So nobody above has to know what
a neighbour counts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class WaitingLine:
    """A line of the card: its text, where it leads, how urgent it is (a state of a pill)."""

    text: str
    url: str
    state: str
    state_label: str
    detail: str = ""


Teller = Callable[[], list[WaitingLine]]
_tellers: list[Teller] = []


def tells_what_waits(teller: Teller) -> Teller:
    """Have `teller` asked by the Today page, for whoever is signed in."""
    if teller not in _tellers:
        _tellers.append(teller)
    return teller


def waiting_lines() -> list[WaitingLine]:
    """The lines of all features, in the order in which they registered."""
    return [line for teller in _tellers for line in teller()]
