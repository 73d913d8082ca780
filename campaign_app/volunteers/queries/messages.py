"""Reads of what organisers wrote to shifts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.volunteers.models import ShiftMessage

SHOWN = 20


@dataclass(frozen=True)
class ShiftMessageRow:
    """What was written to a shift, by whom, when, and to how many."""

    subject: str
    body: str
    is_for_waiting: bool
    recipient_count: int
    written_at: datetime
    written_by: str


def list_shift_messages(session: Session, shift_id: int) -> list[ShiftMessageRow]:
    """The last messages to a shift, the latest first."""
    statement = (
        select(
            ShiftMessage.subject,
            ShiftMessage.body,
            ShiftMessage.is_for_waiting,
            ShiftMessage.recipient_count,
            ShiftMessage.written_at,
            Account.full_name,
        )
        .join(Account, Account.id == ShiftMessage.written_by_id)
        .where(ShiftMessage.shift_id == shift_id)
        .order_by(ShiftMessage.written_at.desc(), ShiftMessage.id.desc())
        .limit(SHOWN)
    )
    return [ShiftMessageRow(*row) for row in session.execute(statement)]


def count_messages_since(session: Session, shift_id: int, since: datetime) -> int:
    """How many were written to a shift since an instant."""
    statement = select(func.count()).where(
        ShiftMessage.shift_id == shift_id, ShiftMessage.written_at > since
    )
    return session.execute(statement).scalar_one()


def texts_before(session: Session, before: datetime) -> list[int]:
    """Messages to shifts from before that instant whose text is still there."""
    statement = (
        select(ShiftMessage.id)
        .where(ShiftMessage.written_at < before, ShiftMessage.body != "")
        .order_by(ShiftMessage.id)
    )
    return list(session.scalars(statement))
