"""How dates, money and quantities look on paper, and what stands where nothing is known.

The rules are those of the core; paper has true minus signs, lines that do not break inside
a figure, and may be in two languages: figures then follow the first one, as Kazakh and
Russian write them alike.
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from campaign_app.core import dates, numbers
from campaign_app.core import money as core_money
from campaign_app.core.i18n import N_
from campaign_app.core.printing.labels import Message, joined

NOT_KNOWN = Message(N_("not known"))
NO_BREAK_SPACE = "\u00a0"


def unknown(locales: tuple[str, ...]) -> str:
    """What stands where nothing is known: never a zero."""
    return joined(NOT_KNOWN, locales)


def number(value: int | None, locales: tuple[str, ...]) -> str:
    """A whole number with its groups."""
    return unknown(locales) if value is None else _minus(numbers.format_number(value, locales[0]))


def money(minor: int | None, locales: tuple[str, ...], *, currency: str = "KZT") -> str:
    """An amount in tiyn: `1 234 567,50 ₸` (kk, ru), `1,234,567.50 ₸` (en)."""
    if minor is None:
        return unknown(locales)
    return _minus(core_money.format_money(minor, locales[0], currency))


def amount_in_words(minor: int, locale: str) -> str:
    """`Бес мың бес жүз елу алты теңге 00 тиын`: as it stands on a receipt."""
    text = core_money.amount_in_words(minor, locale)
    return text[0].upper() + text[1:]


def quantity(milli: int | None, locales: tuple[str, ...]) -> str:
    """Thousandths of a unit as a number without needless zeros."""
    if milli is None:
        return unknown(locales)
    return _minus(numbers.format_quantity(milli, locales[0]))


def short_date(value: date | None, locales: tuple[str, ...]) -> str:
    """`03.04.2020`, in English `3 Apr 2020`; nothing for None (a place to fill in by hand)."""
    return "" if value is None else dates.format_date(value, locales[0])


def long_date(value: date | None, locales: tuple[str, ...]) -> str:
    """`2020 жылғы 3 сәуір / 3 апреля 2020 г.`; nothing for None."""
    if value is None:
        return ""
    texts = (dates.format_long_date(value, locale) for locale in locales)
    return " / ".join(text.replace(" ", NO_BREAK_SPACE) for text in texts)


def period(starts_on: date | None, ends_on: date | None, locales: tuple[str, ...]) -> str:
    """`24.03.2020 – 03.04.2020`; one date where both are equal; an open end stays open."""
    if starts_on is None and ends_on is None:
        return ""
    if starts_on == ends_on:
        return short_date(starts_on, locales)
    return f"{short_date(starts_on, locales)} – {short_date(ends_on, locales)}".strip()


def instant(value: datetime, zone: ZoneInfo, locales: tuple[str, ...]) -> str:
    """Date and time of day on the organisation's clock."""
    return dates.format_instant(value, locales[0], zone)


def _minus(text: str) -> str:
    return text.replace("-", "−")
