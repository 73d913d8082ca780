"""Whether a row of a list is somebody who is registered already."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_
from campaign_app.core.names import full_name, key_similarity, match_key
from campaign_app.volunteers.rules.lists import ListedVolunteer, ListRowOutcome
from campaign_app.volunteers.rules.people import VolunteerKind

ALIKE = 88.0  # of 100: Қасымов – Касымов is 100, Ким – Кин is not reached

#: A date that a whole list shares (01.01.2000) does not compare all with all.
MOST_COMPARED = 100


class RegisteredAlready(DomainError):
    """The same name with the same telephone, e-mail address or day of birth, or nothing else."""

    message = N_("Is registered already.")


class RepeatsRow(DomainError):
    """The same person stands twice in the list."""

    message = N_("The same person as in row %(row)s.")


class SameNameOtherPhone(DomainError):
    """One who changed the number, or two people of one name: a person decides."""

    message = N_(
        "Somebody of this name is registered with another telephone number. "
        "With the date of birth both can be told apart."
    )


class AlikeSomebody(DomainError):
    """Another spelling, or a brother: a person decides."""

    message = N_("Resembles “%(name)s”, who has the same telephone or date of birth.")


class Completes(DomainError):
    """What the list adds."""

    message = N_("The list adds what was missing or has changed: %(what)s.")


@dataclass(frozen=True, kw_only=True)
class Known:
    """Somebody who is registered, or stands in an earlier row (`row`)."""

    id: int = 0
    row: int = 0
    name: str
    key: str
    phone: str | None = None
    email: str | None = None
    born_on: date | None = None
    unit: str = ""
    kind: VolunteerKind | None = None


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What becomes of a row; `changes` are new values by field, of a known person."""

    outcome: ListRowOutcome
    why: DomainError | None = None
    of: Known | None = None
    changes: dict[str, Any] = field(default_factory=dict)


@dataclass
class Register:
    """Everybody who is known so far, found by name, telephone and date of birth."""

    by_key: dict[str, list[Known]] = field(default_factory=dict)
    by_phone: dict[str, list[Known]] = field(default_factory=dict)
    by_birth: dict[date, list[Known]] = field(default_factory=dict)

    def add(self, known: Known) -> None:
        """Know one more."""
        self.by_key.setdefault(known.key, []).append(known)
        if known.phone:
            self.by_phone.setdefault(known.phone, []).append(known)
        if known.born_on:
            self.by_birth.setdefault(known.born_on, []).append(known)


def key_of(listed: ListedVolunteer) -> str:
    """The name without spelling: Қасымов, Касымов and Kassymov are one."""
    return match_key(full_name(listed.surname, listed.given_name, listed.patronymic))


def judge(listed: ListedVolunteer, register: Register) -> Judged:
    """New, known again (perhaps with something to add), or a matter for a person."""
    key = key_of(listed)
    same_name = register.by_key.get(key, [])
    for known in same_name:
        if _is_same(listed, known):
            return _again(listed, known)
    for known in same_name:
        if not _differs_by_birth(listed, known):
            return Judged(
                outcome=ListRowOutcome.LIKELY_DUPLICATE, why=SameNameOtherPhone(), of=known
            )
    near = register.by_phone.get(listed.phone or "", [])
    if listed.born_on is not None:
        near = near + register.by_birth.get(listed.born_on, [])
    for known in near[:MOST_COMPARED]:
        if known.key != key and key_similarity(known.key, key) >= ALIKE:
            return Judged(
                outcome=ListRowOutcome.LIKELY_DUPLICATE,
                why=AlikeSomebody(name=known.name),
                of=known,
            )
    return Judged(outcome=ListRowOutcome.NEW)


def _is_same(listed: ListedVolunteer, known: Known) -> bool:
    if listed.born_on and known.born_on:
        return listed.born_on == known.born_on
    pairs = ((listed.phone, known.phone), (listed.email, known.email))
    comparable = [(a, b) for a, b in pairs if a and b]
    # Nothing but the name on one side: the same list brought in twice must add nobody.
    return not comparable or any(a == b for a, b in comparable)


def _differs_by_birth(listed: ListedVolunteer, known: Known) -> bool:
    return bool(listed.born_on and known.born_on and listed.born_on != known.born_on)


def _again(listed: ListedVolunteer, known: Known) -> Judged:
    if known.row:
        outcome = ListRowOutcome.ALREADY_THERE
        return Judged(outcome=outcome, why=RepeatsRow(row=known.row), of=known)
    changes: dict[str, Any] = {}
    for name in ("phone", "email", "born_on"):
        if getattr(listed, name) and not getattr(known, name):
            changes[name] = getattr(listed, name)
    # A student moves on to another group; what somebody said of herself stays hers.
    if listed.unit and listed.unit != known.unit:
        changes["unit"] = listed.unit
    if listed.kind and listed.kind is not known.kind:
        changes["kind"] = listed.kind
    if not changes:
        return Judged(outcome=ListRowOutcome.ALREADY_THERE, why=RegisteredAlready(), of=known)
    what = tuple(NamedField(name) for name in changes)
    return Judged(
        outcome=ListRowOutcome.CHANGED, why=Completes(what=what), of=known, changes=changes
    )


_FIELD_NAMES = {
    "phone": N_("Phone"),
    "email": N_("E-mail"),
    "born_on": N_("Date of birth"),
    "unit": N_("Department or group"),
    "kind": N_("Who"),
}


class NamedField(DomainError):
    """The name of a field, as a part of a reason."""

    def __init__(self, name: str) -> None:
        """`name` is the field."""
        self.message = _FIELD_NAMES[name]  # type: ignore[misc]
        super().__init__()
