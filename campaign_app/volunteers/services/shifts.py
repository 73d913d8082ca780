"""What is done with shifts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.rules import check_open_for_entries
from campaign_app.volunteers import rules
from campaign_app.volunteers.models import Shift
from campaign_app.volunteers.services.people import record_change


@dataclass(frozen=True, kw_only=True)
class ShiftDetails:
    """What describes a shift; instants are aware."""

    title: str
    kind: rules.ShiftKind
    starts_at: datetime
    ends_at: datetime
    places: int
    place: str = ""
    minimum_age: int = 0
    is_heavy_work: bool = False
    is_emergency_work: bool = False
    requires_briefing: bool = False
    note: str = ""
    directions: str = ""
    what_to_bring: str = ""
    contact: str = ""


def create_shift(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    campaign: Campaign,
    details: ShiftDetails,
) -> Shift:
    """Open a shift.

    Refuses one that ends before it begins, one without places and a closed campaign.
    """
    check_details(details)
    check_open_for_entries(campaign.status)
    shift = Shift(campaign_id=campaign.id, **vars(details))
    session.add(shift)
    record_change(session, actor, now, "shift:create", shift)
    session.flush()
    return shift


def check_details(details: ShiftDetails) -> None:
    """Raise ShiftEndsBeforeStart, ShiftTooLong or PlacesNotPositive."""
    if details.ends_at <= details.starts_at:
        raise rules.ShiftEndsBeforeStart(field="ends_at")
    if details.ends_at - details.starts_at > rules.LONGEST_SHIFT:
        hours = int(rules.LONGEST_SHIFT.total_seconds() // 3600)
        raise rules.ShiftTooLong(field="ends_at", hours=hours)
    if details.places < 1:
        raise rules.PlacesNotPositive(field="places")
