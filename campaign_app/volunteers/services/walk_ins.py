"""Somebody comes who did not sign up, or who was waiting."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.rules import check_open_for_entries
from campaign_app.volunteers import queries, rules
from campaign_app.volunteers.models import Shift, SignUp, Volunteer
from campaign_app.volunteers.rules import SignUpAction, SignUpStatus
from campaign_app.volunteers.rules import attendance as day_rules
from campaign_app.volunteers.rules.attendance import ArrivalWay
from campaign_app.volunteers.services.attendance import Row, attendance_of, note_attendance
from campaign_app.volunteers.services.people import record_change
from campaign_app.volunteers.services.sign_ups import check_fits, find_sign_up
from campaign_app.volunteers.services.waiting import lock_shift

#: To come is to take the place for which one waited, which was offered, or a free one.
STEP = {
    SignUpStatus.CANCELLED: SignUpAction.TAKE,
    SignUpStatus.WAITING: SignUpAction.GIVE,
    SignUpStatus.OFFERED: SignUpAction.CONFIRM,
}


def add_walk_in(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    campaign: Campaign,
    shift_id: int,
    volunteer: Volunteer,
    zone: ZoneInfo,
    reason: str = "",
) -> SignUp:
    """Give a place to somebody who came without one; also who was waiting.

    All places taken: only with a `reason`, which is kept. Refuses who has a place, who left,
    minors as the law says, an overlap, what is more than an hour ahead and a closed campaign.
    """
    shift = _open_shift(session, shift_id, now)
    if shift.campaign_id != campaign.id:
        raise rules.NotSignedUp()
    free = queries.free_places_now(session, shift.id, shift.places, now=now)
    day_rules.check_room_for_walk_in(places=shift.places, free=free, reason=reason)
    kept_reason = reason.strip() if free < 1 else ""
    return _seat(session, actor, now, shift, volunteer, zone, ArrivalWay.LIST, kept_reason)


def walk_in(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    shift_id: int,
    volunteer: Volunteer,
    zone: ZoneInfo,
) -> SignUp:
    """Take a free place at the place itself, without having signed up.

    Whoever calls has seen the code. Refuses when all places are taken, while others wait for
    a shift that has not begun, and what `add_walk_in` refuses.
    """
    shift = _open_shift(session, shift_id, now)
    day_rules.check_in_window(shift.starts_at, shift.ends_at, now)
    counts = queries.count_by_status(session, shift.id)
    day_rules.check_may_walk_in(
        places=shift.places,
        free=queries.free_places_now(session, shift.id, shift.places, now=now),
        waiting=counts.get(SignUpStatus.WAITING, 0) + counts.get(SignUpStatus.OFFERED, 0),
        starts_at=shift.starts_at,
        now=now,
    )
    return _seat(session, actor, now, shift, volunteer, zone, ArrivalWay.CODE, "")


def _open_shift(session: Session, shift_id: int, now: datetime) -> Shift:
    shift = lock_shift(session, shift_id)
    rules.check_not_cancelled(shift.cancelled_at, shift.cancel_reason)
    check_open_for_entries(session.get_one(Campaign, shift.campaign_id).status)
    if now < shift.starts_at - day_rules.OPENS_BEFORE:
        raise rules.ShiftNotBegun(starts_at=shift.starts_at)
    return shift


def _seat(
    session: Session,
    actor: Account,
    now: datetime,
    shift: Shift,
    volunteer: Volunteer,
    zone: ZoneInfo,
    way: ArrivalWay,
    over_places_reason: str,
) -> SignUp:
    session.refresh(volunteer, with_for_update=True)
    known = find_sign_up(session, shift.id, volunteer.id)
    status = known.status if known else SignUpStatus.CANCELLED
    if status is SignUpStatus.CONFIRMED:
        raise rules.AlreadySignedUp()
    if volunteer.left_at is not None:
        raise rules.VolunteerLeft()
    check_fits(session, shift, volunteer, zone)
    signed = known or SignUp(
        shift_id=shift.id,
        volunteer_id=volunteer.id,
        position=_next_position(session, shift.id),
        signed_up_at=now,
    )
    signed.status, signed.has_attended = rules.next_status(status, STEP[status]), True
    signed.offered_until = None
    session.add(signed)
    record_change(session, actor, now, "shift:walk_in", signed, shift.campaign_id)
    session.flush()
    kept = attendance_of(session, signed, now)
    kept.is_walk_in, kept.way, kept.over_places_reason = True, way, over_places_reason
    kept.arrived_at = now if now <= shift.ends_at else None
    note_attendance(session, actor, now, Row(shift, signed, volunteer, kept))
    return signed


def _next_position(session: Session, shift_id: int) -> int:
    last = session.execute(
        select(func.max(SignUp.position)).where(SignUp.shift_id == shift_id)
    ).scalar_one()
    return (last or 0) + 1
