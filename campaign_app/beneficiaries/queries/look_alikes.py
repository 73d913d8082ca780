"""Who on the registry may be one person with somebody: candidates, and why."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.beneficiaries.models import Beneficiary, BeneficiaryKey
from campaign_app.beneficiaries.queries.registry import (
    IS_KEPT,
    Key,
    document_hash,
    iin_hash,
    in_parts,
)
from campaign_app.beneficiaries.rules import (
    BeneficiaryCategory,
    Identity,
    MatchReason,
    Sureness,
    compare,
)
from campaign_app.beneficiaries.rules.blocking import wanted_keys
from campaign_app.core import names
from campaign_app.core.number_slips import near_numbers
from campaign_app.core.pagination import Rows


@dataclass(frozen=True)
class LookAlike:
    """A record that may be of the same person, and why; `score` is 0 to 100.

    Of where somebody lives and how to reach her only so much as tells two people apart:
    the street or the dormitory, the last two digits; of a stopped record not even that.
    """

    id: int
    name: str
    category: BeneficiaryCategory
    score: int
    reasons: tuple[MatchReason, ...]
    is_same: bool
    sureness: Sureness
    born_on: date | None = None
    place: str = ""
    phone_end: str = ""


_IDENTITY = (
    Beneficiary.id,
    Beneficiary.surname,
    Beneficiary.given_name,
    Beneficiary.patronymic,
    Beneficiary.name_key,
    Beneficiary.born_on,
    Beneficiary.phone,
    Beneficiary.address_key,
    Beneficiary.iin_hash,
    Beneficiary.document_hash,
)
#: Databases limit the number of parameters: SQLite 32,766, PostgreSQL 65,535.
_AT_ONCE = 10_000


def identity_made_of(
    *,
    surname: str,
    given_name: str,
    patronymic: str,
    born_on: date | None = None,
    phone: str = "",
    address: str = "",
    iin: str = "",
    document: str = "",
) -> Identity:
    """By what somebody is recognised of whom this was typed; the numbers become hashes."""
    name = names.full_name(surname, given_name, patronymic)
    return Identity(
        name=name,
        name_key=names.match_key(name),
        born_on=born_on,
        phone=phone,
        address=address,
        iin=iin_hash(iin) if iin else "",
        document=document_hash(document) if document else "",
        parts=(surname, given_name, patronymic),
        iin_near=frozenset(map(iin_hash, near_numbers(iin))) if iin else frozenset(),
    )


def identity_on_file(person: Beneficiary) -> Identity:
    """By what this person is found; what the slips in the IIN would be is not worked out."""
    return Identity(
        name=names.full_name(person.surname, person.given_name, person.patronymic),
        name_key=person.name_key,
        born_on=person.born_on,
        phone=person.phone or "",
        address=person.address_key,
        iin=person.iin_hash or "",
        document=person.document_hash or "",
        parts=(person.surname, person.given_name, person.patronymic),
    )


def identity_of(person: Beneficiary) -> Identity:
    """By what this person is recognised."""
    near = near_numbers(person.iin) if person.iin else ()
    return replace(identity_on_file(person), iin_near=frozenset(map(iin_hash, near)))


def identity_of_person(session: Session, beneficiary_id: int) -> Identity | None:
    """By what somebody on the registry is recognised; None if nobody has this id."""
    person = session.get(Beneficiary, beneficiary_id)
    return None if person is None else identity_of(person)


def identities_like(session: Session, wanted: Iterable[Identity]) -> dict[int, Identity]:
    """Everybody who shares a key or a number with those wanted, by id: a superset of matches.

    Found through indexes, many keys at once, never by comparing everybody with everybody.
    """
    wanted = list(wanted)
    keys = {key for each in wanted for key in wanted_keys(each)}
    iins = {iin for each in wanted for iin in (each.iin, *each.iin_near) if iin}
    documents = {each.document for each in wanted if each.document}
    owners = select(BeneficiaryKey.beneficiary_id)
    people = select(Beneficiary.id)
    found: dict[int, Identity] = {}
    for some_keys in _at_once(keys):
        _collect(session, owners.where(BeneficiaryKey.key.in_(some_keys)), found)
    for some in _at_once(iins):
        _collect(session, people.where(Beneficiary.iin_hash.in_(some)), found)
    for some in _at_once(documents):
        _collect(session, people.where(Beneficiary.document_hash.in_(some)), found)
    return found


def _at_once(values: set[Key]) -> Iterator[list[Key]]:
    ordered = sorted(values)
    for start in range(0, len(ordered), _AT_ONCE):
        yield ordered[start : start + _AT_ONCE]


def _collect(session: Session, ids: Rows, found: dict[int, Identity]) -> None:
    for row in session.execute(select(*_IDENTITY).where(Beneficiary.id.in_(ids), IS_KEPT)):
        if row.id not in found:
            found[row.id] = Identity(
                name=names.full_name(row.surname, row.given_name, row.patronymic),
                name_key=row.name_key,
                born_on=row.born_on,
                phone=row.phone or "",
                address=row.address_key,
                iin=row.iin_hash or "",
                document=row.document_hash or "",
                parts=(row.surname, row.given_name, row.patronymic),
            )


def find_look_alikes(
    session: Session,
    identity: Identity,
    *,
    exclude_ids: Collection[int] = frozenset(),
    limit: int = 10,
) -> list[LookAlike]:
    """Whom the registry keeps that may be this person, the surest first."""
    found = []
    for id_, known in identities_like(session, [identity]).items():
        match = None if id_ in exclude_ids else compare(identity, known)
        if match is not None:
            found.append((id_, known.name, match))
    found.sort(key=lambda each: (not each[2].is_same, -each[2].score, each[0]))
    del found[limit:]
    shown = _shown(session, [id_ for id_, _name, _match in found])
    return [
        LookAlike(
            id=id_,
            name=name,
            score=round(match.score),
            reasons=match.reasons,
            is_same=match.is_same,
            sureness=match.sureness,
            **shown[id_],
        )
        for id_, name, match in found
    ]


def _shown(session: Session, ids: list[int]) -> dict[int, dict[str, Any]]:
    statement = select(
        Beneficiary.id,
        Beneficiary.category,
        Beneficiary.born_on,
        Beneficiary.street,
        Beneficiary.dormitory,
        Beneficiary.phone,
        Beneficiary.restricted_at,
    )
    shown: dict[int, dict[str, Any]] = {}
    for some in in_parts(ids):
        for row in session.execute(statement.where(Beneficiary.id.in_(some))):
            facts = {"category": row.category}
            if row.restricted_at is None:
                facts["born_on"] = row.born_on
                facts["place"] = row.dormitory or row.street
                facts["phone_end"] = (row.phone or "")[-2:]
            shown[row.id] = facts
    return shown
