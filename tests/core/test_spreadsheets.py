"""Tables on their way in: encodings, separators, lines, headers, hostile files."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
import xlsxwriter

from campaign_app.core.spreadsheets.reading import (
    Cell,
    CellTooLong,
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
    read_table,
)

LIST = (
    "Фамилия;Мекенжайы;Телефон\r\n"
    "Сергеева;пр. Мира, 3;87000000001\r\n"
    "Иванов;ул. Абая, 5, кв. 2;\r\n"
)


def table(sheet: Sheet) -> list[list[object]]:
    return [list(row.cells) for row in sheet.rows]


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (LIST.encode(), "utf-8"),
        (LIST.encode("utf-8-sig"), "utf-8-sig"),
        (LIST.encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + LIST.encode("utf-16-be"), "utf-16"),
        (LIST.replace("Мекенжайы", "Адрес").encode("cp1251"), "cp1251"),
        (LIST.replace("Мекенжайы", "Мекенжайы: Қ Ғ Ә").encode("kz1048"), "kz1048"),
        (LIST.replace("Мекенжайы", "Адрес").encode("cp866"), "cp866"),
        (LIST.replace("Мекенжайы", "Адрес").encode("koi8-r"), "koi8-r"),
    ],
)
def test_encodings_are_recognised(content: bytes, encoding: str) -> None:
    sheet = read_table(content, "list.csv")
    assert sheet.encoding == encoding
    assert sheet.delimiter == ";"
    assert table(sheet)[0][0] == "Фамилия"
    assert table(sheet)[1] == ["Сергеева", "пр. Мира, 3", "87000000001"]
    assert table(sheet)[2] == ["Иванов", "ул. Абая, 5, кв. 2", None]


@pytest.mark.parametrize(
    ("text", "delimiter", "second"),
    [
        ("a,b\n1,2\n", ",", ["1", "2"]),
        ("a\tb\n1,5\t2\n", "\t", ["1,5", "2"]),
        ("a;b;c\n1,5;2,5;3,5\n", ";", ["1,5", "2,5", "3,5"]),
        ("a|b\n1|2\n", "|", ["1", "2"]),
        ("sep=;\na;b\n1,2;3\n", ";", ["1,2", "3"]),
        ("name\nМира\n", ",", ["Мира"]),
        ('a;b\n"ТОО ""Ромашка"";x";2\n', ";", ['ТОО "Ромашка";x', "2"]),
        ('a;b\n"Ромашка" ТОО;2\n', ";", ["Ромашка ТОО", "2"]),
    ],
)
def test_separators_are_recognised(text: str, delimiter: str, second: list[str]) -> None:
    sheet = read_table(text.encode(), "list.csv")
    assert sheet.delimiter == delimiter
    assert table(sheet)[1] == second


def test_rows_know_their_line_in_the_file() -> None:
    text = 'a;b\n\n"first\nsecond";1\n;;\nlast;2\n'
    sheet = read_table(text.encode(), "list.csv")
    assert [(row.line_number, row.cells) for row in sheet.rows] == [
        (1, ["a", "b"]),
        (3, ["first\nsecond", "1"]),
        (6, ["last", "2"]),
    ]
    assert sheet.rows[0].cell(5) is None


def xlsx(rows: list[list[object]]) -> bytes:
    output = io.BytesIO()
    with xlsxwriter.Workbook(output) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(r, c, value, day)
                else:
                    sheet.write(r, c, value)
    return output.getvalue()


def test_a_workbook_is_read_with_its_types_and_lines() -> None:
    content = xlsx(
        [
            ["Список"],
            [],
            ["Аты-жөні", "ЖСН", "Күні", "Сома"],
            [" Ким ", 10722600046, date(2020, 4, 3), 2.5],
        ]
    )
    sheet = read_table(content, "list.xlsx")
    assert [row.line_number for row in sheet.rows] == [1, 3, 4]
    assert sheet.rows[2].cells == ["Ким", 10722600046, date(2020, 4, 3), 2.5]
    assert type(sheet.rows[2].cells[1]) is int
    assert type(sheet.rows[2].cells[2]) is date


def test_the_header_stands_below_titles() -> None:
    content = xlsx(
        [["Список (приложение 1)"], ["на 30.03.2020"], ["№", "Ф.И.О.", "Тел."], [1, "Ким", "-"]]
    )
    sheet = read_table(content, "list.xlsx")
    header = find_header(sheet, {"фио", "тел", "адрес"})
    assert (header.position, header.labels) == (2, ["№", "Ф.И.О.", "Тел."])
    assert [row.line_number for row in header.body(sheet)] == [4]
    with pytest.raises(HeaderNotFound):
        find_header(sheet, {"список приложение", "amount"})


def test_a_header_may_have_one_column() -> None:
    sheet = read_table(b"IIN\n480315400007\n", "list.csv")
    assert find_header(sheet, {"iin"}).position == 0


def zipped(members: dict[str, bytes]) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return output.getvalue()


def with_sheet(xml: bytes) -> bytes:
    """A real workbook whose sheet is replaced."""
    output = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx([["a"]]))) as old,
        zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, xml if name == "xl/worksheets/sheet1.xml" else old.read(name))
    return output.getvalue()


SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%b</sheetData></worksheet>'


def corners(rows: bytes) -> bytes:
    return with_sheet(SHEET % rows)


def lying_about_its_size() -> bytes:
    """The directory at the end declares fewer bytes than the sheet unpacks to."""
    content = corners(b"<row><c><v>1</v></c></row>" + b" " * 100_000)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        size = package.getinfo("xl/worksheets/sheet1.xml").file_size
    return content.replace(size.to_bytes(4, "little"), (50).to_bytes(4, "little"))


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", SheetEmpty),
        (b" \n\n ; ;\n", SheetEmpty),
        (b"MZ\x90\x00" + b"\x00" * 100, SheetInvalid),
        (b"\x7fELF" + b"\x00" * 100, SheetInvalid),
        (b"%PDF-1.7\n", SheetInvalid),
        (b"  <!DOCTYPE html><p>a,b", SheetInvalid),
        (b"a,b\n\x00\x01\x02", SheetInvalid),
        (b"\xff\xfea", SheetInvalid),
        ("naïve,café,Größe".encode("latin-1"), LettersUnreadable),
        (b"a,b\n\xff\xff\xff\x00", SheetInvalid),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 600, SheetLocked),
        (b"PK\x03\x04 no zip at all", SheetInvalid),
        (zipped({"word/document.xml": b"<w/>"}), SheetInvalid),
        (zipped({"xl/workbook.xml": b"nonsense"}), SheetInvalid),
        (zipped({"xl/workbook.xml": b"", "xl/a.xml": b"0" * (151 << 20)}), SheetSuspicious),
        (lying_about_its_size(), SheetSuspicious),
        (
            corners(
                b'<row r="1"><c r="A1"><v>1</v></c></row>'
                b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>'
            ),
            SheetTooLong,
        ),
        (corners(b'<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>'), SheetTooWide),
        (corners(b"<row/>" * 60_000 + b"<row><c><v>1</v></c></row>"), SheetTooLong),
        (corners(b"<row>" + b"<c/>" * 300 + b"<c><v>1</v></c></row>"), SheetTooWide),
        (xlsx([[]]), SheetEmpty),
        (b"a;b\n" + b"1;2\n" * 20_000, SheetTooLong),
        (b"a;b\n" + b"x" * 10_000_000 + b";2\n", CellTooLong),
        (b";".join([b"a"] * 201), SheetTooWide),
        (b'a;b\n1;"2\n3;4\n', QuoteNotClosed),
        (b"a" * (20 * 1024 * 1024 + 1), SheetTooLarge),
    ],
    ids=range(26),
)
def test_what_is_no_table_is_refused(content: bytes, error: type[SheetInvalid]) -> None:
    with pytest.raises(SheetInvalid) as refusal:
        read_table(content, "C:\\lists\\list.csv")
    assert type(refusal.value) is error
    assert refusal.value.params["filename"] == "list.csv"


def test_empty_formatted_cells_far_away_do_no_harm() -> None:
    content = corners(
        b'<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="1"/></row>'
        b'<row r="1048576" ht="15"><c r="A1048576" s="1"/></row>'
    )
    assert table(read_table(content, "list.xlsx")) == [[1]]


def test_the_name_of_a_file_decides_nothing() -> None:
    assert table(read_table(xlsx([["a", "b"]]), "list.csv")) == [["a", "b"]]
    assert table(read_table(b"a,b\n", "list.xlsx")) == [["a", "b"]]


def test_an_open_quote_names_its_line() -> None:
    with pytest.raises(QuoteNotClosed) as refusal:
        read_table(b'a;b\n1;2\n1;"2\n3;4\n', "list.csv")
    assert refusal.value.params["line"] == 3


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ([None, "ИТОГО", "20 чел."], True),
        (["Итого: 20"], True),
        (["Барлығы"], True),
        (["Всеголодов", "Итого"], False),
        ([20, "Итого"], False),
        ([None], False),
    ],
)
def test_a_row_of_totals_is_told_by_its_first_word(cells: list[Cell], expected: bool) -> None:
    assert is_totals_row(Row(25, cells)) is expected
