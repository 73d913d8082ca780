"""Addresses as they stand in lists, in Russian and Kazakh, taken apart and compared.

A house number is text (12А, 12/2, 54Б/1), so is a room. Nothing is guessed into a field:
what is not understood is kept in `rest`. Of streets only translated names meet; those that
were renamed need a dictionary, which is not here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from campaign_app.core.names import fold


@dataclass(frozen=True, slots=True)
class ParsedAddress:
    """The parts of an address; a part that is not named is an empty text."""

    region: str = ""
    city: str = ""
    street: str = ""
    house: str = ""
    entrance: str = ""
    floor: str = ""
    flat: str = ""
    dormitory: str = ""
    room: str = ""
    rest: str = ""


_NUMBER = r"(?:№\s*)?(?P<n>[0-9]+[0-9A-Za-zА-Яа-яЁёӘәІіҒғҚқ/\-]*)"
_HOUSE = (
    r"[0-9]+\s?[А-Яа-яA-Za-z]?(?:\s?/\s?[0-9]+\s?[А-Яа-яA-Za-z]?)?"
    r"(?:\s?(?:корпус|корп\.?|кор\.?|к\.?|стр\.?)\s?[0-9]+[А-Яа-я]?)?"
)


def _before_or_after(words: str) -> re.Pattern[str]:
    """`кв. 47`, `квартира №47`, `47-пәтер`, `47 кв`: the noun stands on either side."""
    before = rf"(?:{words})\.?\s*{_NUMBER}"
    after = rf"(?:№\s*)?(?P<m>[0-9]+[A-Za-zА-Яа-я]?)\s*-?\s*(?:{words})\.?"
    return re.compile(rf"(?:{before}|{after})", re.IGNORECASE)


_NUMBERED = {
    "flat": _before_or_after("квартира|кварт|кв|пәтер|пәт|flat|apt"),
    "entrance": _before_or_after("подъезд|подьезд|под|кіреберіс|entrance"),
    "floor": _before_or_after("этаж|эт|қабат|floor"),
    "room": _before_or_after("комната|комн|ком|бөлме|room"),
    "dormitory": _before_or_after("общежитие|общ|общага|жатақхана|жатақ|жат|dormitory|dorm|hostel"),
}
_NAMED_DORMITORY = re.compile(
    r"(?:(?:общежитие|общ\.|жатақхана)\s*[«\"“]?(?P<a>[^«»\"“”0-9]+)[»\"”]?"
    r"|[«\"“](?P<b>[^«»\"“”]+)[»\"”]\s*(?:жатақханасы|жатақхана))",
    re.IGNORECASE,
)
_HOUSE_BY_NOUN = re.compile(
    rf"(?:(?:дом|д\.|д|үй|house|№)\s*№?\s*(?P<a>{_HOUSE})|(?P<b>{_HOUSE})\s*-?\s*үй)",
    re.IGNORECASE,
)
_BARE_HOUSE = re.compile(rf"№?\s*(?P<a>{_HOUSE})", re.IGNORECASE)
_CITY = re.compile(
    r"(?:(?:город|гор\.|г\.|қ\.|пос\.|посёлок|поселок|с\.|село|ауыл)\s*(?P<a>\D+)"
    r"|г\s+(?P<c>\D+)"
    r"|(?P<b>\D+?)\s+(?:қаласы|қ\.|кенті|ауылы|а\.))",
    re.IGNORECASE,
)
_REGION = re.compile(r".*\b(?:область|обл\.?|облысы|обл|район|р-н|ауданы)", re.IGNORECASE)
_STREET_TYPES = (
    r"проспект|просп\.?|пр-т\.?|пр-кт\.?|пр\.|пр|улица|ул\.?|бульвар|бул\.?|б-р\.?|переулок|пер\.?"
    r"|микрорайон|мкр\.?|мкрн\.?|м-н|шоссе|площадь|пл\.|квартал|проезд|аллея"
    r"|даңғылы|даң\.?|көшесі|көш\.?|к-сі|бульвары|тұйығы|ықшамауданы|ықшам ауданы|ш/а\.?|алаңы"
    r"|street|st\.|avenue|ave\.?"
)
_STREET_TYPE = re.compile(
    rf"(?:(?:{_STREET_TYPES})(?=[\s«\"]|(?<=\.)\S)\s*(?P<a>.+)|(?P<b>.+?)\s+(?:{_STREET_TYPES}))",
    re.IGNORECASE,
)
_STREET_THEN_HOUSE = re.compile(
    rf"(?P<street>.*?[^\W\d_].*?)\s+(?:(?:дом|д\.?|үй)\s*)?(?P<house>{_HOUSE})"
    r"(?:\s?-\s?(?P<flat>[0-9]+[А-Яа-я]?))?",
    re.IGNORECASE,
)
_DISTRICT = re.compile(r"микрорайон|мкрн?\.?|м-н|ықшам ?ауданы|ш/а|квартал", re.IGNORECASE)


def split_address(text: str) -> ParsedAddress:
    """Take an address line apart: parts between commas, each known by its noun.

    A number without a noun is the house if it follows a street, then the flat. A text of
    more than 300 letters is no address and is kept as it is.
    """
    if len(text) > 300:
        return ParsedAddress(rest=text)
    found: dict[str, str] = {}
    rest: list[str] = []
    for piece in re.split(r"[,;]|(?<!\w)\s-\s(?!\w)", text.replace("\u00a0", " ")):
        part = re.sub(r"\s+", " ", piece).strip()
        if part and not _take_part(part, found):
            rest.append(part)
    return ParsedAddress(**found, rest=", ".join(rest))


def _take_part(part: str, found: dict[str, str]) -> bool:
    """Put one part where it belongs; False if it is not understood or said twice."""
    for name, pattern in _NUMBERED.items():
        if match := pattern.fullmatch(part):
            return _put(found, name, match["n"] or match["m"])
    if match := _NAMED_DORMITORY.fullmatch(part):
        return _put(found, "dormitory", (match["a"] or match["b"]).strip())
    if _REGION.fullmatch(part):
        return _put(found, "region", part)
    if match := _HOUSE_BY_NOUN.fullmatch(part):
        return _put(found, "house", _tidy_house(match["a"] or match["b"]))
    if _STREET_TYPE.fullmatch(part):
        return _take_street(part, found)
    if match := _CITY.fullmatch(part):
        return _put(found, "city", (match["a"] or match["b"] or match["c"]).strip())
    if match := _BARE_HOUSE.fullmatch(part):
        return _take_bare_number(match["a"], found)
    return _take_street(part, found) if re.search(r"[^\W\d_]{3}", part) else False


def _take_bare_number(number: str, found: dict[str, str]) -> bool:
    if "street" in found and "house" not in found:
        return _put(found, "house", _tidy_house(number))
    if "house" in found and "flat" not in found and number.isdecimal():
        return _put(found, "flat", number)
    if "dormitory" in found and "room" not in found:
        return _put(found, "room", number.strip())
    return False


def _take_street(part: str, found: dict[str, str]) -> bool:
    """`ул. Абая`, `ул. Абая 371`, `Абая 371-45`; the number of a microdistrict is its name."""
    match = _STREET_THEN_HOUSE.fullmatch(part)
    if match and _DISTRICT.fullmatch(match["street"].strip()):
        match = None
    if match and "house" in found:
        match = None
    if not _put(found, "street", (match["street"] if match else part).strip()):
        return False
    if match:
        _put(found, "house", _tidy_house(match["house"]))
        if match["flat"]:
            _put(found, "flat", match["flat"])
    return True


def _put(found: dict[str, str], name: str, value: str) -> bool:
    if name in found:
        return False
    found[name] = value
    return True


def _tidy_house(house: str) -> str:
    return re.sub(r"\s*/\s*", "/", house.strip())


def address_key(
    *,
    street: str = "",
    house: str = "",
    flat: str = "",
    dormitory: str = "",
    room: str = "",
) -> str:
    """A text that is equal for one door written in several ways; empty if no door is named.

    «пр. Металлургов» and «проспект Металлургов» meet, so do «12 А» and «12а», «ОБЩ. 1» and
    «№1 жатақхана». The city is left out, as most lists do not name it.
    """
    if dormitory.strip() and room.strip():
        return f"d:{dormitory_key(dormitory)}|{_number_key(room)}"
    if not street.strip() or not house.strip():
        return ""
    return f"s:{street_key(street)}|{house_key(house)}|{_number_key(flat)}"


def address_key_of(parsed: ParsedAddress) -> str:
    """`address_key` of an address that was taken apart."""
    return address_key(
        street=parsed.street,
        house=parsed.house,
        flat=parsed.flat,
        dormitory=parsed.dormitory,
        room=parsed.room,
    )


# Endings that one name has in Russian and not in Kazakh, or the other way round, as folded.
_STREET_ENDINGS = tuple(
    (re.compile(pattern), written)
    for pattern, written in (
        (r"(?<=[a-z]{2}a)ia$", "i"),  # Абая, Абай
        (r"skogo$", "ski"),  # Чайковского, Чайковский
        (r"(?<=[oe]v|in)a$", ""),  # Панфилова, Панфилов
        (r"(?<=[a-z]{4})(?:ov|[tdl][ae]r)$", ""),  # Металлургов, Металлургтер
    )
)


def street_key(street: str) -> str:
    """The folded name of the street without its type and the endings of either language.

    «пр. Металлургов» is «Металлургтер даңғылы»; of names that are translated, the common
    ones meet («пр. Мира», «Бейбітшілік даңғылы»). Streets that were renamed do not.
    """
    text = re.sub(r"\s+", " ", street).strip()
    match = _STREET_TYPE.fullmatch(text)
    bare = (match["a"] or match["b"]) if match else text
    district = "m" if _DISTRICT.search(text) else ""
    key = " ".join(_street_stem(word) for word in fold(f"{district} {bare}").split())
    return _translated().get(key, key)


#: (Kazakh, Russian) names of streets that are words and so are translated.
_TRANSLATED = (
    ("Бейбітшілік", "Мира"),
    ("Тәуелсіздік", "Независимости"),
    ("Республика", "Республики"),
    ("Мектеп", "Школьная"),
    ("Жеңіс", "Победы"),
    ("Достық", "Дружбы"),
    ("Жастар", "Молодёжная"),
    ("Құрылысшылар", "Строителей"),
    ("Орталық", "Центральная"),
    ("Бостандық", "Свободы"),
)


@cache
def _translated() -> dict[str, str]:
    return {
        " ".join(_street_stem(word) for word in fold(kazakh).split()): " ".join(
            _street_stem(word) for word in fold(russian).split()
        )
        for kazakh, russian in _TRANSLATED
    }


def _street_stem(word: str) -> str:
    for ending, written in _STREET_ENDINGS:
        word = ending.sub(written, word)
    return word


def house_key(house: str) -> str:
    """`12 к1`, `12к1` and `12 корп. 1` are one house; so are `12А` and `12 a`."""
    text = re.sub(r"\s*(?:корпус|корп\.?|кор\.?|к\.?)\s*(?=[0-9])", "k", house, flags=re.IGNORECASE)
    text = re.sub(r"^\s*(?:дом|д\.|үй|№)\s*|-?\s*үй\s*$", "", text, flags=re.IGNORECASE)
    return _number_key(text)


def dormitory_key(dormitory: str) -> str:
    """`ОБЩ. 1`, `Общежитие №1`, `№1 жатақхана` and `1` are one dormitory."""
    text = re.sub(r"\s+", " ", dormitory).strip()
    if match := _NUMBERED["dormitory"].fullmatch(text):
        return _number_key(match["n"] or match["m"])
    if match := _NAMED_DORMITORY.fullmatch(text):
        return fold(match["a"] or match["b"])
    return fold(text)


def _number_key(number: str) -> str:
    """Letters folded one by one (Latin look-alikes too), spaces and № gone."""
    text = re.sub(r"[\s№.]+|-(?=[^\W\d_])", "", number)
    return re.sub(r"[^\W\d_]+", lambda word: fold(word[0].translate(_TWINS)), text).casefold()


# In «12A» the letter stands alone, so nothing says that it was meant to be Cyrillic.
_TWINS = str.maketrans("ABCEHKMOPTXabcehkmoptx", "АВСЕНКМОРТХавсенкмортх")
