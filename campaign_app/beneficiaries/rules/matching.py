"""When two records are probably, or certainly, one person: reasons for a human decision.

A likely duplicate is a name that sounds alike plus one more thing that is equal: the date
of birth, the telephone, or the door. A name alone makes false twins; an IIN alone is a
typing error as often as not. Nothing here merges anybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from campaign_app.core.i18n import N_, LabelledEnum
from campaign_app.core.names import key_similarity, mixed_script_words

ALIKE = 85.0


class MatchReason(LabelledEnum):
    """Why two records are taken for one person."""

    SAME_NAME = "same_name", N_("the same name")
    OTHER_SPELLING = "other_spelling", N_("another spelling of the name")
    LOOK_ALIKE_LETTERS = "look_alike_letters", N_("look-alike letters in the name")
    OTHER_NAME = "other_name", N_("another name")
    SAME_IIN = "same_iin", N_("the same IIN")
    SAME_DOCUMENT = "same_document", N_("the same document number")
    SAME_BIRTH_DATE = "same_birth_date", N_("the same date of birth")
    SAME_PHONE = "same_phone", N_("the same telephone")
    SAME_ADDRESS = "same_address", N_("the same address")
    OTHER_BIRTH_DATE = "other_birth_date", N_("another date of birth")
    OTHER_IIN = "other_iin", N_("another IIN")
    OTHER_DOCUMENT = "other_document", N_("another document number")


class Sureness(LabelledEnum):
    """How sure it is that two records are of one person."""

    NEARLY_CERTAIN = "nearly_certain", N_("nearly certain")
    LIKELY = "likely", N_("likely")
    POSSIBLE = "possible", N_("possible")


@dataclass(frozen=True, slots=True)
class Identity:
    """By what somebody is recognised. `iin` and `document` are hashes: equal or not."""

    name: str
    name_key: str
    born_on: date | None = None
    phone: str = ""
    address: str = ""
    iin: str = ""
    document: str = ""

    @property
    def has_only_a_name(self) -> bool:
        """True when nothing else is known."""
        return not (self.born_on or self.phone or self.address or self.iin or self.document)


@dataclass(frozen=True, slots=True)
class Match:
    """Two records that resemble each other."""

    score: float
    reasons: tuple[MatchReason, ...]
    is_same: bool

    @property
    def sureness(self) -> Sureness:
        """In words, for a person who decides."""
        if self.is_same or self.score >= 95:
            return Sureness.NEARLY_CERTAIN
        return Sureness.LIKELY if self.score >= 90 else Sureness.POSSIBLE


_EQUAL = (
    ("iin", MatchReason.SAME_IIN),
    ("document", MatchReason.SAME_DOCUMENT),
    ("born_on", MatchReason.SAME_BIRTH_DATE),
    ("phone", MatchReason.SAME_PHONE),
    ("address", MatchReason.SAME_ADDRESS),
)
_DIFFERENT = (
    ("iin", MatchReason.OTHER_IIN),
    ("document", MatchReason.OTHER_DOCUMENT),
    ("born_on", MatchReason.OTHER_BIRTH_DATE),
)
_NUMBERS = {MatchReason.SAME_IIN, MatchReason.SAME_DOCUMENT}


def compare(new: Identity, known: Identity) -> Match | None:
    """Whether `new` may be `known`, and why; None when nothing speaks for it.

    `is_same` only when the name agrees, something else does, and nothing contradicts.
    """
    equal = [
        reason
        for name, reason in _EQUAL
        if getattr(new, name) and getattr(new, name) == getattr(known, name)
    ]
    different = [
        reason
        for name, reason in _DIFFERENT
        if getattr(new, name)
        and getattr(known, name)
        and getattr(new, name) != getattr(known, name)
    ]
    same_name = new.name.casefold() == known.name.casefold()
    score = 100.0 if same_name else key_similarity(new.name_key, known.name_key)
    by_number = bool(_NUMBERS.intersection(equal))
    if not equal:
        # Nothing but the name is known of one of them, so nothing can tell them apart.
        if not (same_name and (new.has_only_a_name or known.has_only_a_name)):
            return None
        is_same = new.has_only_a_name and known.has_only_a_name
        return Match(score, (MatchReason.SAME_NAME,), is_same)
    if score < ALIKE and not by_number:
        return None
    is_same = not different and (same_name or (by_number and score >= ALIKE))
    return Match(score, (_about_the_name(new, known, score), *equal, *different), is_same)


def _about_the_name(new: Identity, known: Identity, score: float) -> MatchReason:
    if new.name.casefold() == known.name.casefold():
        return MatchReason.SAME_NAME
    if score < ALIKE:
        return MatchReason.OTHER_NAME
    if mixed_script_words(new.name) or mixed_script_words(known.name):
        return MatchReason.LOOK_ALIKE_LETTERS
    return MatchReason.OTHER_SPELLING
