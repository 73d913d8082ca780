"""What somebody who looks for a shift asks for: which days, and what her age allows."""

from __future__ import annotations

from datetime import date, timedelta

from campaign_app.core.dates import age_on
from campaign_app.core.i18n import N_, LabelledEnum

#: Nobody opens shifts further ahead than so many birthdays.
BIRTHDAYS_AHEAD = 3


class Days(LabelledEnum):
    """The days that one tap chooses."""

    TODAY = "today", N_("today")
    TOMORROW = "tomorrow", N_("tomorrow")
    WEEKEND = "weekend", N_("this weekend")


def span_of(days: Days, today: date) -> tuple[date, date]:
    """The first of the days and the day after the last; a week ends with Sunday."""
    if days is Days.TODAY:
        return today, today + timedelta(days=1)
    if days is Days.TOMORROW:
        return today + timedelta(days=1), today + timedelta(days=2)
    monday = today - timedelta(days=today.weekday())
    return monday + timedelta(days=5), monday + timedelta(days=7)


def becomes(born_on: date, age: int) -> date:
    """The first day on which somebody is `age` years old; 1 March for 29 February."""
    try:
        return born_on.replace(year=born_on.year + age)
    except ValueError:
        return date(born_on.year + age, 3, 1)


def born_by(day: date, age: int) -> date:
    """The last date of birth of those who are `age` years old on that day."""
    try:
        return day.replace(year=day.year - age)
    except ValueError:
        return date(day.year - age, 2, 28)


def ages_ahead(born_on: date | None, today: date) -> list[tuple[int, date]]:
    """The age of today and the next ones, each with the day from which it holds.

    Nothing when the date of birth is not known: then nobody can say whether an age suffices.
    """
    if born_on is None or born_on > today:
        return []
    age = age_on(born_on, today)
    later = [(age + more, becomes(born_on, age + more)) for more in range(1, BIRTHDAYS_AHEAD + 1)]
    return [(age, today), *later]
