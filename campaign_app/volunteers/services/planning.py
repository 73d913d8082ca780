"""What an organiser does with a shift that stands."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.rules import check_open_for_entries
from campaign_app.core.errors import NotFound
from campaign_app.volunteers import rules
from campaign_app.volunteers.models import Shift
from campaign_app.volunteers.services.people import record_change
from campaign_app.volunteers.services.sign_ups import lock_shift
from campaign_app.volunteers.services.telling import tell_shift


def cancel_shift(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    campaign: Campaign,
    shift_id: int,
    reason: str,
) -> Shift:
    """Cancel a shift; it is kept with its reason, and who was in it stays written down and is told.

    Refuses one of another campaign, one that was cancelled before or has begun, a missing
    reason and a closed campaign.
    """
    shift = lock_shift_of(session, campaign, shift_id)
    rules.check_not_cancelled(shift.cancelled_at, shift.cancel_reason)
    rules.check_can_be_cancelled(shift.starts_at, now, reason)
    shift.cancelled_at, shift.cancel_reason = now, reason.strip()
    record_change(session, actor, now, "shift:call_off", shift)
    session.flush()
    values = {"reason": shift.cancel_reason}
    tell_shift(session, now=now, shift=shift, what="shift_cancelled", values=values)
    return shift


def lock_shift_of(session: Session, campaign: Campaign, shift_id: int) -> Shift:
    """The campaign's shift, which nobody else changes meanwhile.

    Refuses one of another campaign and a closed campaign.
    """
    if session.get_one(Shift, shift_id).campaign_id != campaign.id:
        raise NotFound()
    check_open_for_entries(campaign.status)
    return lock_shift(session, shift_id)
