"""Stopping the processing of somebody's data, and letting it go on.

What is there stays where it is: receipts and signed sheets are kept, the person stays on
the registry, but nobody is offered for a list or a round, and where she lives is not shown.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.beneficiaries import queries, rules
from campaign_app.beneficiaries.models import Beneficiary, Restriction
from campaign_app.beneficiaries.rules.restrictions import RestrictionCause
from campaign_app.beneficiaries.services.recording import record


def restrict_beneficiary(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    beneficiary: Beneficiary,
    reason: str,
    cause: RestrictionCause = RestrictionCause.REQUESTED,
) -> Restriction:
    """Stop the processing of somebody's data.

    Refuses a copy and an emptied record, a second stop for the same cause, and a stop
    without a reason; a withdrawn consent is reason enough.
    """
    person = _lock(session, beneficiary)
    rules.check_kept(
        is_merged=person.merged_into_id is not None, is_erased=person.erased_at is not None
    )
    if cause in _open(session, person):
        raise rules.AlreadyRestricted()
    if cause is RestrictionCause.REQUESTED and not reason.strip():
        raise rules.ReasonMissing(field="reason")
    stop = Restriction(
        beneficiary_id=person.id,
        cause=cause,
        reason=reason.strip()[:500],
        restricted_at=now,
        restricted_by_id=actor.id if actor else None,
    )
    session.add(stop)
    if person.restricted_at is None:
        person.restricted_at = now
    record(session, actor, now, "beneficiary:restrict", person)
    session.flush()
    return stop


def lift_restriction(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    beneficiary: Beneficiary,
    reason: str,
) -> None:
    """Let the processing go on that was stopped on request or by decision.

    Refuses a copy and an emptied record, what is not stopped, a missing reason, and what
    only a new consent can lift. She stays stopped while a withdrawn consent stops her too.
    """
    person = _lock(session, beneficiary)
    rules.check_kept(
        is_merged=person.merged_into_id is not None, is_erased=person.erased_at is not None
    )
    stops = _open(session, person)
    rules.check_can_lift(frozenset(stops))
    if not reason.strip():
        raise rules.ReasonMissing(field="reason")
    _lift(session, actor, now, person, stops, RestrictionCause.REQUESTED, reason.strip()[:500])


def lift_by_new_consent(
    session: Session, *, actor: Account | None, now: datetime, beneficiary: Beneficiary
) -> None:
    """A new consent answers what a withdrawn one stopped; other stops stay."""
    person = _lock(session, beneficiary)
    stops = _open(session, person)
    if RestrictionCause.CONSENT_WITHDRAWN in stops:
        _lift(session, actor, now, person, stops, RestrictionCause.CONSENT_WITHDRAWN, "")


def _lift(
    session: Session,
    actor: Account | None,
    now: datetime,
    person: Beneficiary,
    stops: dict[RestrictionCause, Restriction],
    cause: RestrictionCause,
    reason: str,
) -> None:
    stop = stops[cause]
    stop.lifted_at, stop.lift_reason = now, reason
    stop.lifted_by_id = actor.id if actor else None
    if len(stops) == 1:
        person.restricted_at = None
    record(session, actor, now, "beneficiary:lift_restriction", person)
    session.flush()


def _lock(session: Session, beneficiary: Beneficiary) -> Beneficiary:
    """Two who stop and lift at once wait for each other."""
    session.flush()
    return session.scalars(
        select(Beneficiary)
        .where(Beneficiary.id == beneficiary.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def _open(session: Session, person: Beneficiary) -> dict[RestrictionCause, Restriction]:
    return {
        stop.cause: stop
        for stop in queries.list_restrictions(session, person.id)
        if stop.lifted_at is None
    }
