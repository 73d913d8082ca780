"""Taking somebody in or leaving somebody out by hand, against the order and with a reason.

Whoever is left out loses a package at a word of one; nobody gets one without a second person.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.beneficiaries import queries as beneficiaries
from campaign_app.beneficiaries.rules import ProcessingStopped
from campaign_app.campaigns.services import lock_campaign
from campaign_app.core.audit import record_event
from campaign_app.core.errors import NotFound
from campaign_app.core.variants import PackageVariant
from campaign_app.distribution import queries, rules
from campaign_app.distribution.models import Delivery, DistributionRound, RoundDecision
from campaign_app.distribution.services.decisions import decision_to_change, note_shares_door
from campaign_app.distribution.services.deliveries import take_off_list, undo_outcome
from campaign_app.distribution.services.rounds import add_line, lock_round


def ask_to_take_in(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    round_: DistributionRound,
    beneficiary_id: int,
    reason: str,
) -> None:
    """Ask that somebody be taken in by hand whom the decision left out; another person answers.

    Refuses a closed round, somebody who is in already or asked for already, whoever left the
    campaign's list, and a person whose data are not to be used.
    """
    lock_campaign(session, round_.campaign_id)
    rules.check_round_open(lock_round(session, round_.id).status)
    decided = decision_to_change(session, round_, beneficiary_id, is_in=True)
    if not reason.strip():
        raise rules.ReasonMissing(field="note")
    if decided.asked_by_id is not None:
        name = beneficiaries.display_name(session, beneficiary_id)
        raise rules.AskedAlready(field="note", recipient=name)
    _check_usable(session, round_.campaign_id, beneficiary_id)
    decided.asked_at, decided.asked_by_id = now, actor.id
    decided.asked_reason = reason.strip()[:500]
    _record(session, actor, now, "distribution:ask", decided, round_)


def add_or_ask(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    round_: DistributionRound,
    beneficiary_id: int,
    variant: PackageVariant,
    package_count: int = 1,
    reason: str = "",
) -> Delivery | None:
    """Put somebody on the list; None when a second person is asked first.

    She is, with the reason, for whoever shares a telephone, an address or a household with
    somebody on the list. Refuses what `add_line` refuses, that case without a reason as well.
    """
    lock_campaign(session, round_.campaign_id)
    try:
        with session.begin_nested():
            return add_line(
                session,
                actor=actor,
                now=now,
                round_=round_,
                beneficiary_id=beneficiary_id,
                variant=variant,
                package_count=package_count,
                reason=reason,
            )
    except rules.SharesDoor:
        if not reason.strip():
            raise
    decided = note_shares_door(
        session, actor=actor, now=now, round_=round_, beneficiary_id=beneficiary_id, variant=variant
    )
    decided.asked_at, decided.asked_by_id = now, actor.id
    decided.asked_reason = reason.strip()[:500]
    _record(session, actor, now, "distribution:ask", decided, round_)
    return None


def take_in(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    round_: DistributionRound,
    beneficiary_id: int,
) -> None:
    """Agree to what another person asked: she is in, with the reason that was given.

    Refuses whoever asked, when nobody asks, and what `add_line` refuses.
    """
    lock_campaign(session, round_.campaign_id)
    decided = _asked(session, round_, beneficiary_id)
    asked = decided.asked_at, decided.asked_by_id, decided.asked_reason
    rules.check_second_person(asked_by_id=decided.asked_by_id or 0, actor_id=actor.id)
    _check_usable(session, round_.campaign_id, beneficiary_id)
    reason = decided.asked_reason
    line = queries.find_line_of(session, round_.id, beneficiary_id)
    if line is not None:  # she was on the list and taken off it
        undo_outcome(session, actor=actor, now=now, delivery=line, reason=reason)
    else:
        add_line(
            session,
            actor=actor,
            now=now,
            round_=round_,
            beneficiary_id=beneficiary_id,
            variant=decided.variant,
            reason=reason,
            is_agreed=True,
        )
    decided.asked_at, decided.asked_by_id, decided.asked_reason = asked
    session.flush()


def refuse_to_take_in(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    round_: DistributionRound,
    beneficiary_id: int,
) -> None:
    """Leave the decision as it is; whoever asked may take the request back so."""
    lock_campaign(session, round_.campaign_id)
    decided = _asked(session, round_, beneficiary_id)
    decided.asked_at, decided.asked_by_id, decided.asked_reason = None, None, ""
    _record(session, actor, now, "distribution:refuse", decided, round_)


def _asked(session: Session, round_: DistributionRound, beneficiary_id: int) -> RoundDecision:
    """The decision, where a request waits. Raises NothingAsked."""
    decided = decision_to_change(session, round_, beneficiary_id, is_in=True)
    session.refresh(decided, with_for_update=True)
    if decided.asked_by_id is None:
        name = beneficiaries.display_name(session, beneficiary_id)
        raise rules.NothingAsked(recipient=name)
    return decided


def _record(
    session: Session,
    actor: Account,
    now: datetime,
    action: str,
    decided: RoundDecision,
    round_: DistributionRound,
) -> None:
    record_event(
        session,
        actor_id=actor.id,
        now=now,
        action=action,
        subject=decided,
        campaign_id=round_.campaign_id,
    )
    session.flush()


def _check_usable(session: Session, campaign_id: int, beneficiary_id: int) -> None:
    """Refuse who left the campaign's list, and whose data are not to be used."""
    found = beneficiaries.list_candidates(session, campaign_id, ids=[beneficiary_id])
    if not found:
        raise NotFound()
    if found[0].is_restricted:
        raise ProcessingStopped()


def leave_out(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    round_: DistributionRound,
    beneficiary_id: int,
    reason: str,
) -> None:
    """Leave somebody out by hand. Refuses what `take_off_list` refuses, and who is out already."""
    lock_campaign(session, round_.campaign_id)
    decision_to_change(session, round_, beneficiary_id, is_in=False)
    line = queries.find_line_of(session, round_.id, beneficiary_id)
    if line is None:
        raise NotFound()
    take_off_list(session, actor=actor, now=now, delivery=line, reason=reason)
