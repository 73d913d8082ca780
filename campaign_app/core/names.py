"""Names of people in three scripts side by side: kept, searched, ordered, compared.

A name is stored as it stands in the document. Beside it stand a folded text for the search
(`fold`) and an order key (`sort_key`); `match_key` and `similarity` only suggest duplicates.

How `fold` brings Қасымов, Касымов, Kasymov and Kassymov together: look-alike letters of the
other script inside a word are put right, capitals go, Cyrillic is written in Latin letters
with Kazakh letters as their Russian bases (Қ as К, Ә as А, І and Ы as И, Ё as Е, Ь dropped),
the Latin spellings in use are levelled (kh = h, zh = j, q = k, ye = e, y = i, w = v),
diacritics and apostrophes go, punctuation becomes a space, doubled letters become one. A query
folded in the same way is then found by a plain substring search on every database.
"""

from __future__ import annotations

import re
import unicodedata

from rapidfuzz import fuzz

_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u0259\u1e00-\u1eff]")
_WORD = re.compile(r"[^\W\d_]+")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff\x00-\x08\x0e-\x1f]")
_APOSTROPHES = re.compile(r"['’‘ʻʼʹ`´ʾʿ]")

_TO_CYRILLIC = str.maketrans("aceiopxyhkəABCEHIKMOPTXYƏ", "асеіорхуһкәАВСЕНІКМОРТХУӘ")
_TO_LATIN = str.maketrans("асеіорхуһкАВСЕНІКМОРТХУ", "aceiopxyhkABCEHIKMOPTXY")

_CYRILLIC_LETTERS = {
    **dict(zip("абвгдезийклмнопрстуфхыэі", "abvgdeziiklmnoprstufhiei", strict=True)),
    **dict(zip("әғқңөұүһёўґїєј", "agknouuheugiej", strict=True)),
    "ж": "zh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "sh",
    "ю": "iu",
    "я": "ia",
    "ь": "",
    "ъ": "",
    "ҳ": "h",
    "ҷ": "j",
    "ӣ": "i",
    "ӯ": "u",
}
_TO_LATIN_SOUNDS = str.maketrans(
    {**_CYRILLIC_LETTERS, "ı": "i", "ə": "a", "ø": "o", "ł": "l", "đ": "d", "ŋ": "n"}
)
# In this order: longer spellings first, and y last, once its pairs are dealt with.
_SPELLINGS = tuple(
    (re.compile(pattern), written)
    for pattern, written in (
        ("shch|sch", "sh"),
        ("dzh|dj|zh", "j"),
        ("kh", "h"),
        ("gh", "g"),
        ("q", "k"),
        ("w", "v"),
        ("x", "ks"),
        ("c(?=[eiy])", "s"),
        ("c(?!h)", "k"),
        ("ye", "e"),
        ("(?<=[bcdfghjklmnprstvz])yo", "e"),
        ("y", "i"),
    )
)
#: Nothing is respelled in a text without any of these.
_RESPELLED = re.compile("[cqwxy]|[gkz]h|dj")
_DOUBLED = re.compile(r"([a-z])\1+")


def normalise(text: str) -> str:
    """NFC, invisible characters gone, one space between words: the form that is stored."""
    return " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())


def has_letters(text: str | None) -> bool:
    """A name needs at least one letter of some script."""
    return any(character.isalpha() for character in text or "")


def mixed_script_words(text: str) -> list[str]:
    """Words that hold Latin and Cyrillic letters at once: nearly always a slip of the keyboard."""
    words = _WORD.findall(unicodedata.normalize("NFC", text))
    return [word for word in words if _CYRILLIC.search(word) and _LATIN.search(word)]


def _one_script(match: re.Match[str]) -> str:
    word = match[0]
    if not (_CYRILLIC.search(word) and _LATIN.search(word)):
        return word
    cyrillic = word.translate(_TO_CYRILLIC)
    if not _LATIN.search(cyrillic):
        return cyrillic
    latin = word.translate(_TO_LATIN)
    return cyrillic if _CYRILLIC.search(latin) else latin


