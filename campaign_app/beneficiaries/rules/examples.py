"""A short list with invented people, to be filled in after; telephones as no one has them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

FIELDS = (
    *("full_name", "born_on", "iin", "phone", "address", "household_size", "consent_given_on"),
    "note",
)
_PEOPLE: tuple[tuple[date, str, str, int], ...] = (
    (date(1948, 3, 15), "480315400007", "+7 700 000 00 91", 1),
    (date(1952, 11, 9), "521109300003", "+7 700 000 00 92", 2),
    (date(1950, 7, 1), "", "", 1),
)
_WORDS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "kk": (
        ("Үлгібаева Айша Серікқызы", "Теміртау қ., Республика даңғылы, 30-үй, 12-пәтер", ""),
        ("Үлгібаев Марат Болатұлы", "Теміртау қ., Абай көшесі, 7-үй, 3-пәтер", "2-кіреберіс"),
        ("Сынақова Гүлнар", "Теміртау қ., Мир даңғылы, 15-үй", "кешке үйде болады"),
    ),
    "ru": (
        ("Примерова Анна Ивановна", "г. Темиртау, пр. Республики, д. 30, кв. 12", ""),
        ("Примеров Иван Петрович", "г. Темиртау, ул. Абая, д. 7, кв. 3", "код двери 12"),
        ("Образцова Вера", "г. Темиртау, пр. Мира, д. 15", "дома по вечерам"),
    ),
    "en": (
        ("Example Aisha", "Temirtau, Respublika Ave 30, apt 12", ""),
        ("Example Marat", "Temirtau, Abay St 7, apt 3", "door code 12"),
        ("Sample Gulnar", "Temirtau, Mir Ave 15", "at home in the evening"),
    ),
}
_AGREED_ON = date(2026, 9, 1)


def example_rows(language: str) -> tuple[Sequence[str], list[list[str | int | date]]]:
    """The fields, and the rows in a language (kk, ru or en)."""
    rows: list[list[str | int | date]] = []
    for (born_on, iin, phone, size), (name, address, note) in zip(
        _PEOPLE, _WORDS[language], strict=True
    ):
        rows.append([name, born_on, iin, phone, address, size, _AGREED_ON, note])
    return FIELDS, rows
