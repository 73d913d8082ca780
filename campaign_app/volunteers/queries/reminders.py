"""Reads of whom to remind and of what, one statement for each kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.accounts.rules import CampaignRole
from campaign_app.campaigns.models import Campaign, Membership
from campaign_app.volunteers.models import Shift, SignUp, Volunteer
from campaign_app.volunteers.queries.recipients import (
    ADDRESS,
    IS_OPEN,
    LANGUAGE,
    USUAL_LANGUAGE,
    wants,
)
from campaign_app.volunteers.queries.shifts import OPEN_STATUSES, ShiftRow, shift_rows
from campaign_app.volunteers.rules import NoticeKind, SignUpStatus


@dataclass(frozen=True)
class ReminderRow:
    """Somebody with a place in a shift that is near."""

    sign_up_id: int
    signed_up_at: datetime
    shift_id: int
    title: str
    place: str
    starts_at: datetime
    ends_at: datetime
    email: str
    language: str


@dataclass(frozen=True)
class AlertRow:
    """A shift that is near, and an organiser of its campaign."""

    shift: ShiftRow
    slug: str
    account_id: int
    email: str
    language: str


def list_to_remind(
    session: Session, kind: NoticeKind, *, after: datetime, until: datetime
) -> list[ReminderRow]:
    """Who has a place in a shift that begins after one instant and not after another."""
    statement = (
        select(
            SignUp.id,
            SignUp.signed_up_at,
            Shift.id,
            Shift.title,
            Shift.place,
            Shift.starts_at,
            Shift.ends_at,
            ADDRESS,
            LANGUAGE,
        )
        .select_from(Shift)
        .join(Campaign, Campaign.id == Shift.campaign_id)
        .join(SignUp, SignUp.shift_id == Shift.id)
        .join(Volunteer, Volunteer.id == SignUp.volunteer_id)
        .outerjoin(Account, Account.id == Volunteer.account_id)
        .where(
            Shift.starts_at > after,
            Shift.starts_at <= until,
            Shift.cancelled_at.is_(None),
            Campaign.status.in_(OPEN_STATUSES),
            SignUp.status == SignUpStatus.CONFIRMED,
            ADDRESS.is_not(None),
            IS_OPEN,
            wants(kind),
        )
        .order_by(Shift.starts_at, SignUp.id)
    )
    return [ReminderRow(*row) for row in session.execute(statement)]


def list_organisers_of_shifts(
    session: Session, *, after: datetime, until: datetime
) -> list[AlertRow]:
    """The shifts that begin in that time, with each organiser of their campaigns."""
    statement = (
        shift_rows()
        .add_columns(Campaign.slug, Account.id, Account.email, Account.locale)
        .join(Campaign, Campaign.id == Shift.campaign_id)
        .join(Membership, Membership.campaign_id == Campaign.id)
        .join(Account, Account.id == Membership.account_id)
        .where(
            Shift.starts_at > after,
            Shift.starts_at <= until,
            Shift.cancelled_at.is_(None),
            Campaign.status.in_(OPEN_STATUSES),
            Membership.role == CampaignRole.ORGANISER,
            Account.is_closed.is_(False),
            Account.email.is_not(None),
        )
        .order_by(Shift.starts_at, Shift.id, Account.id)
    )
    return [
        AlertRow(ShiftRow(*row[:-4]), row[-4], row[-3], row[-2], row[-1] or USUAL_LANGUAGE)
        for row in session.execute(statement)
    ]
