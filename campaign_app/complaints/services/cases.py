"""What every act on a case begins and ends with: may she, lock it, write the history."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.complaints import queries, rules
from campaign_app.complaints.models import Appeal, AppealEntry
from campaign_app.complaints.rules import EntryKind
from campaign_app.core.audit import record_event
from campaign_app.core.errors import NotFound, NotPermitted


def open_case(session: Session, actor: Account, appeal_id: int) -> Appeal:
    """The case, locked. Refuses with NotFound what does not exist for `actor`.

    That is also the answer to the person whom it is about. An auditor may not act.
    """
    found = select(Appeal).where(Appeal.id == appeal_id).with_for_update()
    appeal = session.scalars(found.execution_options(populate_existing=True)).one_or_none()
    viewer = queries.viewer_of(session, actor)
    if appeal is None or not rules.may_see(queries.facts_of(session, appeal), viewer):
        raise NotFound()
    if not rules.may_handle(queries.facts_of(session, appeal), viewer):
        raise NotPermitted()
    return appeal


def open_own_case(session: Session, actor: Account, appeal_id: int) -> Appeal:
    """The same, for what only the handler does. Refuses with NotTheHandler."""
    appeal = open_case(session, actor, appeal_id)
    rules.check_handler(appeal.handler_id, actor.id)
    return appeal


def write_entry(
    session: Session,
    actor: Account,
    now: datetime,
    appeal: Appeal,
    kind: EntryKind,
    *,
    action: str,
    text: str = "",
) -> None:
    """Write a line of the history and the audit event of what was done."""
    session.add(AppealEntry(appeal_id=appeal.id, kind=kind, at=now, actor_id=actor.id, text=text))
    record_event(
        session,
        actor_id=actor.id,
        now=now,
        action=f"{appeal.kind.value}:{action}",
        subject=appeal,
    )
    session.flush()
