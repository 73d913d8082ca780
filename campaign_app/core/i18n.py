"""Marks texts for translation where no request is at hand: in rules, enums and errors.

The mark only tells the extractor that a text is shown to people. It is translated
where it is shown, into the language of the reader.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Self


def N_(message: str) -> str:  # noqa: N802 - the gettext convention, known to pybabel
    """Mark `message` for translation and return it unchanged."""
    return message


class LabelledEnum(StrEnum):
    """A closed list of stored values, each with the English text that a reader sees.

    Declare members as `CASH = "cash", N_("cash")`. The value goes into the database,
    `label` is a message id for gettext.
    """

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


@dataclass(frozen=True)
class LocalName:
    """A name in three languages, for a refusal that names a thing; the edge picks one."""

    name_kk: str
    name_ru: str
    name_en: str

    def __str__(self) -> str:
        """The English name, as messages are English until they are translated."""
        return self.name_en


#: Each language in its own words.
LANGUAGE_NAMES = {"kk": "Қазақша", "ru": "Русский", "en": "English"}
