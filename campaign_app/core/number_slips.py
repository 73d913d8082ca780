"""Numbers as they come out when somebody types them otherwise, or with one slip."""

from __future__ import annotations

import re
from operator import mul

from campaign_app.core.identifiers import FIRST_WEIGHTS, SECOND_WEIGHTS


def near_numbers(iin: str) -> list[str]:
    """The valid IINs that differ in one digit, mostly in the 11th, or in the order of two.

    Only such a slip gets past the check digit, so only these are worth looking for.
    """
    if not (len(iin) == 12 and iin.isascii() and iin.isdecimal()):
        return []
    digits = [int(character) for character in iin]
    near = [
        (*digits[:place], other, *digits[place + 1 :])
        for place in range(12)
        for other in range(10)
        if other != digits[place]
    ]
    near += [
        (*digits[:place], digits[place + 1], digits[place], *digits[place + 2 :])
        for place in range(11)
        if digits[place] != digits[place + 1]
    ]
    return ["".join(map(str, each)) for each in near if _fits(each)]


def _fits(digits: tuple[int, ...]) -> bool:
    """Whether the check digit fits; for many numbers at once."""
    remainder = sum(map(mul, digits, FIRST_WEIGHTS)) % 11
    if remainder == 10:
        remainder = sum(map(mul, digits, SECOND_WEIGHTS)) % 11
    return remainder == digits[11]


_DOCUMENT_TWINS = str.maketrans("АВСЕНІКМОРТХУ", "ABCEHIKMOPTXY")


def document_key(number: str) -> str:
    """Equal for one document number in capitals or not, with spaces, dashes, №, in Cyrillic."""
    return re.sub(r"[\W_]+|№", "", number.upper()).translate(_DOCUMENT_TWINS)
