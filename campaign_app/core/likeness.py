"""How alike two names are, part by part: surname, given name, patronymic.

A whole name says too little: a woman who married keeps two parts of three, twins share two
parts of three and are two people. So the parts are compared each with its own, in both
orders of surname and given name, on the stems of `names.match_key`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from campaign_app.core.names import key_similarity, split_full_name, stems, undouble

#: From here on two parts of a name are taken for one.
ALIKE_PART = 78
EQUAL, SOUNDS_EQUAL, ONE_SLIP, TWO_SLIPS, INITIAL, UNLIKE = 100, 95, 88, 84, 80, 70

_DIGRAPHS = (("sh", "ш"), ("ch", "ш"), ("ts", "s"), ("ng", "n"), ("ph", "f"), ("ks", "k"))
_VOWELS = (("ia", "я"), ("iu", "ю"), ("io", "ё"))
_CLASSES = str.maketrans("ghkbdvzcjqw", "kkkptfssskf")
_FIRST_VOWEL = (("io", "o"), ("iu", "o"), ("ia", "a"), ("ie", "a"), ("e", "a"), ("u", "o"))
_SHORT_FORMS = {"mohd": "muhamad", "mohamad": "muhamad", "mohamed": "muhamad", "md": "muhamad"}
#: Initials of two letters, once in Latin: Ю. Я. Ё. Ш. Ч. Ц.
_INITIALS = {"iu", "ia", "io", "sh", "ch", "ts"}
_FEMALE = re.compile(r"(?:ова|ева|ёва|ина|ына|ская|цкая|қызы|кызы|кизи|овна|евна|ична|ova|eva)$")
_MALE = re.compile(r"(?:ов|ев|ёв|ин|ын|ский|цкий|ұлы|улы|угли|ович|евич|ov|ev|uly|ovich|evich)$")


@dataclass(frozen=True, slots=True)
class NameParts:
    """The stems of a name by what they are; `sex` as the endings tell it: f, m or nothing."""

    surname: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    patronymic: tuple[str, ...] = ()
    sex: str = ""


@dataclass(frozen=True, slots=True)
class NameLikeness:
    """0 to 100 for each part; None where one of the two names has no such part.

    `is_turned`: the surname of one stands where the other has the given name.
    """

    surname: int | None
    given: int | None
    patronymic: int | None
    is_turned: bool = False


def name_parts(surname: str, given_name: str, patronymic: str) -> NameParts:
    """The stems of the three parts as they were written."""
    return NameParts(
        _stems(surname), _stems(given_name), _stems(patronymic), _sex(surname, patronymic)
    )


def parts_of_full_name(name: str) -> NameParts:
    """The stems of a name in one text."""
    return name_parts(*split_full_name(name))


def _stems(text: str) -> tuple[str, ...]:
    return tuple(_SHORT_FORMS.get(undouble(word), word) for word in stems(text) if word)


def _sex(surname: str, patronymic: str) -> str:
    """What the endings say; nothing when they say nothing or two things."""
    found: set[str] = set()
    for part in (surname.casefold(), patronymic.casefold()):
        found.update(sex for sex, ending in (("f", _FEMALE), ("m", _MALE)) if ending.search(part))
    return found.pop() if len(found) == 1 else ""


def skeleton(word: str) -> str:
    """The consonants as they sound, and which vowel begins: equal for most spellings by ear."""
    for pair, sign in _DIGRAPHS:
        word = word.replace(pair, sign)
    for vowel, sign in _FIRST_VOWEL:
        if word.startswith(vowel):
            word = sign + word[len(vowel) :]
            break
    sounds = word[:1] + re.sub(r"[aeiouy]", "", word[1:])
    return re.sub(r"(.)\1+", r"\1", sounds.translate(_CLASSES))


def _letters(word: str) -> str:
    """One sign for what is one letter in Cyrillic, so that one slip counts as one."""
    for pair, sign in (*_DIGRAPHS, *_VOWELS):
        word = word.replace(pair, sign)
    return word


def word_likeness(first: str, second: str) -> int:
    """How alike two stems are: equal, by ear, one or two slips of the finger, an initial."""
    if undouble(first) == undouble(second):
        return EQUAL
    shorter, longer = sorted((first, second), key=len)
    if len(shorter) == 1 or shorter in _INITIALS:
        return INITIAL if longer.startswith(shorter) else 0
    sounds = skeleton(first)
    if len(sounds) > 2 and sounds == skeleton(second) and fuzz.ratio(first, second) >= 60:
        return SOUNDS_EQUAL
    slips = OSA.distance(_letters(first), _letters(second), score_cutoff=2)
    if slips == 1 and len(longer) >= 4:
        return ONE_SLIP
    if slips == 2 and len(longer) >= 8:
        return TWO_SLIPS
    return min(UNLIKE, round(fuzz.ratio(first, second)))


def _likeness(first: tuple[str, ...], second: tuple[str, ...]) -> int | None:
    """Of two parts: a part of several words is alike when the fewer words are all in the other."""
    if not first or not second:
        return None
    if len(first) == 1 and len(second) == 1:
        return word_likeness(first[0], second[0])
    if first == second:
        return EQUAL
    fewer, more = sorted((first, second), key=len)
    each = [max(word_likeness(word, other) for other in more) for word in fewer]
    if len(fewer) == len(more):
        joined = key_similarity(" ".join(first), " ".join(second))
        return max(min(each), round(min(joined, SOUNDS_EQUAL)) if joined >= 90 else 0)
    together = word_likeness("".join(first), "".join(second))
    return max(together, min(ONE_SLIP, min(each)))


def compare_names(first: NameParts, second: NameParts) -> NameLikeness:
    """Part by part, in the order that fits better."""
    straight = (_likeness(first.surname, second.surname), _likeness(first.given, second.given))
    patronymic = _likeness(first.patronymic, second.patronymic)
    if min(straight[0] or 0, straight[1] or 0) < ALIKE_PART:
        turned = (_likeness(first.surname, second.given), _likeness(first.given, second.surname))
        known = [value for value in turned if value is not None]
        if known and min(known) >= ALIKE_PART and len(known) >= _known(straight):
            return NameLikeness(turned[0], turned[1], patronymic, is_turned=True)
    return NameLikeness(straight[0], straight[1], patronymic)


def _known(values: tuple[int | None, ...]) -> int:
    return sum(value is not None for value in values)
