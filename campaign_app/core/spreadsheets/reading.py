"""One way in for tables: the content decides what a file is, never its name."""

from __future__ import annotations

from campaign_app.core.spreadsheets.csv_reading import read_csv
from campaign_app.core.spreadsheets.sheet import (
    MAX_BYTES,
    Cell,
    CellTooLong,
    Header,
    HeaderNotFound,
    LettersUnreadable,
    QuoteNotClosed,
    Row,
    Sheet,
    SheetEmpty,
    SheetInvalid,
    SheetLocked,
    SheetSuspicious,
    SheetTooLarge,
    SheetTooLong,
    SheetTooWide,
    find_header,
    is_totals_row,
    label_key,
)
from campaign_app.core.spreadsheets.xlsx_reading import read_xlsx

__all__ = [
    "Cell",
    "CellTooLong",
    "Header",
    "HeaderNotFound",
    "LettersUnreadable",
    "QuoteNotClosed",
    "Row",
    "Sheet",
    "SheetEmpty",
    "SheetInvalid",
    "SheetLocked",
    "SheetSuspicious",
    "SheetTooLarge",
    "SheetTooLong",
    "SheetTooWide",
    "find_header",
    "is_totals_row",
    "label_key",
    "read_table",
    "read_tables",
]

_ZIP = b"PK\x03\x04"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # XLS, and the wrapping of an XLSX with a password
_OTHERS = (b"MZ", b"\x7fELF", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf", b"\x1f\x8b", b"Rar!")
_MARKUP = (b"<!doctype", b"<html", b"<?xml", b"<script")


def read_table(content: bytes, filename: str) -> Sheet:
    """Read a CSV, or the first visible sheet of an XLSX that holds anything.

    Refuses what `read_tables` refuses.
    """
    return read_tables(content, filename)[0]


def read_tables(content: bytes, filename: str) -> list[Sheet]:
    """Read a CSV, or all visible sheets of an XLSX that hold anything.

    Empty rows are left out, line numbers are those of the file. Refuses, by SheetInvalid and
    its kinds, what is empty, too large, locked or no table.
    """
    shown = filename.replace("\\", "/").rsplit("/", 1)[-1][:80]
    if len(content) > MAX_BYTES:
        raise SheetTooLarge(filename=shown, limit=MAX_BYTES // (1024 * 1024))
    if content.startswith(_OLE):
        raise SheetLocked(filename=shown)
    if content.startswith(_OTHERS) or content[:200].lstrip().lower().startswith(_MARKUP):
        raise SheetInvalid(filename=shown)
    if content.startswith(_ZIP):
        return read_xlsx(content, shown)
    sheet = read_csv(content, shown)
    if not sheet.rows:
        raise SheetEmpty(filename=shown)
    return [sheet]
