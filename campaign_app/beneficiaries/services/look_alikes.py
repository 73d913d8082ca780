"""Keeps the keys by which look-alikes are found in step with what is known of people."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from campaign_app.beneficiaries import queries
from campaign_app.beneficiaries.models import Beneficiary, BeneficiaryKey
from campaign_app.beneficiaries.rules.blocking import stored_keys
from campaign_app.core.names import full_name, match_key

_AT_ONCE = 1000


def keep_keys(session: Session, person: Beneficiary) -> None:
    """Make the keys of somebody anew after a change; of an emptied record none are left."""
    session.flush()
    wanted = _keys(person)
    mine = BeneficiaryKey.beneficiary_id == person.id
    kept = set(session.scalars(select(BeneficiaryKey.key).where(mine)))
    if gone := kept - wanted:
        session.execute(delete(BeneficiaryKey).where(mine, BeneficiaryKey.key.in_(gone)))
    if new := wanted - kept:
        session.execute(insert(BeneficiaryKey), [_row(key, person.id) for key in sorted(new)])


def keep_first_keys(session: Session, person: Beneficiary) -> None:
    """The keys of a record that was just made."""
    session.execute(insert(BeneficiaryKey), [_row(key, person.id) for key in sorted(_keys(person))])


def keep_keys_of(session: Session, keys: Mapping[int, Collection[int]]) -> None:
    """`keep_keys` for many at once, as an imported list needs it: their keys by their ids."""
    for some in queries.in_parts(keys):
        session.execute(delete(BeneficiaryKey).where(BeneficiaryKey.beneficiary_id.in_(some)))
    add_keys_of(session, keys)


def add_keys_of(session: Session, keys: Mapping[int, Collection[int]]) -> None:
    """The keys of many records that were just made, by their ids."""
    rows = [_row(key, id_) for id_, some in keys.items() for key in sorted(some)]
    if rows:
        session.execute(insert(BeneficiaryKey.metadata.tables[BeneficiaryKey.__tablename__]), rows)


def reindex(session: Session) -> int:
    """Make the keys of everybody anew, after an upgrade that makes them otherwise; how many."""
    last = count = 0
    session.execute(delete(BeneficiaryKey))
    everybody = select(Beneficiary).order_by(Beneficiary.id).limit(_AT_ONCE)
    while people := session.scalars(everybody.where(Beneficiary.id > last)).all():
        rows = []
        for person in people:
            name = full_name(person.surname, person.given_name, person.patronymic)
            person.name_key = match_key(name)[:300]
            if person.document_number:
                person.document_hash = queries.document_hash(person.document_number)
            rows += [_row(key, person.id) for key in _keys(person)]
        if rows:
            session.execute(insert(BeneficiaryKey), rows)
        session.flush()
        last, count = people[-1].id, count + len(people)
        session.expunge_all()
    return count


def has_keys(session: Session) -> bool:
    """False on a registry whose people were never given keys."""
    key, person = select(BeneficiaryKey.key).limit(1), select(Beneficiary.id).limit(1)
    return session.scalar(key) is not None or session.scalar(person) is None


def _keys(person: Beneficiary) -> frozenset[int]:
    return frozenset() if person.erased_at else stored_keys(queries.identity_on_file(person))


def _row(key: int, beneficiary_id: int) -> dict[str, int]:
    return {"key": key, "beneficiary_id": beneficiary_id}