def _without_marks(text: str) -> str:
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _level(text: str) -> str:
    """All of `fold` but the doubled letters, which the endings of patronymics still need."""
    level = _WORD.sub(_one_script, normalise(text))
    level = _APOSTROPHES.sub("", level)
    level = re.sub(r"[\W_]+", " ", level).casefold()
    # Й and Ё must be met whole, so marks are taken off only after Cyrillic is rewritten.
    level = _without_marks(unicodedata.normalize("NFC", level).translate(_TO_LATIN_SOUNDS))
    return " ".join(_respell(level).split())  # a lone Ъ leaves no word


def _respell(text: str) -> str:
    if not _RESPELLED.search(text):
        return text
    for pattern, written in _SPELLINGS:
        text = pattern.sub(written, text)
    return text


def fold(text: str) -> str:
    """The text as search columns and queries hold it; see the head of this module."""
    folded = _DOUBLED.sub(r"\1", _level(text))
    # A doubled letter that goes may leave a new pair (kkh, kh, h): go on until none is left.
    while (again := _DOUBLED.sub(r"\1", _respell(folded))) != folded:
        folded = again
    return folded


# ---- order ----

_ORDER = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
_ORDER_CODES = {
    **{letter: chr(0x3A + place) for place, letter in enumerate(_ORDER)},
    **{letter: chr(0x64 + place) for place, letter in enumerate("abcdefghijklmnopqrstuvwxyz")},
    **{digit: digit for digit in "0123456789"},
    " ": " ",
}


def sort_key(text: str) -> str:
    """ASCII text whose byte order is the order of the 42 Kazakh letters.

    A space comes first, then digits, Cyrillic, Latin, every other script. For a column that
    is compared byte by byte: SQLite's BINARY, PostgreSQL's COLLATE "C".
    """
    plain = _APOSTROPHES.sub("", _WORD.sub(_one_script, normalise(text)))
    plain = re.sub(r"[\W_]+", " ", plain).casefold().strip()
    return "".join(_ORDER_CODES.get(c) or _order_of_rare(c) for c in plain)


def _order_of_rare(character: str) -> str:
    base = _without_marks(character)
    if base and all(letter in _ORDER_CODES for letter in base):
        return "".join(_ORDER_CODES[letter] for letter in base)
    return f"~{ord(character):06x}"


# ---- duplicates ----

_PATRONYMIC_ENDING = re.compile(
    r"(?<=[a-z]{2})(?:uulu|uli|ugli|ogli|oglu|kizi|gizi|kiz|ovich|evich|ovna|evna|inichna|ichna|ich)$"
)
_PATRONYMIC_WORDS = {"uli", "ugli", "ogli", "oglu", "uulu", "kizi", "gizi"}
_FEMALE_ENDINGS = (("skaia", "ski"), ("ova", "ov"), ("eva", "ev"), ("ina", "in"))


def match_key(text: str) -> str:
    """Equal for most spellings of one name: order, sex and patronymic endings do not count.

    It makes false twins (Ахметов Айдар and Ахметова Айдар), so it suggests and never decides.
    """
    words = [undouble(word) for word in stems(text)]
    return " ".join(sorted(word for word in words if word))


def stems(text: str) -> list[str]:
    """The words of `match_key` as they follow each other, doubled letters kept."""
    return [_stem(word) for word in _level(text).split() if word not in _PATRONYMIC_WORDS]


def undouble(word: str) -> str:
    """One letter for two."""
    return _DOUBLED.sub(r"\1", word)


def _stem(word: str) -> str:
    stem = _PATRONYMIC_ENDING.sub("", word)
    if stem == word:
        for female, male in _FEMALE_ENDINGS:
            if len(word) > len(female) + 1 and word.endswith(female):
                return word.removesuffix(female) + male
    return stem


def similarity(first: str, second: str) -> float:
    """How alike two names are, 0 to 100; the order of the parts does not matter.

    A part that only one of them has (a patronymic) costs little, if two others are there.
    """
    return key_similarity(match_key(first), match_key(second))


def key_similarity(first: str, second: str) -> float:
    """`similarity` of two match keys that are already at hand."""
    if not first or not second:
        return 0.0
    if first == second:
        return 100.0
    return max(fuzz.token_sort_ratio(first, second), _aligned(first.split(), second.split()))


