"""Numbers that identify: IIN of persons, BIN of organisations, telephone numbers.

IIN and BIN share one check digit. The digits of an IIN are not proof of anything: since
2013 its date and sex may lawfully differ from the person's, and the check digit does not
protect the 11th digit. So a mismatch warns and never refuses, and nothing is merged on an
IIN alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import phonenumbers

from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_

FIRST_WEIGHTS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
SECOND_WEIGHTS = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
_SEPARATORS = re.compile(r"[\s\-‐‑‒–—]+")
_ASCII_DIGITS = re.compile(r"[0-9]*")
_DOTS = "••••"


class IinInvalid(DomainError):
    """The IIN cannot be right; every other refusal of an IIN is a kind of it.

    No message repeats the number: it is personal data and messages are logged.
    """

    message = N_("This is not an IIN.")


class IinMissing(IinInvalid):
    message = N_("Enter the IIN.")


class IinNotDigits(IinInvalid):
    message = N_("An IIN is written with the digits 0 to 9 only.")


class IinLengthWrong(IinInvalid):
    message = N_("An IIN has 12 digits; %(count)s were entered.")


class IinCheckDigitWrong(IinInvalid):
    message = N_("A digit of the IIN is wrong: its check digit does not fit.")


class IinImpossible(IinInvalid):
    message = N_("No such IIN is ever issued: for its first 11 digits there is no check digit.")


class BinInvalid(DomainError):
    message = N_("This is not a BIN.")


class BinMissing(BinInvalid):
    message = N_("Enter the BIN.")


class BinNotDigits(BinInvalid):
    message = N_("A BIN is written with the digits 0 to 9 only.")


class BinLengthWrong(BinInvalid):
    message = N_("A BIN has 12 digits; %(count)s were entered.")


class BinCheckDigitWrong(BinInvalid):
    message = N_("“%(entered)s” is not a BIN: its check digit does not fit.")


class BinOfPerson(BinInvalid):
    message = N_("“%(entered)s” is not the BIN of an organisation: its 5th digit is not 4, 5 or 6.")


class SupplierNumberInvalid(DomainError):
    message = N_("This is neither a BIN nor an IIN: 12 digits with a check digit that fits.")


class PhoneInvalid(DomainError):
    message = N_("“%(entered)s” is not a telephone number. Write it like +7 701 123 45 67.")


class PhoneMissing(PhoneInvalid):
    message = N_("Enter the telephone number.")


NO_SUCH_DATE = N_("The IIN begins with a date that does not exist.")
UNUSUAL_CENTURY = N_("The 7th digit of the IIN is unusual: it should be 1 to 6.")
OTHER_DATE = N_("The IIN shows another date of birth.")
OTHER_SEX = N_("The IIN shows another sex.")


@dataclass(frozen=True, slots=True)
class IinCheck:
    """A valid IIN as 12 digits, and message ids of what a person should look at again."""

    value: str
    warnings: tuple[str, ...] = ()


def check_digit(first_eleven: str) -> int | None:
    """The 12th digit of an IIN or BIN, or None where no such number is issued.

    Weights 1…11 modulo 11; if that gives 10, weights 3…11, 1, 2; if 10 again, there is none.
    """
    digits = [int(character) for character in first_eleven]
    for weights in (FIRST_WEIGHTS, SECOND_WEIGHTS):
        remainder = sum(d * w for d, w in zip(digits, weights, strict=True)) % 11
        if remainder != 10:
            return remainder
    return None


def normalise_number(text: str) -> str:
    """Without the spaces and hyphens that people put into long numbers."""
    return _SEPARATORS.sub("", text)


def check_iin(text: str, born_on: date | None = None, sex: str | None = None) -> IinCheck:
    """Refuse what cannot be an IIN; warn where its date or sex ("male", "female") differ."""
    value = normalise_number(text)
    if not value:
        raise IinMissing()
    if not _ASCII_DIGITS.fullmatch(value):
        raise IinNotDigits()
    if len(value) != 12:
        raise IinLengthWrong(count=len(value))
    expected = check_digit(value[:11])
    if expected is None:
        raise IinImpossible()
    if expected != int(value[11]):
        raise IinCheckDigitWrong()
    return IinCheck(value, tuple(_iin_warnings(value, born_on, sex)))


def birth_date_in(iin: str) -> date | None:
    """The date that the first seven digits spell, or None where they spell none."""
    century = {"1": 1800, "2": 1800, "3": 1900, "4": 1900, "5": 2000, "6": 2000}.get(iin[6])
    if century is None:
        return None
    try:
        return date(century + int(iin[:2]), int(iin[2:4]), int(iin[4:6]))
    except ValueError:
        return None


def _iin_warnings(value: str, born_on: date | None, sex: str | None) -> list[str]:
    warnings = []
    usual_century = value[6] in "123456"
    shown = birth_date_in(value)
    if not usual_century:
        warnings.append(UNUSUAL_CENTURY)
    elif shown is None:
        warnings.append(NO_SUCH_DATE)
    elif born_on is not None and shown != born_on:
        warnings.append(OTHER_DATE)
    if usual_century and sex in ("male", "female"):
        shown_sex = "male" if int(value[6]) % 2 else "female"
        if shown_sex != sex:
            warnings.append(OTHER_SEX)
    return warnings


def restore_iin(entered: str | int | float) -> str:
    """The text of an IIN that a spreadsheet made a number of and robbed of leading zeros.

    People born 2000 to 2009 have IINs that begin with 0, in 2000 with two to three. A real
    number is filled up; digits in a text are filled up only if the result is a whole IIN with
    a real date, so that a digit forgotten by a person is still refused by `check_iin`.
    """
    if isinstance(entered, str):
        text = normalise_number(entered)
        text = re.sub(r"\.0$", "", text)
        if not (_ASCII_DIGITS.fullmatch(text) and 9 <= len(text) <= 11):
            return text
        filled = text.zfill(12)
        fits = check_digit(filled[:11]) == int(filled[11]) and birth_date_in(filled) is not None
        return filled if fits else text
    if entered != entered or entered in (float("inf"), float("-inf")) or entered != int(entered):
        return str(entered)
    text = str(int(entered))
    return text.zfill(12) if 9 <= len(text) <= 11 else text


def mask_iin(iin: str | None) -> str:
    """`4803••••0007`: enough to tell two people apart in a list, too little to use."""
    if not iin:
        return ""
    return f"{iin[:4]}{_DOTS}{iin[-4:]}" if len(iin) == 12 else _DOTS


def mask_document(number: str | None) -> str:
    """`••••3299`: the end of a passport number; a short number is hidden as a whole."""
    if not number:
        return ""
    return f"{_DOTS}{number[-4:]}" if len(number) >= 7 else _DOTS


def mask_phone(e164: str | None) -> str:
    """`••••34`: the last two digits, enough to tell two numbers of one person apart."""
    return f"{_DOTS}{e164[-2:]}" if e164 else ""


def check_bin(text: str) -> str:
    """The BIN as 12 digits. Refuses a wrong length, check digit, or the number of a person."""
    value = normalise_number(text)
    if not value:
        raise BinMissing()
    if not _ASCII_DIGITS.fullmatch(value):
        raise BinNotDigits()
    if len(value) != 12:
        raise BinLengthWrong(count=len(value))
    if check_digit(value[:11]) != int(value[11]):
        raise BinCheckDigitWrong(entered=value)
    if value[4] not in "456":
        raise BinOfPerson(entered=mask_iin(value))
    return value


def check_supplier_number(text: str) -> str:
    """The BIN of a supplier, or the IIN of a sole entrepreneur, as 12 digits.

    No further structure is asked for: an IIN may lawfully carry any date.
    """
    value = normalise_number(text)
    if not (_ASCII_DIGITS.fullmatch(value) and len(value) == 12):
        raise SupplierNumberInvalid()
    if check_digit(value[:11]) != int(value[11]):
        raise SupplierNumberInvalid()
    return value


_PHONE = re.compile(r"\+?[0-9 ()./-]+")
_PHONE_GAPS = str.maketrans(
    {**dict.fromkeys("\u00a0\u202f\u2009\t", " "), **dict.fromkeys("‐‑‒–—−", "-"), "＋": "+"}
)


def parse_phone(entered: str | int | float, default_region: str = "KZ") -> str:
    """A telephone number as E.164, `+77011234567`, from any way in which people write it.

    Numbers of other countries pass when they begin with + or 00. Numbers of +7 must exist
    in the numbering plan; of a foreign plan only the length is asked, as plans change.
    """
    if isinstance(entered, int | float):  # a spreadsheet's cell
        entered = str(int(entered)) if entered == entered and abs(entered) < 1e16 else str(entered)
    text = entered.translate(_PHONE_GAPS).strip()
    if not text:
        raise PhoneMissing()
    refusal = PhoneInvalid(entered=text[:40])
    # Letters would be read as keys of the dial, which turns a slip into somebody's number.
    if len(text) > 40 or not _PHONE.fullmatch(text):
        raise refusal
    if text.startswith("00"):
        text = "+" + text[2:]
    try:
        number = phonenumbers.parse(text, default_region)
    except phonenumbers.NumberParseException as error:
        raise refusal from error
    valid = phonenumbers.is_valid_number(number)
    foreign = text.startswith("+") and number.country_code != 7
    # Ten digits such as an Indian 98079 90795 without its +91 would pass as a Russian mobile.
    bare = re.sub(r"[^0-9+]", "", text)
    if default_region == "KZ" and len(bare) == 10 and bare[0] not in "+7":
        raise refusal
    if not valid and not (foreign and phonenumbers.is_possible_number(number)):
        raise refusal
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def format_phone(e164: str | None) -> str:
    """`+7 701 123 45 67`, `+7 7213 91 23 45`; other countries as they write it themselves."""
    if not e164:
        return ""
    if re.fullmatch(r"\+7[0-9]{10}", e164):
        digits = e164[2:]
        # Land lines begin with an area code of four digits; only Almaty's, 727, has three.
        if digits[:2] in ("71", "72") and digits[:3] != "727":
            return f"+7 {digits[:4]} {digits[4:6]} {digits[6:8]} {digits[8:]}"
        return f"+7 {digits[:3]} {digits[3:6]} {digits[6:8]} {digits[8:]}"
    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return e164
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
