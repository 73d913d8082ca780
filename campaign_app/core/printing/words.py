"""Amounts in words, as they stand on a receipt."""

from __future__ import annotations

from num2words import num2words

TENGE = {
    "kk": "{whole} теңге {tiyn:02d} тиын",
    "ru": "{whole} тенге {tiyn:02d} тиын",
    "en": "{whole} tenge {tiyn:02d} tiyn",
}
# num2words knows Kazakh by the code of the country.
NUM2WORDS = {"kk": "kz", "ru": "ru", "en": "en"}


def amount_in_words(minor: int, locale: str) -> str:
    """`Бес мың бес жүз елу алты теңге 00 тиын`; `minor` in tiyn, not negative."""
    whole, tiyn = divmod(minor, 100)
    words = num2words(whole, lang=NUM2WORDS[locale])
    text = TENGE[locale].format(whole=words, tiyn=tiyn)
    return text[0].upper() + text[1:]
