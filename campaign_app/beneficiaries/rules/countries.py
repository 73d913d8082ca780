"""Citizenship as ISO 3166 codes, from the names of countries in three languages."""

from __future__ import annotations

from functools import cache

from babel import Locale

from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_
from campaign_app.core.spreadsheets.sheet import label_key

_LOCALES = ("kk", "ru", "en")
_NOT_COUNTRIES = frozenset({"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO", "XK"})
_OTHER_NAMES = {
    *(("рк", "KZ"), ("қр", "KZ"), ("республика казахстан", "KZ"), ("қазақстан республикасы", "KZ")),
    *(("рф", "RU"), ("российская федерация", "RU"), ("кыргызстан", "KG"), ("қырғызстан", "KG")),
    *(("usa", "US"), ("uk", "GB"), ("сша", "US"), ("кнр", "CN")),
}


class CountryUnknown(DomainError):
    """Neither a code nor a name of a country."""

    message = N_("“%(entered)s” is not a country. Write its code of two letters, such as KZ or IN.")


@cache
def _codes() -> frozenset[str]:
    codes = map(str, Locale("en").territories)
    return frozenset(c for c in codes if len(c) == 2 and c.isalpha()) - _NOT_COUNTRIES


@cache
def _by_name() -> dict[str, str]:
    found = {label_key(name): code for name, code in _OTHER_NAMES}
    for locale in _LOCALES:
        names = Locale(locale).territories
        found.update({label_key(names[code]): code for code in _codes() if code in names})
    return found


def country_code(entered: str) -> str:
    """The ISO code of what was entered; empty for nothing. Raises CountryUnknown."""
    text = entered.strip()
    if not text:
        return ""
    if text.upper() in _codes():
        return text.upper()
    code = _by_name().get(label_key(text))
    if code is None:
        raise CountryUnknown(field="citizenship", entered=text[:40])
    return code


def country_name(code: str, language: str) -> str:
    """The name of a country as the reader calls it; the code where there is none."""
    return Locale(language).territories.get(code, code) if code else ""
