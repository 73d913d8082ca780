"""Lists of real offices: what becomes of each row, and that a list comes in once."""

from __future__ import annotations

import json
from pathlib import Path
from time import process_time

import pytest
from sqlalchemy import func, select

from campaign_app.beneficiaries import queries, rules, services
from campaign_app.beneficiaries.models import Beneficiary, Consent, ImportDraft
from campaign_app.beneficiaries.rules import BeneficiaryCategory, ImportOutcome
from campaign_app.core.audit import AuditEvent
from campaign_app.core.spreadsheets.writing import write_csv, write_xlsx
from tests.factories import NOW, TODAY, make_administrator
from tests.support.client import settle

LISTS = Path(__file__).parents[1] / "data" / "import"
EXPECTED = json.loads((LISTS / "expected.json").read_text(encoding="utf-8"))
FILES = ("pensioners.csv", "students_cp1251.csv", "list.xlsx")
PENSIONER = BeneficiaryCategory.LONELY_PENSIONER


def plan(session, text, category=PENSIONER, *, name="list.csv"):
    content = text if isinstance(text, bytes) else text.encode()
    table = services.read_list(content, name)
    return services.plan_import(session, table, category=category, today=TODAY)


def bring_in(session, text, category=PENSIONER):
    planned = plan(session, text, category)
    services.write_plan(session, actor=None, now=NOW, today=TODAY, planned=planned)
    return planned


def outcomes(planned):
    return [(row.row, row.outcome.value, row.of_row) for row in planned]


@pytest.mark.parametrize("name", FILES)
def test_each_row_becomes_what_is_expected(session, name):
    expected = EXPECTED[name]
    planned = plan(session, (LISTS / name).read_bytes(), expected["category"], name=name)
    assert outcomes(planned) == [
        (row["row"], row["expect"], row.get("of_row")) for row in expected["rows"]
    ]


@pytest.mark.parametrize("name", FILES)
def test_each_refusal_has_the_expected_reason(session, name):
    expected = EXPECTED[name]
    planned = plan(session, (LISTS / name).read_bytes(), expected["category"], name=name)
    reasons = {row["row"]: row["why"] for row in expected["rows"] if row["expect"] == "error"}
    assert {r.row: r.why for r in planned if r.outcome is ImportOutcome.ERROR} == reasons


@pytest.mark.parametrize(
    ("name", "line", "reasons"),
    [
        (
            "pensioners.csv",
            32,
            ["other_spelling", "same_birth_date", "same_phone", "same_address"],
        ),
        ("pensioners.csv", 33, ["look_alike_letters", "same_birth_date"]),
        ("students_cp1251.csv", 14, ["same_name", "same_phone", "same_address"]),
    ],
)
def test_a_likely_duplicate_says_why(session, name, line, reasons):
    planned = plan(session, (LISTS / name).read_bytes(), EXPECTED[name]["category"], name=name)
    (row,) = [row for row in planned if row.row == line]
    assert [reason.value for reason in row.reasons] == reasons


@pytest.mark.parametrize("name", FILES)
def test_the_same_list_again_changes_nothing(session, name):
    content, category = (LISTS / name).read_bytes(), EXPECTED[name]["category"]
    first = bring_in(session, content, category)
    settle(session)
    before = session.scalar(select(func.count(AuditEvent.id)))
    again = bring_in(session, content, category)
    settle(session)
    was_new = {row.row for row in first if row.outcome is ImportOutcome.NEW}
    assert {r.row for r in again if r.outcome is ImportOutcome.SKIPPED} >= was_new
    assert not [row for row in again if row.outcome in rules.WRITTEN]
    assert [r.row for r in again if r.of_row] == [r.row for r in first if r.of_row]
    assert session.scalar(select(func.count(Beneficiary.id))) == len(was_new)
    assert session.scalar(select(func.count(AuditEvent.id))) == before


def test_what_the_pensioners_list_says_is_kept(session):
    bring_in(session, (LISTS / "pensioners.csv").read_bytes())
    settle(session)
    (row,) = queries.list_beneficiaries(session, q="Әлімжанова Жұлдыз", page=1).items
    person = session.get_one(Beneficiary, row.id)
    assert (person.surname, person.given_name, person.patronymic) == (
        "Әлімжанова",
        "Жұлдыз",
        "Ахметқызы",
    )
    assert (person.born_on.isoformat(), person.phone) == ("1949-08-16", "+77000037519")
    assert (person.street, person.house, person.flat) == ("пр. Металлургов", "363", "50")
    consent = session.scalars(select(Consent).where(Consent.beneficiary_id == person.id)).one()
    assert (consent.given_on.isoformat(), consent.method.value) == ("2020-03-30", "paper")


