"""One way out for tables: CSV in a stream, XLSX with real numbers and dates.

Amounts are handed in as Decimal (see core.money.major_decimal), counts as int, local times as
datetimes that are already on the organisation's clock, everything else as text.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice

import xlsxwriter

from campaign_app.core.spreadsheets.neutral import SUSPECT_STARTS, neutral_text

#: What a cell may hold on its way out.
Value = str | int | float | Decimal | date | None

_ROWS_PER_CHUNK = 500
_LONGEST_TEXT = 32_767  # what a cell of XLSX can hold
_SAMPLE_ROWS = 200
_WIDTHS = (8, 60)


def write_csv(
    header: Sequence[str], rows: Iterable[Sequence[Value]], delimiter: str = ","
) -> Iterator[bytes]:
    """UTF-8 with BOM, in chunks, so that a long list neither waits nor fills the memory.

    Texts that a spreadsheet would run are made harmless; `read_table` undoes exactly that.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n")
    suspect, text = SUSPECT_STARTS, str
    buffer.write("\ufeff")
    source = chain((header,), rows)
    while chunk := list(islice(source, _ROWS_PER_CHUNK)):
        writer.writerows(
            [
                neutral_text(cell) if isinstance(cell, text) and cell[:1] in suspect else cell
                for cell in row
            ]
            for row in chunk
        )
        yield buffer.getvalue().encode("utf-8")
        buffer.seek(0)
        buffer.truncate()


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook: its name, its columns, its rows."""

    title: str
    header: Sequence[str]
    rows: Iterable[Sequence[Value]]


def write_xlsx(title: str, header: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """A workbook of one sheet: bold frozen header, filter, widths that fit, typed cells."""
    return write_workbook([Sheet(title, header, rows)])


def write_workbook(sheets: Iterable[Sheet]) -> bytes:
    """A workbook of several sheets, each as `write_xlsx` makes them."""
    output = io.BytesIO()
    book = xlsxwriter.Workbook(output, {"constant_memory": True})
    formats = {
        "header": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
        "amount": book.add_format({"num_format": "#,##0.00"}),
        "date": book.add_format({"num_format": "dd.mm.yyyy"}),
        "instant": book.add_format({"num_format": "dd.mm.yyyy hh:mm"}),
    }
    for each in sheets:
        _write_sheet(book.add_worksheet(_sheet_name(each.title)), each, formats)
    book.close()
    return output.getvalue()


def _write_sheet(
    sheet: xlsxwriter.worksheet.Worksheet,
    content: Sheet,
    formats: dict[str, xlsxwriter.format.Format],
) -> None:
    header, source = content.header, iter(content.rows)
    sample = list(islice(source, _SAMPLE_ROWS))
    # In constant memory a row is gone once the next one begins, so widths come first.
    for place, width in enumerate(_widths(header, sample)):
        sheet.set_column(place, place, width)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    for place, label in enumerate(header):
        sheet.write_string(0, place, label, formats["header"])
    last = 0
    for last, row in enumerate(chain(sample, source), start=1):
        for place, value in enumerate(row):
            _write_cell(sheet, last, place, value, formats)
    if header:
        sheet.autofilter(0, 0, last, len(header) - 1)


def _write_cell(
    sheet: xlsxwriter.worksheet.Worksheet,
    row: int,
    place: int,
    value: Value,
    formats: dict[str, xlsxwriter.format.Format],
) -> None:
    """Never `write()`: it would make a live formula of a text that begins with =."""
    if value is None or value == "":
        return
    if isinstance(value, str):
        sheet.write_string(row, place, value[:_LONGEST_TEXT])
    elif isinstance(value, Decimal):
        sheet.write_number(row, place, float(value), formats["amount"])
    elif isinstance(value, datetime):
        sheet.write_datetime(row, place, value.replace(tzinfo=None), formats["instant"])
    elif isinstance(value, date) and value.year >= 1900:
        sheet.write_datetime(row, place, value, formats["date"])
    elif isinstance(value, int | float) and abs(value) < 10**15:
        sheet.write_number(row, place, value)
    else:
        sheet.write_string(row, place, str(value))


def _widths(header: Sequence[str], sample: list[Sequence[Value]]) -> list[int]:
    low, high = _WIDTHS
    widths = []
    for place, label in enumerate(header):
        longest = max(
            (len(_shown(row[place])) for row in sample if place < len(row)), default=len(label)
        )
        # A long label wraps; its longest word must still fit.
        word = max(map(len, label.split()), default=0)
        widths.append(min(high, max(low, longest + 2, word + 4)))
    return widths


def _shown(value: Value) -> str:
    if isinstance(value, Decimal):
        return f"{value:,.2f}"
    if isinstance(value, datetime):
        return "03.04.2020 18:46"
    return "" if value is None else str(value)


def _sheet_name(title: str) -> str:
    """What Excel allows: 31 characters, none of []:*?/\\ and no apostrophe at the ends."""
    name = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", title).strip().strip("'")[:31].rstrip("' ")
    return name if name and name.casefold() != "history" else "Birge"
