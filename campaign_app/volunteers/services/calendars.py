"""The address by which somebody's calendar program reads her shifts."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.volunteers import queries
from campaign_app.volunteers.models import CalendarLink, Volunteer
from campaign_app.volunteers.services.people import record_change
from campaign_app.volunteers.services.waiting import lock_volunteers


def make_calendar_link(
    session: Session, *, actor: Account, now: datetime, volunteer: Volunteer
) -> str:
    """Make a new secret address and end the one before. The secret is given once, not kept."""
    # Two taps at once would otherwise both find no address in force.
    lock_volunteers(session, [volunteer.id])
    revoke_calendar_link(session, actor=actor, now=now, volunteer=volunteer)
    token = secrets.token_urlsafe(32)
    link = CalendarLink(
        volunteer_id=volunteer.id, token_hash=queries.calendar_token_hash(token), made_at=now
    )
    session.add(link)
    record_change(session, actor, now, "calendar:make_link", link)
    session.flush()
    return token


def revoke_calendar_link(
    session: Session, *, actor: Account, now: datetime, volunteer: Volunteer
) -> None:
    """End the address in force; without one nothing happens."""
    link = queries.calendar_link_of(session, volunteer.id)
    if link is None:
        return
    link.revoked_at = now
    record_change(session, actor, now, "calendar:revoke_link", link)
    session.flush()
