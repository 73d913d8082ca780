"""Reads of mail for the staff: what waits, what was sent, what could not be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import Session

from campaign_app.core.mail.claims import is_waiting
from campaign_app.core.mail.models import MailMessage
from campaign_app.core.mail.rules import MailFailure, MailState, masked
from campaign_app.core.pagination import Page, fetch_page

CONDITIONS: dict[MailState, ColumnElement[bool]] = {
    MailState.WAITING: is_waiting(),
    MailState.SENT: MailMessage.sent_at.is_not(None),
    MailState.FAILED: MailMessage.given_up_at.is_not(None),
}


@dataclass(frozen=True)
class MailRow:
    """A message in a list; the address is masked before it leaves this module."""

    id: int
    template: str
    recipient: str
    language: str
    queued_at: datetime
    not_before: datetime
    expires_at: datetime | None
    attempts: int
    sent_at: datetime | None
    given_up_at: datetime | None
    failure: str
    can_retry: bool = False

    @property
    def state(self) -> MailState:
        """What became of it."""
        if self.sent_at is not None:
            return MailState.SENT
        return MailState.FAILED if self.given_up_at is not None else MailState.WAITING

    @property
    def known_failure(self) -> MailFailure | None:
        """Why it was not sent, if that is a reason of ours and not a server's answer."""
        try:
            return MailFailure(self.failure)
        except ValueError:
            return None


def list_mail_rows(
    session: Session, *, now: datetime, page: int, state: MailState | None = None
) -> Page[MailRow]:
    """Messages, the latest first."""
    can_retry = case((_can_retry(now), 1), else_=0).label("can_retry")
    statement = select(
        MailMessage.id,
        MailMessage.template,
        MailMessage.recipient,
        MailMessage.language,
        MailMessage.queued_at,
        MailMessage.not_before,
        MailMessage.expires_at,
        MailMessage.attempts,
        MailMessage.sent_at,
        MailMessage.given_up_at,
        MailMessage.failure,
        can_retry,
    ).order_by(MailMessage.id.desc())
    if state is not None:
        statement = statement.where(CONDITIONS[state])
    return fetch_page(session, statement, page=page, make_row=_row)


def _row(row: Any) -> MailRow:
    shown = {**row._mapping, "recipient": masked(row.recipient), "can_retry": bool(row.can_retry)}
    return MailRow(**shown)


def _can_retry(now: datetime) -> ColumnElement[bool]:
    return (
        MailMessage.given_up_at.is_not(None)
        & (MailMessage.recipient != "")
        & or_(MailMessage.expires_at.is_(None), MailMessage.expires_at > now)
    )


def count_by_state(session: Session) -> dict[MailState, int]:
    """How many messages are in each state."""
    statement = select(
        *(func.count(case((condition, 1))) for condition in CONDITIONS.values())
    ).select_from(MailMessage)
    return dict(zip(CONDITIONS, session.execute(statement).one(), strict=True))


def addresses_before(session: Session, before: datetime) -> list[int]:
    """Messages that came to their end before that instant and still hold an address."""
    ended_at = func.coalesce(MailMessage.sent_at, MailMessage.given_up_at)
    statement = (
        select(MailMessage.id)
        .where(~is_waiting(), ended_at < before, MailMessage.recipient != "")
        .order_by(MailMessage.id)
    )
    return list(session.scalars(statement))
