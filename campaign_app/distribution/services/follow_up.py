"""Follow-up calls: drawn by chance, made by somebody who did not deliver."""

from __future__ import annotations

from datetime import datetime
from random import Random, SystemRandom

from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.campaigns.services import lock_campaign
from campaign_app.core.audit import record_event
from campaign_app.distribution import queries, rules
from campaign_app.distribution.models import DistributionRound, FollowUpCall
from campaign_app.distribution.rules import CallOutcome


def draw_calls(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    round_: DistributionRound,
    count: int,
    chance: Random | None = None,
) -> list[FollowUpCall]:
    """Draw people who were served and have a telephone, none of them twice.

    Refuses when nobody is left to draw.
    """
    lock_campaign(session, round_.campaign_id)
    ids = queries.deliveries_to_call(session, round_.id)
    calls = [
        FollowUpCall(
            campaign_id=round_.campaign_id,
            round_id=round_.id,
            delivery_id=delivery_id,
            drawn_at=now,
            drawn_by_id=actor.id,
            note="",
        )
        for delivery_id in rules.draw_sample(ids, count, chance or SystemRandom())
    ]
    session.add_all(calls)
    record_event(
        session,
        actor_id=actor.id,
        now=now,
        action="follow_up:draw",
        subject=round_,
        drawn=len(calls),
    )
    session.flush()
    return calls


def record_call(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    call: FollowUpCall,
    outcome: CallOutcome,
    note: str = "",
) -> FollowUpCall:
    """Write down what somebody said.

    Refuses the one who recorded or carried the delivery, and a call that was recorded.
    """
    lock_campaign(session, call.campaign_id)
    session.refresh(call, with_for_update=True)
    rules.check_not_called(call.outcome)
    rules.check_caller(actor.id, queries.who_took_part(session, call.delivery_id))
    call.outcome, call.note = outcome, note.strip()
    call.called_at, call.called_by_id = now, actor.id
    record_event(session, actor_id=actor.id, now=now, action="follow_up:call", subject=call)
    session.flush()
    return call
