"""How a shift's time is written: a filter of this feature's pages."""

from __future__ import annotations

from datetime import date, datetime

from babel.dates import format_date as babel_date
from babel.dates import format_timedelta
from flask_babel import get_locale
from markupsafe import Markup

from campaign_app.core.clock import now, today
from campaign_app.core.dates import format_time, to_local
from campaign_app.core.localisation import zone
from campaign_app.volunteers.queries import ShiftRow
from campaign_app.volunteers.views.blueprint import blueprint


@blueprint.app_template_filter("shift_time")
def unbroken_shift_time(shift: ShiftRow) -> Markup:
    """`shift_time` for a page: no line ends between the dash and the hour."""
    words, dot, hours = shift_time(shift).rpartition(" · ")
    if not dot:
        return Markup("{}").format(hours)
    return Markup('{} · <span class="nowrap">{}</span>').format(words, hours)


def shift_time(shift: ShiftRow) -> str:
    """`Saturday, 25 January · 09:00–12:00`; the year only when it is another one."""
    begins, ends = to_local(shift.starts_at, zone()), to_local(shift.ends_at, zone())
    first, last = format_time(shift.starts_at, zone()), format_time(shift.ends_at, zone())
    if begins.date() == ends.date():
        return f"{_day(begins)} · {first}–{last}"
    return f"{_day(begins)} {first} – {_day(ends)} {last}"


@blueprint.app_template_filter("shift_hours")
def shift_hours(shift: ShiftRow) -> str:
    """`09:00–12:00`; of a shift over midnight also the day of the week on which it ends."""
    begins, ends = to_local(shift.starts_at, zone()), to_local(shift.ends_at, zone())
    first, last = format_time(shift.starts_at, zone()), format_time(shift.ends_at, zone())
    if begins.date() == ends.date():
        return f"{first}–{last}"
    weekday = babel_date(ends.date(), "EEE", locale=get_locale() or "kk").capitalize()
    return f"{first} – {weekday} {last}"


@blueprint.app_template_filter("weekday_day")
def weekday_day(day: date) -> str:
    """`Sat 25 Jan`, as short as the language has it."""
    text = babel_date(day, "EEE, d MMM", locale=get_locale() or "kk")
    return text[:1].upper() + text[1:]


@blueprint.app_template_filter("time_until")
def time_until(moment: datetime) -> str:
    """`in 3 hours`, `in 2 days`."""
    return format_timedelta(
        moment - now(), granularity="minute", add_direction=True, locale=get_locale() or "kk"
    )


def _day(moment: datetime) -> str:
    pattern = "EEEE, d MMMM" if moment.year == today().year else "EEEE, d MMMM y"
    text = babel_date(moment.date(), pattern, locale=get_locale() or "kk")
    return text[:1].upper() + text[1:]
