"""Who on the registry may be one person with somebody: candidates, and why."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.beneficiaries.models import Beneficiary
from campaign_app.beneficiaries.queries.imports import identities_like
from campaign_app.beneficiaries.queries.registry import in_parts
from campaign_app.beneficiaries.rules import (
    BeneficiaryCategory,
    Identity,
    MatchReason,
    Sureness,
    compare,
)
from campaign_app.core import names


@dataclass(frozen=True)
class LookAlike:
    """A record that may be of the same person, and why; `score` is 0 to 100."""

    id: int
    name: str
    category: BeneficiaryCategory
    score: int
    reasons: tuple[MatchReason, ...]
    is_same: bool
    sureness: Sureness


def identity_of(person: Beneficiary) -> Identity:
    """By what this person is recognised."""
    return Identity(
        name=names.full_name(person.surname, person.given_name, person.patronymic),
        name_key=person.name_key,
        born_on=person.born_on,
        phone=person.phone or "",
        address=person.address_key,
        iin=person.iin_hash or "",
        document=person.document_hash or "",
    )


def identity_of_person(session: Session, beneficiary_id: int) -> Identity | None:
    """By what somebody on the registry is recognised; None if nobody has this id."""
    person = session.get(Beneficiary, beneficiary_id)
    return None if person is None else identity_of(person)


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
    categories = _categories(session, [id_ for id_, _name, _match in found])
    return [
        LookAlike(
            id=id_,
            name=name,
            category=categories[id_],
            score=round(match.score),
            reasons=match.reasons,
            is_same=match.is_same,
            sureness=match.sureness,
        )
        for id_, name, match in found
    ]


def _categories(session: Session, ids: list[int]) -> dict[int, BeneficiaryCategory]:
    return {
        row.id: row.category
        for some in in_parts(ids)
        for row in session.execute(
            select(Beneficiary.id, Beneficiary.category).where(Beneficiary.id.in_(some))
        )
    }
