"""Forgetting what is past its time, and deciding how long that is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from campaign_app.accounts import services as accounts
from campaign_app.accounts.models import Account
from campaign_app.beneficiaries import queries as beneficiaries
from campaign_app.beneficiaries import services as registry
from campaign_app.beneficiaries.models import Beneficiary, Disclosure
from campaign_app.complaints import services as complaints
from campaign_app.core.audit import record_event
from campaign_app.core.mail.keeping import forget_addresses
from campaign_app.core.pagination import ROWS_PER_PAGE
from campaign_app.core.submissions import Submission
from campaign_app.distribution import services as rounds
from campaign_app.privacy import queries
from campaign_app.privacy.models import RetentionRule, RetentionRun
from campaign_app.privacy.queries.retention import Due
from campaign_app.privacy.rules.erasing import ErasureKind
from campaign_app.privacy.rules.retention import RetentionPurpose, check_period, kept_since
from campaign_app.privacy.services.erasing import empty_everything
from campaign_app.shelter import services as shelter
from campaign_app.visits import services as visits
from campaign_app.volunteers import services as volunteers

AT_ONCE = 10 * ROWS_PER_PAGE
REASON = "retention"


def decide_period(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    purpose: RetentionPurpose,
    days: int,
    reason: str,
) -> RetentionRule:
    """Decide how long something is kept from now on; what was decided before stays in history.

    Refuses a period that is too short for the purpose or endless, and one without a reason.
    """
    check_period(purpose, days, reason)
    rule = RetentionRule(
        purpose=purpose,
        days=days,
        reason=reason.strip(),
        decided_at=now,
        decided_by_id=actor.id,
    )
    session.add(rule)
    record_event(session, actor_id=actor.id, now=now, action="retention:decide", subject=rule)
    session.flush()
    return rule


def run_retention(
    session: Session, *, now: datetime, zone: tzinfo, purpose: RetentionPurpose
) -> Due:
    """Forget what is past its time for one purpose and note the run; give what it was.

    Run again, it finds nothing. The caller wraps each purpose in a transaction of its own.
    """
    period = queries.periods(session)[purpose]
    due = queries.find_due(session, purpose, days=period.days, now=now, zone=zone)
    remover = REMOVERS.get(purpose)
    if remover is not None:
        for start in range(0, len(due.ids), AT_ONCE):
            remover(session, now, due.ids[start : start + AT_ONCE])
    if purpose is RetentionPurpose.COMPLAINT_CONTACTS:
        before = kept_since(now, period.days)
        while complaints.forget_contacts(session, actor=None, now=now, before=before):
            pass
    run = RetentionRun(purpose=purpose, ran_at=now, days=period.days, removed_count=len(due.ids))
    session.add(run)
    if due.ids:
        record_event(session, actor_id=None, now=now, action="retention:run", subject=run)
    session.flush()
    return due


def _people(session: Session, now: datetime, ids: Sequence[Any]) -> None:
    for beneficiary_id in ids:
        person = session.get_one(Beneficiary, beneficiary_id, with_for_update=True)
        empty_everything(
            session,
            actor=None,
            now=now,
            person=person,
            ids=beneficiaries.ids_of_person(session, beneficiary_id),
            kind=ErasureKind.ANONYMISE,
            reason=REASON,
        )


def _submissions(session: Session, _now: datetime, ids: Sequence[Any]) -> None:
    session.execute(delete(Submission).where(Submission.id.in_(list(ids))))


def _disclosures(session: Session, _now: datetime, ids: Sequence[Any]) -> None:
    session.execute(delete(Disclosure).where(Disclosure.id.in_(list(ids))))


Remover = Callable[[Session, datetime, Sequence[Any]], object]
REMOVERS: dict[RetentionPurpose, Remover] = {
    RetentionPurpose.REGISTRY: _people,
    RetentionPurpose.PROXY_DOCUMENTS: lambda session, _, ids: rounds.forget_proxies(
        session, proof_ids=ids
    ),
    RetentionPurpose.PROOF_PICTURES: lambda session, _, ids: rounds.forget_pictures(
        session, picture_ids=ids
    ),
    RetentionPurpose.SHELTER_NAMES: lambda session, _, ids: shelter.forget_names(
        session, stay_ids=ids
    ),
    RetentionPurpose.VISIT_NOTES: lambda session, _, ids: visits.forget_notes(
        session, visit_ids=ids
    ),
    RetentionPurpose.IMPORT_DRAFTS: lambda session, _, ids: registry.forget_drafts(
        session, draft_ids=ids
    ),
    RetentionPurpose.SIGN_IN_ATTEMPTS: lambda session, _, ids: accounts.forget_attempts(
        session, attempt_ids=ids
    ),
    RetentionPurpose.SUBMISSIONS: _submissions,
    RetentionPurpose.MAIL: lambda session, _, ids: forget_addresses(session, message_ids=ids),
    RetentionPurpose.SHIFT_MESSAGES: lambda session, _, ids: volunteers.forget_texts(
        session, message_ids=ids
    ),
    RetentionPurpose.DISCLOSURES: _disclosures,
}
