"""An XLSX is opened apart: what gets past the guard ends the child, and never the application."""

from __future__ import annotations

import io
import zipfile

import pytest
import xlsxwriter

from campaign_app.core.spreadsheets import xlsx_child, xlsx_reading
from campaign_app.core.spreadsheets.reading import SheetInvalid, SheetSuspicious, read_table

NAMESPACE = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET = "xl/worksheets/sheet1.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
FAR_AWAY = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'


def workbook(*, hidden: tuple[str, ...] = (), sheets: dict[str, str | None]) -> bytes:
    output = io.BytesIO()
    with xlsxwriter.Workbook(output) as book:
        for name, text in sheets.items():
            sheet = book.add_worksheet(name)
            if text is not None:
                sheet.write_string(0, 0, text)
            if name in hidden:
                sheet.hide()
            else:
                sheet.activate()
                sheet.set_first_sheet()
    return output.getvalue()


def changed(members: dict[str, bytes], *, elsewhere: bytes | None = None) -> bytes:
    """A workbook with other members; `elsewhere` puts its sheet where no sheet belongs."""
    output = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(sheets={"A": "name"}))) as old,
        zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = members.get(name, old.read(name))
            if elsewhere is not None and name == RELATIONS:
                content = content.replace(b"worksheets/sheet1.xml", b"theme/other.xml")
            new.writestr(name, content)
        if elsewhere is not None:
            new.writestr("xl/theme/other.xml", elsewhere)
    return output.getvalue()


def sheet_of(rows: bytes) -> bytes:
    return b"<worksheet %b><sheetData>%b</sheetData></worksheet>" % (NAMESPACE, rows)


def test_the_first_visible_sheet_that_holds_something_is_read() -> None:
    content = workbook(
        hidden=("Lists",), sheets={"Lists": "not this", "Empty": None, "B": "this", "C": "nor this"}
    )
    assert [row.cells for row in read_table(content, "x.xlsx").rows] == [["this"]]


def test_a_workbook_that_no_memory_can_hold_ends_the_child_only() -> None:
    first = b'<row r="1"><c r="A1"><v>1</v></c></row>'
    content = changed({}, elsewhere=sheet_of(first + FAR_AWAY))
    with pytest.raises(SheetSuspicious, match=r"x\.xlsx"):
        read_table(content, "x.xlsx")


@pytest.mark.parametrize("length", [1_000_000, 30_000])
def test_a_long_text_that_many_cells_name_is_refused(length: int) -> None:
    cells = b'<c t="s"><v>0</v></c>' * 20
    rows = b"".join(b'<row r="%d">%b</row>' % (number, cells) for number in range(1, 201))
    text = b"<sst %b><si><t>%b</t></si></sst>" % (NAMESPACE, b"a" * length)
    content = changed({SHEET: sheet_of(rows), "xl/sharedStrings.xml": text})
    with pytest.raises(SheetSuspicious):
        read_table(content, "x.xlsx")


def test_a_broken_workbook_is_no_table() -> None:
    with pytest.raises(SheetInvalid) as refusal:
        read_table(changed({"xl/workbook.xml": b"<workbook"}), "x.xlsx")
    assert type(refusal.value) is SheetInvalid


def test_a_child_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_reading, "SECONDS", 0.001)
    with pytest.raises(SheetSuspicious):
        read_table(workbook(sheets={"A": "name"}), "x.xlsx")


def test_the_table_of_the_child_is_that_of_the_file() -> None:
    assert xlsx_child.visible_tables(workbook(sheets={"A": "name"})) == [("A", [["name"]])]
    assert xlsx_child.visible_tables(workbook(sheets={"A": None})) == []
