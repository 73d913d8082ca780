"""What two records say of each other: how sure it is, and who only looks alike."""

from __future__ import annotations

from datetime import date

import pytest

from campaign_app.beneficiaries import rules
from campaign_app.beneficiaries.rules import Identity, compare
from campaign_app.beneficiaries.rules.cells import parse_row
from campaign_app.core.names import match_key


def typed(surname, given_name, patronymic="", born_on=None, **values):
    parts = (surname, given_name, patronymic)
    name = " ".join(part for part in parts if part)
    return Identity(name, match_key(name), born_on, parts=parts, **values)


BORN, HOME = date(1949, 8, 16), {"phone": "1", "address": "s:abai|371|45"}


@pytest.mark.parametrize(
    ("new", "known", "sureness"),
    [
        # Married since: the surname is another.
        (
            typed("Оспанова", "Айгүл", "Серікқызы", BORN, phone="1"),
            typed("Қасымова", "Айгүл", "Серікқызы", BORN, phone="1"),
            "nearly_certain",
        ),
        # Surname and given name in each other's field.
        (
            typed("Айдар", "Ахметов", "", BORN),
            typed("Ахметов", "Айдар", "Серікұлы", BORN),
            "likely",
        ),
        # Initials, and the door.
        (
            typed("Сапарова", "А.", "Ж.", address="a"),
            typed("Сапарова", "Алия", "Жанатовна", BORN, address="a"),
            "possible",
        ),
        # Day and month turned.
        (
            typed("Пак", "Анна", "", date(1949, 8, 6)),
            typed("Пак", "Анна", "", date(1949, 6, 8)),
            "likely",
        ),
        # By ear, from Uzbek.
        (
            typed("Юлдашев", "Уктам", "", BORN),
            typed("Yoʻldoshev", "Oʻktam", "", BORN),
            "likely",
        ),
    ],
)
def test_how_sure_it_is(new, known, sureness):
    match = compare(new, known)
    assert match.sureness.value == sureness
    assert not match.is_same


@pytest.mark.parametrize(
    ("new", "known"),
    [
        # Twins.
        (
            typed("Ахметов", "Асан", "Серікұлы", BORN, **HOME),
            typed("Ахметов", "Үсен", "Серікұлы", BORN, **HOME),
        ),
        # Husband and wife.
        (
            typed("Ахметов", "Айдар", "", date(1949, 8, 16), **HOME),
            typed("Ахметова", "Айгүл", "", date(1951, 2, 3), **HOME),
        ),
        # Father and son of one name.
        (
            typed("Ахметов", "Айдар", "Серікұлы", date(1940, 8, 16), **HOME),
            typed("Ахметов", "Айдар", "Айдарұлы", date(1971, 2, 3), **HOME),
        ),
        # Namesakes with nothing else in common.
        (typed("Ахметов", "Айдар", "", BORN), typed("Ахметова", "Айдар", "", date(1961, 1, 2))),
        (typed("Ахметов", "Айдар", phone="1"), typed("Ахметов", "Айдар", phone="2")),
        # Two numbers that are both right are two people, one birthday or not.
        (
            typed("Пак", "Анна", "", BORN, iin="x"),
            typed("Пак", "Анна", "", BORN, iin="y"),
        ),
        # A neighbour with the same given name.
        (
            typed("Ким", "Анна", "", **HOME),
            typed("Пак", "Анна", "", **HOME),
        ),
    ],
)
def test_who_only_looks_alike(new, known):
    assert compare(new, known) is None


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        (date(1949, 8, 16), date(1949, 8, 16), "same_birth_date"),
        (date(1949, 8, 6), date(1949, 6, 8), "turned_birth_date"),
        (date(1949, 8, 16), date(1949, 8, 17), "near_birth_date"),
        (date(1949, 8, 16), date(1949, 1, 1), "near_birth_date"),
        (date(1949, 8, 16), date(1941, 8, 16), "near_birth_date"),
        (date(1949, 8, 16), date(1979, 8, 16), "other_birth_date"),
        (date(1949, 8, 16), date(1949, 9, 17), "other_birth_date"),
    ],
)
def test_what_two_dates_of_birth_say(first, second, reason):
    new, known = typed("Пак", "Анна", "", first, **HOME), typed("Пак", "Анна", "", second, **HOME)
    assert reason in [each.value for each in compare(new, known).reasons]


@pytest.mark.parametrize(
    ("surname", "warnings"), [("Кacымов", 1), ("Касымов", 0), ("Kassymov", 0), ("", 0)]
)
def test_letters_of_two_alphabets_in_a_row_are_a_warning_and_no_refusal(surname, warnings):
    row = parse_row(
        {"surname": surname, "given_name": "Ғалымжан"},
        category=rules.BeneficiaryCategory.OTHER,
        today=date(2026, 11, 1),
    )
    assert (len(row.warnings), row.problems) == (warnings, [])
