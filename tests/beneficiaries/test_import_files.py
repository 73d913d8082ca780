"""The files that offices send: encodings, separators, headers, sheets, dates, numbers."""

from __future__ import annotations

import codecs
import io
from datetime import date, datetime

import pytest
import xlsxwriter

from campaign_app.beneficiaries import services
from campaign_app.beneficiaries.rules import ImportOutcome
from campaign_app.beneficiaries.rules.cells import with_century
from tests.factories import TODAY

HEADER = ["Ф.И.О.", "Дата рождения", "Телефон", "ИИН"]
ROW = ["Пак Анна Ивановна", "02.01.1950", "87010000001", ""]


def delimited(rows, separator=";"):
    return "\r\n".join(separator.join(map(str, row)) for row in rows) + "\r\n"


def workbook(sheets, *, hidden=(), merged=()):
    """`sheets`: name to rows; `merged`: ranges of the first sheet with their text."""
    output = io.BytesIO()
    with xlsxwriter.Workbook(output) as book:
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if isinstance(cell, date):
                        sheet.write_datetime(number, place, cell, day)
                    elif cell not in (None, ""):
                        sheet.write(number, place, cell)
            if name in hidden:
                sheet.hide()
            else:
                sheet.activate()
                sheet.set_first_sheet()
        for area, text in merged:
            book.worksheets()[0].merge_range(area, text)
    return output.getvalue()


def planned(session, content, name="list.xlsx"):
    table = services.read_list(content, name)
    return services.plan_import(session, table, category="lonely_pensioner", today=TODAY)


def people(rows):
    return [(row.name, row.parsed.values.get("born_on")) for row in rows]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("cp1251", b""),
    ],
)
def test_encodings_and_separators(session, encoding, mark, separator):
    content = mark + delimited([HEADER, ROW], separator).encode(encoding)
    (row,) = planned(session, content, "list.csv")
    assert (row.name, row.outcome) == ("Пак Анна Ивановна", ImportOutcome.NEW)
    assert row.parsed.values["phone"] == "+77010000001"


def test_titles_merged_cells_empty_rows_and_totals(session):
    rows = [[], [], [], HEADER, [], ROW, [], ["Ким Олег"], ["Итого", 2], ["Барлығы: 2"], ["Total"]]
    titles = [("A1:D1", "СПИСОК получателей помощи"), ("A2:D2", "на 1 апреля 2020 г.")]
    found = planned(session, workbook({"A": rows}, merged=titles))
    assert [(row.row, row.outcome.value) for row in found] == [
        (6, "new"),
        (8, "new"),
        (9, "skipped"),
        (10, "skipped"),
        (11, "skipped"),
    ]


def test_a_header_of_two_rows_and_the_numbers_of_the_columns(session):
    rows = [
        ["№", None, None, None, "Дата рождения", None, None],
        [None, "Фамилия", "Имя", "Отчество", "(дд.мм.гггг)", "Улица", "Дом"],
        [1, 2, 3, 4, 5, 6, 7],
        [1, "Пак", "Анна", "Ивановна", "02.01.1950", "Абая", 7],
    ]
    merged = [("B1:D1", "Получатель"), ("F1:G1", "Адрес")]
    (row,) = planned(session, workbook({"A": rows}, merged=merged))
    assert people([row]) == [("Пак Анна Ивановна", date(1950, 1, 2))]
    assert (row.parsed.values["street"], row.parsed.values["house"]) == ("Абая", "7")


def test_the_sheet_with_the_header_is_read_and_named(session):
    sheets = {
        "Справка": [["Составила"], ["Иванова"]],
        "Черновик": [HEADER, ["Скрытый Человек"]],
        "Получатели": [["Список"], HEADER, ROW],
        "Телефоны": [["Ф.И.О.", "Телефон"], ["Другой Человек", "87010000009"]],
    }
    table = services.read_list(workbook(sheets, hidden=("Черновик",)), "list.xlsx")
    assert table.sheet == "Получатели"
    assert table.other_sheets == ["Справка", "Телефоны"]
    assert [row.cells[0] for row in table.rows] == ["Пак Анна Ивановна"]


@pytest.mark.parametrize(
    "cell",
    [
        *("12.05.1948", "12/05/1948", "12-05-1948", "1948-05-12", "12.5.1948", "12.05.1948 г."),
        *("12.05.48", "12/05/48", "12.05.48 г.", date(1948, 5, 12), datetime(1948, 5, 12)),  # noqa: DTZ001
        17665,  # a date that lost its format
    ],
)
def test_dates_in_the_usual_forms(session, cell):
    (row,) = planned(session, workbook({"A": [HEADER, ["Пак Анна", cell]]}))
    assert people([row]) == [("Пак Анна", date(1948, 5, 12))]


@pytest.mark.parametrize(
    ("cell", "years_back", "expected"),
    [
        ("12.05.48", 110, "12.05.1948"),
        ("12.05.05", 110, "12.05.2005"),
        # 1920 or 2020: both can be meant, so the clerk is asked.
        ("12.05.20", 110, "12.05.20"),
        ("30.03.20", 20, "30.03.2020"),
        ("30.03.48", 20, "30.03.48"),
        ("12.05-48", 110, "12.05-48"),
        ("12.05.1948", 110, "12.05.1948"),
        (17665, 110, 17665),
    ],
)
def test_a_year_of_two_digits_where_one_century_is_meant(cell, years_back, expected):
    assert with_century(cell, date(2026, 11, 25), years_back) == expected


def test_numbers_that_a_spreadsheet_spoiled(session):
    rows = [HEADER, ["Пак Анна", "", 87010000001.0, 10722600006], ["Ким Олег", "", 7.7010000002e10]]
    first, second = planned(session, workbook({"A": rows}))
    assert first.parsed.values["iin"] == "010722600006"
    assert first.parsed.values["phone"] == "+77010000001"
    assert second.parsed.values["phone"] == "+77010000002"


def test_formulas_give_their_last_value_and_texts_stay_texts(session):
    output = io.BytesIO()
    with xlsxwriter.Workbook(output) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["ФИО", "Примечание"])
        sheet.write_formula(1, 0, '="Пак "&"Анна"', None, "Пак Анна")
        sheet.write_string(1, 1, "=1+1")
    (row,) = planned(session, output.getvalue())
    assert (row.name, row.parsed.values["note"]) == ("Пак Анна", "=1+1")
