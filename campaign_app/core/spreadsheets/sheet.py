"""A table as it was read, and the refusals of files that are no tables."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_

#: datetime is a date, too: a cell with a time of day keeps it.
Cell = str | int | float | date | None

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 200
#: A header stands below a few lines of titles, not in the middle of the data.
HEADER_WITHIN = 30


class SheetInvalid(DomainError):
    """The file cannot be read as a table; every other refusal of a file is a kind of it."""

    message = N_("“%(filename)s” is not a table. Save it as XLSX or CSV.")


class SheetEmpty(SheetInvalid):
    message = N_("There is nothing in “%(filename)s”.")


class SheetTooLarge(SheetInvalid):
    message = N_("“%(filename)s” is too large: %(limit)s MB at most.")


class SheetTooLong(SheetInvalid):
    message = N_("“%(filename)s” has more than %(limit)s rows.")


class SheetTooWide(SheetInvalid):
    message = N_("“%(filename)s” has more than %(limit)s columns.")


class SheetLocked(SheetInvalid):
    message = N_(
        "“%(filename)s” is protected by a password or in the old XLS format."
        " Save it as XLSX without a password."
    )


class SheetSuspicious(SheetInvalid):
    message = N_("“%(filename)s” unpacks to more than it should; it was not opened.")


class LettersUnreadable(SheetInvalid):
    message = N_("The letters of “%(filename)s” cannot be read. Save it as CSV UTF-8 or as XLSX.")


class QuoteNotClosed(SheetInvalid):
    message = N_("“%(filename)s”: a quotation mark opened in line %(line)s is never closed.")


class CellTooLong(SheetInvalid):
    message = N_("“%(filename)s”: a cell in line %(line)s holds too much text.")


class HeaderNotFound(DomainError):
    message = N_("No row with the names of the columns was found.")


@dataclass(frozen=True, slots=True)
class Row:
    """One row that is not empty; `line_number` is its first line in the file, from 1."""

    line_number: int
    cells: list[Cell]

    def cell(self, place: int) -> Cell:
        """The cell, or None where the row is shorter than its header."""
        return self.cells[place] if place < len(self.cells) else None


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows in order; what was found out about a CSV, and what a sheet of an XLSX is called."""

    rows: list[Row]
    encoding: str | None = None
    delimiter: str | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header ends: `rows[position]`; the data are `rows[position + 1:]`.

    `hits` is how many of its labels are known.
    """

    position: int
    labels: list[str]
    hits: int = 0

    def body(self, sheet: Sheet) -> list[Row]:
        return sheet.rows[self.position + 1 :]


def label_key(label: object) -> str:
    """Letters and digits only, without capitals: «Ф.И.О.» and «фио» are one label."""
    return "".join(c for c in str(label or "").casefold().replace("ё", "е") if c.isalnum())


def find_header(sheet: Sheet, known_labels: Collection[str]) -> Header:
    """The row among the first ones that holds most of the known labels.

    Two labels must be there, or one if the row has no more: a title may hold one by chance.
    A header may take two rows (a merged cell above its parts), and a row that only numbers
    the columns may follow: both belong to it.
    """
    known = {label_key(label) for label in known_labels}
    best: tuple[int, int] | None = None
    for position, row in enumerate(sheet.rows[:HEADER_WITHIN]):
        filled = sum(cell is not None for cell in row.cells)
        hits = _known_in(row, known)
        if hits >= min(2, filled) and hits and (best is None or hits > best[0]):
            best = (hits, position)
    if best is None:
        raise HeaderNotFound()
    first = last = best[1]
    if _is_second_row(sheet, first - 1, known):
        first -= 1
    elif _is_second_row(sheet, last + 1, known):
        last += 1
    labels = _labels(sheet.rows[first : last + 1], known)
    if last + 1 < len(sheet.rows) and _numbers_the_columns(sheet.rows[last + 1]):
        last += 1
    return Header(last, labels, sum(label_key(label) in known for label in labels))


def _known_in(row: Row, known: Collection[str]) -> int:
    return len({label_key(cell) for cell in row.cells if isinstance(cell, str)} & set(known))


def _is_second_row(sheet: Sheet, position: int, known: Collection[str]) -> bool:
    """Words only, most of them known labels: no row of data looks like that."""
    if not 0 <= position < len(sheet.rows):
        return False
    cells = [cell for cell in sheet.rows[position].cells if cell is not None]
    words = all(isinstance(cell, str) and not any(map(str.isdigit, cell)) for cell in cells)
    return words and 2 * _known_in(sheet.rows[position], known) > len(cells)


def _labels(rows: list[Row], known: Collection[str]) -> list[str]:
    """One label a column: the lower one if there is one, unless only the upper one is known."""
    labels = []
    for place in range(max(len(row.cells) for row in rows)):
        texts = [str(cell) for row in rows if (cell := row.cell(place)) is not None]
        told = [text for text in texts if label_key(text) in known]
        labels.append((told or texts or [""])[-1])
    return labels


def _numbers_the_columns(row: Row) -> bool:
    """1, 2, 3 … below the labels, as official forms have it."""
    numbers = [str(cell).strip() for cell in row.cells]
    return len(numbers) > 2 and numbers == [str(n) for n in range(1, len(numbers) + 1)]


_TOTALS = ("итого", "всего", "барлығы", "жиыны", "total")


def is_totals_row(row: Row) -> bool:
    """Whether the row adds up the table: its first filled cell begins with «Итого», «Барлығы» …"""
    first = next((cell for cell in row.cells if cell is not None), None)
    return re.split(r"\W+", str(first).casefold().strip(), maxsplit=1)[0] in _TOTALS
