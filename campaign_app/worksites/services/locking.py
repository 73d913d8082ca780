"""Who waits for whom. Everything about a campaign's places queues at the campaign's row.

What will be pointed at is locked before it (shift, then volunteers by number, then the
campaign), in the order in which signing up locks, so nobody waits in a ring.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.campaigns.services import lock_campaign
from campaign_app.core.audit import record_event
from campaign_app.core.errors import NotFound
from campaign_app.volunteers.models import Shift, Volunteer


def lock_shift_work(session: Session, shift_id: int, volunteer_ids: Iterable[int] = ()) -> Shift:
    """Lock the places, crews and tools of a shift's campaign and give the shift.

    Raises NotFound and CampaignClosed.
    """
    shift = session.scalars(
        select(Shift)
        .where(Shift.id == shift_id)
        .with_for_update(read=True, key_share=True)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if shift is None:
        raise NotFound()
    ids = sorted(set(volunteer_ids))
    if ids:
        session.execute(
            select(Volunteer.id)
            .where(Volunteer.id.in_(ids))
            .order_by(Volunteer.id)
            .with_for_update(read=True, key_share=True)
        ).all()
    lock_campaign(session, shift.campaign_id)
    return shift


def record(
    session: Session,
    actor: Account | None,
    now: datetime,
    action: str,
    subject: Any,
    **extra: Any,
) -> None:
    """Note who did it."""
    actor_id = actor.id if actor else None
    record_event(session, actor_id=actor_id, now=now, action=action, subject=subject, **extra)
