"""What people do with the decision of a round: it is kept, and changed by hand with a reason."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.beneficiaries import queries as beneficiaries
from campaign_app.beneficiaries.queries import CandidateRow
from campaign_app.beneficiaries.services import lock_kept
from campaign_app.core.audit import record_event
from campaign_app.core.errors import NotFound
from campaign_app.core.variants import PackageVariant
from campaign_app.distribution import queries, rules
from campaign_app.distribution.models import Delivery, DistributionRound, RoundDecision
from campaign_app.distribution.rules import Decision, DecisionReason


def keep_decisions(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    round_: DistributionRound,
    candidates: Iterable[CandidateRow],
    decisions: Iterable[Decision],
) -> None:
    """Keep what was decided about everybody on the list, with what it was decided by."""
    known = {each.beneficiary_id: each for each in candidates}
    rows = [_values(round_.id, known[each.beneficiary_id], each, now, actor) for each in decisions]
    session.execute(insert(RoundDecision), rows)


def _values(
    round_id: int,
    candidate: CandidateRow,
    decision: Decision,
    now: datetime,
    actor: Account | None,
    note: str = "",
) -> dict[str, object]:
    return {
        "round_id": round_id,
        "beneficiary_id": candidate.beneficiary_id,
        "rank": decision.rank,
        "need_score": candidate.need_score,
        "need_codes": candidate.need_codes,
        "criteria_version": candidate.criteria_version,
        "waiting_since": candidate.last_helped_on,
        "variant": decision.variant,
        "is_in": decision.is_in,
        "reason": decision.reason,
        "note": note,
        "decided_at": now,
        "decided_by_id": actor.id if actor else None,
    }


def note_added(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    round_: DistributionRound,
    delivery: Delivery,
    reason: str,
) -> None:
    """Keep that somebody was put on the round's list after it was made.

    Whoever came on the campaign's list later needs no reason; whoever was decided
    against does.
    """
    decided = queries.find_decision(session, round_.id, delivery.beneficiary_id)
    if decided is not None:
        change_decision(
            session,
            actor=actor,
            now=now,
            decided=decided,
            to=DecisionReason.TAKEN_IN_BY_HAND,
            reason=reason,
        )
        return
    found = beneficiaries.list_candidates(
        session, round_.campaign_id, ids=[delivery.beneficiary_id]
    )
    if not found:  # a copy of another record: the one that is kept is added instead
        raise NotFound(field="beneficiary_id")
    candidate = found[0]
    decision = Decision(delivery.beneficiary_id, None, DecisionReason.ADDED_LATER, delivery.variant)
    kept = RoundDecision(**_values(round_.id, candidate, decision, now, actor, reason.strip()))
    session.add(kept)
    _record(session, actor, now, kept, round_.campaign_id)
    session.flush()


def note_shares_door(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    round_: DistributionRound,
    beneficiary_id: int,
    variant: PackageVariant,
) -> RoundDecision:
    """Keep that somebody is not added yet: she shares a door with one on the list."""
    person = lock_kept(session, beneficiary_id)
    found = beneficiaries.list_candidates(session, round_.campaign_id, ids=[person.id])
    if not found:
        raise NotFound(field="beneficiary_id")
    decision = Decision(person.id, None, DecisionReason.SHARES_DOOR, variant)
    kept = RoundDecision(**_values(round_.id, found[0], decision, now, actor))
    session.add(kept)
    session.flush()
    return kept


def change_decision(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    decided: RoundDecision,
    to: DecisionReason,
    reason: str,
) -> None:
    """Decide by hand against the order. Needs a reason, which whoever asks is told."""
    if not reason.strip():
        raise rules.ReasonMissing(field="note")
    decided.reason, decided.is_in = to, to in rules.TAKEN
    decided.note = reason.strip()[:500]
    decided.asked_at, decided.asked_by_id, decided.asked_reason = None, None, ""
    decided.decided_at, decided.decided_by_id = now, actor.id if actor else None
    campaign_id = session.get_one(DistributionRound, decided.round_id).campaign_id
    _record(session, actor, now, decided, campaign_id)
    session.flush()


def note_line_moved(
    session: Session, *, actor: Account, now: datetime, delivery: Delivery, reason: str
) -> None:
    """Keep that a line was taken off the list, or put on it again, in the decision.

    Rounds of before decisions were kept have none to change.
    """
    decided = queries.find_decision(session, delivery.round_id, delivery.beneficiary_id)
    is_off = delivery.status is rules.DeliveryStatus.CANCELLED
    if decided is None or decided.is_in is not is_off:
        return
    to = DecisionReason.LEFT_OUT_BY_HAND if is_off else DecisionReason.TAKEN_IN_BY_HAND
    change_decision(session, actor=actor, now=now, decided=decided, to=to, reason=reason)


def decision_to_change(
    session: Session, round_: DistributionRound, beneficiary_id: int, *, is_in: bool
) -> RoundDecision:
    """The decision that is to become `is_in`. Refuses one that is so already."""
    decided = queries.find_decision(session, round_.id, beneficiary_id)
    if decided is None:
        raise NotFound()
    if decided.is_in is is_in:
        name = beneficiaries.display_name(session, beneficiary_id)
        raise rules.AlreadyDecided(recipient=name)
    return decided


def _record(
    session: Session,
    actor: Account | None,
    now: datetime,
    decided: RoundDecision,
    campaign_id: int,
) -> None:
    record_event(
        session,
        actor_id=actor.id if actor else None,
        now=now,
        action="distribution:decide",
        subject=decided,
        campaign_id=campaign_id,
    )
