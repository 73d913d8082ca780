"""The program that opens an XLSX: a process of its own, so that a file can hurt nothing else.

The reader takes memory for the whole area between the outermost cells, and for every cell that
names a shared text. Where there is not enough it ends its process at once, without an error to
catch. `xlsx_guard` finds the known tricks; this is the wall for those it does not know.

Run as a script: a workbook on standard input, the names and cells of its visible sheets that
hold anything on standard output, pickled. Imports nothing of the application.
"""

from __future__ import annotations

import io
import pickle
import resource
import sys
from collections.abc import Sequence

MEMORY_LIMIT = 1 << 30
#: 50,000 rows of twenty names are a third of that.
MAX_CHARACTERS = 50_000_000

NO_WORKBOOK = 3
TOO_MUCH = 4


Table = Sequence[Sequence[object]]


def visible_tables(content: bytes) -> list[tuple[str, Table]]:
    """Name and cells of each visible sheet with content; none if all are empty."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    tables: list[tuple[str, Table]] = []
    characters = 0
    for place, sheet in enumerate(book.sheets_metadata):
        visible = sheet.visible == SheetVisibleEnum.Visible
        if not visible or sheet.typ != SheetTypeEnum.WorkSheet:
            continue
        table = book.get_sheet_by_index(place).to_python(skip_empty_area=False)
        if any(cell != "" for row in table for cell in row):
            tables.append((sheet.name, table))
        characters += sum(len(cell) for row in table for cell in row if isinstance(cell, str))
        if characters > MAX_CHARACTERS:
            raise MemoryError
    return tables


def main() -> int:
    """Answer with the table, or say by the exit code why there is none."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    content = sys.stdin.buffer.read()
    try:
        tables = visible_tables(content)
    except MemoryError:
        return TOO_MUCH
    except Exception:  # whatever calamine says of a broken file, it is no workbook
        return NO_WORKBOOK
    pickle.dump(tables, sys.stdout.buffer, protocol=pickle.HIGHEST_PROTOCOL)
    return 0


if __name__ == "__main__":
    sys.exit(main())
