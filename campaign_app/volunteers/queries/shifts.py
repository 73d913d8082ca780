"""Reads of shifts with how full they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select, true
from sqlalchemy.orm import Session

from campaign_app.campaigns.rules import CampaignStatus
from campaign_app.core.pagination import Page, Rows, fetch_page
from campaign_app.volunteers.models import Shift, SignUp
from campaign_app.volunteers.rules import (
    ShiftKind,
    SignUpStatus,
)

OPEN_STATUSES = (CampaignStatus.ACTIVE, CampaignStatus.CLOSING)


@dataclass(frozen=True)
class ShiftRow:
    """A shift in a list with how full it is."""

    id: int
    campaign_id: int
    title: str
    kind: ShiftKind
    place: str
    starts_at: datetime
    ends_at: datetime
    places: int
    minimum_age: int
    is_heavy_work: bool
    is_emergency_work: bool
    note: str
    cancelled_at: datetime | None
    cancel_reason: str
    directions: str
    what_to_bring: str
    contact: str
    confirmed: int
    waiting: int
    offered: int
    requires_briefing: bool

    @property
    def places_left(self) -> int:
        """Places that can be taken now: an offered one is kept for somebody."""
        return max(0, self.places - self.confirmed - self.offered)


def shift_rows(only: int | None = None) -> Rows:
    """Shifts with how full they are; of `only` one, the others' sign-ups are not counted."""
    confirmed = func.sum(case((SignUp.status == SignUpStatus.CONFIRMED, 1), else_=0))
    waiting = func.sum(case((SignUp.status == SignUpStatus.WAITING, 1), else_=0))
    offered = func.sum(case((SignUp.status == SignUpStatus.OFFERED, 1), else_=0))
    counts = (
        select(
            SignUp.shift_id,
            confirmed.label("confirmed"),
            waiting.label("waiting"),
            offered.label("offered"),
        )
        .where(true() if only is None else SignUp.shift_id == only)
        .group_by(SignUp.shift_id)
        .subquery()
    )
    return select(
        Shift.id,
        Shift.campaign_id,
        Shift.title,
        Shift.kind,
        Shift.place,
        Shift.starts_at,
        Shift.ends_at,
        Shift.places,
        Shift.minimum_age,
        Shift.is_heavy_work,
        Shift.is_emergency_work,
        Shift.note,
        Shift.cancelled_at,
        Shift.cancel_reason,
        Shift.directions,
        Shift.what_to_bring,
        Shift.contact,
        func.coalesce(counts.c.confirmed, 0),
        func.coalesce(counts.c.waiting, 0),
        func.coalesce(counts.c.offered, 0),
        Shift.requires_briefing,
    ).outerjoin(counts, counts.c.shift_id == Shift.id)


def list_shifts(session: Session, campaign_id: int, *, page: int) -> Page[ShiftRow]:
    """The shifts of a campaign, the latest first."""
    statement = (
        shift_rows()
        .where(Shift.campaign_id == campaign_id)
        .order_by(Shift.starts_at.desc(), Shift.id)
    )
    return fetch_page(session, statement, page=page, make_row=lambda row: ShiftRow(*row))


def find_shift(session: Session, shift_id: int) -> ShiftRow | None:
    """One shift with how full it is."""
    row = session.execute(shift_rows(only=shift_id).where(Shift.id == shift_id)).one_or_none()
    return None if row is None else ShiftRow(*row)
