"""A list of volunteers as offices make them: what its columns and words mean.

A header may be a field's own name (so an export can be imported again), one of our labels in
Kazakh, Russian or English, or one of the words that lists of real offices use.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from campaign_app.core.dates import parse_date
from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_, LabelledEnum
from campaign_app.core.identifiers import parse_phone
from campaign_app.core.names import has_letters, normalise, split_full_name
from campaign_app.core.spreadsheets.sheet import label_key
from campaign_app.volunteers.rules.people import BirthInFuture, NameMissing, VolunteerKind

MOST_ROWS = 10_000
FULL_NAME = "full_name"
#: Known, so that it counts as a header, and left out.
LEFT_OUT = "left_out"

LABELS: Mapping[str, tuple[str, ...]] = {
    LEFT_OUT: (
        *("№", "№ п/п", "п/п", "р/с", "р/с №", "№ р/с", "No.", "#"),
        *("сағат", "сағаты", "часы", "hours", "қолы", "подпись", "signature"),
    ),
    FULL_NAME: (
        *("аты-жөні", "Т.А.Ә.", "тегі, аты, әкесінің аты", "толық аты-жөні", "студент"),
        *("Ф.И.О.", "фамилия, имя, отчество", "ФИО волонтёра", "волонтёр", "ФИО студента"),
        *("ерікті", "ерікті аты-жөні", "студенттің аты-жөні"),
        *("full name", "name", "volunteer"),
    ),
    "surname": ("тегі", "фамилия", "surname", "last name", "family name"),
    "given_name": ("аты", "имя", "given name", "first name"),
    "patronymic": ("әкесінің аты", "отчество", "patronymic", "middle name"),
    "kind": (
        *("кім", "санаты", "мәртебесі", "кто", "категория", "статус"),
        *("who", "kind", "category"),
    ),
    "unit": (
        *("кафедра немесе топ", "топ", "тобы", "кафедра", "бөлімше", "бөлімшесі"),
        *("академиялық топ", "факультет", "кафедра или группа", "группа"),
        *("академическая группа", "подразделение", "отдел"),
        *("department or group", "department", "group", "unit", "faculty"),
    ),
    "born_on": (
        *("туған күні", "туылған күні", "туған жылы, айы, күні"),
        *("дата рождения", "д.р.", "др", "дата рожд."),
        *("date of birth", "born on", "birth date", "birthday"),
    ),
    "phone": (
        *("телефон", "телефоны", "телефон нөмірі", "ұялы телефон", "байланыс телефоны"),
        *("номер телефона", "тел.", "моб. телефон", "мобильный", "сотовый", "контактный телефон"),
        *("phone", "phone number", "mobile", "telephone", "контакты", "байланыс"),
    ),
    "email": (
        *("электрондық пошта", "эл. пошта", "пошта", "электронная почта", "эл. почта", "почта"),
        *("e-mail", "email", "mail"),
    ),
}
_FIELD_OF = {
    label_key(label): field for field, labels in LABELS.items() for label in (field, *labels)
}
_FIELD_OF[""] = LEFT_OUT  # «№» has neither letters nor digits
KNOWN_LABELS = frozenset(key for key in _FIELD_OF if key)
NAMES = frozenset({FULL_NAME, "surname", "given_name", "patronymic"})

_KINDS: Mapping[VolunteerKind, tuple[str, ...]] = {
    VolunteerKind.STAFF: ("қызметкер", "сотрудник", "сотрудница", "работник", "персонал"),
    VolunteerKind.TEACHER: ("оқытушы", "мұғалім", "преподаватель", "учитель", "ппс"),
    VolunteerKind.STUDENT: ("студент", "студентка", "оқушы", "магистрант", "докторант"),
    VolunteerKind.RETIRED: ("зейнеткер", "ардагер", "пенсионер", "пенсионерка", "ветеран"),
    VolunteerKind.EXTERNAL: ("сырттан", "басқа", "внешний", "со стороны", "другое", "external"),
}
_LONGEST: Mapping[str, int] = {
    "surname": 100,
    "given_name": 100,
    "patronymic": 100,
    "unit": 100,
    "email": 254,
}
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
#: `12.05.98`, where only one century can be meant.
_SHORT_YEAR = re.compile(r"([0-9]{1,2}([./-])[0-9]{1,2}\2)([0-9]{2})(?:\s*[гж]\.?)?")
_OLDEST = 110


class ListRowOutcome(LabelledEnum):
    """What becomes of a row."""

    NEW = "new", N_("new")
    CHANGED = "changed", N_("changed")
    ALREADY_THERE = "already_there", N_("already there")
    LIKELY_DUPLICATE = "likely_duplicate", N_("perhaps there already")
    ERROR = "error", N_("error")


class NamesColumnMissing(DomainError):
    """Without a name nobody is registered."""

    message = N_("No column with names was found. Name it “Аты-жөні”, “Ф.И.О.” or “surname”.")


class ListTooLong(DomainError):
    """So that nobody waits for minutes."""

    message = N_("The list has %(rows)s rows; at most %(limit)s are read at once.")


class KindUnknown(DomainError):
    """A word that is none of the kinds."""

    message = N_("“%(entered)s” says nothing about who somebody is: write student, teacher, staff.")


class EmailInvalid(DomainError):
    """Nothing would arrive."""

    message = N_("“%(entered)s” is not an e-mail address.")


class CellTooLong(DomainError):
    """More than the field holds."""

    message = N_("The text is too long: at most %(limit)s letters.")


@dataclass(frozen=True, kw_only=True)
class ListedVolunteer:
    """What a row says; an empty value was not given."""

    surname: str = ""
    given_name: str = ""
    patronymic: str = ""
    kind: VolunteerKind | None = None
    unit: str = ""
    born_on: date | None = None
    phone: str | None = None
    email: str | None = None


def places_of(labels: Iterable[object]) -> dict[str, int]:
    """Where each field stands; the first of two columns for one field counts.

    Raises NamesColumnMissing.
    """
    places: dict[str, int] = {}
    for place, label in enumerate(labels):
        field = _FIELD_OF.get(label_key(label))
        if field is not None and field != LEFT_OUT:
            places.setdefault(field, place)
    if not NAMES & set(places):
        raise NamesColumnMissing(field="file")
    return places


def read_row(cells: Mapping[str, Any], today: date) -> ListedVolunteer:
    """The row as a volunteer. Raises the refusal of the first cell that is wrong."""
    texts = {name: _text(name, cells.get(name)) for name in (FULL_NAME, *_LONGEST)}
    whole = split_full_name(texts[FULL_NAME])
    names = {
        name: texts[name] or part
        for name, part in zip(("surname", "given_name", "patronymic"), whole, strict=True)
    }
    for name, value in names.items():
        _check_length(name, value)
    if not has_letters("".join(names.values())):
        raise NameMissing()
    return ListedVolunteer(
        **names,
        kind=_kind(_text("kind", cells.get("kind"))),
        unit=texts["unit"],
        born_on=_born_on(cells.get("born_on"), today),
        phone=_phone(cells.get("phone")),
        email=_email(texts["email"]),
    )


def _text(name: str, cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = normalise(str(cell).replace("\x00", ""))
    _check_length(name, text)
    return text


def _check_length(name: str, text: str) -> None:
    limit = _LONGEST.get(name, 300)
    if len(text) > limit:
        raise CellTooLong(limit=limit)


def _kind(text: str) -> VolunteerKind | None:
    key = label_key(text)
    if not key:
        return None
    for kind in VolunteerKind:
        if key in {label_key(word) for word in (kind.value, kind.label, *_KINDS[kind])}:
            return kind
    raise KindUnknown(entered=text[:40])


def _born_on(cell: Any, today: date) -> date | None:
    if cell is None or not str(cell).strip():
        return None
    short = _SHORT_YEAR.fullmatch(cell.strip()) if isinstance(cell, str) else None
    if short is not None:
        years = [century + int(short[3]) for century in (1900, 2000)]
        possible = [year for year in years if today.year - _OLDEST <= year <= today.year]
        if len(possible) == 1:
            cell = f"{short[1]}{possible[0]}"
    born_on = parse_date(cell)
    if born_on > today:
        raise BirthInFuture()
    return born_on


def _phone(cell: Any) -> str | None:
    if cell is None or not str(cell).strip() or str(cell).strip() in "–-—":
        return None
    return parse_phone(cell if isinstance(cell, str | int | float) else str(cell))


def _email(text: str) -> str | None:
    if not text or text in "–-—":
        return None
    if not _EMAIL.fullmatch(text):
        raise EmailInvalid(entered=text[:60])
    return text.lower()
