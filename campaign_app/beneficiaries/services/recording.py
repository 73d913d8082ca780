"""How the registry's services write to the audit log."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.core.audit import record_event


def record(
    session: Session, actor: Account | None, now: datetime, action: str, subject: object
) -> None:
    """Note what `actor` did to `subject`; call it after the change and before the flush."""
    actor_id = actor.id if actor else None
    record_event(session, actor_id=actor_id, now=now, action=action, subject=subject)
