"""The rules of the registry on plain values: need, likeness, columns, cells."""

from __future__ import annotations

from datetime import date

import pytest

from campaign_app.beneficiaries import rules
from campaign_app.beneficiaries.rules import BeneficiaryCategory as Category
from campaign_app.beneficiaries.rules import Identity, compare, need_lines, need_score
from campaign_app.beneficiaries.rules.cells import parse_row
from campaign_app.beneficiaries.rules.columns import field_of, map_columns, member_of
from campaign_app.beneficiaries.rules.need import FIRST
from campaign_app.core.names import match_key
from campaign_app.core.variants import PackageVariant

TODAY = date(2020, 4, 20)


def facts(category=Category.OTHER, born_on=None, size=1, helped=TODAY, declared=()):
    return rules.NeedFacts(category, born_on, size, helped, frozenset(declared))


@pytest.mark.parametrize(
    ("found", "codes", "score"),
    [
        (facts(), [], 0),
        (facts(Category.LONELY_PENSIONER), ["lives_alone"], 3),
        (facts(Category.LONELY_PENSIONER, size=2), [], 0),
        (facts(born_on=date(1940, 4, 20)), ["aged_80"], 2),
        (facts(born_on=date(1940, 4, 21)), [], 0),
        (facts(born_on=date(2021, 1, 1)), [], 0),
        (facts(helped=None), ["not_helped"], 2),
        (facts(helped=date(2020, 1, 21)), [], 0),
        (facts(helped=date(2020, 1, 20)), ["not_helped"], 2),
        (facts(Category.PERSON_WITH_DISABILITY), ["disability"], 2),
        (facts(declared={"disability"}), ["disability"], 2),
        (facts(Category.FOREIGN_STUDENT), ["stranded_student"], 2),
        (facts(Category.LARGE_FAMILY, size=6), ["large_family"], 2),
        (facts(declared={"chronic_need"}), ["chronic_need"], 1),
        (
            facts(declared={"no_relatives", "minimum_pension", "no_income"}),
            ["no_relatives", "minimum_pension", "no_income"],
            6,
        ),
    ],
)
def test_need_is_explained_line_by_line(found, codes, score):
    lines = need_lines(found, TODAY, FIRST)
    assert [line.code for line in lines] == codes
    assert need_score(lines) == score


def test_what_is_declared_is_published():
    codes = {criterion.code for criterion in FIRST.lines}
    assert codes == set(rules.BUILT_IN)
    assert {criterion.code for criterion in FIRST.declarable()} < codes


def who(name, born_on=None, **values):
    return Identity(name, match_key(name), date(1949, 8, born_on) if born_on else None, **values)


@pytest.mark.parametrize(
    ("new", "known", "reasons", "is_same"),
    [
        (who("Пак Анна", 1), who("Пак Анна", 1), ["same_name", "same_birth_date"], True),
        (who("ПАК АННА", 1), who("Пак Анна", 1), ["same_name", "same_birth_date"], True),
        (
            who("Касымов Галымжан", phone="1"),
            who("Қасымов Ғалымжан Серікұлы", phone="1"),
            ["other_spelling", "same_phone"],
            False,
        ),
        (
            who("Kassymov Galymzhan", address="a"),
            who("Қасымов Ғалымжан", address="a"),
            ["other_spelling", "same_address"],
            False,
        ),
        (
            who("Кacымов Ғалымжан", 1),
            who("Қасымов Ғалымжан", 1),
            ["look_alike_letters", "same_birth_date"],
            False,
        ),
        (
            who("Касымов Галымжан", iin="x"),
            who("Қасымов Ғалымжан", iin="x"),
            ["other_spelling", "same_iin"],
            True,
        ),
        (who("Цой Вера", iin="x"), who("Пак Анна", iin="x"), ["other_name", "same_iin"], False),
        (
            who("Пак Анна", phone="1", document="a"),
            who("Пак Анна", phone="1", document="b"),
            ["same_name", "same_phone", "other_document"],
            False,
        ),
        (who("Пак Анна"), who("Пак Анна"), ["same_name"], True),
        (who("Пак Анна"), who("Пак Анна", 1), ["same_name"], False),
    ],
)
def test_who_may_be_one_person(new, known, reasons, is_same):
    match = compare(new, known)
    assert [reason.value for reason in match.reasons] == reasons
    assert match.is_same is is_same


