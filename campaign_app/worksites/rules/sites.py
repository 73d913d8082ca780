"""What a place of work is, and how a list of them is typed and put in order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeVar

from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_, LabelledEnum

Item = TypeVar("Item")
NAME_LENGTH = 200
MOST_LINES = 200
#: Coordinates are kept in millionths of a degree: about ten centimetres, and exact.
MILLIONTHS = 1_000_000
_NUMBER = re.compile(r"[+-]?\d{1,3}(?:[.,]\d{1,12})?")
#: A name and what follows it: a tab, a semicolon or a bar, as tables and people have it.
_SEPARATOR = re.compile(r"\s*[\t;|]\s*")


class WorksiteKind(LabelledEnum):
    """What kind of place it is."""

    BUS_STOP = "bus_stop", N_("bus stop")
    PAVEMENT = "pavement", N_("pavement")
    YARD = "yard", N_("yard")
    ENTRANCE = "entrance", N_("entrance or ramp")
    OTHER = "other", N_("other")


class NameMissing(DomainError):
    """A place is found by its name."""

    message = N_("Write what the place is called.")


class NameTaken(DomainError):
    """Two places of one name are mistaken for each other by phone."""

    message = N_("There is a place with this name in the campaign already: “%(name)s”.")


class LinesMissing(DomainError):
    """Nothing was pasted."""

    message = N_("Write at least one line: a place each.")


class TooManyLines(DomainError):
    """What nobody can check is not entered."""

    message = N_("At most %(most)s places at once; there are %(count)s lines.")


class CoordinatesInvalid(DomainError):
    """They are degrees, with a point or a comma."""

    message = N_("Coordinates are degrees such as 50.0546 and 72.9646.")


class CoordinatesIncomplete(DomainError):
    """Half a position is none."""

    message = N_("Write both coordinates or none.")


class SiteRetired(DomainError):
    """A place that is out of use is not worked on."""

    message = N_("This place is out of use.")


def parse_lines(text: str) -> list[tuple[str, str, str]]:
    """Name, address and note of each line; they are separated by a tab, “;” or “|”.

    Empty lines are left out and a line that comes twice counts once. Raises LinesMissing,
    TooManyLines or NameMissing.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        raise LinesMissing(field="lines")
    if len(lines) > MOST_LINES:
        raise TooManyLines(field="lines", most=MOST_LINES, count=len(lines))
    found: dict[str, tuple[str, str, str]] = {}
    for line in lines:
        name, place, note = [*_SEPARATOR.split(line, maxsplit=2), "", ""][:3]
        if not name:
            raise NameMissing(field="lines")
        found.setdefault(name[:NAME_LENGTH], (name[:NAME_LENGTH], place[:NAME_LENGTH], note[:1000]))
    return list(found.values())


def parse_coordinates(latitude: str | None, longitude: str | None) -> tuple[int, int] | None:
    """What was typed, in millionths of a degree; None for neither.

    Raises CoordinatesIncomplete or CoordinatesInvalid.
    """
    typed = [(latitude or "").strip(), (longitude or "").strip()]
    if not any(typed):
        return None
    if not all(typed):
        raise CoordinatesIncomplete(field="longitude" if typed[0] else "latitude")
    first = _millionths(typed[0], 90, "latitude")
    return first, _millionths(typed[1], 180, "longitude")


def _millionths(text: str, most: int, field: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise CoordinatesInvalid(field=field)
    value = round(float(text.replace(",", ".")) * MILLIONTHS)
    if abs(value) > most * MILLIONTHS:
        raise CoordinatesInvalid(field=field)
    return value


def written_coordinates(latitude: int | None, longitude: int | None) -> str:
    """`50.054600, 72.964600`; empty when there are none."""
    if latitude is None or longitude is None:
        return ""
    return f"{latitude / MILLIONTHS:.6f}, {longitude / MILLIONTHS:.6f}"


def moved(order: Sequence[Item], item: Item, place: int) -> list[Item]:
    """The order with `item` in that place, counted from 1; the others keep theirs."""
    rest = [each for each in order if each != item]
    index = min(max(place, 1), len(order)) - 1
    return [*rest[:index], item, *rest[index:]]
