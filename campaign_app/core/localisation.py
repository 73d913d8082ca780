"""How values look to the reader: money, dates, numbers, labels and refusals in her language.

Needs a request (or `force_locale`), since the reader's language is the request's.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app
from flask_babel import get_locale, gettext

from campaign_app.core import dates
from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import LabelledEnum, LocalName
from campaign_app.core.identifiers import format_phone
from campaign_app.core.money import Money, format_money
from campaign_app.core.numbers import (
    Quantity,
    format_hundredths,
    format_number,
    format_quantity,
)


def current_language() -> str:
    """`kk`, `ru` or `en`."""
    locale = get_locale()
    return "kk" if locale is None else str(locale.language)


def zone() -> ZoneInfo:
    """The organisation's time zone."""
    found: ZoneInfo = current_app.config["ZONE"]
    return found


def money(value: int | Money | None) -> str:
    """An amount in tiyn as the reader writes it, with the currency."""
    if value is None:
        return unknown()
    minor = value.minor if isinstance(value, Money) else value
    return format_money(minor, current_language(), current_app.config["CURRENCY"])


def day(value: date | None) -> str:
    """A date as the reader writes it."""
    return unknown() if value is None else dates.format_date(value, current_language())


def instant(value: datetime | None) -> str:
    """An instant on the organisation's clock."""
    if value is None:
        return unknown()
    return dates.format_instant(value, current_language(), zone())


def number(value: int | None) -> str:
    """A whole number with its groups."""
    return unknown() if value is None else format_number(value, current_language())


def quantity(value: int | None) -> str:
    """Thousandths of a unit as a number without needless zeros."""
    return unknown() if value is None else format_quantity(value, current_language())


def label(value: LabelledEnum | None) -> str:
    """The name of a stored value."""
    return unknown() if value is None else gettext(value.label)


def phone(value: str | None) -> str:
    """A telephone number with its groups; a dash for none."""
    return format_phone(value) if value else "–"


def hours(minutes: int | None) -> str:
    """Minutes as hours and minutes: `3:30`."""
    if minutes is None:
        return unknown()
    return f"{minutes // 60}:{minutes % 60:02d}"


def decimal_hours(minutes: int | None) -> str:
    """Minutes as hours with two decimals: `3,50`."""
    if minutes is None:
        return unknown()
    return format_hundredths(round(minutes * 100 / 60), current_language())


def unknown() -> str:
    """What stands where nothing is known: never a zero."""
    return gettext("not known")


def in_language(record: Any, name: str) -> str:
    """The text of a record in the reader's language, else in the next one that has it."""
    for code in (current_language(), "kk", "ru", "en"):
        text = getattr(record, f"{name}_{code}", None)
        if text:
            return str(text)
    return ""


def wording(value: Any) -> str:
    """What a thing is called: in the words that people gave it, else in the program's own."""
    return in_language(value, "label") or gettext(value.label)


def error_text(error: DomainError) -> str:
    """A refusal in the reader's language, its numbers written as she writes them."""
    parameters = {name: _shown(value) for name, value in error.params.items()}
    return gettext(error.message, **parameters)


def _shown(value: object) -> object:
    if isinstance(value, Money):
        return money(value)
    if isinstance(value, LabelledEnum):
        return label(value)
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, int):
        return number(value)
    if isinstance(value, Quantity):
        return quantity(value.milli)
    if isinstance(value, LocalName):
        return in_language(value, "name")
    if isinstance(value, tuple):
        return "; ".join(str(_shown(part)) for part in value)
    if isinstance(value, DomainError):
        return error_text(value)
    return value
