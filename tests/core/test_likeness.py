"""How alike two names are, part by part."""

from __future__ import annotations

import pytest

from campaign_app.core.likeness import (
    ALIKE_PART,
    EQUAL,
    INITIAL,
    ONE_SLIP,
    SOUNDS_EQUAL,
    compare_names,
    name_parts,
    parts_of_full_name,
    word_likeness,
)
from campaign_app.core.number_slips import document_key, near_numbers


@pytest.mark.parametrize(
    ("first", "second", "likeness"),
    [
        ("kasimov", "kassimov", EQUAL),
        ("oktam", "uktam", SOUNDS_EQUAL),
        ("bakit", "bahit", SOUNDS_EQUAL),
        ("gonsharov", "gonsarov", ONE_SLIP),
        ("a", "alia", INITIAL),
        ("iu", "iurii", INITIAL),
        ("a", "bolat", 0),
    ],
)
def test_words(first, second, likeness):
    assert word_likeness(first, second) == likeness == word_likeness(second, first)


@pytest.mark.parametrize(
    ("first", "second"), [("asan", "usen"), ("aigul", "ainur"), ("kim", "pak"), ("vera", "raisa")]
)
def test_other_names_are_not_alike(first, second):
    assert word_likeness(first, second) < ALIKE_PART


def test_parts_are_compared_each_with_its_own():
    likeness = compare_names(
        name_parts("Оспанова", "Айгүл", "Серікқызы"), name_parts("Қасымова", "Айгуль", "Сериковна")
    )
    assert likeness.surname < ALIKE_PART
    assert (likeness.given, likeness.patronymic) == (EQUAL, EQUAL)


def test_turned_fields_are_seen():
    likeness = compare_names(name_parts("Meera", "Gupta", ""), parts_of_full_name("Gupta Meera"))
    assert (likeness.surname, likeness.given, likeness.is_turned) == (EQUAL, EQUAL, True)


@pytest.mark.parametrize(
    ("surname", "patronymic", "sex"),
    [
        ("Ахметов", "Серікұлы", "m"),
        ("Ахметова", "", "f"),
        ("Жанбулат", "Сериковна", "f"),
        ("Жанбулат", "", ""),
        ("Ахметов", "Серікқызы", ""),
    ],
)
def test_the_endings_tell_the_sex_or_nothing(surname, patronymic, sex):
    assert name_parts(surname, "Н", patronymic).sex == sex


def test_near_numbers_are_valid_and_one_slip_away():
    near = near_numbers("480315400007")
    assert "480315400017" in near  # the 11th digit is not protected
    assert "480315400008" not in near  # the check digit is
    assert "480315400007" not in near
    assert near_numbers("not a number") == []


@pytest.mark.parametrize("typed", ["DEMO 093-534", "demo093534", "DЕМО093534", "№ DEMO 093534"])
def test_one_document_number(typed):
    assert document_key(typed) == "DEMO093534"
