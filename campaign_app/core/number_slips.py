"""Numbers as they come out when somebody types them otherwise, or with one slip."""

from __future__ import annotations

import re
from itertools import pairwise
from operator import mul
from typing import NamedTuple

from campaign_app.core.identifiers import FIRST_WEIGHTS, SECOND_WEIGHTS


def near_numbers(iin: str) -> list[str]:
    """The valid IINs that differ in one digit, mostly in the 11th, or in the order of two.

    Only such a slip gets past the check digit, so only these are worth looking for.
    """
    if not (len(iin) == 12 and iin.isascii() and iin.isdecimal()):
        return []
    digits = [int(character) for character in iin]
    sums = _Sums(*(sum(map(mul, digits, weights)) for weights in (_FIRST, _SECOND)))
    near = []
    for place, digit in enumerate(digits):
        for other in range(10):
            check = other if place == 11 else digits[11]
            if other != digit and sums.fit(other - digit, (place,), check):
                near.append(f"{iin[:place]}{other}{iin[place + 1 :]}")
    for place, (digit, after) in enumerate(pairwise(digits)):
        check = digit if place == 10 else digits[11]
        if digit != after and sums.fit(after - digit, (place, place + 1), check):
            near.append(f"{iin[:place]}{after}{digit}{iin[place + 2 :]}")
    return near


# The check digit itself weighs nothing.
_FIRST, _SECOND = (*FIRST_WEIGHTS, 0), (*SECOND_WEIGHTS, 0)


class _Sums(NamedTuple):
    """The two weighted sums of a number, from which those of its neighbours are a step away."""

    first: int
    second: int

    def fit(self, step: int, places: tuple[int, ...], check: int) -> bool:
        """Whether `check` fits once the digit grows by `step`, and the next shrinks by it."""
        remainder = (self.first + step * _weight(_FIRST, places)) % 11
        if remainder == 10:
            remainder = (self.second + step * _weight(_SECOND, places)) % 11
        return remainder == check


def _weight(weights: tuple[int, ...], places: tuple[int, ...]) -> int:
    return weights[places[0]] - (weights[places[1]] if len(places) > 1 else 0)


_DOCUMENT_TWINS = str.maketrans("АВСЕНІКМОРТХУ", "ABCEHIKMOPTXY")


def document_key(number: str) -> str:
    """Equal for one document number in capitals or not, with spaces, dashes, №, in Cyrillic."""
    return re.sub(r"[\W_]+|№", "", number.upper()).translate(_DOCUMENT_TWINS)
