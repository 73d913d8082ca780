"""Somebody helps no longer, or again."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.volunteers import queries
from campaign_app.volunteers.models import Volunteer
from campaign_app.volunteers.services.people import record_change
from campaign_app.volunteers.services.sign_ups import cancel_sign_up


def mark_as_left(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    volunteer: Volunteer,
    has_left: bool,
    zone: ZoneInfo,
) -> int:
    """Say that somebody helps no longer, or again; give how many coming places became free.

    Her hours stay. Her places in shifts that have not begun go to who waits; when she
    comes back, she signs up anew.
    """
    volunteer.left_at = (volunteer.left_at or now) if has_left else None
    action = "volunteer:leave" if has_left else "volunteer:return"
    record_change(session, actor, now, action, volunteer)
    session.flush()
    if not has_left:
        return 0
    coming = queries.coming_shift_ids(session, volunteer.id, now=now)
    for shift_id in coming:
        cancel_sign_up(
            session, actor=actor, now=now, shift_id=shift_id, volunteer=volunteer, zone=zone
        )
    return len(coming)
