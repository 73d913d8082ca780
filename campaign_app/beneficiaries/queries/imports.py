"""Reads of the registry that an imported list is compared with, and of lists that wait."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from campaign_app.beneficiaries.models import Beneficiary, Consent, ImportDraft
from campaign_app.beneficiaries.queries.registry import IS_KEPT, in_parts
from campaign_app.beneficiaries.rules import ConsentScope, Identity
from campaign_app.core import names

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


def identities_like(session: Session, wanted: Iterable[Identity]) -> dict[int, Identity]:
    """Everybody who has anything in common with those wanted, by id: a superset of matches.

    Found through indexes, block by block, never by comparing everybody with everybody.
    """
    wanted = list(wanted)
    blocks: list[tuple[ColumnElement[bool], ...]] = [
        tuple(Beneficiary.iin_hash.in_(p) for p in in_parts({w.iin for w in wanted if w.iin})),
        tuple(
            Beneficiary.document_hash.in_(p)
            for p in in_parts({w.document for w in wanted if w.document})
        ),
        tuple(Beneficiary.phone.in_(p) for p in in_parts({w.phone for w in wanted if w.phone})),
        tuple(
            Beneficiary.address_key.in_(p)
            for p in in_parts({w.address for w in wanted if w.address})
        ),
        tuple(
            Beneficiary.born_on.in_(p) for p in in_parts({w.born_on for w in wanted if w.born_on})
        ),
        tuple(Beneficiary.name_key.in_(p) for p in in_parts({w.name_key[:300] for w in wanted})),
    ]
    found: dict[int, Identity] = {}
    for condition in (condition for block in blocks for condition in block):
        for row in session.execute(select(*_IDENTITY).where(condition, IS_KEPT)):
            found[row.id] = Identity(
                name=names.full_name(row.surname, row.given_name, row.patronymic),
                name_key=row.name_key,
                born_on=row.born_on,
                phone=row.phone or "",
                address=row.address_key,
                iin=row.iin_hash or "",
                document=row.document_hash or "",
            )
    return found


def people_by_id(session: Session, ids: Iterable[int]) -> dict[int, Beneficiary]:
    """These people, to be compared field by field."""
    return {
        person.id: person
        for some in in_parts(ids)
        for person in session.scalars(select(Beneficiary).where(Beneficiary.id.in_(some)))
    }


def registration_consents(session: Session, ids: Iterable[int]) -> dict[int, set[object]]:
    """The days on which these people agreed to be registered, by id; withdrawn ones as well."""
    found: dict[int, set[object]] = {}
    for some in in_parts(ids):
        statement = select(Consent.beneficiary_id, Consent.given_on).where(
            Consent.beneficiary_id.in_(some), Consent.scope == ConsentScope.REGISTRATION
        )
        for beneficiary_id, given_on in session.execute(statement):
            found.setdefault(beneficiary_id, set()).add(given_on)
    return found


def find_draft(
    session: Session, draft_id: int, *, owner_id: int, lock: bool = False
) -> ImportDraft | None:
    """A list that its owner uploaded; nobody else's."""
    statement = select(ImportDraft).where(
        ImportDraft.id == draft_id, ImportDraft.owner_id == owner_id
    )
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return session.scalars(statement).one_or_none()


def list_waiting_drafts(session: Session, owner_id: int) -> list[ImportDraft]:
    """The lists that somebody uploaded and did not confirm, the latest first."""
    statement = (
        select(ImportDraft)
        .where(ImportDraft.owner_id == owner_id, ImportDraft.confirmed_at.is_(None))
        .order_by(ImportDraft.id.desc())
    )
    return list(session.scalars(statement))


def list_forgotten_drafts(session: Session, before: datetime) -> list[ImportDraft]:
    """Lists that nobody confirmed since `before`."""
    statement = select(ImportDraft).where(
        ImportDraft.confirmed_at.is_(None), ImportDraft.uploaded_at < before
    )
    return list(session.scalars(statement))
