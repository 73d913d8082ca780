"""A city of some thousands with copies of known kinds, and with people who only look alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from bench.dedup.people import FATHERS, STREETS, City
from bench.dedup.person import Person
from bench.dedup.spelling import (
    latin,
    other_apostrophe,
    russian,
    typo,
    with_look_alikes,
    without_marks,
)
from campaign_app.core.number_slips import near_numbers

Pair = tuple[int, int]


@dataclass(frozen=True)
class LabelledSet:
    """People, the pairs that are one person each by kind, and the pairs that only look like it."""

    name: str
    people: list[Person]
    copies: dict[Pair, str]
    others: dict[Pair, str]


def _named(person: Person, change: Callable[[str], str]) -> Person:
    return replace(
        person,
        surname=change(person.surname),
        given=change(person.given),
        patronymic=change(person.patronymic) if person.patronymic else "",
    )


def _latin(city: City, person: Person) -> Person:
    return replace(_named(person, lambda part: latin(part, city.chance)), patronymic="")


def _typo(city: City, person: Person) -> Person:
    part = city.chance.choice([p for p in ("surname", "given") if len(getattr(person, p)) > 3])
    return replace(person, **{part: typo(getattr(person, part), city.chance)})


def _initials(city: City, person: Person) -> Person:
    patronymic = f"{person.patronymic[0]}." if person.patronymic else ""
    return replace(person, given=f"{person.given[0]}.", patronymic=patronymic)


def _married(city: City, person: Person) -> Person:
    while (other := city.kazakh("f").surname) == person.surname:
        pass
    return replace(person, surname=other)


def _phone(city: City, person: Person) -> Person:
    digits = person.phone[2:]
    forms = (f"8{digits}", f"8 ({digits[:3]}) {digits[3:6]}-{digits[6:8]}-{digits[8:]}", digits)
    changed = russian if person.group == "kazakh" else str
    return replace(_named(person, changed), phone=city.chance.choice(forms), born_on=None)


def _iin(city: City, person: Person) -> Person:
    return replace(person, iin=city.chance.choice(near_numbers(person.iin)))


def _turned(city: City, person: Person) -> Person:
    born_on = person.born_on
    assert born_on is not None
    return replace(person, born_on=date(born_on.year, born_on.day, born_on.month))


def _street(city: City, person: Person) -> Person:
    forms = next(forms for forms in STREETS if forms[0] == person.street)
    house = city.chance.choice((person.house, person.house.lower(), f"д. {person.house}"))
    changed = russian if person.group == "kazakh" else str
    written = city.chance.choice(forms[1:])
    return replace(_named(person, changed), street=written, house=house, phone="", born_on=None)


def _document(city: City, person: Person) -> Person:
    number = f"{person.document[:4]} {person.document[4:]}".replace("E", "Е").replace("M", "М")
    return replace(person, document=number.lower() if city.chance.random() < 0.3 else number)


def _two_slips(city: City, person: Person) -> Person:
    changed = _typo(city, person)
    if city.chance.random() < 0.5 and person.born_on is not None:
        other = city.chance.randrange(1, 29)
        turned = {"born_on": date(person.born_on.year, person.born_on.month, other)}
        return replace(changed, **turned)
    return replace(changed, phone=city.phone())


def _moved(city: City, person: Person) -> Person:
    return replace(person, room=str(city.chance.randrange(201, 531)))


KAZAKH, UZBEK, NIGERIAN = ("kazakh",), ("uzbek",), ("nigerian",)
LOCAL, ABROAD = ("kazakh", "russian"), ("indian", "pakistani", "uzbek", "nigerian")
#: kind: (whom it befalls, what becomes of the record)
KINDS: dict[str, tuple[tuple[str, ...], Callable[[City, Person], Person]]] = {
    "Kazakh and Russian": (KAZAKH, lambda city, p: _named(p, russian)),
    "Kazakh and Latin": (KAZAKH, _latin),
    "look-alike letters": (
        LOCAL,
        lambda city, p: _named(p, lambda part: with_look_alikes(part, city.chance)),
    ),
    "Uzbek apostrophes": (
        UZBEK,
        lambda city, p: _named(p, lambda part: other_apostrophe(part, city.chance)),
    ),
    "dropped marks": (NIGERIAN, lambda city, p: _named(p, without_marks)),
    "surname and given name turned": (
        LOCAL + ABROAD,
        lambda city, p: replace(p, surname=p.given, given=p.surname),
    ),
    "no patronymic": (LOCAL, lambda city, p: replace(p, patronymic="")),
    "initials": (LOCAL, _initials),
    "one letter wrong": (LOCAL + ABROAD, _typo),
    "surname after marriage": (KAZAKH, _married),
    "telephone typed otherwise": (LOCAL, _phone),
    "one digit of the IIN wrong": (LOCAL, _iin),
    "day and month turned": (LOCAL, _turned),
    "no date of birth": (LOCAL + ABROAD, lambda city, p: replace(p, born_on=None)),
    "street in other words": (LOCAL, _street),
    "document typed otherwise": (ABROAD, _document),
    "another room": (ABROAD, _moved),
    "name and one thing more": (LOCAL, _two_slips),
}


def _befalls(kind: str, person: Person) -> bool:
    """Whether this kind of copy can be of this person."""
    born_on = person.born_on
    needs = {
        "surname after marriage": person.sex == "f" and born_on and person.phone,
        "telephone typed otherwise": person.phone,
        "one digit of the IIN wrong": person.iin and near_numbers(person.iin),
        "day and month turned": born_on and born_on.day <= 12 and born_on.day != born_on.month,
        "no patronymic": person.patronymic,
        "dropped marks": without_marks(person.name) != person.name,
        "name and one thing more": born_on and person.phone,
        "one letter wrong": max(len(person.surname), len(person.given)) > 3,
    }
    return person.group in KINDS[kind][0] and bool(needs.get(kind, True))


def _thin(city: City, person: Person, kind: str) -> Person:
    """A second list knows less: numbers are left out, as long as something remains to compare."""
    chance = city.chance.random
    fewer = person
    if kind not in ("one digit of the IIN wrong",) and chance() < 0.6:
        fewer = replace(fewer, iin="")
    if kind != "document typed otherwise" and chance() < 0.5:
        fewer = replace(fewer, document="")
    kept = [bool(fewer.born_on), bool(fewer.phone), bool(fewer.street or fewer.dormitory)]
    needs_phone = ("surname after marriage", "telephone typed otherwise", "name and one thing more")
    if kind not in needs_phone and sum(kept) > 2 and chance() < 0.25:
        fewer = replace(fewer, phone="")
    return fewer


def planted_set(seed: int, *, size: int = 2000, copies: int = 200) -> LabelledSet:
    """`size` people, `copies` copies of the kinds in turn, and 50 each of the look-alikes."""
    city = City(seed)
    people = [city.person() for _ in range(size)]
    labels: dict[Pair, str] = {}
    free = city.chance.sample(range(size), size)
    for number in range(copies):
        kind = list(KINDS)[number % len(KINDS)]
        place = next(place for place in free if _befalls(kind, people[place]))
        free.remove(place)
        copy = _thin(city, KINDS[kind][1](city, people[place]), kind)
        labels[place, len(people)] = kind
        people.append(copy)
    others: dict[Pair, str] = {}
    for number in range(50):
        for kind, make in OTHERS.items():
            place = free[(number * len(OTHERS) + len(kind)) % len(free)]
            if not people[place].street:
                continue
            others[place, len(people)] = kind
            people.append(make(city, people[place]))
    return LabelledSet(f"planted, seed {seed}", people, labels, others)


def _somebody_else(city: City, person: Person, sex: str) -> Person:
    maker = city.kazakh if person.group == "kazakh" else city.russian
    while True:
        other = maker(sex)
        if other.given[:3] != person.given[:3]:
            return other


def _twin(city: City, person: Person) -> Person:
    other = _somebody_else(city, person, person.sex)
    iin = city.iin(person.born_on, person.sex) if person.iin and person.born_on else ""
    return replace(person, given=other.given, iin=iin)


def _spouse(city: City, person: Person) -> Person:
    sex = "m" if person.sex == "f" else "f"
    other = _somebody_else(city, person, sex)
    surname = person.surname
    if surname.endswith(("ов", "ев", "ин")):
        surname += "а"
    elif surname.endswith(("ова", "ева", "ина")):
        surname = surname[:-1]
    home = {"street": person.street, "house": person.house, "flat": person.flat}
    return replace(other, surname=surname, phone=person.phone, **home)


def _namesake(city: City, person: Person) -> Person:
    maker = city.kazakh if person.group == "kazakh" else city.russian
    other = maker(person.sex)
    while other.born_on is None:
        other = maker(person.sex)
    return replace(other, surname=person.surname, given=person.given)


def _neighbour(city: City, person: Person) -> Person:
    other = _somebody_else(city, person, person.sex)
    return replace(other, street=person.street, house=person.house, flat=person.flat)


def _son(city: City, person: Person) -> Person:
    """Of the same name as the father; his patronymic is the father's given name."""
    born_on = city.birthday(1958, 1985)
    if person.group == "kazakh":
        patronymic = city.patronymic(person.given, person.sex)
    else:
        patronymic = city.patronymic(city.chance.choice(FATHERS), person.sex)
    return replace(person, patronymic=patronymic, born_on=born_on, iin="")


OTHERS: dict[str, Callable[[City, Person], Person]] = {
    "twin": _twin,
    "spouse": _spouse,
    "namesake": _namesake,
    "neighbour": _neighbour,
    "parent and child of one name": _son,
}
