"""A list as it was read: all its cells, and which column is read as which field."""

from __future__ import annotations

from collections.abc import Mapping

from campaign_app.beneficiaries.rules import columns
from campaign_app.core.spreadsheets.mapped import MappedTable, TableRow, best_sheet
from campaign_app.core.spreadsheets.reading import is_totals_row, read_tables


class ImportTable(MappedTable):
    """A list of people; the numbers in the order of the list are no field."""

    @property
    def places(self) -> dict[str, int]:
        """The column of each field, but not of the numbers in the order of the list."""
        return {name: at for name, at in super().places.items() if name != columns.ORDINAL}


def read_list(
    content: bytes, filename: str, chosen: Mapping[str, str] | None = None
) -> ImportTable:
    """Read a CSV or XLSX and find which column is which; `chosen` is what people said of columns.

    Of several sheets, the one whose header names most columns counts. Refuses what is no
    table, has no header, or has no column with names.
    """
    sheets = read_tables(content, filename)
    sheet, header = best_sheet(sheets, {*columns.KNOWN_LABELS, *(chosen or {})})
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
