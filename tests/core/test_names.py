"""Names across Kazakh, Russian and Latin spelling. All people are fictitious."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_app.core.names import (
    fold,
    full_name,
    has_letters,
    match_key,
    mixed_script_words,
    normalise,
    short_name,
    similarity,
    sort_key,
    split_full_name,
)

KAZAKH_ORDER = "А Ә Б В Г Ғ Д Е Ё Ж З И Й К Қ Л М Н Ң О Ө П Р С Т У Ұ Ү Ф Х Һ Ц Ч Ш Щ Ъ Ы І Ь Э Ю Я"
CYRILLIC = st.text(alphabet=[*KAZAKH_ORDER.replace(" ", ""), *"абвәғқңөұүһіьйёж"], max_size=12)
LATIN = st.text(alphabet="ABCXYZabcdeghkoqswxyzäéñ", max_size=12)
OTHER = st.text(alphabet="-.'ʻ1 2№", max_size=4)
NAMES = st.lists(CYRILLIC | LATIN | OTHER, max_size=4).map(" ".join)


@pytest.mark.parametrize(
    "spellings",
    [
        ("Қасымов", "Касымов", "Kasymov", "Kassymov", "КАСЫМОВ", "Қасимов", "Qasymov", "Kaсымов"),
        ("Жұмабаев", "Жумабаев", "Zhumabayev", "Jumabaev", "Zhumabaev"),
        ("Қожахметов", "Кожахметов", "Kozhakhmetov", "Qojahmetov"),
        ("Ғалымжан", "Галымжан", "Galymzhan", "Ğalymjan", "Ghalymzhan"),
        ("Өмірбеков", "Омирбеков", "Omirbekov", "Ömirbekov"),
        ("Семёнов", "Семенов", "Semenov", "Semyonov", "Семе\u0308нов"),
        ("Дмитрий", "Dmitriy", "Dmitry", "Dmitrii"),
        ("Ербол", "Yerbol", "Erbol"),
        ("Наталья", "Natalia", "Наталя", "Nataliya".replace("iy", "y")),
        ("Юлдашев", "Yuldashev", "Iuldashev"),
        ("Хасанов", "Khasanov", "Hasanov", "Һасанов"),
        ("Нұрсұлтан", "Нурсултан", "Nursultan", "Nūrsūltan"),
        ("Сергей", "Sergey", "Sergei", "Серге\u0438\u0306"),
        ("Жаңғали", "Жангали", "Zhangali"),
        ("Әлімжанова", "Алимжанова", "Alimzhanova", "Əlimjanova"),
        ("Щукин", "Shchukin", "Shukin"),
        ("Oʻktam", "O'ktam", "O‘ktam", "O’ktam", "Oktam"),
        ("волонтёр", "ВОЛОНТЕР"),
        ("Adeyemi", "Adéyẹmí"),
    ],
)
def test_spellings_of_one_name_fold_to_one_text(spellings: tuple[str, ...]) -> None:
    assert len({fold(spelling) for spelling in spellings}) == 1, [fold(s) for s in spellings]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Касым", "Қасымов Ғалымжан Серікұлы"),
        ("kasym", "Қасымов Ғалымжан Серікұлы"),
        ("kassym", "Қасымов Ғалымжан Серікұлы"),
        ("галым", "Қасымов Ғалымжан Серікұлы"),
        ("ҚАСЫМ", "Kassymov Galymzhan"),
        ("серик", "Қасымов Ғалымжан Серікұлы"),
        ("Ғалымжан Серік", "Касымов  Галымжан   Серикович"),
        ("meera", "Gupta Meera"),
        ("Медведева", "Мeдвeдeвa Вера"),
        ("12", "общежитие №12"),
    ],
)
def test_a_search_forgives_spelling(typed: str, stored: str) -> None:
    assert fold(typed) in fold(stored)


def test_different_names_stay_apart() -> None:
    names = ["Асанов", "Әсенов", "Айгүл", "Айнұр", "Серік", "Берік", "Жанат", "Қанат", "Болат"]
    assert len({fold(name) for name in names}) == len(names)


def test_a_pair_that_a_doubled_letter_leaves_is_folded_too() -> None:
    assert fold("Аккхан") == fold(fold("Аккхан")) == "ahan"


def test_a_word_that_vanishes_leaves_no_gap() -> None:
    assert fold("Ё Ъ Ё") == "e e"


def test_digits_are_not_merged() -> None:
    assert fold("кв. 11") == "kv 11"


@given(text=NAMES)
def test_a_folded_text_is_folded_already(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(text=NAMES)
def test_a_search_is_blind_to_case(text: str) -> None:
    assert fold(text.upper()) == fold(text.lower()) == fold(text)


def test_the_kazakh_order_of_letters() -> None:
    letters = KAZAKH_ORDER.split()
    shuffled = letters[:]
    random.Random(7).shuffle(shuffled)
    assert sorted(shuffled, key=sort_key) == letters
    assert len(letters) == 42


@pytest.mark.parametrize(
    "ordered",
    [
        ["Абаев", "Әбенов", "Бабаев"],
        ["Ким", "Кимов", "Қабиев", "Лим"],
        ["Ан Борис", "Ан Вера", "Анаев"],
        ["Нурланов", "Ңурланов", "Омаров", "Өмірбеков", "Петров"],
        ["7-кабинет", "Ясин", "Adeyemi", "Zhang", "李明"],
        ["Құрманов", "Құрманова", "Құсайынов"],
        ["Ұлан", "Үміт", "Фёдор", "Хамит", "Һамит", "Царёв"],
    ],
)
def test_names_stand_in_kazakh_order(ordered: list[str]) -> None:
    shuffled = ordered[::-1]
    assert sorted(shuffled, key=sort_key) == ordered


@given(text=NAMES)
def test_the_order_key_is_plain_ascii_and_blind_to_case(text: str) -> None:
    assert sort_key(text).isascii()
    assert sort_key(text).isprintable()
    assert sort_key(text.lower()) == sort_key(text.upper())


SAME_PERSON = [
    ("Өмірбеков Ұлан", "Омирбеков Улан"),
    ("Жұмабаев Нұрлан", "Zhumabayev Nurlan"),
    ("Жұмабаев Нұрлан", "Jumabaev Nurlan"),
    ("Zhumabayev Nurlan", "Jumabaev Nurlan"),
    ("Қожахметов", "Kozhakhmetov"),
    ("Қасымов Ғалымжан Серікұлы", "Касымов Галымжан Серикович"),
    ("Қасымов Ғалымжан", "Kassymov Galymzhan"),
    ("Әлімжанова Айгүл Серікқызы", "Алимжанова Айгуль Сериковна"),
    ("Медведева Вера Ивановна", "Мeдвeдeвa Вера Ивановна"),
    ("Шевелёва Раиса", "Шевелева Раиса"),
    ("Ғабитов Ержан", "Yerzhan Gabitov"),
    ("Gupta Meera", "Meera Gupta"),
    ("Каримова Дилноза", "Karimova Dilnoza"),
    ("Рахимов Ботир Алишер угли", "Rahimov Botir Alisher oʻgʻli"),
]


@pytest.mark.parametrize(("first", "second"), SAME_PERSON)
def test_one_person_in_two_spellings(first: str, second: str) -> None:
    assert match_key(first) == match_key(second) or similarity(first, second) >= 94


@pytest.mark.parametrize(
    ("first", "second"), [("Ахметов Айдар", "Ахметова Айдар"), ("Үміт", "Умит")]
)
def test_false_twins_have_one_key_so_it_only_suggests(first: str, second: str) -> None:
    assert match_key(first) == match_key(second)


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        ("Oʻktam Yoʻldoshev", "Уктам Юлдашев", 70, 93),
        ("Асанов", "Әсенов", 75, 90),
        ("Алимжанова Жулдыз", "Әлімжанова Жұлдыз Ахметқызы", 94, 99),
        ("Сапарова А. Ж.", "Сапарова Алия Жанатовна", 90, 99),
        ("Қасымова Айгүл", "Қасымова Жұлдыз", 0, 84),
        ("Ахметов", "Ахметов Айдар", 0, 84),
        ("Медведева Вера Ивановна", "Медведева Раиса Петровна", 0, 84),
        ("Поляков Семён", "Кузнецов Григорий", 0, 50),
        ("", "Ахметов", 0, 0),
        ("Ахметов", "...", 0, 0),
    ],
)
def test_likeness(first: str, second: str, low: float, high: float) -> None:
    assert low <= similarity(first, second) <= high
    assert similarity(first, second) == similarity(second, first)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Қасымов Ғалымжан Серікұлы", ("Қасымов", "Ғалымжан", "Серікұлы")),
        ("Касымов Галымжан Серикович", ("Касымов", "Галымжан", "Серикович")),
        ("Медведева  Вера Ивановна ", ("Медведева", "Вера", "Ивановна")),
        ("Вера Ивановна Медведева", ("Медведева", "Вера", "Ивановна")),
        ("Қасымов, Ғалымжан", ("Қасымов", "Ғалымжан", "")),
        ("Kassymov Galymzhan", ("Kassymov", "Galymzhan", "")),
        ("Ғалымжан Серікұлы", ("", "Ғалымжан", "Серікұлы")),
        ("Lakshmi", ("", "Lakshmi", "")),
        ("Медведева", ("Медведева", "", "")),
        ("Қанатова М.О.", ("Қанатова", "М.", "О.")),
        ("Қанатова М. О.", ("Қанатова", "М.", "О.")),
        ("М. О. Қанатова", ("Қанатова", "М.", "О.")),
        ("Қасымов Ғалымжан Серік", ("Қасымов", "Ғалымжан", "Серік")),
        ("Qureshi Muhammad Ali", ("Qureshi", "Muhammad Ali", "")),
        ("Рахимов Ботир Алишер угли", ("Рахимов", "Ботир", "Алишер угли")),
        ("Rahimov Botir Alisher oʻgʻli", ("Rahimov", "Botir", "Alisher oʻgʻli")),
        ("Batbayar Temuulen", ("Batbayar", "Temuulen", "")),
        ("Жанбулат Айдос", ("Жанбулат", "Айдос", "")),
        ("", ("", "", "")),
    ],
)
def test_a_name_in_one_column_is_split(text: str, parts: tuple[str, str, str]) -> None:
    assert split_full_name(text) == parts


@pytest.mark.parametrize(
    ("parts", "full", "short"),
    [
        (
            ("Қасымов", "Ғалымжан", "Серікұлы"),
            "Қасымов Ғалымжан Серікұлы",
            "Қасымов Ғ. С.",
        ),
        (("Gupta", "Meera", ""), "Gupta Meera", "Gupta M."),
        (("Gupta", "Meera", None), "Gupta Meera", "Gupta M."),
        (("", "Lakshmi", ""), "Lakshmi", "Lakshmi"),
        ((None, "Ғалымжан", "Серікұлы"), "Ғалымжан Серікұлы", "Ғалымжан С."),
        (("Қанатова", "М.", "О."), "Қанатова М. О.", "Қанатова М. О."),
        (("Медведева", "", ""), "Медведева", "Медведева"),
        (("", "", ""), "", ""),
    ],
)
def test_names_are_put_together(
    parts: tuple[str | None, str | None, str | None], full: str, short: str
) -> None:
    assert full_name(*parts) == full
    assert short_name(*parts) == short


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Мeдвeдeвa Вера", ["Мeдвeдeвa"]),
        ("Медведева Вера", []),
        ("Kassymov Ғалымжан", []),
        ("əлия Әлия", ["əлия"]),
        ("Ерiк", ["Ерiк"]),
    ],
)
def test_words_of_two_scripts_are_noticed(text: str, words: list[str]) -> None:
    assert mixed_script_words(text) == words


def test_stored_form() -> None:
    assert normalise("  Семе\u0308нов\u00a0 Серге\u0438\u0306\u200b ") == "Семёнов Сергей"
    assert has_letters("李")
    assert not has_letters("   ")
    assert not has_letters("123 -")
    assert not has_letters(None)
