"""Reads for calendar programs: whose an address is, and what somebody's calendar holds."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.core.audit import AuditEvent
from campaign_app.core.column_types import DataKey
from campaign_app.volunteers.models import CalendarLink, Shift, SignUp, Volunteer
from campaign_app.volunteers.queries.shifts import ShiftRow, shift_rows
from campaign_app.volunteers.rules import SignUpStatus

#: What is longer ago leaves the calendar.
KEPT = timedelta(days=366)
LONGEST_TOKEN = 100


@dataclass(frozen=True)
class CalendarRow:
    """A shift in somebody's calendar; `revision` counts what changed since she signed up."""

    shift: ShiftRow
    status: SignUpStatus
    changed_at: datetime
    revision: int


def calendar_token_hash(token: str) -> str:
    """What is kept of a token."""
    return DataKey.look_up_hash("calendar link:" + token)


def calendar_link_of(session: Session, volunteer_id: int) -> CalendarLink | None:
    """The address of somebody that is in force."""
    return session.scalars(
        select(CalendarLink).where(
            CalendarLink.volunteer_id == volunteer_id, CalendarLink.revoked_at.is_(None)
        )
    ).one_or_none()


def find_calendar_owner(session: Session, token: str) -> tuple[int, str | None] | None:
    """The volunteer whose address this is and her language, unless either was closed."""
    if len(token) > LONGEST_TOKEN:
        return None
    statement = (
        select(Volunteer.id, Account.locale)
        .join(CalendarLink, CalendarLink.volunteer_id == Volunteer.id)
        .join(Account, Account.id == Volunteer.account_id)
        .where(
            CalendarLink.token_hash == calendar_token_hash(token),
            CalendarLink.revoked_at.is_(None),
            Account.is_closed.is_(False),
        )
    )
    row = session.execute(statement).one_or_none()
    return None if row is None else (row[0], row[1])


def calendar_of(
    session: Session, volunteer_id: int, *, now: datetime, shift_id: int | None = None
) -> list[CalendarRow]:
    """The shifts that somebody is in, waits for or has left, of the last year and ahead."""
    statement = (
        shift_rows()
        .add_columns(SignUp.id, SignUp.status, SignUp.signed_up_at)
        .join(SignUp, and_(SignUp.shift_id == Shift.id, SignUp.volunteer_id == volunteer_id))
        .where(Shift.ends_at > now - KEPT)
        .order_by(Shift.starts_at, Shift.id)
    )
    if shift_id is not None:
        statement = statement.where(Shift.id == shift_id)
    rows = [(ShiftRow(*row[:-3]), *row[-3:]) for row in session.execute(statement)]
    changes = _changes(session, [row[0].id for row in rows], [row[1] for row in rows])
    found = []
    for shift, sign_up_id, status, signed_up_at in rows:
        of_shift = changes.get(("shifts", shift.id))
        of_sign_up = changes.get(("sign_ups", sign_up_id))
        known = [each for each in (of_shift, of_sign_up) if each]
        changed_at = max([signed_up_at, *(at for _count, at in known)])
        revision = sum(count - 1 for count, _at in known)
        found.append(CalendarRow(shift, status, changed_at, revision))
    return found


def _changes(
    session: Session, shift_ids: Collection[int], sign_up_ids: Collection[int]
) -> dict[tuple[str, int], tuple[int, datetime]]:
    """How often each was changed and when last, from the log, which no change escapes."""
    statement = (
        select(
            AuditEvent.subject_type,
            func.coalesce(AuditEvent.subject_id, 0),
            func.count(),
            func.max(AuditEvent.at),
        )
        .where(
            or_(
                and_(AuditEvent.subject_type == "shifts", AuditEvent.subject_id.in_(shift_ids)),
                and_(AuditEvent.subject_type == "sign_ups", AuditEvent.subject_id.in_(sign_up_ids)),
            )
        )
        .group_by(AuditEvent.subject_type, AuditEvent.subject_id)
    )
    return {(row[0], row[1]): (row[2], row[3]) for row in session.execute(statement)}
