"""Addresses in Russian and Kazakh. Streets are real, doors are fictitious."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from campaign_app.core.addresses import (
    ParsedAddress,
    address_key,
    address_key_of,
    dormitory_key,
    house_key,
    split_address,
    street_key,
)


@pytest.mark.parametrize(
    ("text", "parsed"),
    [
        (
            "г. Темиртау, ул. Абая, д. 392/2, кв. 45",
            ParsedAddress(city="Темиртау", street="ул. Абая", house="392/2", flat="45"),
        ),
        (
            "г. Темиртау, ул. Амангельды, д. 363А, кв. 16",
            ParsedAddress(city="Темиртау", street="ул. Амангельды", house="363А", flat="16"),
        ),
        ("пр. Металлургов, 363", ParsedAddress(street="пр. Металлургов", house="363")),
        ("ул. Школьная, 305А", ParsedAddress(street="ул. Школьная", house="305А")),
        (
            "ул. Амангельды, 316/2, 45",
            ParsedAddress(street="ул. Амангельды", house="316/2", flat="45"),
        ),
        (
            "Карагандинская область, г. Темиртау, пр. Металлургов, д. 12/2,"
            " подъезд 3, этаж 5, кв. 47",
            ParsedAddress(
                region="Карагандинская область",
                city="Темиртау",
                street="пр. Металлургов",
                house="12/2",
                entrance="3",
                floor="5",
                flat="47",
            ),
        ),
        (
            "Қарағанды облысы, Теміртау қ., Металлургтер даңғылы, 12/2-үй, 47-пәтер",
            ParsedAddress(
                region="Қарағанды облысы",
                city="Теміртау",
                street="Металлургтер даңғылы",
                house="12/2",
                flat="47",
            ),
        ),
        (
            "Теміртау қаласы, Абай көшесі, 5-үй, 2-кіреберіс, 4-қабат, 31-пәтер",
            ParsedAddress(
                city="Теміртау", street="Абай көшесі", house="5", entrance="2", floor="4", flat="31"
            ),
        ),
        ("город Темиртау", ParsedAddress(city="Темиртау")),
        ("ул. Абая 371", ParsedAddress(street="ул. Абая", house="371")),
        ("ул. Абая 371, кв 5", ParsedAddress(street="ул. Абая", house="371", flat="5")),
        ("Абая 371-45", ParsedAddress(street="Абая", house="371", flat="45")),
        ("ул. Абая д. 371 , кв.№5", ParsedAddress(street="ул. Абая", house="371", flat="5")),
        ("ул.Абая, дом 12 к1", ParsedAddress(street="ул.Абая", house="12 к1")),
        ("проспект Мира, 54Б/1", ParsedAddress(street="проспект Мира", house="54Б/1")),
        ("4-я Кольцевая, 7", ParsedAddress(street="4-я Кольцевая", house="7")),
        ("7 мкр., д. 12, 5 этаж", ParsedAddress(street="7 мкр.", house="12", floor="5")),
        ("мкр. 7, д. 12", ParsedAddress(street="мкр. 7", house="12")),
        ("ОБЩ. 1, комн. 304А", ParsedAddress(dormitory="1", room="304А")),
        ("Общежитие №1, 416", ParsedAddress(dormitory="1", room="416")),
        ("№1 жатақхана, 304-бөлме", ParsedAddress(dormitory="1", room="304")),
        ("2-жатақхана, бөлме 208", ParsedAddress(dormitory="2", room="208")),
        ("общежитие «Жастар», комната 12", ParsedAddress(dormitory="Жастар", room="12")),
        (
            "ул. Абая, 5, домофон не работает",
            ParsedAddress(street="ул. Абая", house="5", rest="домофон не работает"),
        ),
        ("", ParsedAddress()),
        (" , ,", ParsedAddress()),
    ],
)
def test_an_address_is_taken_apart(text: str, parsed: ParsedAddress) -> None:
    assert split_address(text) == parsed


@pytest.mark.parametrize(
    "doors",
    [
        (
            "пр. Металлургов, 363, кв. 50",
            "проспект Металлургов, д. 363, кв 50",
            "Металлургов 363-50",
        ),
        ("ул. Абая, 12А", "Абая к-сі, 12а-үй", "улица Абая, д. 12 A"),
        ("ул. Школьная, 12 к1, кв. 2", "ул. Школьная, 12 корп. 1, 2"),
        ("г. Темиртау, пр. Мира, 9", "пр-т Мира, 9"),
        (
            "ОБЩ. 1, комн. 304",
            "Общежитие №1, 304",
            "№1 жатақхана, 304-бөлме",
        ),
    ],
)
def test_one_door_in_several_spellings_has_one_key(doors: tuple[str, ...]) -> None:
    keys = {address_key_of(split_address(door)) for door in doors}
    assert len(keys) == 1, keys
    assert keys != {""}


def test_other_doors_have_other_keys() -> None:
    doors = [
        {"street": "ул. Абая", "house": "12", "flat": "4"},
        {"street": "ул. Абая", "house": "12", "flat": "5"},
        {"street": "ул. Абая", "house": "12А", "flat": "4"},
        {"street": "ул. Абая", "house": "1", "flat": "24"},
        {"street": "пр. Мира", "house": "12", "flat": "4"},
        {"street": "мкр. 7", "house": "12", "flat": "4"},
        {"dormitory": "ОБЩ. 1", "room": "304"},
        {"dormitory": "ОБЩ. 2", "room": "304"},
    ]
    assert len({address_key(**door) for door in doors}) == len(doors)


def test_other_streets_have_other_keys() -> None:
    streets = [
        *("Абая", "Металлургов", "Мира", "Амангельды", "Школьная", "Брусиловского", "Калинина"),
        *("Республики", "Панфилова", "Чайковского", "Димитрова", "Темиртауская", "Сәтбаев"),
    ]
    assert len({street_key(street) for street in streets}) == len(streets)


@pytest.mark.parametrize(
    "parts", [{}, {"street": "ул. Абая"}, {"house": "5"}, {"dormitory": "1"}, {"room": "304"}]
)
def test_no_door_no_key(parts: dict[str, str]) -> None:
    assert address_key(**parts) == ""


@pytest.mark.parametrize(
    ("key", "spellings"),
    [
        (dormitory_key, ("ОБЩ. 1", "Общежитие №1", "№1 жатақхана", "1-жатақхана", "1", "№1")),
        (dormitory_key, ("«Жастар» жатақханасы", "общежитие Жастар", "Жастар")),
        (street_key, ("пр. Металлургов", "проспект Металлургов", "Металлургов", "пр.Металлургов")),
        (street_key, ("пр. Металлургов", "Металлургтер даңғылы", "Metallurgov street")),
        (street_key, ("ул. Абая", "Абай көшесі", "Абая к-сі")),
        (street_key, ("ул. Амангельды", "Амангелді көшесі")),
        (street_key, ("ул. Чайковского", "Чайковский көшесі")),
        (street_key, ("ул. Панфилова", "Панфилов көшесі")),
        (street_key, ("мкр. 7", "7 мкр", "7 микрорайон")),
        (house_key, ("12 к1", "12к1", "12 корп. 1", "д. 12 корпус 1")),
        (house_key, ("12А", "12 а", "12A", "12-А")),
    ],
)
def test_parts_are_compared(key: Callable[[str], str], spellings: tuple[str, ...]) -> None:
    assert len({key(spelling) for spelling in spellings}) == 1
    assert key(spellings[0]) != ""


def test_a_long_text_is_no_address_and_costs_no_time() -> None:
    text = "ул. " + "а 1 " * 5000
    assert split_address(text) == ParsedAddress(rest=text)
