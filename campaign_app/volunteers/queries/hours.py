"""Reads of confirmed hours, and of those that wait for somebody to confirm them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.campaigns.models import Campaign
from campaign_app.core.pagination import Page, Rows, fetch_page
from campaign_app.volunteers.models import Shift, SignUp
from campaign_app.volunteers.queries.shifts import ShiftRow, shift_rows
from campaign_app.volunteers.rules import ShiftKind, SignUpStatus, WorkedShift
from campaign_app.volunteers.rules.hours import Between

MOST_UNCONFIRMED = 50


@dataclass(frozen=True)
class WorkedRow:
    """A shift that somebody worked. `minutes` None: nobody confirmed it yet."""

    shift_id: int
    campaign_id: int
    title: str
    kind: ShiftKind
    place: str
    starts_at: datetime
    ends_at: datetime
    minutes: int | None
    confirmed_by: str | None

    @property
    def planned_minutes(self) -> int:
        """How long the shift was to last: what may be confirmed, before breaks."""
        return int((self.ends_at - self.starts_at).total_seconds() // 60)


def worked_minutes_in(session: Session, campaign_ids: list[int]) -> int | None:
    """Confirmed minutes in these campaigns; None when none were confirmed: unknown."""
    statement = (
        select(func.sum(SignUp.worked_minutes))
        .join(Shift, Shift.id == SignUp.shift_id)
        .where(Shift.campaign_id.in_(campaign_ids))
    )
    found = session.execute(statement).scalar_one()
    return None if found is None else int(found)


def worked_minutes_of(session: Session, volunteer_id: int) -> list[tuple[ShiftRow, int]]:
    """The confirmed shifts of somebody with their minutes, the latest first."""
    statement = (
        shift_rows()
        .add_columns(SignUp.worked_minutes)
        .join(SignUp, and_(SignUp.shift_id == Shift.id, SignUp.volunteer_id == volunteer_id))
        .where(SignUp.worked_minutes.is_not(None))
        .order_by(Shift.starts_at.desc())
    )
    return [(ShiftRow(*row[:-1]), row[-1]) for row in session.execute(statement)]


def worked_shifts(session: Session, volunteer_id: int) -> list[WorkedShift]:
    """All confirmed shifts of somebody, for sums."""
    statement = (
        select(Shift.starts_at, SignUp.worked_minutes, Shift.kind, Shift.campaign_id)
        .join(SignUp, SignUp.shift_id == Shift.id)
        .where(SignUp.volunteer_id == volunteer_id, SignUp.worked_minutes > 0)
    )
    rows: Iterable[Any] = session.execute(statement)
    return [WorkedShift(*row) for row in rows]


def _rows(volunteer_id: int) -> Rows:
    return (
        select(
            Shift.id,
            Shift.campaign_id,
            Shift.title,
            Shift.kind,
            Shift.place,
            Shift.starts_at,
            Shift.ends_at,
            SignUp.worked_minutes,
            Account.full_name,
        )
        .join(SignUp, SignUp.shift_id == Shift.id)
        .outerjoin(Account, Account.id == SignUp.confirmed_by_id)
        .where(SignUp.volunteer_id == volunteer_id)
        .order_by(Shift.starts_at.desc(), SignUp.id)
    )


def list_worked(
    session: Session,
    volunteer_id: int,
    *,
    between: Between | None,
    page: int,
) -> Page[WorkedRow]:
    """The confirmed shifts of somebody, the latest first."""
    statement = _rows(volunteer_id).where(SignUp.worked_minutes > 0)
    if between is not None:
        statement = statement.where(Shift.starts_at >= between[0], Shift.starts_at < between[1])
    return fetch_page(session, statement, page=page, make_row=lambda row: WorkedRow(*row))


def list_unconfirmed(session: Session, volunteer_id: int, *, now: datetime) -> list[WorkedRow]:
    """Shifts that are over and of which nobody has said yet whether she came."""
    statement = (
        _rows(volunteer_id)
        .where(
            SignUp.status == SignUpStatus.CONFIRMED,
            SignUp.worked_minutes.is_(None),
            SignUp.has_attended.is_(None),
            Shift.ends_at <= now,
        )
        .limit(MOST_UNCONFIRMED)
    )
    return [WorkedRow(*row) for row in session.execute(statement)]


def campaigns_by_id(session: Session, ids: Collection[int]) -> dict[int, Campaign]:
    """Campaigns by their ids, for their titles."""
    found = session.scalars(select(Campaign).where(Campaign.id.in_(ids)))
    return {campaign.id: campaign for campaign in found}
