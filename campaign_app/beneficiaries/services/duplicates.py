"""Suggestions of pairs that may be one person, and what people decide about them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.beneficiaries import queries, rules
from campaign_app.beneficiaries.models import DuplicateDecision, DuplicateSuggestion
from campaign_app.beneficiaries.rules.duplicates import DecisionMissing, PairDecision, pair
from campaign_app.beneficiaries.services.comparing import look_alikes_among
from campaign_app.core.audit import record_event
from campaign_app.core.errors import NotFound

BLOCK = 500


def refresh_suggestions(session: Session, *, now: datetime, ids: Collection[int]) -> None:
    """Find anew with whom these people may be one person; call it after what was written.

    A pair that somebody said are different people is not suggested again, unless a name, a
    date of birth or a number of one of the two has changed since.
    """
    wanted = queries.identities_of(session, ids)
    known = queries.suggestions_about(session, ids)
    different = queries.different_bases(session, ids)
    found: dict[tuple[int, int], rules.Match] = {}
    for one, other, match, identity in look_alikes_among(session, wanted):
        both = pair(one, other)
        low, high = (wanted[one], identity) if both[0] == one else (identity, wanted[one])
        if both in different and queries.identity_basis(low, high) in different[both]:
            continue
        if both not in found or match.score > found[both].score:
            found[both] = match
    gone = [each.id for both, each in known.items() if both not in found]
    _forget_suggestions(session, gone)
    _keep_suggestions(session, found, now)


def _forget_suggestions(session: Session, ids: list[int]) -> None:
    """In one statement, so that it is nothing special when somebody else was faster."""
    if ids:
        session.execute(delete(DuplicateSuggestion).where(DuplicateSuggestion.id.in_(ids)))


def _keep_suggestions(
    session: Session, found: dict[tuple[int, int], rules.Match], now: datetime
) -> None:
    """Two who write the same pair at once keep it once; the day it was found first stays."""
    if not found:
        return
    rows = [
        {
            "low_id": low_id,
            "high_id": high_id,
            "sureness": match.sureness,
            "score": max(0, min(100, round(match.score))),
            "reasons": " ".join(reason.value for reason in match.reasons),
            "found_at": now,
        }
        for (low_id, high_id), match in sorted(found.items())
    ]
    is_postgresql = session.get_bind().dialect.name == "postgresql"
    insert = postgresql.insert if is_postgresql else sqlite.insert
    statement: Any = insert(DuplicateSuggestion)
    changed = {name: statement.excluded[name] for name in ("sureness", "score", "reasons")}
    session.execute(
        statement.on_conflict_do_update(index_elements=["low_id", "high_id"], set_=changed), rows
    )


def refresh_block(session: Session, *, now: datetime, after_id: int) -> int | None:
    """Find anew for the next people after this id; give the last id, None at the end."""
    ids = queries.ids_after(session, after_id, limit=BLOCK)
    if not ids:
        return None
    refresh_suggestions(session, now=now, ids=ids)
    return ids[-1]


def decide_pair(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    ids: tuple[int, int],
    decision: PairDecision,
) -> DuplicateDecision:
    """Remember what a person said about two records; said again, it changes nothing.

    "Different" is never suggested again while both stay who they were. Refuses records that
    are not there or were emptied, and one record twice.
    """
    low_id, high_id = pair(*ids)
    identities = queries.identities_of(session, (low_id, high_id), with_copies=True)
    if len(identities) != 2:
        raise NotFound()
    basis = queries.identity_basis(identities[low_id], identities[high_id])
    standing = queries.list_open_decisions(session, low_id, high_id)
    if standing and (standing[0].decision, standing[0].basis) == (decision, basis):
        return standing[0]
    kept = DuplicateDecision(
        low_id=low_id,
        high_id=high_id,
        decision=decision,
        basis=basis,
        decided_at=now,
        decided_by_id=actor.id if actor else None,
    )
    session.add(kept)
    _record(session, actor, now, f"beneficiary:decide_{decision.value}", kept)
    session.flush()
    forget_pair(session, low_id, high_id)
    return kept


def forget_pair(session: Session, low_id: int, high_id: int) -> None:
    """Take a pair off the work list."""
    session.execute(
        delete(DuplicateSuggestion).where(
            DuplicateSuggestion.low_id == low_id, DuplicateSuggestion.high_id == high_id
        )
    )


def take_back_decision(
    session: Session, *, actor: Account | None, now: datetime, decision_id: int
) -> DuplicateDecision:
    """Take back what was decided; the pair may be suggested again. Refuses a second time."""
    decision = session.get(DuplicateDecision, decision_id, with_for_update=True)
    if decision is None:
        raise NotFound()
    if decision.taken_back_at is not None:
        raise DecisionMissing()
    for each in queries.list_open_decisions(session, decision.low_id, decision.high_id):
        if each.decision is decision.decision:
            each.taken_back_at = now
            each.taken_back_by_id = actor.id if actor else None
            _record(session, actor, now, "beneficiary:take_back_decision", each)
    session.flush()
    refresh_suggestions(session, now=now, ids=(decision.low_id, decision.high_id))
    return decision


def _record(
    session: Session, actor: Account | None, now: datetime, action: str, subject: object
) -> None:
    actor_id = actor.id if actor else None
    record_event(session, actor_id=actor_id, now=now, action=action, subject=subject)
