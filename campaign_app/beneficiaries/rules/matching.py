"""When two records are probably, or certainly, one person: reasons for a human decision.

What speaks for and against is added up in points, all of which stand in one table here. A
name alone never reaches the threshold, however equal: there are many an Ахметов Айдар. Nor
does a birthday alone, or a telephone that a family shares. Nothing here merges anybody.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from rapidfuzz import fuzz

from campaign_app.core.i18n import N_, LabelledEnum
from campaign_app.core.likeness import (
    ALIKE_PART,
    EQUAL,
    INITIAL,
    SOUNDS_EQUAL,
    NameLikeness,
    NameParts,
    compare_names,
    name_parts,
    parts_of_full_name,
    skeleton,
)
from campaign_app.core.names import key_similarity, mixed_script_words


class MatchReason(LabelledEnum):
    """Why two records are taken for one person, and what speaks against it."""

    SAME_NAME = "same_name", N_("the same name")
    OTHER_SPELLING = "other_spelling", N_("another spelling of the name")
    LOOK_ALIKE_LETTERS = "look_alike_letters", N_("look-alike letters in the name")
    OTHER_SURNAME = "other_surname", N_("another surname, the same given name")
    OTHER_NAME = "other_name", N_("another name")
    SAME_IIN = "same_iin", N_("the same IIN")
    NEAR_IIN = "near_iin", N_("one digit of the IIN differs")
    SAME_DOCUMENT = "same_document", N_("the same document number")
    SAME_BIRTH_DATE = "same_birth_date", N_("the same date of birth")
    TURNED_BIRTH_DATE = "turned_birth_date", N_("day and month of birth in the other order")
    NEAR_BIRTH_DATE = "near_birth_date", N_("the date of birth differs in one place")
    SAME_PHONE = "same_phone", N_("the same telephone")
    SAME_ADDRESS = "same_address", N_("the same address")
    SAME_DORMITORY = "same_dormitory", N_("the same dormitory, another room")
    OTHER_PATRONYMIC = "other_patronymic", N_("another patronymic")
    OTHER_SEX = "other_sex", N_("the endings of the names are of a man and of a woman")
    OTHER_BIRTH_DATE = "other_birth_date", N_("another date of birth")
    OTHER_IIN = "other_iin", N_("another IIN")
    OTHER_DOCUMENT = "other_document", N_("another document number")


#: A slip of the keyboard that nobody sees on the screen; a hint, never a refusal.
MIXED_SCRIPT = N_("Latin and Cyrillic letters are mixed in one word of the name.")

#: What each reason weighs. The name weighs 20 to 45 by how alike its parts are.
POINTS = {
    MatchReason.SAME_IIN: 50,
    MatchReason.NEAR_IIN: 15,
    MatchReason.SAME_DOCUMENT: 40,
    MatchReason.SAME_BIRTH_DATE: 35,
    MatchReason.TURNED_BIRTH_DATE: 25,
    MatchReason.NEAR_BIRTH_DATE: 4,
    MatchReason.SAME_PHONE: 25,
    MatchReason.SAME_ADDRESS: 20,
    MatchReason.SAME_DORMITORY: 4,
    MatchReason.OTHER_PATRONYMIC: -38,
    MatchReason.OTHER_SEX: -15,
    MatchReason.OTHER_BIRTH_DATE: -18,
    MatchReason.OTHER_IIN: -50,
    MatchReason.OTHER_DOCUMENT: -20,
}
SAME_NAME, EQUAL_KEY, BY_EAR, SLIP, SHORTENED, ONE_PART = 45, 42, 38, 32, 30, 28
OTHER_SURNAME, WITH_PATRONYMIC = 12, 8
POSSIBLE, LIKELY, NEARLY_CERTAIN = 50, 62, 80


class Sureness(LabelledEnum):
    """How sure it is that two records are of one person."""

    NEARLY_CERTAIN = "nearly_certain", N_("nearly certain")
    LIKELY = "likely", N_("likely")
    POSSIBLE = "possible", N_("possible")


def name_warnings(*parts: str) -> tuple[str, ...]:
    """What a person should look at again in a name."""
    return (MIXED_SCRIPT,) if any(map(mixed_script_words, parts)) else ()


@dataclass(frozen=True)
class Identity:
    """By what somebody is recognised. `iin` and `document` are hashes: equal or not.

    `iin_near`: the hashes of the valid IINs that differ in one digit. `parts`: surname,
    given name and patronymic, where they are kept apart; else `name` is taken apart.
    """

    name: str
    name_key: str
    born_on: date | None = None
    phone: str = ""
    address: str = ""
    iin: str = ""
    document: str = ""
    parts: tuple[str, str, str] | None = None
    iin_near: frozenset[str] = field(default=frozenset(), repr=False)

    @property
    def has_only_a_name(self) -> bool:
        """True when nothing else is known."""
        return not (self.born_on or self.phone or self.address or self.iin or self.document)

    @property
    def dormitory(self) -> str:
        """The dormitory of the address, without the room."""
        return self.address.partition("|")[0] if self.address.startswith("d:") else ""

    @cached_property
    def name_parts(self) -> NameParts:
        """The stems of the name by what they are."""
        return name_parts(*self.parts) if self.parts else parts_of_full_name(self.name)

    @cached_property
    def sounds(self) -> list[str]:
        """Surname and given name by ear, in no order; the patronymic is left out too often."""
        parts = self.name_parts
        words = (*parts.surname[:1], *parts.given[:1]) or parts.patronymic[:1]
        return sorted({skeleton(word) for word in words})

    @cached_property
    def plain_name(self) -> str:
        """The name blind to case."""
        return self.name.casefold()


@dataclass(frozen=True, slots=True)
class Match:
    """Two records that resemble each other; `score` is 0 to 100."""

    score: float
    reasons: tuple[MatchReason, ...]
    is_same: bool

    @property
    def sureness(self) -> Sureness:
        """In words, for a person who decides."""
        if self.is_same or self.score >= NEARLY_CERTAIN:
            return Sureness.NEARLY_CERTAIN
        return Sureness.LIKELY if self.score >= LIKELY else Sureness.POSSIBLE


_R = MatchReason
_BY_NUMBER = {_R.SAME_IIN, _R.SAME_DOCUMENT}
_EQUAL_FACTS = {_R.SAME_IIN, _R.SAME_DOCUMENT, _R.SAME_BIRTH_DATE, _R.SAME_PHONE, _R.SAME_ADDRESS}


def compare(new: Identity, known: Identity) -> Match | None:
    """Whether `new` may be `known`, and why; None when too little speaks for it.

    `is_same` only when the name agrees, something else does, and nothing contradicts.
    """
    facts = _facts(new, known)
    by_number = bool(_BY_NUMBER.intersection(facts))
    only_a_name = new.has_only_a_name or known.has_only_a_name
    # Most candidates are out before their names are taken apart: even one name is too little.
    best = SAME_NAME + sum(POINTS[reason] for reason in facts)
    if best < POSSIBLE and not by_number and not only_a_name:
        return None
    if not by_number and fuzz.token_set_ratio(new.name_key, known.name_key) < 50:
        return None
    name, points, against = _name(new, known)
    if name is _R.SAME_NAME and only_a_name:
        # Nothing but the name is known of one of them, so nothing can tell them apart.
        is_same = new.has_only_a_name and known.has_only_a_name
        return Match(NEARLY_CERTAIN if is_same else POSSIBLE, (name,), is_same)
    if name is _R.OTHER_SURNAME and not {_R.SAME_BIRTH_DATE, *_BY_NUMBER}.intersection(facts):
        return None
    if name is _R.OTHER_NAME and not by_number:
        return None
    different = [reason for reason in (*against, *facts) if POINTS[reason] < 0]
    agreeing = [reason for reason in facts if POINTS[reason] > 0]
    score = points + sum(POINTS[reason] for reason in (*facts, *against))
    if _R.OTHER_BIRTH_DATE in facts and _R.SAME_ADDRESS in facts:
        score -= POINTS[_R.SAME_ADDRESS]  # a parent and a child of one name share a home
    if _R.OTHER_BIRTH_DATE in facts or _R.OTHER_IIN in facts:
        score = min(score, LIKELY - 1)
    if by_number:
        score = max(score, POSSIBLE)
    if score < POSSIBLE:
        return None
    certain = name is _R.SAME_NAME or (by_number and points >= SLIP)
    is_same = certain and not different and _EQUAL_FACTS.issuperset(agreeing)
    return Match(float(min(score, 100)), (name, *agreeing, *different), is_same)


def _facts(new: Identity, known: Identity) -> list[MatchReason]:
    """What is equal, near or different besides the name; what one of them lacks says nothing."""
    facts = []
    if new.iin and known.iin:
        if new.iin == known.iin:
            facts.append(_R.SAME_IIN)
        elif new.iin in known.iin_near or known.iin in new.iin_near:
            facts.append(_R.NEAR_IIN)
        else:
            facts.append(_R.OTHER_IIN)
    if new.document and known.document:
        is_equal = new.document == known.document
        facts.append(_R.SAME_DOCUMENT if is_equal else _R.OTHER_DOCUMENT)
    if new.born_on and known.born_on:
        facts.append(_about_birth(new.born_on, known.born_on))
    if new.phone and new.phone == known.phone:
        facts.append(_R.SAME_PHONE)
    if new.address and new.address == known.address:
        facts.append(_R.SAME_ADDRESS)
    elif new.dormitory and new.dormitory == known.dormitory:
        facts.append(_R.SAME_DORMITORY)
    return facts


def _about_birth(first: date, second: date) -> MatchReason:
    """One of three parts may be a slip; the first of January is often an unknown day."""
    if first == second:
        return _R.SAME_BIRTH_DATE
    days = (first.month, first.day), (second.month, second.day)
    if first.year == second.year:
        if days[0] == days[1][::-1]:
            return _R.TURNED_BIRTH_DATE
        in_place = first.month == second.month or first.day == second.day
        return _R.NEAR_BIRTH_DATE if in_place or (1, 1) in days else _R.OTHER_BIRTH_DATE
    # Another decade is another generation rather than a slip.
    same_decade = first.year // 10 == second.year // 10
    return _R.NEAR_BIRTH_DATE if days[0] == days[1] and same_decade else _R.OTHER_BIRTH_DATE


def _name(new: Identity, known: Identity) -> tuple[MatchReason, int, list[MatchReason]]:
    """What the names say, its points, and what in them speaks against."""
    if new.plain_name == known.plain_name:
        return _R.SAME_NAME, SAME_NAME, []
    parts = compare_names(new.name_parts, known.name_parts)
    against = []
    if parts.patronymic is not None and parts.patronymic < ALIKE_PART:
        against.append(_R.OTHER_PATRONYMIC)
    sexes = {new.name_parts.sex, known.name_parts.sex}
    if sexes == {"f", "m"}:
        against.append(_R.OTHER_SEX)
    if parts.given is None or parts.surname is None:
        points = _points_of_one_part(new, known, parts)
    elif parts.given < ALIKE_PART:
        points = 0
    elif parts.surname < ALIKE_PART:
        if sexes == {"m"} or _R.OTHER_PATRONYMIC in against or parts.given < SOUNDS_EQUAL:
            return _R.OTHER_NAME, 0, against
        kept = WITH_PATRONYMIC if (parts.patronymic or 0) >= SOUNDS_EQUAL else 0
        return _R.OTHER_SURNAME, OTHER_SURNAME + kept, []  # a woman who married has two endings
    else:
        points = _points(min(parts.surname, parts.given))
    if not points:
        return _R.OTHER_NAME, 0, against
    if mixed_script_words(new.name) or mixed_script_words(known.name):
        return _R.LOOK_ALIKE_LETTERS, points, against
    return _R.OTHER_SPELLING, points, against


def _points(worst: int) -> int:
    if worst == INITIAL:
        return SHORTENED
    steps = ((EQUAL, EQUAL_KEY), (SOUNDS_EQUAL, BY_EAR), (ALIKE_PART, SLIP))
    return next((points for least, points in steps if worst >= least), 0)


def _points_of_one_part(new: Identity, known: Identity, parts: NameLikeness) -> int:
    """One of them has a single name: a foreigner, an institution, a part left out."""
    if key_similarity(new.name_key, known.name_key) >= 85:
        return SLIP if new.name_key != known.name_key else EQUAL_KEY
    only = parts.given if parts.given is not None else parts.surname
    return ONE_PART if only is not None and only >= SOUNDS_EQUAL else 0