@pytest.mark.parametrize(
    ("new", "known"),
    [
        (who("Ахметов Айдар", 1), who("Ахметова Айдар", 2)),
        (who("Асанов Болат", 1), who("Әсенов Болат", 2)),
        (who("Пак Анна", 1), who("Цой Вера", 1)),
        # Two of one family behind one door.
        (who("Медведева Вера", address="a"), who("Медведева Раиса", address="a")),
        (who("Пак Анна", phone="1"), who("Пак Анна", phone="2")),
    ],
)
def test_a_name_alone_or_a_date_alone_is_not_enough(new, known):
    assert compare(new, known) is None


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("surname", "surname"),
        ("Ф.И.О.", "full_name"),
        ("Аты-жөні", "full_name"),
        ("ФИО", "full_name"),
        ("№", "ordinal"),
        ("№ п/п", "ordinal"),
        ("ЖСН", "iin"),
        ("Мекенжайы", "address"),
        ("Паспорт", "document_number"),
        ("Келісім күні", "consent_given_on"),
        ("household_size", "household_size"),
        ("Цвет глаз", None),
        ("", None),
    ],
)
def test_which_field_a_header_names(label, field):
    assert field_of(label) == field


def test_of_two_columns_for_one_field_the_first_counts():
    assert map_columns(["Фамилия", "Тегі", "№"]) == ["surname", None, "ordinal"]


@pytest.mark.parametrize(
    ("enum", "text", "member"),
    [
        (Category, "Одинокий пенсионер", Category.LONELY_PENSIONER),
        (Category, "мекеме", Category.INSTITUTION),
        (rules.Sex, "Ж", rules.Sex.FEMALE),
        (PackageVariant, "Халяль", PackageVariant.HALAL),
        (PackageVariant, "without sugar", PackageVariant.DIABETIC),
        (rules.Language, "қазақша", rules.Language.KK),
        (rules.Language, "клингонский", None),
    ],
)
def test_which_value_a_cell_names(enum, text, member):
    assert member_of(enum, text) is member


def parsed(**cells):
    return parse_row(cells, category=Category.OTHER, today=TODAY)


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (
            {"full_name": "Касымова Айгүл Серікқызы"},
            {"surname": "Касымова", "given_name": "Айгүл", "patronymic": "Серікқызы"},
        ),
        (
            {"given_name": "Lakshmi", "address": "г. Темиртау, ул. Абая, д. 371, кв. 45"},
            {
                "given_name": "Lakshmi",
                "city": "Темиртау",
                "street": "ул. Абая",
                "house": "371",
                "flat": "45",
            },
        ),
        (
            {"surname": "Пак", "address": "ул. Абая, 371, кв. 45", "flat": 46},
            {"surname": "Пак", "street": "ул. Абая", "house": "371", "flat": "46"},
        ),
        (
            {"surname": "Пак", "iin": 10722600006, "citizenship": "Индия", "phone": 87011234567},
            {
                "surname": "Пак",
                "iin": "010722600006",
                "citizenship": "IN",
                "phone": "+77011234567",
            },
        ),
        # What an export masks is not taken for a number.
        ({"surname": "Пак", "iin": "••••0007", "document_number": "••••3299"}, {"surname": "Пак"}),
        ({"surname": "Пак", "born_on": date(1950, 1, 2)}, {"born_on": date(1950, 1, 2)}),
    ],
)
def test_what_a_row_says(cells, values):
    row = parsed(**cells)
    assert row.problems == []
    assert {**row.values, **values} == row.values
    if len(values) > 1:
        assert set(row.values) == {*values, "category"}


def test_an_iin_with_another_date_warns_and_passes():
    row = parsed(surname="Пак", iin="480315400007", born_on="01.01.1950")
    assert row.problems == []
    assert row.warnings == ("The IIN shows another date of birth.",)


def test_all_that_is_wrong_in_a_row_is_named():
    row = parsed(surname="  ", iin="1", phone="abc", born_on="31.02.1940")
    assert [problem.column for problem in row.problems] == ["iin", "phone", "born_on", "surname"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("PK", "PK"),
        ("kz", "KZ"),
        ("Қазақстан", "KZ"),
        ("Узбекистан", "UZ"),
        ("India", "IN"),
        ("", ""),
    ],
)
def test_countries_are_kept_as_codes(text, code):
    assert rules.country_code(text) == code
