"""Files that are no lists, or mean harm: refused at the field, in the reader's language, soon."""

from __future__ import annotations

import io
import zipfile
from time import perf_counter

import pytest
import xlsxwriter
from sqlalchemy import func, select

from campaign_app.accounts.rules import CampaignRole
from campaign_app.beneficiaries.models import ImportDraft
from tests.factories import make_campaign, make_member

UPLOAD = "/manage/beneficiaries/import"
SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET, TEXTS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
SECONDS = 20  # a busy machine; alone none of them takes two


def workbook():
    output = io.BytesIO()
    with xlsxwriter.Workbook(output) as book:
        book.add_worksheet().write_row(0, 0, ["ФИО", "Телефон"])
    return output.getvalue()


def with_members(**changed):
    """A workbook in which some parts are others."""
    members = {SHEET: changed.get("sheet"), TEXTS: changed.get("texts")}
    output = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook())) as old,
        zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, members.get(name) or old.read(name))
    return output.getvalue()


def sheet(rows):
    return f"<worksheet {SPACE}><sheetData>{rows}</sheetData></worksheet>".encode()


def bomb():
    return with_members(sheet=sheet("") + b" " * 200_000_000)


def many_columns():
    return with_members(sheet=sheet("<row>" + "<c><v>1</v></c>" * 1_000_000 + "</row>"))


def many_rows():
    return with_members(sheet=sheet("<row><c><v>1</v></c></row>" * 1_000_000))


def entities():
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "lol"}">' for n in range(10))
    text = f"<!DOCTYPE x [{lines}]><sst {SPACE}><si><t>&e9;</t></si></sst>"
    return with_members(texts=text.encode())


def formulas_only():
    output = io.BytesIO()
    with xlsxwriter.Workbook(output) as book:
        page = book.add_worksheet()
        for place in range(3):
            page.write_formula(0, place, "=NA()", None, "")
    return output.getvalue()


HOSTILE = {
    "bomb": bomb,
    "columns": many_columns,
    "rows": many_rows,
    "entities": entities,
    "formulas": formulas_only,
    "program": lambda: b"MZ\x90\x00" + b"\x00" * 5000,
    "elf": lambda: b"\x7fELF" + b"\x01" * 5000,
    "pdf": lambda: b"%PDF-1.7\n" + b"abc;def\n" * 50,
    "image": lambda: b"\x89PNG\r\n\x1a\n" + b"\x01" * 500,
    "old": lambda: bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 9000,
    "truncated": lambda: workbook()[:2500],
    "nul": lambda: "ФИО;Т\nПак\x00;1\n".encode(),
}


@pytest.fixture(scope="module")
def made():
    return {}


@pytest.mark.parametrize(
    ("kind", "kk", "ru", "en"),
    [
        ("bomb", "ашылған жоқ", "не открыт", "not opened"),
        ("columns", "200", "200", "more than 200 columns"),
        ("rows", "20 000", "20 000", "more than 20,000 rows"),
        ("entities", "кесте емес", "не таблица", "not a table"),
        ("formulas", "бос", "пуст", "nothing in"),
        ("program", "кесте емес", "не таблица", "not a table"),
        ("elf", "кесте емес", "не таблица", "not a table"),
        ("pdf", "кесте емес", "не таблица", "not a table"),
        ("image", "кесте емес", "не таблица", "not a table"),
        ("old", "XLS", "XLS", "old XLS format"),
        ("truncated", "кесте емес", "не таблица", "not a table"),
        ("nul", "кесте емес", "не таблица", "not a table"),
    ],
)
def test_it_is_refused_in_three_languages(session, client_for, made, kind, kk, ru, en):
    content = made.setdefault(kind, HOSTILE[kind]())
    campaign = make_campaign(session, slug="food")
    account = make_member(session, campaign=campaign, role=CampaignRole.ORGANISER)
    for locale, told in (("kk", kk), ("ru", ru), ("en", en)):
        client = client_for(account, locale)
        began = perf_counter()
        data = {"category": "other", "file": (io.BytesIO(content), "list.xlsx")}
        page = client.post(UPLOAD, data=data, content_type="multipart/form-data")
        assert perf_counter() - began < SECONDS
        assert page.status_code == 422
        error = page.text.split('id="file-error"', 1)[1].split("</p>", 1)[0]
        assert told in error.replace("\u00a0", " "), error
    assert session.scalar(select(func.count(ImportDraft.id))) == 0
    made.pop(kind)
