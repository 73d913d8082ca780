"""Writing the reminders and alerts that are due: once each, however often it is asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo

from sqlalchemy.orm import Session

from campaign_app.core.mail import Letter, queue_letters
from campaign_app.core.mail.outbox import unwritten
from campaign_app.volunteers import queries, rules
from campaign_app.volunteers.queries import AlertRow, ReminderRow
from campaign_app.volunteers.rules import NoticeKind

UNDERSTAFFED = "understaffed"
#: The reminder of the day before comes at most so long before: at 20 o'clock for midnight.
LONGEST_BEFORE = timedelta(hours=28)


def queue_reminders(session: Session, *, now: datetime, zone: tzinfo) -> dict[str, int]:
    """Write what is due and was not written before; how many of each kind that were.

    A message is known by the sign-up (or the shift and its organiser), the kind and when the
    shift begins: a shift that is moved reminds anew, and nothing is told twice.
    """
    return {
        kind: queue_letters(session, now=now, letters=letters)
        for kind, letters in _due(session, now, zone)
    }


def has_due_reminders(session: Session, *, now: datetime, zone: tzinfo) -> bool:
    """Whether `queue_reminders` would write something; reads only."""
    return any(unwritten(session, letters) for _, letters in _due(session, now, zone))


def _due(session: Session, now: datetime, zone: tzinfo) -> Iterator[tuple[str, list[Letter]]]:
    yield NoticeKind.DAY_BEFORE.value, _day_before(session, now, zone)
    yield NoticeKind.HOURS_BEFORE.value, _hours_before(session, now)
    yield UNDERSTAFFED, _alerts(session, now, zone)


def _day_before(session: Session, now: datetime, zone: tzinfo) -> list[Letter]:
    if rules.is_quiet(now, zone):
        return []
    rows = queries.list_to_remind(
        session, NoticeKind.DAY_BEFORE, after=now, until=now + LONGEST_BEFORE
    )
    return [
        _reminder(row, NoticeKind.DAY_BEFORE, row.starts_at - rules.DAY_BEFORE_ENDS)
        for row in rows
        if rules.is_day_before_due(
            starts_at=row.starts_at, signed_up_at=row.signed_up_at, now=now, zone=zone
        )
    ]


def _hours_before(session: Session, now: datetime) -> list[Letter]:
    rows = queries.list_to_remind(
        session, NoticeKind.HOURS_BEFORE, after=now, until=now + rules.TWO_HOURS
    )
    return [
        _reminder(row, NoticeKind.HOURS_BEFORE, row.starts_at)
        for row in rows
        if rules.is_hours_before_due(
            starts_at=row.starts_at, signed_up_at=row.signed_up_at, now=now
        )
    ]


def _reminder(row: ReminderRow, kind: NoticeKind, expires_at: datetime) -> Letter:
    return Letter(
        key=f"{kind.value}:{row.sign_up_id}:{row.starts_at.isoformat()}",
        recipient=row.email,
        language=row.language,
        template=f"volunteers/mail_{kind.value}",
        values={
            "sign_up_id": row.sign_up_id,
            "title": row.title,
            "place": row.place,
            "starts_at": row.starts_at.isoformat(),
            "ends_at": row.ends_at.isoformat(),
            "path": f"/shifts/{row.shift_id}",
        },
        expires_at=expires_at,
    )


def _alerts(session: Session, now: datetime, zone: tzinfo) -> list[Letter]:
    if rules.is_quiet(now, zone):
        return []
    rows = queries.list_organisers_of_shifts(
        session, after=now, until=now + timedelta(hours=max(rules.ALERTS))
    )
    letters = []
    for row in rows:
        hours = rules.alert_due(starts_at=row.shift.starts_at, now=now, zone=zone)
        if hours and rules.is_understaffed(row.shift.confirmed, row.shift.places):
            letters.append(_alert(row, hours))
    return letters


def _alert(row: AlertRow, hours: int) -> Letter:
    shift = row.shift
    return Letter(
        key=f"{UNDERSTAFFED}:{hours}:{shift.id}:{row.account_id}:{shift.starts_at.isoformat()}",
        recipient=row.email,
        language=row.language,
        template="volunteers/mail_understaffed",
        values={
            "title": shift.title,
            "place": shift.place,
            "starts_at": shift.starts_at.isoformat(),
            "confirmed": shift.confirmed,
            "places": shift.places,
            "waiting": shift.waiting,
            "path": f"/manage/campaigns/{row.slug}/shifts/{shift.id}",
        },
        expires_at=shift.starts_at - rules.ALERT_ENDS,
    )