def test_a_formula_comes_in_as_text(session):
    bring_in(session, (LISTS / "pensioners.csv").read_bytes())
    notes = session.scalars(select(Beneficiary.note).where(Beneficiary.note != "")).all()
    assert notes == ['=HYPERLINK("http://127.0.0.1/x";"click")']


def test_the_leading_zero_of_an_iin_is_restored(session):
    bring_in(session, (LISTS / "list.xlsx").read_bytes())
    person = session.scalars(select(Beneficiary).where(Beneficiary.iin_last4 == "0046")).one()
    assert person.iin == "010722600046"
    assert (person.city, person.street, person.house) == ("Темиртау", "ул. Амангельды", "363А")


def test_students_have_dormitories_and_documents(session):
    bring_in(session, (LISTS / "students_cp1251.csv").read_bytes(), "foreign_student")
    settle(session)
    (row,) = queries.list_beneficiaries(session, q="Bano", dormitory="№1 жатақхана", page=1).items
    assert (row.dormitory, row.room, row.document_last4) == ("ОБЩ. 1", "416", "3299")
    assert row.phone == "+919807990795"


HEADER = "surname,given_name,born_on,phone,iin,room,dormitory,note\n"


def test_a_changed_row_names_each_field(session):
    bring_in(session, HEADER + "Пак,Анна,1950-01-02,+77010000001,,,,\n")
    settle(session)
    (row,) = plan(session, HEADER + "Пак,Анна,1950-01-02,+77010000002,,,,шақырту\n")
    assert row.outcome is ImportOutcome.CHANGED
    assert [(c.field, c.old, c.new) for c in row.changes] == [
        ("phone", "+77010000001", "+77010000002"),
        ("note", "", "шақырту"),
    ]


def test_an_empty_cell_takes_nothing_away(session):
    bring_in(session, HEADER + "Пак,Анна,1950-01-02,+77010000001,480315400007,,,тірі\n")
    settle(session)
    (row,) = bring_in(session, HEADER + "Пак,Анна,1950-01-02,,,,,\n")
    assert row.outcome is ImportOutcome.SKIPPED
    (person,) = session.scalars(select(Beneficiary)).all()
    assert (person.phone, person.iin, person.note) == ("+77010000001", "480315400007", "тірі")


@pytest.mark.parametrize(
    ("line", "outcome", "reasons"),
    [
        # The same IIN under another name: one of the two is a typing error.
        ("Цой,Вера,,,480315400007,,,", "likely_duplicate", ["other_name", "same_iin"]),
        # One name, one door, two dates of birth: mother and daughter, or a slip.
        (
            "Пак,Анна,1980-01-02,+77010000001,,,,",
            "likely_duplicate",
            ["same_name", "same_phone", "other_birth_date"],
        ),
        ("Пак,Анна,,,,,,", "likely_duplicate", ["same_name"]),
        # A name alone makes false twins.
        ("Пак,Анна,1980-01-02,+77010000009,,,,", "new", []),
        ("Ким,Олег,1950-01-02,+77010000001,,,,", "new", []),
    ],
)
def test_whom_a_row_resembles(session, line, outcome, reasons):
    bring_in(session, HEADER + "Пак,Анна,1950-01-02,+77010000001,480315400007,,,\n")
    settle(session)
    (row,) = plan(session, HEADER + line + "\n")
    assert row.outcome.value == outcome
    assert [reason.value for reason in row.reasons] == reasons


def test_an_iin_of_another_person_is_never_taken_over(session):
    bring_in(
        session,
        HEADER + "Пак,Анна,,,480315400007,,,\nЦой,Вера,1950-01-02,+77010000002,,,,\n",
    )
    settle(session)
    (row,) = plan(session, HEADER + "Цой,Вера,1950-01-02,+77010000002,480315400007,,,\n")
    assert row.outcome is ImportOutcome.LIKELY_DUPLICATE
    assert not row.may_be_another


@pytest.mark.parametrize(
    ("header", "cell", "why"),
    [
        ("phone", "12", "phone: “12” is not a telephone number. Write it like +7 701 123 45 67."),
        ("household_size", "бес", "household_size: “бес” is not a whole number."),
        ("citizenship", "Нарния", "citizenship: “Нарния” is not a country."),
        ("sex", "?", "sex: “?” is not one of the values known here."),
        ("born_on", "2031-01-01", "born_on: The date of birth (2031-01-01) is in the future."),
        ("room", "а" * 21, "room: The text is too long: at most 20 letters."),
        ("category", "institution", "head_count: Write for how many people"),
    ],
)
def test_what_is_wrong_is_named_with_its_cell(session, header, cell, why):
    (row,) = plan(session, f"surname,{header}\nПак,{cell}\n")
    assert row.outcome is ImportOutcome.ERROR
    assert row.why.startswith(why)


