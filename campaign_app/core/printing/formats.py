"""How dates, money and quantities look on paper, and what stands where nothing is known.

In a document in two languages the figures follow the first one: Kazakh and Russian
write them alike.
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date as babel_date

from campaign_app.core.i18n import N_
from campaign_app.core.printing.labels import Message, joined

NOT_KNOWN = Message(N_("not known"))
NO_BREAK_SPACE = "\u00a0"
TENGE = "₸"


def unknown(locales: tuple[str, ...]) -> str:
    """What stands where nothing is known: never a zero."""
    return joined(NOT_KNOWN, locales)


def number(value: int | None, locales: tuple[str, ...]) -> str:
    """A whole number with its groups."""
    return unknown(locales) if value is None else _grouped(value, locales[0])


def money(minor: int | None, locales: tuple[str, ...], *, currency: str = TENGE) -> str:
    """An amount in tiyn: `1 234 567,50 ₸` (kk, ru), `1,234,567.50 ₸` (en)."""
    if minor is None:
        return unknown(locales)
    whole, tiyn = divmod(abs(minor), 100)
    sign = "−" if minor < 0 else ""
    mark = _decimal_mark(locales[0])
    return f"{sign}{_grouped(whole, locales[0])}{mark}{tiyn:02d}{NO_BREAK_SPACE}{currency}"


def quantity(milli: int | None, locales: tuple[str, ...]) -> str:
    """Thousandths of a unit as a number without needless zeros."""
    if milli is None:
        return unknown(locales)
    whole, rest = divmod(abs(milli), 1000)
    text = ("−" if milli < 0 else "") + _grouped(whole, locales[0])
    if rest:
        text += _decimal_mark(locales[0]) + f"{rest:03d}".rstrip("0")
    return text


def short_date(value: date | None, locales: tuple[str, ...]) -> str:
    """`03.04.2020`, in English `3 Apr 2020`; nothing for None (a place to fill in by hand)."""
    if value is None:
        return ""
    if locales[0] == "en":
        return f"{value.day} {babel_date(value, 'LLL', locale='en')} {value.year}"
    return f"{value:%d.%m.%Y}"


def long_date(value: date | None, locales: tuple[str, ...]) -> str:
    """`2020 ж. 3 сәуір / 3 апреля 2020 г.`; nothing for None."""
    if value is None:
        return ""
    return " / ".join(_long_date(value, locale) for locale in locales)


def _long_date(value: date, locale: str) -> str:
    month = babel_date(value, "MMMM", locale=locale)
    if locale == "kk":
        text = f"{value.year} ж. {value.day} {month}"
    elif locale == "ru":
        text = f"{value.day} {month} {value.year} г."
    else:
        text = f"{value.day} {month} {value.year}"
    return text.replace(" ", NO_BREAK_SPACE)


def period(starts_on: date | None, ends_on: date | None, locales: tuple[str, ...]) -> str:
    """`24.03.2020 – 03.04.2020`; one date where both are equal; an open end stays open."""
    if starts_on is None and ends_on is None:
        return ""
    if starts_on == ends_on:
        return short_date(starts_on, locales)
    return f"{short_date(starts_on, locales)} – {short_date(ends_on, locales)}".strip()


def instant(value: datetime, zone: ZoneInfo, locales: tuple[str, ...]) -> str:
    """Date and time of day on the organisation's clock."""
    local = value.astimezone(zone)
    return f"{short_date(local.date(), locales)} {local:%H:%M}"


def _grouped(value: int, locale: str) -> str:
    """The sign in front is the minus sign, the groups do not break."""
    text = f"{value:,}".replace("-", "−")
    return text if locale == "en" else text.replace(",", NO_BREAK_SPACE)


def _decimal_mark(locale: str) -> str:
    return "." if locale == "en" else ","
