"""A request for help finds its end: a person on the registry, or a reason why not."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.beneficiaries import services as beneficiaries
from campaign_app.beneficiaries.queries import find_beneficiary
from campaign_app.beneficiaries.rules import (
    BeneficiaryDetails,
    ConsentGiven,
    ConsentMethod,
    ConsentScope,
)
from campaign_app.complaints import rules
from campaign_app.complaints.models import Appeal
from campaign_app.complaints.rules import Action, EntryKind, Outcome
from campaign_app.complaints.services.cases import open_case, write_entry
from campaign_app.complaints.services.handling import finish
from campaign_app.core.errors import NotFound


def register_from_request(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    today: date,
    appeal_id: int,
    details: BeneficiaryDetails,
) -> Appeal:
    """Put the person on the registry; the consent of the form goes with her, with its date.

    Refuses what the registry refuses, and a request that is settled or another's.
    """
    appeal = _open_request(session, actor, appeal_id)
    person = beneficiaries.register_beneficiary(
        session,
        actor=actor,
        now=now,
        today=today,
        details=details,
        consent=consent_of(appeal),
    )
    return _settle(session, actor, now, appeal, Outcome.REGISTERED, beneficiary_id=person.id)


def link_beneficiary(
    session: Session, *, actor: Account, now: datetime, appeal_id: int, beneficiary_id: int
) -> Appeal:
    """Say that the person is on the registry already; a copy gives the record that is kept.

    Refuses whom the registry does not know.
    """
    appeal = _open_request(session, actor, appeal_id)
    found = find_beneficiary(session, beneficiary_id)
    person = None if found is None else beneficiaries.lock_kept(session, found.id)
    if person is None or person.erased_at is not None:
        raise NotFound()
    consent = consent_of(appeal)
    if consent is not None:
        beneficiaries.take_consent(
            session, actor=actor, now=now, beneficiary=person, consent=consent
        )
    return _settle(
        session, actor, now, appeal, Outcome.ALREADY_REGISTERED, beneficiary_id=person.id
    )


def decline_request(
    session: Session, *, actor: Account, now: datetime, appeal_id: int, reason: str
) -> Appeal:
    """Turn a request down; the reason is what the person reads. Refuses without one."""
    appeal = _open_request(session, actor, appeal_id)
    if not reason.strip():
        raise rules.ReasonMissing(field="reason")
    write_entry(session, actor, now, appeal, EntryKind.ANSWER, action="answer", text=reason)
    return _settle(session, actor, now, appeal, Outcome.DECLINED)


def consent_of(appeal: Appeal) -> ConsentGiven | None:
    """The consent that was given with the form."""
    if appeal.consent_given_on is None:
        return None
    return ConsentGiven(
        given_on=appeal.consent_given_on,
        method=ConsentMethod.ELECTRONIC,
        scope=ConsentScope.REGISTRATION,
    )


def _open_request(session: Session, actor: Account, appeal_id: int) -> Appeal:
    appeal = open_case(session, actor, appeal_id)
    if appeal.handler_id is not None:
        rules.check_handler(appeal.handler_id, actor.id)
    rules.next_status(appeal.kind, appeal.status, Action.SETTLE)
    return appeal


def _settle(
    session: Session,
    actor: Account,
    now: datetime,
    appeal: Appeal,
    outcome: Outcome,
    *,
    beneficiary_id: int | None = None,
) -> Appeal:
    rules.check_outcome(appeal.kind, outcome)
    appeal.status = rules.next_status(appeal.kind, appeal.status, Action.SETTLE)
    finish(appeal, actor, now, outcome)
    appeal.beneficiary_id = beneficiary_id
    write_entry(session, actor, now, appeal, EntryKind.CLOSED, action="settle")
    return appeal
