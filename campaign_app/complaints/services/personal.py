"""Forgetting: contacts after their time, and all about a person who asks for it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.complaints.models import Appeal, AppealEntry
from campaign_app.complaints.queries import contacts_to_forget
from campaign_app.complaints.queries.personal import CONTACT_COLUMNS
from campaign_app.core.audit import record_event

FORGOTTEN_AT_ONCE = 500


def forget_contacts(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    before: datetime,
    limit: int = FORGOTTEN_AT_ONCE,
) -> int:
    """Remove who wrote and how she is reached from what was closed before; give how many.

    What was written and answered stays for the lessons, and so do all counts. `limit` at
    once: call it again until it gives 0.
    """
    found = select(Appeal).where(contacts_to_forget(before=before)).order_by(Appeal.id)
    appeals = list(session.scalars(found.limit(limit).with_for_update()))
    for appeal in appeals:
        _forget(session, actor, now, appeal, "forget_contact")
    session.flush()
    return len(appeals)


def erase_personal_data(
    session: Session,
    beneficiary_ids: Collection[int],
    now: datetime,
    *,
    actor: Account | None = None,
) -> int:
    """Empty the requests that became these people, words and all; give how many.

    Numbers, days and outcomes stay, so every count stays.
    """
    found = select(Appeal).where(Appeal.beneficiary_id.in_(beneficiary_ids))
    appeals = list(session.scalars(found.with_for_update()))
    ids = [appeal.id for appeal in appeals]
    for appeal in appeals:
        appeal.text = ""
        appeal.about_name = appeal.lesson = None
        _forget(session, actor, now, appeal, "erase")
    for entry in session.scalars(select(AppealEntry).where(AppealEntry.appeal_id.in_(ids))):
        entry.text = ""
    session.flush()
    return len(appeals)


def _forget(
    session: Session, actor: Account | None, now: datetime, appeal: Appeal, action: str
) -> None:
    for name in CONTACT_COLUMNS:
        setattr(appeal, name, None)
    appeal.forgotten_at = now
    record_event(
        session,
        actor_id=actor.id if actor else None,
        now=now,
        action=f"{appeal.kind.value}:{action}",
        subject=appeal,
    )
