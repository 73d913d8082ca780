"""Amounts of money: integer tiyn, how people type them and how they are shown.

Never float: an amount is a whole number of tiyn (1 ₸ = 100 tiyn) in columns `…_minor`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_

#: A hundred billion tenge. Anything above is a slip of the finger, and stays far from 2**63.
MAX_MINOR = 10**13


class AmountInvalid(DomainError):
    """What was typed is not an amount; every other refusal of an amount is a kind of it."""

    message = N_("“%(entered)s” is not an amount. Write it like 5000 or 5000.50.")


class AmountMissing(AmountInvalid):
    message = N_("Enter the amount.")


class AmountTooPrecise(AmountInvalid):
    message = N_("“%(entered)s” is not an amount: after the tenge there are two digits at most.")


class AmountNotPositive(AmountInvalid):
    message = N_("The amount must be more than zero; “%(entered)s” was entered.")


class AmountTooLarge(AmountInvalid):
    message = N_("“%(entered)s” is too large for an amount.")


@dataclass(frozen=True, order=True, slots=True)
class Money:
    """An amount in tiyn. Adds, subtracts, compares; is multiplied by whole numbers only."""

    minor: int

    def __post_init__(self) -> None:
        if type(self.minor) is not int:
            raise TypeError(f"tiyn are whole numbers, not {self.minor!r}")

    def __add__(self, other: Money) -> Money:
        if not isinstance(other, Money):
            return NotImplemented
        return Money(self.minor + other.minor)

    def __radd__(self, other: object) -> Money:
        if other == 0:  # what sum() begins with
            return self
        return NotImplemented

    def __sub__(self, other: Money) -> Money:
        if not isinstance(other, Money):
            return NotImplemented
        return Money(self.minor - other.minor)

    def __mul__(self, times: int) -> Money:
        if type(times) is not int:
            return NotImplemented
        return Money(self.minor * times)

    __rmul__ = __mul__

    def __neg__(self) -> Money:
        return Money(-self.minor)

    def __abs__(self) -> Money:
        return Money(abs(self.minor))

    def __bool__(self) -> bool:
        return self.minor != 0

    def __str__(self) -> str:
        return major_text(self.minor)

    @classmethod
    def parse(cls, entered: str | int | float | Decimal | None, *, positive: bool = True) -> Money:
        """Read an amount in tenge as people type it, or as a spreadsheet cell holds it.

        Refuses what is empty, no number, finer than a tiyn, above MAX_MINOR and, unless
        `positive` is False, zero and below. "5,000" is five thousand, as an amount has no
        three decimals; "5.000" is refused, because thousandfold guesses are not for us.
        """
        if entered is None or (isinstance(entered, str) and not entered.strip()):
            raise AmountMissing()
        shown = str(entered).strip()[:40]
        if isinstance(entered, str):
            minor = _minor_of_text(entered, shown)
        else:
            minor = _minor_of_number(entered, shown)
        if abs(minor) > MAX_MINOR:
            raise AmountTooLarge(entered=shown)
        if positive and minor <= 0:
            raise AmountNotPositive(entered=shown)
        return cls(minor)


# What may stand between thousands: spaces of all widths and apostrophes.
_GAPS = str.maketrans(dict.fromkeys("\u00a0\u202f\u2009\u2007\u2008'’ʼ`", " "))
_CURRENCY = re.compile(r"^(?:₸|KZT)\s*|\s*(?:₸|KZT|тенге|теңге|тнг\.?|тг\.?)$", re.IGNORECASE)
_GROUPED = (
    re.compile(r"(?P<whole>[0-9]+|[0-9]{1,3}(?: [0-9]{3})+)(?:[.,](?P<part>[0-9]*))?"),
    re.compile(r"(?P<whole>[1-9][0-9]{0,2}(?:\.[0-9]{3})+),(?P<part>[0-9]*)"),
    re.compile(r"(?P<whole>[1-9][0-9]{0,2}(?:\.[0-9]{3}){2,})(?P<part>)"),
)
_THOUSANDS_BY_COMMA = re.compile(r"(?P<whole>[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.(?P<part>[0-9]*))?")


def _minor_of_text(entered: str, shown: str) -> int:
    if len(entered) > 60:
        raise AmountInvalid(entered=shown)
    text = _CURRENCY.sub("", entered.translate(_GAPS).strip()).strip()
    negative = text[:1] in {"-", "−", "–"} and text != ""
    text = text[1:].strip() if negative or text[:1] == "+" else text
    for pattern in (_THOUSANDS_BY_COMMA, *_GROUPED):
        match = pattern.fullmatch(text)
        if match:
            break
    else:
        raise AmountInvalid(entered=shown)
    part = match["part"] or ""
    if len(part) > 2:
        raise AmountTooPrecise(entered=shown)
    whole = re.sub(r"[ ,.]", "", match["whole"])
    minor = int(whole) * 100 + int(part.ljust(2, "0"))
    return -minor if negative else minor


def _minor_of_number(entered: int | float | Decimal, shown: str) -> int:
    if isinstance(entered, bool):
        raise AmountInvalid(entered=shown)
    try:
        minor = Decimal(str(entered)) * 100
        if not minor.is_finite():
            raise AmountInvalid(entered=shown)
        whole = minor.to_integral_value()
    except InvalidOperation as error:
        raise AmountInvalid(entered=shown) from error
    # A spreadsheet's own arithmetic leaves crumbs such as 0.30000000000000004.
    if abs(minor - whole) > Decimal("0.000001"):
        raise AmountTooPrecise(entered=shown)
    return int(whole)


def format_money(minor: int, locale: str, currency: str = "KZT") -> str:
    """`1 234 567,50 ₸` for kk and ru (no-break spaces), `1,234,567.50 ₸` for en.

    Tenge are written by hand, as this stands in every row of every list; the tests hold
    the result against CLDR. Other currencies go through Babel.
    """
    if currency != "KZT":
        return _format_foreign(minor, str(locale), currency)
    sign = "-" if minor < 0 else ""
    whole, part = divmod(abs(minor), 100)
    if str(locale)[:2] == "en":
        return f"{sign}{whole:,}.{part:02d}\u00a0₸"
    return f"{sign}{whole:,}".replace(",", "\u00a0") + f",{part:02d}\u00a0₸"


@lru_cache(maxsize=2048)
def _format_foreign(minor: int, locale: str, currency: str) -> str:
    from babel.numbers import format_currency

    cldr = {"ru": "ru_KZ", "kk": "kk_KZ"}.get(locale[:2], "en")
    return format_currency(Decimal(minor).scaleb(-2), currency, locale=cldr)


def major_text(minor: int) -> str:
    """`5000.50`: for JSON, CSV and form fields; the same in every language."""
    whole, part = divmod(abs(minor), 100)
    return f"{'-' if minor < 0 else ''}{whole}.{part:02d}"


def major_decimal(minor: int) -> Decimal:
    """The amount in tenge as an exact Decimal with two places, for spreadsheets."""
    return Decimal(minor).scaleb(-2)


_WORDS = {
    "kk": ("kz", "минус", "теңге", "тиын"),
    "ru": ("ru", "минус", "тенге", "тиын"),
    "en": ("en", "minus", "tenge", "tiyn"),
}


def amount_in_words(minor: int, locale: str) -> str:
    """`пять тысяч пятьсот пятьдесят шесть тенге 00 тиын`: tiyn in digits, as receipts have it."""
    from num2words import num2words  # slow to import, and few pages need it

    language, minus, tenge, tiyn = _WORDS[str(locale)[:2]]
    whole, part = divmod(abs(minor), 100)
    words = num2words(whole, lang=language)
    return f"{minus + ' ' if minor < 0 else ''}{words} {tenge} {part:02d} {tiyn}"
