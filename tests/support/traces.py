"""What gives a person of the registry away, and finding it in any text, however it is spelt.

`Traces.of(session)` reads names, phones, identity and document numbers, addresses and notes
from whatever database it is given; `find(text)` says which of them a text holds. Names are
compared folded (case, script, look-alike letters, ё, Қ and К), in both orders, whole and as
surname with initials. Names that a participant, a volunteer or an account has too are
left out: who works in the open is nobody's secret.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import permutations

from sqlalchemy import Text, select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.beneficiaries.models import Beneficiary
from campaign_app.beneficiaries.rules import BeneficiaryKind
from campaign_app.core.names import fold
from campaign_app.distribution.models import Proof
from campaign_app.extensions import Base
from campaign_app.shelter.models import Stay
from campaign_app.volunteers.models import Volunteer

# Tables whose people work in the open or gave money: not the registry.
OTHERS = {"accounts", "sign_in_attempts", "volunteers", "donations", "expenses", "import_columns"}
SHORTEST_NOTE = 15
PHONE = re.compile(r"(?<![\w.])\+?\d(?:[\s().\u00a0\u202f\u2009-]{0,2}\d){8,14}(?!\w)")
NUMBER = re.compile(r"(?<!\d)\d(?:[\s\u00a0]?\d){11}(?!\d)")
DOOR_WORDS = 8
HAS_DIGIT = re.compile(r"\d")

Words = tuple[str, ...]


def words_of(text: str) -> Words:
    """A text as folded words."""
    return tuple(fold(text).split())


def plain(text: str) -> str:
    """A text as it is read: entities resolved, one kind of space, one case."""
    text = unicodedata.normalize("NFC", html.unescape(text))
    return re.sub(r"\s+", " ", text).casefold()


def spellings(surname: str, given_name: str, patronymic: str) -> Iterator[Words]:
    """A name in whole and in short, in every order in which people write it."""
    parts = [words_of(part) for part in (surname, given_name, patronymic) if part]
    if len(parts) == 1:
        yield parts[0]
        return
    for order in permutations(parts, 2):
        yield order[0] + order[1]
    if surname and given_name:
        family, initial = words_of(surname), words_of(given_name[0])
        yield family + initial
        yield initial + family
        if patronymic:
            second = words_of(patronymic[0])
            yield family + initial + second
            yield initial + second + family


@dataclass
class Traces:
    """What to look for."""

    names: set[Words] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)
    numbers: set[str] = field(default_factory=set)
    documents: set[str] = field(default_factory=set)
    doors: dict[str, set[Words]] = field(default_factory=dict)
    notes: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, session: Session) -> Traces:
        """Everything that the registry of this database holds."""
        traces = cls()
        for person in session.scalars(select(Beneficiary)):
            traces._add_person(person)
        for name in session.scalars(select(Stay.guest_name).where(Stay.guest_name.is_not(None))):
            traces.names.add(words_of(name or ""))
        for proof in session.scalars(select(Proof).where(Proof.proxy_name != "")):
            traces.names.add(words_of(proof.proxy_name))
        traces.notes = set(_notes(session))
        traces.names -= set(_names_of_others(session)) | {()}
        return traces

    def _add_person(self, person: Beneficiary) -> None:
        if person.kind is BeneficiaryKind.PERSON:
            self.names |= set(spellings(person.surname, person.given_name, person.patronymic))
        if person.contact_person:
            self.names.add(words_of(person.contact_person))
        if person.phone:
            self.phones.add(re.sub(r"\D", "", person.phone)[-10:])
        if person.iin:
            self.numbers.add(person.iin)
        if person.document_number:
            self.documents.add(plain(person.document_number).replace(" ", ""))
        if person.dormitory and person.room:
            self._add_door(person.dormitory, (person.dormitory, person.room))
        elif person.street and person.house:
            self._add_door(person.street, (person.house, person.flat))

    def _add_door(self, place: str, numbers: Iterable[str]) -> None:
        """A street's longest word, and the numbers that follow it: `abai` → `351 2 1`."""
        key = max((w for w in words_of(place) if not HAS_DIGIT.search(w)), key=len, default="")
        found = tuple(w for text in numbers for w in words_of(text) if HAS_DIGIT.search(w))
        if key and found:
            self.doors.setdefault(key, set()).add(found)

    def find(self, text: str) -> set[str]:
        """What the text gives away; empty for nothing."""
        read = plain(text)
        words = words_of(read)
        found = {f"name {' '.join(name)}" for name in self._names_in(words)}
        found |= {f"address {door}" for door in self._doors_in(words)}
        found |= {f"note {note[:30]}" for note in self.notes if note in read}
        digits = (re.sub(r"\D", "", match[0]) for match in PHONE.finditer(read))
        found |= {f"phone {number}" for number in digits if number[-10:] in self.phones}
        numbers = (re.sub(r"\D", "", match[0]) for match in NUMBER.finditer(read))
        found |= {f"IIN {number}" for number in numbers if number in self.numbers}
        compact = read.replace(" ", "")
        return found | {f"document {each}" for each in self.documents if each in compact}

    @cached_property
    def _beginnings(self) -> dict[str, list[Words]]:
        """The names by their first word; made at the first look, when all are known."""
        beginnings: dict[str, list[Words]] = {}
        for name in self.names:
            beginnings.setdefault(name[0], []).append(name)
        return beginnings

    def _names_in(self, words: Words) -> Iterator[Words]:
        for place, word in enumerate(words):
            for name in self._beginnings.get(word, ()):
                if words[place : place + len(name)] == name:
                    yield name

    def _doors_in(self, words: Words) -> Iterator[str]:
        for place, word in enumerate(words):
            if word not in self.doors:
                continue
            after = words[place + 1 : place + 1 + DOOR_WORDS]
            numbers = tuple(each for each in after if HAS_DIGIT.search(each))
            for door in self.doors[word]:
                if numbers[: len(door)] == door:
                    yield f"{word} {' '.join(door)}"


def _names_of_others(session: Session) -> Iterator[Words]:
    """The spellings of those who work in the open."""
    for person in session.scalars(select(Volunteer)):
        yield from spellings(person.surname, person.given_name, person.patronymic)
    for name in session.scalars(select(Account.full_name)):
        parts = [*name.split(), "", "", ""][:3]
        yield from spellings(parts[0], parts[1], parts[2])


def _notes(session: Session) -> Iterator[str]:
    """What was written about people in their own words, in whatever table stands."""
    for table in Base.metadata.sorted_tables:
        if table.name in OTHERS:
            continue
        for column in table.columns:
            is_text = column.name in ("note", "door_note", "text", "body") or (
                isinstance(column.type, Text) and column.info.get("personal")
            )
            if not is_text or not column.info.get("personal"):
                continue
            for value in session.execute(select(column).distinct()).scalars():
                if value and len(value) >= SHORTEST_NOTE:
                    yield plain(value)
