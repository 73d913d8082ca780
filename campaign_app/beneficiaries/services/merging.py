"""Two records of one person become one person, and can become two again.

A merge moves nothing: what points at the copy stays there. It names the record that is kept,
which takes over what somebody chose. To change who belongs to a person, the record that stands
for her is locked; whoever hands something to a person locks the same record.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.beneficiaries import queries
from campaign_app.beneficiaries.models import Beneficiary, BeneficiaryMerge
from campaign_app.beneficiaries.rules import (
    BeneficiaryCategory,
    IinTaken,
    Language,
    ReasonMissing,
    Sex,
    duplicates,
)
from campaign_app.beneficiaries.rules.duplicates import PairDecision, Taken
from campaign_app.beneficiaries.services.consents import stop_if_withdrawn
from campaign_app.beneficiaries.services.duplicates import (
    decide_pair,
    refresh_suggestions,
    take_back_decision,
)
from campaign_app.beneficiaries.services.look_alikes import keep_keys
from campaign_app.beneficiaries.services.registry import (
    check_iin_is_free,
    details_of,
    fill,
    record,
    settle_last_help,
)
from campaign_app.core.errors import NotFound
from campaign_app.core.variants import PackageVariant


def merge_beneficiaries(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    today: date,
    kept_id: int,
    copy_id: int,
    take: Iterable[str] = (),
) -> BeneficiaryMerge:
    """Make one record a copy of another, which takes over the choices named in `take`.

    Refuses a record with itself, a person with an institution, records that were merged in
    the meantime, and records that were emptied or are not to be processed.
    """
    if kept_id == copy_id:
        raise duplicates.MergedWithItself()
    people = _lock(session, (kept_id, copy_id))
    if len(people) != 2:
        raise NotFound()
    kept, copy = people[kept_id], people[copy_id]
    if kept.merged_into_id is not None or copy.merged_into_id is not None:
        raise duplicates.AlreadyMerged()
    if any(each.erased_at or each.restricted_at for each in (kept, copy)):
        raise duplicates.RecordUnusable()
    if kept.kind is not copy.kind:
        raise duplicates.KindsDiffer()
    known, other = details_of(kept), details_of(copy)
    possible = duplicates.differing(known, other)
    taken = duplicates.what_is_taken(known, other, [name for name in take if name in possible])
    decide_pair(session, actor=actor, now=now, ids=(kept_id, copy_id), decision=PairDecision.SAME)
    merge = BeneficiaryMerge(
        kept_id=kept_id,
        copy_id=copy_id,
        taken=_dump(taken),
        merged_at=now,
        merged_by_id=actor.id if actor else None,
    )
    session.add(merge)
    record(session, actor, now, "beneficiary:merge", merge)
    session.flush()
    _settle_families(session, actor, now, (kept_id, copy_id))
    _write_fields(
        session, actor, now, today, kept, {name: after for name, (_old, after) in taken.items()}
    )
    refresh_suggestions(session, now=now, ids=(kept_id, copy_id))
    return merge


def undo_merge(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    today: date,
    merge_id: int,
    reason: str,
    are_different: bool = True,
) -> BeneficiaryMerge:
    """Make two records of one again, as they were; `are_different` is remembered.

    What somebody edited by hand since the merge stays. Needs a reason; refuses a merge that
    was undone, records that were emptied since, and a record whose IIN somebody else has now.
    """
    if not reason.strip():
        raise ReasonMissing(field="reason")
    merge = _lock_merge(session, merge_id)
    merge.undone_at, merge.undo_reason = now, reason.strip()
    merge.undone_by_id = actor.id if actor else None
    record(session, actor, now, "beneficiary:undo_merge", merge)
    session.flush()
    kept, copy = (session.get_one(Beneficiary, each) for each in (merge.kept_id, merge.copy_id))
    _give_back(session, actor, now, today, merge, _load(merge))
    _check_iin_free(session, copy)
    _settle_families(session, actor, now, queries.family_ids(session, _root(session, kept.id)))
    stop_if_withdrawn(session, actor=actor, now=now, beneficiary_id=_root(session, copy.id))
    ids = duplicates.pair(kept.id, copy.id)
    for decision in queries.list_open_decisions(session, *ids):
        if decision.decision is PairDecision.SAME:
            take_back_decision(session, actor=actor, now=now, decision_id=decision.id)
            break
    if are_different:
        for other_id in {kept.id, _root(session, kept.id)}:
            pair = (copy.id, other_id)
            decide_pair(session, actor=actor, now=now, ids=pair, decision=PairDecision.DIFFERENT)
    refresh_suggestions(session, now=now, ids=(_root(session, kept.id), copy.id))
    return merge


def lock_kept(session: Session, beneficiary_id: int) -> Beneficiary:
    """Lock the record that stands for somebody until the transaction ends.

    While it is locked nobody is merged with this person and no merge of hers is undone.
    """
    while True:
        kept_id = queries.kept_id_of(session, beneficiary_id)
        kept = _lock(session, (kept_id,))[kept_id]
        if queries.kept_id_of(session, beneficiary_id) == kept_id:
            return kept


def _lock(session: Session, ids: Collection[int]) -> dict[int, Beneficiary]:
    """Lock records in the order of their ids, as everywhere, and read them as they are now."""
    statement = (
        select(Beneficiary)
        .where(Beneficiary.id.in_(ids))
        .order_by(Beneficiary.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {each.id: each for each in session.scalars(statement)}


def _lock_merge(session: Session, merge_id: int) -> BeneficiaryMerge:
    """Lock the person whom a merge made, then the merge: it must hold, nobody be emptied."""
    merge = queries.find_merge(session, merge_id)
    if merge is None:
        raise NotFound()
    lock_kept(session, merge.copy_id)
    session.refresh(merge, with_for_update=True)
    if merge.undone_at is not None:
        raise duplicates.MergeUndone()
    for person_id in (merge.kept_id, merge.copy_id):
        if session.get_one(Beneficiary, person_id, populate_existing=True).erased_at is not None:
            raise duplicates.UndoImpossible()
    return merge


def _settle_families(
    session: Session, actor: Account | None, now: datetime, ids: Collection[int]
) -> None:
    """Let every record of these people name the one that is kept in the end, by what holds."""
    everybody = set(ids)
    for each in ids:
        everybody.update(queries.family_ids(session, each))
    kept_by = {m.copy_id: m.kept_id for m in queries.merges_in_force(session, everybody)}
    for person in session.scalars(select(Beneficiary).where(Beneficiary.id.in_(everybody))):
        root = duplicates.root_of(person.id, kept_by)
        merged_into_id = None if root == person.id else root
        if person.merged_into_id != merged_into_id:
            person.merged_into_id = merged_into_id
            record(session, actor, now, "beneficiary:belong", person)
    session.flush()
    for person_id in sorted(everybody):
        settle_last_help(session, person_id)


def _give_back(
    session: Session,
    actor: Account | None,
    now: datetime,
    today: date,
    merge: BeneficiaryMerge,
    undone: Taken,
) -> None:
    """Take from a record what it took in a merge, and from whoever took it from this record."""
    kept = session.get_one(Beneficiary, merge.kept_id)
    below = queries.list_merges_into(session, kept.id, after_id=merge.id)
    later = [_load(each) for each in below]
    known = details_of(kept)
    restored: dict[str, Any] = {}
    for field in undone:
        given = duplicates.give_back(field, undone, later, duplicates.plain(getattr(known, field)))
        if given.is_restored:
            restored[field] = given.value
    for each, taken in zip(below, later, strict=True):
        if taken != _load(each):
            each.taken = _dump(taken)
    _write_fields(session, actor, now, today, kept, restored)
    for above in queries.merges_in_force(session, (kept.id,)):
        taken = _load(above)
        passed_on = {
            field: taken.pop(field)
            for field in restored
            if field in taken and taken[field][1] == undone[field][1]
        }
        if passed_on:
            above.taken = _dump(taken)
            session.flush()
            _give_back(session, actor, now, today, above, passed_on)


def _write_fields(
    session: Session,
    actor: Account | None,
    now: datetime,
    today: date,
    person: Beneficiary,
    values: dict[str, Any],
) -> None:
    if values:
        details = replace(details_of(person), **{n: _value(n, v) for n, v in values.items()})
        with session.no_autoflush:
            try:
                fill(person, details, today)
                if person.merged_into_id is None:
                    check_iin_is_free(session, person)
            except IinTaken as error:
                raise duplicates.UndoIinTaken() from error
        record(session, actor, now, "beneficiary:edit", person)
        keep_keys(session, person)


def _check_iin_free(session: Session, copy: Beneficiary) -> None:
    """The record comes back with its IIN: nobody else may have it meanwhile."""
    if copy.iin_hash is None:
        return
    taken = select(Beneficiary.id).where(
        Beneficiary.iin_hash == copy.iin_hash,
        Beneficiary.merged_into_id.is_(None),
        Beneficiary.id != copy.id,
    )
    if session.execute(taken).first() is not None:
        raise duplicates.UndoIinTaken()


def _root(session: Session, beneficiary_id: int) -> int:
    return queries.kept_id_of(session, beneficiary_id)


_MADE_BY: dict[str, Callable[[Any], Any]] = {
    "category": BeneficiaryCategory,
    "sex": Sex,
    "language": Language,
    "package_variant": PackageVariant,
    "born_on": date.fromisoformat,
    "head_counted_on": date.fromisoformat,
    "needs": frozenset,
}


def _value(field: str, plain: Any) -> Any:
    """A field's value again, from what the history keeps."""
    make = _MADE_BY.get(field)
    return plain if make is None or plain is None else make(plain)


def _dump(taken: Taken) -> str:
    return json.dumps(taken, ensure_ascii=False, sort_keys=True)


def _load(merge: BeneficiaryMerge) -> Taken:
    return {field: (before, after) for field, (before, after) in json.loads(merge.taken).items()}
