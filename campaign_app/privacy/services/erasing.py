"""Erasing a person in all features at once: nothing about her stays, every total stays."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.beneficiaries import queries as beneficiaries
from campaign_app.beneficiaries import services as registry
from campaign_app.beneficiaries.models import Beneficiary
from campaign_app.complaints import services as complaints
from campaign_app.core.audit import record_event
from campaign_app.core.errors import NotFound
from campaign_app.core.names import fold
from campaign_app.core.personal import empty_rows
from campaign_app.distribution import queries as distribution
from campaign_app.distribution import services as rounds
from campaign_app.privacy.queries.everything import OF_REQUESTS, names_on_record
from campaign_app.privacy.rules import erasing as rules
from campaign_app.privacy.rules.erasing import ErasureKind
from campaign_app.shelter import queries as shelter
from campaign_app.shelter import services as shelter_services
from campaign_app.visits import services as visits

ACTIONS = {
    ErasureKind.ERASE: "beneficiary:erase",
    ErasureKind.ANONYMISE: "beneficiary:anonymise",
}


def erase_person(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    beneficiary_id: int,
    kind: ErasureKind,
    reason: str,
    is_confirmed: bool,
) -> list[int]:
    """Erase or depersonalise somebody and all merged copies; give the emptied records.

    Refuses without a reason and a second sign, a reason that names her (it is kept), somebody
    for whom a package is waited for or under way, and a record that is empty already.
    """
    rules.check_erasure(is_confirmed=is_confirmed, reason=reason)
    ids, kept = _lock_person(session, beneficiary_id)
    if named := registry.names_of(session, ids) & set(fold(reason).split()):
        raise rules.ReasonNamesPerson(field="reason", count=len(named))
    for line in distribution.lines_under_way(session, ids)[:1]:
        raise rules.PackageUnderWay(
            round=line.round_number, campaign=line.campaign, line=line.line_number
        )
    empty_everything(session, actor=actor, now=now, person=kept, ids=ids, kind=kind, reason=reason)
    return ids


def empty_everything(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    person: Beneficiary,
    ids: list[int],
    kind: ErasureKind,
    reason: str,
) -> None:
    """Empty what every feature holds; the caller has asked whether it may be."""
    born_on = rules.born_kept(kind, person.born_on)
    city = person.city if kind is ErasureKind.ANONYMISE else ""
    stays = shelter.stays_named(session, names_on_record(session, ids))
    counts = {"stay": shelter_services.forget_names(session, stay_ids=stays)} if stays else {}
    counts |= empty_rows(session, OF_REQUESTS, ids)
    appeals = complaints.erase_personal_data(session, ids, now, actor=actor)
    counts |= {"appeal": appeals} if appeals else {}
    counts |= visits.erase_personal_data(session, now=now, ids=ids)
    counts |= rounds.erase_personal_data(session, ids=ids)
    counts |= registry.erase_personal_data(
        session, actor=actor, now=now, ids=ids, action=ACTIONS[kind], born_on=born_on, city=city
    )
    record_event(
        session,
        actor_id=actor.id if actor else None,
        now=now,
        action="privacy:erase",
        subject=person,
        reason=reason.strip(),
        kind=kind.value,
        emptied=counts,
    )
    session.flush()


def _lock_person(session: Session, beneficiary_id: int) -> tuple[list[int], Beneficiary]:
    """All records of somebody, locked; asked again where a merge came in between."""
    while True:
        ids = beneficiaries.ids_of_person(session, beneficiary_id)
        kept = _lock(session, ids)
        if beneficiaries.ids_of_person(session, beneficiary_id) == ids:
            return ids, kept


def _lock(session: Session, ids: list[int]) -> Beneficiary:
    """Lock the records, the kept one first; refuse one that is not there or is empty."""
    people = {
        person.id: person
        for person in session.scalars(
            select(Beneficiary)
            .where(Beneficiary.id.in_(ids))
            .order_by(Beneficiary.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    }
    if not people:
        raise NotFound()
    kept = people[ids[0]]
    if kept.erased_at is not None:
        raise rules.AlreadyErased(day=kept.erased_at.date())
    return kept
