"""A table whose columns are read as fields: as it was found, and as a draft keeps it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from campaign_app.core.spreadsheets.reading import Header, HeaderNotFound, Sheet, find_header


@dataclass
class TableRow:
    """A row of the file: its line and its cells in the order of the columns."""

    line: int
    cells: list[Any]
    is_totals: bool = False


@dataclass
class MappedTable:
    """A table. `fields` says what each column is read as; None is left out.

    `sheet` is the sheet that was read, `other_sheets` those that were not.
    """

    header: list[str]
    fields: list[str | None]
    rows: list[TableRow]
    sheet: str = ""
    other_sheets: list[str] = field(default_factory=list)

    def cells_of(self, row: TableRow) -> dict[str, Any]:
        """The cells of a row by field."""
        return {name: row.cells[place] for name, place in self.places.items()}

    @property
    def places(self) -> dict[str, int]:
        """The column of each field."""
        return {name: place for place, name in enumerate(self.fields) if name is not None}

    def label_of(self, name: str) -> str | None:
        """What the table calls the field; None where it has no such column."""
        place = self.places.get(name)
        return None if place is None else self.header[place]

    def dump(self) -> str:
        """As a draft keeps it."""
        rows = [[row.line, row.cells, row.is_totals] for row in self.rows]
        content = [self.header, self.fields, rows, self.sheet, self.other_sheets]
        return json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=_plain)

    @classmethod
    def load(cls, text: str) -> Self:
        """From a draft."""
        header, fields, rows, sheet, others = json.loads(text)
        return cls(header, fields, [TableRow(*row) for row in rows], sheet, others)


def _plain(value: object) -> str:
    return value.isoformat()[:10] if isinstance(value, date) else str(value)


def best_sheet(sheets: list[Sheet], known_labels: Collection[str]) -> tuple[Sheet, Header]:
    """Of several sheets the one whose header names most columns. Raises HeaderNotFound."""
    found = list(_headers(sheets, known_labels))
    if not found:
        raise HeaderNotFound()
    return max(found, key=lambda pair: pair[1].hits)  # of equal ones the first


def _headers(sheets: list[Sheet], known_labels: Collection[str]) -> Iterator[tuple[Sheet, Header]]:
    for sheet in sheets:
        try:
            yield sheet, find_header(sheet, known_labels)
        except HeaderNotFound:
            continue
