"""Who lives together: said by people, taken back by people."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.beneficiaries import queries, rules
from campaign_app.beneficiaries.models import Beneficiary, Household
from campaign_app.beneficiaries.rules import BeneficiaryKind
from campaign_app.beneficiaries.services.recording import record
from campaign_app.core.errors import NotFound


def link_household(
    session: Session, *, actor: Account | None, now: datetime, beneficiary_id: int, other_id: int
) -> None:
    """Note that two people live together; two households become one.

    Refuses the same person, an institution, and records that are not kept.
    """
    people = _lock(session, {beneficiary_id, other_id})
    if len(people) != len({beneficiary_id, other_id}):
        raise NotFound()
    for each in people.values():
        rules.check_kept(
            is_merged=each.merged_into_id is not None, is_erased=each.erased_at is not None
        )
    rules.check_can_link(
        is_same=beneficiary_id == other_id,
        has_institution=any(each.kind is BeneficiaryKind.INSTITUTION for each in people.values()),
    )
    person, other = people[beneficiary_id], people[other_id]
    hers = queries.households_of(session, person.id)
    theirs = queries.households_of(session, other.id)
    kept = min(hers or theirs, default=None)
    if kept is None:
        household = Household(created_at=now)
        session.add(household)
        session.flush()
        kept = household.id
    joining = {person.id, other.id} | _members(session, (hers | theirs) - {kept})
    for each in _lock(session, joining).values():
        if each.household_id != kept:
            each.household_id = kept
            record(session, actor, now, "household:link", each)
    session.flush()


def unlink_household(
    session: Session, *, actor: Account | None, now: datetime, beneficiary: Beneficiary
) -> None:
    """Note that somebody lives apart; of two the other one is alone then as well.

    What a merged copy says ends too. Refuses who is not linked with anybody.
    """
    households = queries.households_of(session, beneficiary.id)
    if not households:
        raise rules.NotLinked()
    hers = set(queries.family_ids(session, beneficiary.id))
    leaving = hers & _members(session, households)
    for household_id in households:
        others = _members(session, {household_id}) - hers
        if len({queries.kept_id_of(session, each) for each in others}) == 1:
            leaving |= others
    for each in _lock(session, leaving).values():
        each.household_id = None
        record(session, actor, now, "household:unlink", each)
    session.flush()


def _members(session: Session, households: set[int]) -> set[int]:
    statement = select(Beneficiary.id).where(Beneficiary.household_id.in_(households))
    return set(session.scalars(statement))


def _lock(session: Session, ids: set[int]) -> dict[int, Beneficiary]:
    session.flush()
    statement = (
        select(Beneficiary)
        .where(Beneficiary.id.in_(ids))
        .order_by(Beneficiary.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {each.id: each for each in session.scalars(statement)}
