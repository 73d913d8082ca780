"""What the person who wrote does: look by number and code, add a message."""

from __future__ import annotations

import hmac
from datetime import date, datetime

from sqlalchemy.orm import Session

from campaign_app.complaints import queries, rules
from campaign_app.complaints.models import Appeal, AppealEntry
from campaign_app.complaints.rules import Action, AppealKind, AppealStatus, EntryKind
from campaign_app.complaints.services import throttling
from campaign_app.complaints.services.receiving import code_hash, count_form
from campaign_app.core.audit import record_event
from campaign_app.core.working_days import is_day_off

NOBODYS_HASH = "-" * 64


def find_by_code(
    session: Session, *, now: datetime, place: str, number: str, code: str
) -> Appeal | None:
    """The case with this number and code, None otherwise; a wrong pair is counted.

    Refuses with TooManyWrongCodes before it looks. None instead of an error, since the
    count must be committed. It takes as long for a number that does not exist.
    """
    limits = (rules.WRONG_CODES_FROM_ADDRESS, rules.WRONG_CODES_IN_ALL)
    places = (place, throttling.EVERYWHERE)
    counts = []
    for limit, key in zip(limits, places, strict=True):
        row = throttling.lock_count(session, limit, key, now)
        if throttling.is_over(limit, row, now):
            raise rules.TooManyWrongCodes(minutes=limit.minutes)
        counts.append(row)
    read, found = rules.read_code(code), None
    by_kind = {appeal.kind: appeal for appeal in queries.candidates(session, number)}
    for kind in AppealKind:
        appeal = by_kind.get(kind)
        year, sequence = (appeal.year, appeal.number) if appeal else (0, 0)
        known = appeal.code_hash if appeal else NOBODYS_HASH
        if hmac.compare_digest(code_hash(kind, year, sequence, read), known):
            found = appeal
    if found is None:
        for row in counts:
            row.count += 1
    session.flush()
    return found


def add_message(
    session: Session, *, now: datetime, today: date, place: str, appeal: Appeal, text: str
) -> None:
    """Add what the person writes later; after an answer, a new term begins.

    Refuses an empty message, a closed case and a flood from one place.
    """
    rules.check_text(text)
    count_form(session, place, now)
    session.refresh(appeal, with_for_update=True)
    was = appeal.status
    appeal.status = rules.next_status(appeal.kind, was, Action.WRITE)
    if was is AppealStatus.ANSWERED:
        appeal.due_on = rules.due_on(appeal.kind, today, is_day_off=is_day_off)
    session.add(AppealEntry(appeal_id=appeal.id, kind=EntryKind.MESSAGE, at=now, text=text))
    action = f"{appeal.kind.value}:message"
    record_event(session, actor_id=None, now=now, action=action, subject=appeal)
    session.flush()
