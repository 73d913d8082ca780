"""Which messages a volunteer wants."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.volunteers.models import NoticeRefusal, Volunteer
from campaign_app.volunteers.rules import NoticeKind
from campaign_app.volunteers.services.people import record_change


def choose_notices(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    volunteer: Volunteer,
    wanted: Collection[NoticeKind],
) -> None:
    """Keep which kinds of messages somebody wants; the others are not sent, not even those that
    wait already.
    """
    # Two windows that save at once would both write the same refusal.
    session.execute(select(Volunteer.id).where(Volunteer.id == volunteer.id).with_for_update())
    statement = select(NoticeRefusal).where(NoticeRefusal.volunteer_id == volunteer.id)
    refused = {refusal.kind: refusal for refusal in session.scalars(statement)}
    for kind in NoticeKind:
        if kind in wanted and kind in refused:
            session.delete(refused[kind])
        elif kind not in wanted and kind not in refused:
            session.add(NoticeRefusal(volunteer_id=volunteer.id, kind=kind))
    record_change(session, actor, now, "volunteer:choose_notices", volunteer)
    session.flush()
