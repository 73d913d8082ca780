"""XLSX files, read by calamine once `xlsx_guard` has found them harmless."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from python_calamine import CalamineError, CalamineWorkbook

from campaign_app.core.spreadsheets.sheet import (
    MAX_COLUMNS,
    MAX_ROWS,
    Cell,
    Row,
    Sheet,
    SheetEmpty,
    SheetInvalid,
    SheetTooLong,
    SheetTooWide,
)
from campaign_app.core.spreadsheets.xlsx_guard import check_package


def read_xlsx(content: bytes, filename: str) -> Sheet:
    """Rows of the first sheet that holds anything."""
    check_package(content, filename)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            rows = _rows_of(sheet.to_python(skip_empty_area=False), filename)
            if rows:
                return Sheet(rows)
    except (CalamineError, zipfile.BadZipFile, ValueError, OSError) as error:
        raise SheetInvalid(filename=filename) from error
    raise SheetEmpty(filename=filename)


def _rows_of(table: Iterable[Sequence[object]], filename: str) -> list[Row]:
    rows = []
    for line_number, values in enumerate(table, start=1):
        cells = [_cell(value) for value in values]
        while cells and cells[-1] is None:
            cells.pop()
        if not cells:
            continue
        if len(cells) > MAX_COLUMNS:
            raise SheetTooWide(filename=filename, limit=MAX_COLUMNS)
        rows.append(Row(line_number, cells))
    if len(rows) > MAX_ROWS:
        raise SheetTooLong(filename=filename, limit=MAX_ROWS)
    return rows


def _cell(value: object) -> Cell:
    """Plain values: whole floats become whole numbers, midnights become dates."""
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value
    if isinstance(value, int | date):
        return value
    return None if value is None else str(value)
