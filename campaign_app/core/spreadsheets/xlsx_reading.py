"""XLSX files: found harmless by `xlsx_guard`, then opened by `xlsx_child`, apart from the app."""

from __future__ import annotations

import pickle
import subprocess
import sys
import threading
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from pathlib import Path

from campaign_app.core.spreadsheets import xlsx_child
from campaign_app.core.spreadsheets.sheet import (
    MAX_COLUMNS,
    MAX_ROWS,
    Cell,
    Row,
    Sheet,
    SheetEmpty,
    SheetInvalid,
    SheetSuspicious,
    SheetTooLong,
    SheetTooWide,
)
from campaign_app.core.spreadsheets.xlsx_guard import check_package

SCRIPT = Path(xlsx_child.__file__).resolve()
SECONDS = 60
# A child may take a gigabyte, and the machine is small.
_ONE_AT_A_TIME = threading.Lock()


def read_xlsx(content: bytes, filename: str) -> list[Sheet]:
    """The visible sheets that hold anything."""
    check_package(content, filename)
    tables = _open_apart(content, filename)
    sheets = [Sheet(_rows_of(table, filename), name=name) for name, table in tables]
    found = [sheet for sheet in sheets if sheet.rows]
    if not found:
        raise SheetEmpty(filename=filename)
    return found


def _open_apart(content: bytes, filename: str) -> list[tuple[str, list[list[object]]]]:
    """Let the child open it. However the child ends, this process goes on."""
    # -P: the script's own directory must not shadow the standard library.
    command = [sys.executable, "-P", "-X", "utf8", str(SCRIPT)]
    try:
        with _ONE_AT_A_TIME:
            child = subprocess.run(  # noqa: S603 - our own script, fixed arguments
                command, input=content, capture_output=True, timeout=SECONDS, check=False
            )
    except subprocess.TimeoutExpired as error:
        raise SheetSuspicious(filename=filename) from error
    if child.returncode == xlsx_child.NO_WORKBOOK:
        raise SheetInvalid(filename=filename)
    if child.returncode != 0:
        raise SheetSuspicious(filename=filename)
    tables: list[tuple[str, list[list[object]]]]
    tables = pickle.loads(child.stdout)  # noqa: S301 - our own child wrote it
    return tables


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
