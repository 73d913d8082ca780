"""How often is too often. One who guesses or floods waits; one who needs help is let through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Limit:
    """So many in so long, counted from the first of them."""

    purpose: str
    most: int
    window: timedelta

    @property
    def minutes(self) -> int:
        """The window in minutes, for the refusal."""
        return int(self.window.total_seconds() // 60)


HOUR = timedelta(hours=1)
QUARTER = timedelta(minutes=15)
#: Many share one address in a dormitory; the total stops a flood from many addresses.
FORMS_FROM_ADDRESS = Limit("form", 5, HOUR)
FORMS_IN_ALL = Limit("form:all", 300, HOUR)
WRONG_CODES_FROM_ADDRESS = Limit("code", 10, QUARTER)
WRONG_CODES_IN_ALL = Limit("code:all", 500, QUARTER)


def is_full(limit: Limit, *, count: int, started_at: datetime, now: datetime) -> bool:
    """True when no more is let through until the window ends."""
    return now - started_at < limit.window and count >= limit.most
