"""The rows that are left out, as a file: in the list's own shape, corrected and uploaded again."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from sqlalchemy import func, select

from campaign_app.accounts.rules import CampaignRole
from campaign_app.beneficiaries.models import Beneficiary
from campaign_app.core.spreadsheets.reading import read_table
from campaign_app.core.spreadsheets.writing import write_csv
from tests.factories import make_campaign, make_member

LISTS = Path(__file__).parents[1] / "data" / "import"
UPLOAD = "/manage/beneficiaries/import"
TEXT = (
    "№;ФИО;Телефон;Кружок\n1;Пак Анна;87010000001;хор\n2;Ким Олег;12;шахматы\n"
    "3;Ли Вера;87010000003;=1+1\n4;Цой Жан;нет;\n"
)


@pytest.fixture
def organiser(session):
    campaign = make_campaign(session, slug="food")
    return make_member(session, campaign=campaign, role=CampaignRole.ORGANISER)


def upload(client, content, name="list.csv"):
    content = content.encode() if isinstance(content, str) else content
    data = {"category": "other", "file": (io.BytesIO(content), name)}
    return client.post(UPLOAD, data=data, content_type="multipart/form-data").location


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize(
    ("locale", "extra", "reason"),
    [
        ("kk", ["Не болады", "Себебі"], "телефон нөмірі"),
        ("ru", ["Что с ней будет", "Почему"], "номер телефона"),
        ("en", ["What becomes of it", "Why"], "is not a telephone number"),
    ],
)
def test_it_has_the_shape_of_the_list(client_for, organiser, kind, locale, extra, reason):
    client = client_for(organiser, locale)
    url = upload(client, TEXT)
    file = read_table(client.get(f"{url}/problems.{kind}").data, f"problems.{kind}")
    header, first, second = file.rows
    assert header.cells == ["№", "ФИО", "Телефон", "Кружок", *extra]
    assert [str(cell) for cell in first.cells[:4]] == ["2", "Ким Олег", "12", "шахматы"]
    assert second.cells[:4] == [second.cells[0], "Цой Жан", "нет", None]
    assert "3" in str(first.cells[4])
    assert reason in first.cells[5]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_corrected_it_is_uploaded_again(session, client_for, organiser, kind):
    client = client_for(organiser, "ru")
    url = upload(client, TEXT)
    problems = client.get(f"{url}/problems.{kind}").data
    client.post(f"{url}/confirm")
    assert session.scalar(select(func.count(Beneficiary.id))) == 2
    table = [list(row.cells) for row in read_table(problems, "x").rows]
    for row, number in zip(table[1:], ("87010000002", "87010000004"), strict=True):
        row[2] = number
    again = upload(client, b"".join(write_csv(table[0], table[1:])))
    page = client.get(again).text
    assert "Не прочитано" not in page
    client.post(f"{again}/confirm")
    phones = session.scalars(select(Beneficiary.phone).order_by(Beneficiary.phone)).all()
    assert phones == [f"+7701000000{number}" for number in (1, 2, 3, 4)]


def test_likely_duplicates_say_of_whom(client_for, organiser):
    client = client_for(organiser)
    url = upload(client, (LISTS / "pensioners.csv").read_bytes())
    file = read_table(client.get(f"{url}/problems.csv").data, "problems.csv")
    assert [str(row.cells[-2]).split(":")[0] for row in file.rows[1:]] == [
        f"Row {number} of the file" for number in (6, 11, 15, 19, 32, 33)
    ]
    assert "no such date" in file.rows[2].cells[-1]
    assert file.rows[5].cells[-1].startswith("Row 2 of the list: ")


def test_other_kinds_of_file_are_not_found(client_for, organiser):
    client = client_for(organiser)
    assert client.get(upload(client, TEXT) + "/problems.pdf").status_code == 404