def test_institutions_are_counted_and_not_split(session):
    header = "Учреждение;Количество человек;БИН;Контактное лицо\n"
    text = header + "Дом милосердия «Демо»;45;990140000007;Ли О. П.\n"
    (row,) = bring_in(session, text, "institution")
    assert row.outcome is ImportOutcome.NEW
    (found,) = session.scalars(select(Beneficiary)).all()
    assert (found.surname, found.given_name, found.head_count) == (
        "Дом милосердия «Демо»",
        "",
        45,
    )
    assert (found.bin, found.contact_person, found.kind.value) == (
        "990140000007",
        "Ли О. П.",
        "institution",
    )


@pytest.mark.parametrize(
    ("text", "error"),
    [("Телефон,Адрес\n1,2\n", rules.NoNameColumn)],
)
def test_lists_that_are_refused(session, text, error):
    with pytest.raises(error):
        plan(session, text)


def test_a_draft_is_confirmed_once_and_by_its_owner_only(session):
    owner, other = make_administrator(session), make_administrator(session)
    draft = services.upload_list(
        session,
        actor=owner,
        now=NOW,
        today=TODAY,
        content=(LISTS / "pensioners.csv").read_bytes(),
        filename="C:\\Users\\x\\pensioners.csv",
        category=PENSIONER,
    )
    assert draft.filename == "pensioners.csv"
    assert session.scalar(select(func.count(Beneficiary.id))) == 0
    with pytest.raises(Exception, match="Not found"):
        services.confirm_list(session, actor=other, now=NOW, today=TODAY, draft_id=draft.id)
    for _again in range(2):
        services.confirm_list(session, actor=owner, now=NOW, today=TODAY, draft_id=draft.id)
    kept = session.get_one(ImportDraft, draft.id)
    assert (kept.new_count, kept.changed_count, kept.content) == (26, 0, "")
    assert session.scalar(select(func.count(Beneficiary.id))) == 26


def test_a_person_may_say_that_a_likely_duplicate_is_somebody_else(session):
    owner = make_administrator(session)
    draft = services.upload_list(
        session,
        actor=owner,
        now=NOW,
        today=TODAY,
        content=(LISTS / "pensioners.csv").read_bytes(),
        filename="pensioners.csv",
        category=PENSIONER,
    )
    services.mark_as_another(session, draft=draft, line=33, is_another=True)
    planned, is_old = services.current_plan(session, draft=draft)
    assert not is_old
    assert [row.outcome.value for row in planned if row.row >= 32] == ["likely_duplicate", "new"]


def test_two_thousand_rows_take_seconds(session):
    """A third of them with the warden's telephone, all dates of birth within three years."""
    parts = "ба ге жо ку ли мы но пе ра су та фи хо ца ше әз өр үк қы ңа".split()  # noqa: SIM905
    lines = [
        f"{parts[i % 20]}{parts[i // 20 % 20]}{parts[i * 7 % 20]}ов,"
        f"{parts[i * 3 % 20]}{parts[i // 100]},19{50 + i % 3}-{1 + i % 12:02d}-"
        f"{1 + i * 7 % 28:02d},{'+77010000000' if i % 3 == 0 else f'+7701{i:07d}'},,{i % 700},1,\n"
        for i in range(2000)
    ]
    began = process_time()
    planned = bring_in(session, HEADER + "".join(lines))
    settle(session)
    assert len(planned) == 2000
    assert session.scalar(select(func.count(Beneficiary.id))) > 500
    assert process_time() - began < 30


def test_an_export_comes_in_again_unchanged(session):
    for name in FILES:
        content = (LISTS / name).read_bytes()
        services.write_plan(
            session,
            actor=None,
            now=NOW,
            today=TODAY,
            planned=plan(session, content, EXPECTED[name]["category"], name=name),
        )
    settle(session)
    rows = list(queries.export_rows(session))
    assert len(rows) == 26 + 12 + 20
    csv_file = b"".join(write_csv(queries.EXPORT_HEADER, rows))
    for content in (csv_file, write_xlsx("people", queries.EXPORT_HEADER, rows)):
        assert {row.outcome for row in plan(session, content, "other")} == {ImportOutcome.SKIPPED}
    assert b"480315" not in csv_file
