"""Lists of invented people, as long as a test needs them."""

from __future__ import annotations

import random
from collections.abc import Iterator

HEADER = "Ф.И.О.;Дата рождения;Телефон;Адрес;Состав семьи;Дата согласия"
_SURNAMES = (
    *("Ахметов", "Қасымов", "Ким", "Иванов", "Жұмабаев", "Пак", "Сейтқали", "Омаров", "Шмидт"),
    *("Нұрғалиев", "Байжанов", "Смирнов", "Цой", "Оспанов", "Молдабаев", "Есенов"),
)
_GIVEN = ("Айгүл", "Анна", "Марат", "Нұрлан", "Вера", "Олег", "Жанна", "Гүлнар", "Ербол", "Болат")
_PATRONYMICS = ("Серікұлы", "Ивановна", "Маратқызы", "Петрович", "Ахметұлы", "Болатқызы")
_SYLLABLES = ("ба", "ге", "жо", "ку", "ли", "мы", "но", "пе", "ра", "су", "та", "әз", "өр", "үк")


def people(count: int, seed: int = 1) -> Iterator[list[str]]:
    """Rows below HEADER; the same for the same seed."""
    pick = random.Random(seed)
    for number in range(count):
        made = "".join(pick.choice(_SYLLABLES) for _ in range(3)).capitalize() + "ов"
        surname = pick.choice(_SURNAMES) if pick.random() < 0.3 else made
        day, month, year = pick.randint(1, 28), pick.randint(1, 12), pick.randint(1930, 1965)
        street, house, flat = pick.choice(_SURNAMES), pick.randint(1, 60), pick.randint(1, 90)
        yield [
            f"{surname} {pick.choice(_GIVEN)} {pick.choice(_PATRONYMICS)}",
            f"{day:02d}.{month:02d}.{year}",
            f"8701{number:07d}" if number % 5 else "",
            f"г. Темиртау, ул. {street}а, д. {house}, кв. {flat}",
            str(pick.randint(1, 4)),
            "30.03.2020",
        ]


def csv_list(count: int, seed: int = 1) -> bytes:
    """The same as a file from Excel: semicolons, UTF-8 with BOM."""
    lines = [HEADER, *(";".join(row) for row in people(count, seed))]
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode()
