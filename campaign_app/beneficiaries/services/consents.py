"""Consent: its texts are published, it is taken, it is withdrawn with effect."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.beneficiaries import queries, rules
from campaign_app.beneficiaries.models import Beneficiary, Consent, ConsentText, ConsentTextBody
from campaign_app.beneficiaries.rules import (
    ConsentContent,
    ConsentGiven,
    ConsentScope,
    Language,
    RestrictionCause,
    WithdrawalMethod,
)
from campaign_app.beneficiaries.services.recording import record
from campaign_app.beneficiaries.services.restrictions import (
    lift_by_new_consent,
    restrict_beneficiary,
)
from campaign_app.core.identifiers import check_bin


def publish_consent_text(
    session: Session, *, actor: Account, now: datetime, content: ConsentContent
) -> ConsentText:
    """Publish the next version of a text; consents from now on refer to it.

    Refuses a text that lacks what the law asks for in one of the languages, a wrong BIN,
    publication mixed into the consent to keep data, and what is word for word in force.
    """
    queries.find_text_in_force(session, content.scope, lock=True)
    in_force = queries.find_text_in_force(session, content.scope)  # as whoever had the lock left it
    rules.check_text(content, queries.content_of(session, in_force))
    text = ConsentText(
        scope=content.scope,
        number=in_force.number + 1,
        published_at=now,
        published_by_id=actor.id,
        operator_bin=check_bin(content.operator_bin),
        passes_on=content.passes_on,
        crosses_border=content.crosses_border,
        is_public=content.is_public,
    )
    session.add(text)
    record(session, actor, now, "consent_text:publish", text)
    session.flush()
    session.add_all(
        ConsentTextBody(text_id=text.id, language=Language(code), **asdict(body))
        for code, body in content.bodies.items()
    )
    session.flush()
    return text


def take_consent(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    beneficiary: Beneficiary,
    consent: ConsentGiven,
    today: date | None = None,
) -> Consent:
    """Keep a consent; the same one again changes nothing.

    It refers to the text that was in force on its day. A consent to keep data lets the
    processing go on that a withdrawal stopped. One that is older than a withdrawal was
    withdrawn by it, and is kept so. Refuses an oral consent without a witness and,
    where `today` is given, one of tomorrow.
    """
    rules.check_consent(
        method=consent.method,
        witness_name=consent.witness_name,
        given_on=consent.given_on,
        today=today,
    )
    earlier = [
        each
        for each in queries.list_consents(session, beneficiary.id)
        if each.scope is consent.scope
    ]
    for known in earlier:
        if known.given_on == consent.given_on:
            return known
    withdrawn = [each for each in earlier if each.withdrawn_on]
    last = max(withdrawn, key=lambda each: each.withdrawn_on or date.min, default=None)
    number = queries.text_number_on(session, consent.scope, consent.given_on)
    kept = consent_record(beneficiary.id, actor, consent, number)
    if last is not None and last.withdrawn_on and consent.given_on < last.withdrawn_on:
        kept.withdrawn_on, kept.withdrawal_method = last.withdrawn_on, last.withdrawal_method
    session.add(kept)
    record(session, actor, now, "consent:take", kept)
    session.flush()
    if kept.scope is ConsentScope.REGISTRATION and kept.withdrawn_on is None:
        lift_by_new_consent(session, actor=actor, now=now, beneficiary=beneficiary)
    return kept


def consent_record(
    beneficiary_id: int, actor: Account | None, consent: ConsentGiven, text_version: int
) -> Consent:
    """A consent as it is kept, not yet added to a session."""
    return Consent(
        beneficiary_id=beneficiary_id,
        scope=consent.scope,
        method=consent.method,
        text_version=text_version,
        given_on=consent.given_on,
        taken_by_id=actor.id if actor else None,
        witness_name=consent.witness_name.strip()[:200],
    )


def withdraw_consent(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    consent: Consent,
    on: date,
    method: WithdrawalMethod = WithdrawalMethod.WRITTEN,
    today: date | None = None,
) -> None:
    """Note that a consent no longer holds; it stays in the history.

    All older consents to the same end with it, on whichever record of the person. Without a
    consent to keep her data the processing of the person's data is stopped; accounting
    documents stay. Refuses a day before the consent or, where `today` is given, after it.
    """
    if consent.withdrawn_on is not None:
        return
    rules.check_withdrawal(given_on=consent.given_on, on=on, today=today or on)
    valid = _lock_valid(session, consent)
    for each in valid:
        if each is consent or each.given_on <= on:
            each.withdrawn_on, each.withdrawal_method = on, method
            each.withdrawal_by_id = actor.id if actor else None
            record(session, actor, now, "consent:withdraw", each)
    session.flush()
    if consent.scope is ConsentScope.REGISTRATION and not _lock_valid(session, consent):
        _stop(session, actor, now, consent.beneficiary_id)


def stop_if_withdrawn(
    session: Session, *, actor: Account | None, now: datetime, beneficiary_id: int
) -> None:
    """Stop the processing of a record whose consents to keep data were all withdrawn.

    A merged record was stopped with the one that stood for it; on its own it stays stopped.
    """
    consents = [
        each
        for each in queries.list_consents(session, beneficiary_id)
        if each.scope is ConsentScope.REGISTRATION
    ]
    if consents and all(each.withdrawn_on is not None for each in consents):
        _stop(session, actor, now, beneficiary_id)


def _lock_valid(session: Session, like: Consent) -> list[Consent]:
    kept_id = queries.kept_id_of(session, like.beneficiary_id)
    return list(
        session.scalars(
            select(Consent)
            .where(
                Consent.beneficiary_id.in_(queries.records_of(kept_id)),
                Consent.scope == like.scope,
                Consent.withdrawn_on.is_(None),
            )
            .with_for_update()
        )
    )


def _stop(session: Session, actor: Account | None, now: datetime, beneficiary_id: int) -> None:
    """A copy stands for the record that is kept; of an emptied one nothing is left to stop."""
    person = session.get_one(Beneficiary, queries.kept_id_of(session, beneficiary_id))
    if person.erased_at is None:
        cause = RestrictionCause.CONSENT_WITHDRAWN
        stopped = {
            each.cause
            for each in queries.list_restrictions(session, person.id)
            if each.lifted_at is None
        }
        if cause not in stopped:
            restrict_beneficiary(
                session, actor=actor, now=now, beneficiary=person, reason="", cause=cause
            )
