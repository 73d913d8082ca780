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
MAX_ROWS = 50_000
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
    """Rows in order, and what was found out about a CSV (both None for XLSX)."""

    rows: list[Row]
    encoding: str | None = None
    delimiter: str | None = None


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header stands: `rows[position]`; the data are `rows[position + 1:]`."""

    position: int
    labels: list[str]

    def body(self, sheet: Sheet) -> list[Row]:
        return sheet.rows[self.position + 1 :]


def label_key(label: object) -> str:
    """Letters and digits only, without capitals: «Ф.И.О.» and «фио» are one label."""
    return "".join(c for c in str(label or "").casefold().replace("ё", "е") if c.isalnum())


def find_header(sheet: Sheet, known_labels: Collection[str]) -> Header:
    """The row among the first ones that holds most of the known labels.

    Two labels must be there, or one if the row has no more: a title may hold one by chance.
    """
    known = {label_key(label) for label in known_labels}
    best: tuple[int, int] | None = None
    for position, row in enumerate(sheet.rows[:HEADER_WITHIN]):
        keys = {label_key(cell) for cell in row.cells if isinstance(cell, str)}
        filled = sum(cell is not None for cell in row.cells)
        hits = len(keys & known)
        if hits >= min(2, filled) and hits and (best is None or hits > best[0]):
            best = (hits, position)
    if best is None:
        raise HeaderNotFound()
    cells = sheet.rows[best[1]].cells
    return Header(best[1], [str(cell) if cell is not None else "" for cell in cells])


_TOTALS = ("итого", "всего", "барлығы", "жиыны", "total")


def is_totals_row(row: Row) -> bool:
    """Whether the row adds up the table: its first filled cell begins with «Итого», «Барлығы» …"""
    first = next((cell for cell in row.cells if cell is not None), None)
    return re.split(r"\W+", str(first).casefold().strip(), maxsplit=1)[0] in _TOTALS
