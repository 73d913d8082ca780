"""What is known of people when they want to take a shift, of many at once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import BindParameter, and_, bindparam, select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.campaigns.models import Campaign
from campaign_app.volunteers.models import (
    ParentalConsent,
    SafetyBriefing,
    Shift,
    SignUp,
    Volunteer,
)
from campaign_app.volunteers.queries.shifts import OPEN_STATUSES, ShiftRow, shift_rows
from campaign_app.volunteers.rules import (
    HOLDS_A_PLACE,
    Commitment,
    SignUpStatus,
    Standing,
)

#: So many coming shifts are looked through for some that somebody can take instead.
LOOKED_THROUGH = 60


# Built once: a hundred who press at once ask for it, and building takes longer than asking.
_IDS: BindParameter[list[int]] = bindparam("ids", expanding=True)
_PEOPLE = select(
    Volunteer.id,
    Volunteer.born_on,
    select(ParentalConsent.id)
    .where(ParentalConsent.volunteer_id == Volunteer.id, ParentalConsent.withdrawn_at.is_(None))
    .exists(),
    select(SafetyBriefing.id).where(SafetyBriefing.volunteer_id == Volunteer.id).exists(),
).where(Volunteer.id.in_(_IDS))
_HELD = (
    select(SignUp.volunteer_id, Shift.title, Shift.starts_at, Shift.ends_at)
    .join(Shift, Shift.id == SignUp.shift_id)
    .where(
        SignUp.volunteer_id.in_(_IDS),
        SignUp.status.in_(HOLDS_A_PLACE),
        Shift.starts_at < bindparam("ends_at", type_=Shift.starts_at.type),
        Shift.ends_at > bindparam("starts_at", type_=Shift.ends_at.type),
        Shift.cancelled_at.is_(None),
        Shift.id != bindparam("but_shift_id"),
    )
    .order_by(Shift.starts_at)
)


def standings(
    session: Session,
    volunteer_ids: Collection[int],
    *,
    starts_at: datetime,
    ends_at: datetime,
    but_shift_id: int | None = None,
) -> dict[int, Standing]:
    """The standing of each for work at that time; what she has in `but_shift_id` is left out."""
    asked = {
        "ids": list(volunteer_ids),
        "starts_at": starts_at,
        "ends_at": ends_at,
        "but_shift_id": but_shift_id or 0,
    }
    commitments: dict[int, list[Commitment]] = {}
    for row in session.execute(_HELD, asked):
        commitments.setdefault(row[0], []).append(Commitment(*row[1:]))
    return {
        row[0]: Standing(
            born_on=row[1],
            commitments=tuple(commitments.get(row[0], ())),
            has_parents_consent=row[2],
            is_briefed=row[3],
        )
        for row in session.execute(_PEOPLE, {"ids": asked["ids"]})
    }


def births_of_who_has_a_place(session: Session, shift_id: int) -> list[date | None]:
    """The dates of birth of those who have a place, to see whether an adult is among them."""
    statement = (
        select(Volunteer.born_on)
        .join(SignUp, SignUp.volunteer_id == Volunteer.id)
        .where(SignUp.shift_id == shift_id, SignUp.status == SignUpStatus.CONFIRMED)
    )
    return list(session.scalars(statement))


@dataclass(frozen=True)
class Queued:
    """Somebody who waits or was offered a place, and where a mail reaches her."""

    signed: SignUp
    volunteer_id: int
    email: str | None
    language: str


def queue_of(session: Session, shift_id: int) -> list[Queued]:
    """Who waits or was offered a place, in the order in which they came."""
    statement = (
        select(SignUp, Volunteer.email, Account.email, Account.locale)
        .join(Volunteer, Volunteer.id == SignUp.volunteer_id)
        .outerjoin(Account, Account.id == Volunteer.account_id)
        .where(
            SignUp.shift_id == shift_id,
            SignUp.status.in_((SignUpStatus.WAITING, SignUpStatus.OFFERED)),
            Volunteer.left_at.is_(None) | (SignUp.status == SignUpStatus.OFFERED),
        )
        .order_by(SignUp.position)
        .execution_options(populate_existing=True)
    )
    return [
        Queued(signed, signed.volunteer_id, own or account, locale or "kk")
        for signed, own, account, locale in session.execute(statement)
    ]


def list_untaken_shifts(session: Session, volunteer_id: int, *, now: datetime) -> list[ShiftRow]:
    """The next open shifts with a free place that somebody is not in, the next first."""
    mine = and_(
        SignUp.shift_id == Shift.id,
        SignUp.volunteer_id == volunteer_id,
        SignUp.status != SignUpStatus.CANCELLED,
    )
    statement = (
        shift_rows()
        .join(Campaign, Campaign.id == Shift.campaign_id)
        .where(
            Shift.starts_at > now,
            Shift.cancelled_at.is_(None),
            Campaign.status.in_(OPEN_STATUSES),
            ~select(SignUp.id).where(mine).exists(),
        )
        .order_by(Shift.starts_at, Shift.id)
        .limit(LOOKED_THROUGH)
    )
    rows = [ShiftRow(*row) for row in session.execute(statement)]
    return [row for row in rows if row.places_left]
