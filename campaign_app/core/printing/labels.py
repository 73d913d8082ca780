"""The words on paper: a text in one language, or in Kazakh and Russian, Kazakh first.

Needs no request: a document's languages are chosen for the document, not taken from
whoever prints it.
"""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from babel.messages.pofile import read_po

from campaign_app.core.i18n import LabelledEnum

TRANSLATIONS = Path(__file__).resolve().parents[2] / "translations"
BOTH = ("kk", "ru")
CHOICES: tuple[tuple[str, ...], ...] = (("kk",), ("ru",), BOTH, ("en",))


@dataclass(frozen=True)
class Texts:
    """A text that people wrote in several languages; what is missing falls back."""

    kk: str = ""
    ru: str = ""
    en: str = ""

    def within(self, locale: str) -> str:
        """The text in `locale`, else in the first language that has it."""
        return getattr(self, locale) or self.kk or self.ru or self.en


@dataclass(frozen=True)
class Message:
    """A text of the program (`msgid`, marked with N_) with its parameters.

    A plain str stands for itself: a name, an address, a number.
    """

    msgid: str
    params: tuple[tuple[str, object], ...] = ()


Text = str | Texts | Message | LabelledEnum


def translate(msgid: str, locale: str) -> str:
    """The text of the program in `locale`; English where the catalog has none."""
    catalog = TRANSLATIONS / locale / "LC_MESSAGES" / "messages.po"
    compiled = catalog.with_suffix(".mo")
    stamp = catalog.stat().st_mtime_ns if catalog.exists() else 0
    is_compiled = compiled.exists() and compiled.stat().st_mtime_ns >= stamp
    return _catalog(locale, stamp, is_compiled).get(msgid) or msgid


@lru_cache(maxsize=8)
def _catalog(locale: str, stamp: int, is_compiled: bool) -> dict[str, str]:
    """Every text of a catalog. `stamp` only tells one edition from the next."""
    source = TRANSLATIONS / locale / "LC_MESSAGES" / "messages.po"
    if is_compiled:
        with source.with_suffix(".mo").open("rb") as file:
            known = gettext.GNUTranslations(file)
        texts: Mapping[object, str] = known._catalog  # type: ignore[attr-defined]
        return {key: text for key, text in texts.items() if isinstance(key, str)}
    if not source.exists():
        return {}
    with source.open("rb") as file:
        messages = read_po(file, locale=locale)
    return {m.id: m.string for m in messages if isinstance(m.id, str) and isinstance(m.string, str)}


def label(text: Text, locales: tuple[str, ...]) -> list[str]:
    """The text in each of the languages; once only where they say the same."""
    found = [_in_locale(text, locale) for locale in locales]
    return list(dict.fromkeys(found))


def joined(text: Text, locales: tuple[str, ...]) -> str:
    """The languages in one line: `Бет / Стр.`."""
    return " / ".join(label(text, locales))


def labels(msgids: Mapping[str, str], locales: tuple[str, ...]) -> dict[str, list[str]]:
    """The words of a page, by the name under which the typst document asks for them."""
    return {name: label(Message(msgid), locales) for name, msgid in msgids.items()}


def _in_locale(text: Text, locale: str) -> str:
    if isinstance(text, Texts):
        return text.within(locale)
    if isinstance(text, LabelledEnum):
        return translate(text.label, locale)
    if isinstance(text, Message):
        params = {name: _param(value, locale) for name, value in text.params}
        return translate(text.msgid, locale) % params
    return text


def _param(value: object, locale: str) -> object:
    if isinstance(value, LabelledEnum | Texts | Message):
        return _in_locale(value, locale)
    return value
