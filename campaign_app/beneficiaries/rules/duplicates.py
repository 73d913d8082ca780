"""Deciding about pairs: what was said, what a merge takes over, what an undo gives back.

The registry never merges by itself. A person decides, and every decision can be taken back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_, LabelledEnum


class PairDecision(LabelledEnum):
    """What a person said about two records."""

    SAME = "same", N_("the same person")
    DIFFERENT = "different", N_("different people")


class MergedWithItself(DomainError):
    """A merge needs two records."""

    message = N_("A record cannot be merged with itself.")


class KindsDiffer(DomainError):
    """A person is no institution."""

    message = N_("A person and an institution cannot be merged.")


class AlreadyMerged(DomainError):
    """Somebody was faster."""

    message = N_("One of the two records was merged in the meantime: look at them once more.")


class RecordUnusable(DomainError):
    """What was emptied or stopped is left alone."""

    message = N_("One of the two records was emptied or is not to be processed: it stays as it is.")


class RecordMerged(DomainError):
    """A copy is not edited; the record that is kept is."""

    message = N_("This record was merged into another one: change that one.")


class MergeUndone(DomainError):
    """A merge is undone once."""

    message = N_("This merge was undone already.")


class UndoImpossible(DomainError):
    """Nothing is left to restore."""

    message = N_("The merge cannot be undone: one of the two records was emptied since.")


class UndoIinTaken(DomainError):
    """Two people never have one IIN, also after an undo."""

    message = N_(
        "The merge cannot be undone now: somebody else has the IIN of the record that would "
        "come back. Correct that IIN first."
    )


class DecisionMissing(DomainError):
    """Only what was decided can be taken back."""

    message = N_("This decision was taken back already.")


def check_not_merged(merged_into_id: int | None) -> None:
    """Raise RecordMerged."""
    if merged_into_id is not None:
        raise RecordMerged()


def pair(one: int, other: int) -> tuple[int, int]:
    """The ids of a pair, the smaller first."""
    return (one, other) if one < other else (other, one)


def basis_of(parts: Iterable[Sequence[object]]) -> str:
    """What a decision rests on, as one text: the records' identities in the order of their ids."""
    return "\n".join("\t".join(str(value or "") for value in each) for each in parts)


#: What is chosen together: half an address of one record and half of the other is no address.
CHOICES: Mapping[str, tuple[str, ...]] = {
    "name": ("surname", "given_name", "patronymic"),
    "category": ("category",),
    "born_on": ("born_on",),
    "sex": ("sex",),
    "iin": ("iin",),
    "document_number": ("document_number",),
    "citizenship": ("citizenship",),
    "language": ("language",),
    "phone": ("phone",),
    "address": (
        *("city", "street", "house", "flat", "entrance", "floor"),
        *("dormitory", "room"),
    ),
    "household_size": ("household_size",),
    "head_count": ("head_count", "head_counted_on"),
    "contact_person": ("contact_person",),
    "bin": ("bin",),
    "package_variant": ("package_variant",),
    "needs": ("needs",),
    "former_unit": ("former_unit",),
    "note": ("note",),
}
#: A place alone is no address: a record that knows only the city takes the other's door.
_DOOR = ("street", "dormitory", "room")


def differing(kept: Any, copy: Any) -> list[str]:
    """The choices in which two records (BeneficiaryDetails) differ and the copy knows something."""
    return [
        name
        for name, fields in CHOICES.items()
        if values_of(kept, fields) != values_of(copy, fields) and any(values_of(copy, fields))
    ]


def takes_by_default(name: str, kept: Any, copy: Any) -> bool:
    """True when the copy's value is the sensible one: the kept record knows nothing there."""
    fields = _DOOR if name == "address" else CHOICES[name]
    return not any(values_of(kept, fields)) and any(values_of(copy, fields))


def values_of(details: Any, fields: Iterable[str]) -> tuple[Any, ...]:
    """The values of these fields."""
    return tuple(getattr(details, field) for field in fields)


Taken = dict[str, tuple[Any, Any]]


def plain(value: Any) -> Any:
    """A field's value as it is kept in the history of a merge."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    return sorted(value) if isinstance(value, frozenset) else value


def what_is_taken(kept: Any, copy: Any, chosen: Iterable[str]) -> Taken:
    """Field by field what the kept record had and what it takes; only what differs."""
    fields = [field for name in chosen for field in CHOICES[name]]
    return {
        field: (plain(getattr(kept, field)), plain(getattr(copy, field)))
        for field in fields
        if getattr(kept, field) != getattr(copy, field)
    }


@dataclass(frozen=True)
class Given:
    """What an undo does to one field of one record."""

    value: Any
    is_restored: bool


def give_back(field: str, undone: Taken, later: Sequence[Taken], current: Any) -> Given:
    """What becomes of a field when the merge that took `undone` is undone.

    `later` are the later merges into the same record, oldest first; the first that took the
    same field on top of this value gets its "before" (changed here in place). What somebody
    edited by hand since then is newer knowledge and stays.
    """
    before, after = undone[field]
    for each in later:
        if field in each:
            if each[field][0] == after:
                each[field] = (before, each[field][1])
            return Given(current, is_restored=False)
    if current == after:
        return Given(before, is_restored=True)
    return Given(current, is_restored=False)


def root_of(record_id: int, kept_by: Mapping[int, int]) -> int:
    """The record that stands for `record_id`, through all merges that hold (copy to kept)."""
    while record_id in kept_by:
        record_id = kept_by[record_id]
    return record_id