def _aligned(first: list[str], second: list[str]) -> float:
    """Pair the words best to best; a pair weighs as much as its longer word is long."""
    fewer, more = sorted((first, second), key=len)
    if len(fewer) < 2:
        return 0.0
    pairs = sorted(
        (
            (_word_ratio(a, b), min(a, b), max(a, b), i, j)
            for i, a in enumerate(fewer)
            for j, b in enumerate(more)
        ),
        reverse=True,
    )
    taken_a: set[int] = set()
    taken_b: set[int] = set()
    score = weight = 0.0
    for ratio, a, b, i, j in pairs:
        if i not in taken_a and j not in taken_b:
            taken_a.add(i)
            taken_b.add(j)
            weight += max(len(a), len(b))
            score += ratio * max(len(a), len(b))
    return max(0.0, score / weight - 2.0 * (len(more) - len(fewer)))


def _word_ratio(a: str, b: str) -> float:
    if len(a) == 1 or len(b) == 1:  # an initial stands for a name
        return 90.0 if a[0] == b[0] else 0.0
    return fuzz.ratio(a, b)


# ---- parts of a name ----

_PATRONYMIC = re.compile(
    r".{2,}(?:ұлы|улы|қызы|кызы|қизи|кизи|ович|евич|ич|овна|евна|ична|оғлы|оглы|угли"
    r"|uly|kyzy|qyzy|qizi|ovich|evich|ovna|evna|o['’‘ʻ`]?g['’‘ʻ`]?li|ogly|oglu)",
    re.IGNORECASE,
)
_PATRONYMIC_TAIL = re.compile(
    r"ұлы|улы|қызы|кызы|кизи|оғлы|оглы|угли|уулу|uly|kyzy|qyzy|qizi|o['’‘ʻ`]?g['’‘ʻ`]?li|ogly",
    re.IGNORECASE,
)
_SURNAME = re.compile(
    r".+(?:[оеё]в|[оеё]ва|ин|ина|ын|ына|ский|ская|цкий|цкая|енко|тегі|[oe]v|[oe]va)", re.IGNORECASE
)
_INITIAL = re.compile(r"[^\W\d_]\.?")


def split_full_name(text: str) -> tuple[str, str, str]:
    """(surname, given name, patronymic) of a name in one column; a part may be empty.

    Surname first, as documents have it. A patronymic is known by its ending. One word is a
    given name unless it ends like a surname. Of a foreign name without a patronymic all that
    follows the first word is the given name.
    """
    words = re.sub(r"(?<=\.)(?=[^\W\d_])", " ", normalise(text).replace(",", " ")).split()
    if len(words) > 2 and _PATRONYMIC_TAIL.fullmatch(words[-1]):
        words[-2:] = [f"{words[-2]} {words[-1]}"]
    if len(words) < 2:
        only = "".join(words)
        return (only, "", "") if _SURNAME.fullmatch(only) else ("", only, "")
    if _is_initial(words[0]) and not _is_initial(words[-1]):  # М. О. Қанатова
        return words[-1], words[0], " ".join(words[1:-1])
    if len(words) == 2:
        if _is_patronymic(words[1]):
            return "", words[0], words[1]
        return words[0], words[1], ""
    if len(words) == 3 and _is_patronymic(words[1]) and not _is_patronymic(words[2]):
        return words[2], words[0], words[1]  # Вера Ивановна Медведева
    ends_in_patronymic = _is_patronymic(words[-1]) or _is_initial(words[-1])
    bare_patronymic = len(words) == 3 and _CYRILLIC.search(text) and _SURNAME.fullmatch(words[0])
    if ends_in_patronymic or bare_patronymic:
        return words[0], " ".join(words[1:-1]), words[-1]
    return words[0], " ".join(words[1:]), ""


def _is_initial(word: str) -> bool:
    return _INITIAL.fullmatch(word) is not None


def _is_patronymic(word: str) -> bool:
    return _PATRONYMIC.fullmatch(word) is not None or " " in word


def full_name(surname: str | None, given_name: str | None, patronymic: str | None = None) -> str:
    """`Қасымов Ғалымжан Серікұлы`; parts that are not there leave no gap."""
    return " ".join(part for part in (surname, given_name, patronymic) if part)


def short_name(surname: str | None, given_name: str | None, patronymic: str | None = None) -> str:
    """`Қасымов Ғ. С.`; without a surname the given name stays whole: `Лакшми`."""
    given = (given_name or "").strip()
    initials = [f"{word[0].upper()}." for word in (given, (patronymic or "").strip()) if word]
    if not surname:
        return " ".join([given, *initials[1:]]) if given else " ".join(initials)
    return " ".join([surname, *initials])
