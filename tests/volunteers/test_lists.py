"""Lists of volunteers: what rows mean, who is known again, what is written."""

from __future__ import annotations

import json
from datetime import date

import pytest

from campaign_app.core.audit import verify_chain
from campaign_app.core.errors import DomainError
from campaign_app.core.spreadsheets.writing import write_csv, write_xlsx
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.volunteers import queries, rules, services
from campaign_app.volunteers.rules import (
    Known,
    ListedVolunteer,
    VolunteerKind,
)
from tests.factories import NOW, TODAY, make_account

HEADER = ["№", "Ф.И.О.", "Группа", "Телефон", "Дата рождения", "Эл. почта"]
ROWS = [
    ["1", "Қасымов Ғалымжан Серікұлы", "ИС-18", "8 (701) 123-45-67", "22.07.2001", ""],
    ["2", "Ким Валентина", "ИС-18", "", "", "kim@tests.example"],
    ["3", "Ли", "", "12", "", ""],
    ["4", "", "ИС-18", "", "", ""],
    ["5", "КИМ Валентина", "ИС-18", "", "", ""],
]


def csv_of(rows=ROWS, header=HEADER):
    return b"".join(write_csv(header, rows))


def outcomes(planned):
    return [row.judged.outcome.value for row in planned]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (
            {"full_name": "Қасымов Ғалымжан Серікұлы", "kind": "Студент", "phone": "87011234567"},
            ListedVolunteer(
                surname="Қасымов",
                given_name="Ғалымжан",
                patronymic="Серікұлы",
                kind=VolunteerKind.STUDENT,
                phone="+77011234567",
            ),
        ),
        (
            {"surname": "Ким", "given_name": "Вера", "born_on": "12.05.98", "email": "V@T.example"},
            ListedVolunteer(
                surname="Ким", given_name="Вера", born_on=date(1998, 5, 12), email="v@t.example"
            ),
        ),
        (
            {"full_name": "Ким Вера", "phone": "–"},
            ListedVolunteer(surname="Ким", given_name="Вера"),
        ),
        (
            {"full_name": "Ким Вера", "phone": 77011234567.0, "unit": 18.0},
            ListedVolunteer(surname="Ким", given_name="Вера", phone="+77011234567", unit="18"),
        ),
    ],
)
def test_what_a_row_says(cells, expected):
    assert rules.read_row(cells, TODAY) == expected


@pytest.mark.parametrize(
    "cells",
    [
        {"full_name": "–"},
        {"full_name": "Ким Вера", "phone": "12"},
        {"full_name": "Ким Вера", "email": "kim"},
        {"full_name": "Ким Вера", "born_on": "01.01.2030"},
        {"full_name": "Ким Вера", "born_on": "31.02.2000"},
        {"full_name": "Ким Вера", "kind": "астронавт"},
        {"full_name": "К" * 101},
    ],
)
def test_what_a_row_is_an_error_for(cells):
    with pytest.raises(DomainError):
        rules.read_row(cells, TODAY)


BORN, PHONE = date(2001, 7, 22), "+77011234567"
OTHER_BORN, OTHER_PHONE = date(1999, 1, 1), "+77000000001"


@pytest.mark.parametrize(
    ("known", "listed", "outcome"),
    [
        ({}, {}, "already_there"),
        ({"phone": PHONE}, {}, "already_there"),
        ({}, {"phone": PHONE}, "changed"),
        ({"phone": PHONE}, {"phone": PHONE}, "already_there"),
        ({"phone": PHONE}, {"phone": OTHER_PHONE}, "likely_duplicate"),
        ({"born_on": BORN}, {"born_on": BORN}, "already_there"),
        ({"born_on": BORN}, {"born_on": OTHER_BORN}, "new"),
        (
            {"born_on": BORN, "phone": PHONE},
            {"born_on": BORN, "phone": OTHER_PHONE},
            "already_there",
        ),
        ({"unit": "ИС-18"}, {"unit": "ИС-19"}, "changed"),
        ({"name": "Касымов Галымжан", "phone": PHONE}, {"phone": PHONE}, "already_there"),
        ({"name": "Касымов Галымжон", "phone": PHONE}, {"phone": PHONE}, "likely_duplicate"),
        ({"name": "Касымов Галымжон"}, {}, "new"),
        ({"name": "Воробьёва Анна", "phone": PHONE}, {"phone": PHONE}, "new"),
    ],
)
def test_who_is_known_again(known, listed, outcome):
    listed = ListedVolunteer(surname="Қасымов", given_name="Ғалымжан", **listed)
    name = known.pop("name", "Қасымов Ғалымжан")
    register = rules.Register()
    surname, given_name = name.split()
    key = rules.key_of(ListedVolunteer(surname=surname, given_name=given_name))
    register.add(Known(id=1, name=name, key=key, **known))
    assert rules.judge(listed, register).outcome.value == outcome


