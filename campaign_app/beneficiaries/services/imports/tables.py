"""A list as it was read: all its cells, and which column is read as which field."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from campaign_app.beneficiaries.rules import columns
from campaign_app.core.spreadsheets.reading import (
    Header,
    HeaderNotFound,
    Sheet,
    find_header,
    is_totals_row,
    read_tables,
)


@dataclass
class TableRow:
    """A row of the file: its line and its cells in the order of the columns."""

    line: int
    cells: list[Any]
    is_totals: bool = False


@dataclass
class ImportTable:
    """A list. `fields` says what each column is read as; None is left out.

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
        """The column of each field, but not of the numbers in the order of the list."""
        return {
            name: place
            for place, name in enumerate(self.fields)
            if name is not None and name != columns.ORDINAL
        }

    def label_of(self, name: str) -> str | None:
        """What the list calls the field; None where it has no such column."""
        place = self.places.get(name)
        return None if place is None else self.header[place]

    def dump(self) -> str:
        """As a draft keeps it."""
        rows = [[row.line, row.cells, row.is_totals] for row in self.rows]
        content = [self.header, self.fields, rows, self.sheet, self.other_sheets]
        return json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=_plain)

    @classmethod
    def load(cls, text: str) -> ImportTable:
        """From a draft."""
        header, fields, rows, sheet, others = json.loads(text)
        return cls(header, fields, [TableRow(*row) for row in rows], sheet, others)


def _plain(value: object) -> str:
    return value.isoformat()[:10] if isinstance(value, date) else str(value)


def read_list(
    content: bytes, filename: str, chosen: Mapping[str, str] | None = None
) -> ImportTable:
    """Read a CSV or XLSX and find which column is which; `chosen` is what people said of columns.

    Of several sheets, the one whose header names most columns counts. Refuses what is no
    table, has no header, or has no column with names.
    """
    sheets = read_tables(content, filename)
    sheet, header = _best_sheet(sheets, {*columns.KNOWN_LABELS, *(chosen or {})})
    fields = columns.map_columns(header.labels, chosen)
    width = len(header.labels)
    rows = [
        TableRow(row.line_number, [row.cell(place) for place in range(width)], is_totals_row(row))
        for row in header.body(sheet)
    ]
    others = [other.name for other in sheets if other is not sheet]
    table = ImportTable(header.labels, fields, rows, sheet.name, others)
    columns.check_columns(table.header, table.fields)
    return table


def _best_sheet(sheets: list[Sheet], known: set[str]) -> tuple[Sheet, Header]:
    found = list(_headers(sheets, known))
    if not found:
        raise HeaderNotFound()
    return max(found, key=lambda pair: pair[1].hits)  # of equal ones the first


def _headers(sheets: list[Sheet], known: set[str]) -> Iterator[tuple[Sheet, Header]]:
    for sheet in sheets:
        try:
            yield sheet, find_header(sheet, known)
        except HeaderNotFound:
            continue
