"""Which days nobody works: weekends and the public holidays of Kazakhstan."""

from __future__ import annotations

from collections.abc import Container
from datetime import date
from functools import cache

SATURDAY = 5


@cache
def _holidays() -> Container[object]:
    # Loaded when first asked: it takes longer than all else at the start.
    import holidays

    found: Container[object] = holidays.country_holidays("KZ")
    return found


def is_public_holiday(day: date) -> bool:
    """True on a public holiday and on a day off that replaces one."""
    return day in _holidays()


def is_day_off(day: date) -> bool:
    """True on a Saturday, a Sunday, a public holiday and a day off that replaces one."""
    return day.weekday() >= SATURDAY or is_public_holiday(day)
