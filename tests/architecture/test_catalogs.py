"""The three languages are complete, and say the glossary's words."""

from __future__ import annotations

import re
from functools import cache

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.pofile import read_po

from tests.architecture.sources import APP, ROOT

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
OUR_KEYWORDS = [
    "_l",
    "N_",
    "lazy_gettext",
    "lazy_ngettext:1,2",
    "npgettext:1c,2,3",
]
TRANSLATED = ("kk", "ru")
# English word, and what one of must stand in the translation (stems, from the glossary).
WORDS = {
    r"\bdonations?\b": {"ru": ("пожертвован",), "kk": ("қайырмалды",)},
    r"\bvolunteers?\b": {"ru": ("волонтёр",), "kk": ("ерікті", "волонтер")},
    r"\bexpenses?\b": {"ru": ("расход",), "kk": ("шығыс",)},
    r"\bcampaigns?\b": {"ru": ("кампани", "акци"), "kk": ("науқан", "акция")},
    r"\btreasurer\b": {"ru": ("бухгалтер",), "kk": ("бухгалтер",)},
    r"\breceipts?\b": {
        "ru": ("квитанци", "чек", "поступлен", "получен"),
        "kk": ("түбірте", "түсім", "алған"),
    },
}
NEVER = {
    "ru": (r"волонтер", r"\bинвалид(?!ност)"),
    "kk": (r"мүгедек(?!тігі)", r"қайырымдылық алушы"),
}


@cache
def extracted() -> dict[str, tuple[str, ...]]:
    """Every text in the code and the templates: its id, or both ids of a plural."""
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    keywords = {**DEFAULT_KEYWORDS, **parse_keywords(OUR_KEYWORDS)}
    found: dict[str, tuple[str, ...]] = {}
    for entry in extract_from_dir(str(ROOT), methods, options, keywords=keywords):
        ids = entry[2] if isinstance(entry[2], tuple) else (entry[2],)
        if ids[0]:
            found[ids[0]] = ids
    return found


@cache
def catalog(locale: str) -> Catalog:
    with (APP / "translations" / locale / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=locale)


def messages(locale: str) -> list[Message]:
    return [message for message in catalog(locale) if message.id]


def forms(value: object) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, (list, tuple)) else (str(value or ""),)


@pytest.mark.parametrize("locale", TRANSLATED)
def test_nothing_is_untranslated(locale: str) -> None:
    missing = []
    for first, ids in extracted().items():
        message = catalog(locale).get(first)
        texts = forms(message.string) if message is not None else ("",)
        expected = catalog(locale).num_plurals if len(ids) > 1 else 1
        if not all(texts) or len(texts) != expected:
            missing.append(ids)
    assert not missing, "\n".join(map(str, missing))


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_nothing_is_fuzzy(locale: str) -> None:
    assert not catalog(locale).fuzzy
    assert not [message.id for message in messages(locale) if message.fuzzy]


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_placeholders_are_those_of_the_english_text(locale: str) -> None:
    wrong = []
    for message in messages(locale):
        known = set(PLACEHOLDER.findall(forms(message.id)[-1]))
        for text in forms(message.string):
            if text and set(PLACEHOLDER.findall(text)) != known:
                wrong.append((message.id, text))
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.parametrize("locale", TRANSLATED)
def test_translations_say_the_glossarys_words(locale: str) -> None:
    wrong = []
    for message in messages(locale):
        english, text = " ".join(forms(message.id)), " ".join(forms(message.string)).lower()
        for word, stems in WORDS.items():
            if re.search(word, english, re.I) and not any(stem in text for stem in stems[locale]):
                wrong.append(f"{english!r}: {text!r} has none of {stems[locale]}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("locale", TRANSLATED)
def test_translations_avoid_the_words_that_the_glossary_rejects(locale: str) -> None:
    wrong = [
        (word, text)
        for message in messages(locale)
        for text in forms(message.string)
        for word in NEVER[locale]
        if re.search(word, text, re.I)
    ]
    assert not wrong, wrong
