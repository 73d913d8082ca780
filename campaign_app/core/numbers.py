"""Whole numbers and quantities of goods: thousandths of a unit, as integers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale

from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_

MILLI = 1000
MAXIMUM_QUANTITY_MILLI = 10**12
QUANTITY = re.compile(r"(\d+)(?:[.,](\d{1,3}))?", re.ASCII)
SPACES = re.compile(r"[\s\u00a0\u202f']+")


class QuantityInvalid(DomainError):
    """It is no quantity."""

    message = N_("“%(typed)s” is not a quantity. Write it like 12 or 2,5.")


@dataclass(frozen=True)
class Quantity:
    """Thousandths of a unit, where a plain integer would be read as a count."""

    milli: int

    def __str__(self) -> str:
        """As English writes it."""
        return format_quantity(self.milli, "en")


@lru_cache(maxsize=8)
def _symbols(language: str) -> tuple[str, str]:
    symbols = Locale(language).number_symbols["latn"]
    return symbols["group"], symbols["decimal"]


def format_number(value: int, language: str) -> str:
    """`1234` as `1 234` (kk, ru) or `1,234` (en)."""
    return f"{value:,}".replace(",", _symbols(language)[0])


def format_quantity(milli: int, language: str) -> str:
    """`2500` thousandths as `2,5`; whole quantities have no decimals."""
    whole, rest = divmod(abs(milli), MILLI)
    sign = "-" if milli < 0 else ""
    text = sign + format_number(whole, language)
    if rest:
        text += _symbols(language)[1] + f"{rest:03d}".rstrip("0")
    return text


def format_hundredths(hundredths: int, language: str) -> str:
    """`1235` hundredths as `12,35`: both decimals always, as hours stand on a certificate."""
    whole, rest = divmod(hundredths, 100)
    return f"{format_number(whole, language)}{_symbols(language)[1]}{rest:02d}"


def parse_quantity(text: str | None) -> int:
    """`2,5` or `2.5` or `1 000` as thousandths. Raises QuantityInvalid; zero is a quantity."""
    typed = text or ""
    found = QUANTITY.fullmatch(SPACES.sub("", typed))
    if found is None:
        raise QuantityInvalid(typed=typed)
    milli = int(found[1]) * MILLI + int((found[2] or "").ljust(3, "0"))
    if milli > MAXIMUM_QUANTITY_MILLI:
        raise QuantityInvalid(typed=typed)
    return milli
