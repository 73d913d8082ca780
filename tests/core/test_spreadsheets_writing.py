"""Tables on their way out: formulas made harmless, round trips, typed cells."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign_app.core.spreadsheets.neutral import neutral_text, restore_text
from campaign_app.core.spreadsheets.reading import Sheet, read_table
from campaign_app.core.spreadsheets.writing import write_csv, write_xlsx


def table(sheet: Sheet) -> list[list[object]]:
    return [list(row.cells) for row in sheet.rows]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ('=HYPERLINK("http://127.0.0.1/x";"click")', '\'=HYPERLINK("http://127.0.0.1/x";"click")'),
        ("=1+1", "'=1+1"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\tx", "'\tx"),
        (" =1", "' =1"),
        ("＝1", "'＝1"),
        ("-", "'-"),
        ("- нет", "'- нет"),
        ("'=1", "''=1"),
        ("+77000000001", "+77000000001"),
        ("+7 700 003-75-19", "+7 700 003-75-19"),
        ("+7 (7213) 91-23-45", "+7 (7213) 91-23-45"),
        ("-5000.50", "-5000.50"),
        ("-5 000,50", "-5 000,50"),
        ("O'Brien", "O'Brien"),
        ("'цитата'", "'цитата'"),
        ("Ким", "Ким"),
        ("", ""),
    ],
)
def test_formulas_are_made_harmless_and_whole_again(text: str, written: str) -> None:
    assert neutral_text(text) == written
    assert restore_text(written) == text


def written(rows: list[list[object]], delimiter: str = ",") -> bytes:
    return b"".join(write_csv(["Аты", "Сома", "Күні"], rows, delimiter))


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_csv_goes_out_in_the_form_that_excel_reads(delimiter: str) -> None:
    content = written([["=1", Decimal("5000.50"), date(2020, 4, 3)], ["Ким", -5, None]], delimiter)
    assert content.startswith(b"\xef\xbb\xbf")
    lines = content.decode("utf-8-sig").split("\r\n")
    expected = ["Аты|Сома|Күні", "'=1|5000.50|2020-04-03", "Ким|-5|", ""]
    assert lines == [line.replace("|", delimiter) for line in expected]


@settings(max_examples=60)
@given(
    rows=st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12)
            | st.from_regex(r"['=+\-@ ]{0,3}[0-9=+'a]{1,4}", fullmatch=True),
            min_size=3,
            max_size=3,
        ).map(lambda row: ["x", *(cell.strip() for cell in row[1:])]),
        max_size=6,
    ),
    delimiter=st.sampled_from([",", ";"]),
)
def test_what_went_out_comes_in_unchanged(rows: list[list[str]], delimiter: str) -> None:
    # The separator is found out from the whole file, so a steady body gives it away.
    steady = [["Ким", "1", "2"]] * 30
    sheet = read_table(written([*steady, *rows], delimiter), "list.csv")
    came_in = [[cell or "" for cell in row.cells] for row in sheet.rows[31:]]
    assert came_in == rows


def test_a_long_list_is_streamed() -> None:
    chunks = list(write_csv(["a"], ([str(number)] for number in range(2_000))))
    assert len(chunks) > 3
    read = list(csv.reader(io.StringIO(b"".join(chunks).decode("utf-8-sig"))))
    assert read == [["a"], *([str(number)] for number in range(2_000))]


def test_a_workbook_goes_out_with_types_and_comes_in_unchanged() -> None:
    rows = [
        ["=1+1", Decimal("5000.50"), date(2020, 4, 3), 12, None],
        ["010722600046", Decimal("0.10"), date(1899, 1, 1), 10**15, "+77000000001"],
        ["Ким", Decimal("-3.00"), datetime(2020, 4, 3, 18, 46), 0, ""],  # noqa: DTZ001 - local
    ]
    header = ["Аты", "Сома", "Күні", "Саны", "Телефон"]
    content = write_xlsx("Тізім: 1/2 [kk]", header, rows)
    sheet = read_table(content, "list.xlsx")
    assert table(sheet) == [
        header,
        ["=1+1", 5000.5, date(2020, 4, 3), 12],
        ["010722600046", 0.1, "1899-01-01", str(10**15), "+77000000001"],
        ["Ким", -3, datetime(2020, 4, 3, 18, 46), 0],  # noqa: DTZ001 - local
    ]
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        xml = package.read("xl/worksheets/sheet1.xml").decode()
        assert 'state="frozen"' in xml
        assert "<f>" not in xml
        assert "customWidth" in xml
        assert 'name="Тізім  1 2  kk"' in package.read("xl/workbook.xml").decode()


@pytest.mark.parametrize("title", ["", "'", "History", "x" * 60, "a:b/c", "///"])
def test_any_title_makes_a_workbook(title: str) -> None:
    assert table(read_table(write_xlsx(title, ["a"], []), "list.xlsx")) == [["a"]]