def import_list(session, content, *, filename="list.csv"):
    return services.import_list(
        session,
        actor=make_account(session),
        now=NOW,
        today=TODAY,
        content=content,
        filename=filename,
        kind=VolunteerKind.STUDENT,
    )


def test_the_same_list_twice_adds_nobody(session):
    first = import_list(session, csv_of())
    assert outcomes(first) == ["new", "new", "error", "error", "already_there"]
    assert first[4].as_json()["of_row"] == 3
    assert first[2].name == "Ли"  # an error is found in the file by its name
    (kim, kasymov) = sorted(
        queries.list_volunteers(session, q="", page=1).items, key=lambda row: row.unit + row.surname
    )
    assert kasymov.phone == "+77011234567"
    assert kim.kind is VolunteerKind.STUDENT
    assert outcomes(import_list(session, csv_of())) == [
        *("already_there", "already_there", "error", "error", "already_there")
    ]
    assert queries.list_volunteers(session, q="", page=1).total == 2


def test_a_later_list_completes_and_moves_but_overwrites_nothing_of_hers(session):
    import_list(session, csv_of())
    later = [["1", "Ким Валентина", "ИС-28", "+7 700 000 00 02", "", "new@tests.example"]]
    assert outcomes(import_list(session, csv_of(later))) == ["likely_duplicate"]
    later = [["1", "Ким Валентина", "ИС-28", "+7 700 000 00 02", "", "kim@tests.example"]]
    assert outcomes(import_list(session, csv_of(later))) == ["changed"]
    (row,) = queries.list_volunteers(session, q="7000000002", page=1).items
    assert (row.unit, row.email) == ("ИС-28", "kim@tests.example")


def test_every_row_that_is_written_stands_in_the_audit_log(session):
    with unit_of_work() as inner:
        import_list(inner, csv_of())
    assert verify_chain(session) is None


def test_what_a_file_is_refused_for(session, monkeypatch):
    with pytest.raises(DomainError):
        import_list(session, b"%PDF-1.7")
    with pytest.raises(DomainError):
        import_list(session, csv_of([["1", "x"]], ["Группа", "Телефон"]))
    monkeypatch.setattr("campaign_app.volunteers.rules.MOST_ROWS", 4)
    with pytest.raises(rules.ListTooLong) as refusal:
        import_list(session, csv_of())
    assert refusal.value.params == {"rows": 5, "limit": 4}


def test_the_command_says_what_becomes_of_each_row(session, run_command, tmp_path):
    file = tmp_path / "list.xlsx"
    file.write_bytes(write_xlsx("Тізім", HEADER, ROWS))
    tried = run_command("volunteers", "import", str(file), "--dry-run", "--json")
    assert tried.exit_code == 0, tried.output
    assert [row["outcome"] for row in json.loads(tried.output)["rows"]] == [
        *("new", "new", "error", "error", "already_there")
    ]
    assert queries.list_volunteers(session, q="", page=1).total == 0
    done = run_command("volunteers", "import", str(file), "--kind", "student")
    assert "2: new" in done.output
    assert queries.list_volunteers(session, q="", page=1).total == 2
    again = json.loads(run_command("volunteers", "import", str(file), "--json").output)
    assert {row["outcome"] for row in again["rows"]} == {"already_there", "error"}
    file.write_text("Группа;Телефон\nИС-18;87011234567\n", encoding="utf-8")
    refused = run_command("volunteers", "import", str(file))
    assert (refused.exit_code, "No column with names" in refused.output) == (1, True)
