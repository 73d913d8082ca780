"""Taking a place in a shift and giving it back."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.rules import check_open_for_entries
from campaign_app.core.dates import to_local
from campaign_app.core.errors import DomainError
from campaign_app.volunteers import queries, rules
from campaign_app.volunteers.models import Shift, SignUp, Volunteer
from campaign_app.volunteers.rules import SignUpStatus
from campaign_app.volunteers.services.people import record_change


def sign_up(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    shift_id: int,
    volunteer: Volunteer,
    zone: ZoneInfo,
) -> SignUp:
    """Take a place in a shift, or one on its waiting list.

    The shift is locked, so of a hundred who press at once exactly as many get in as
    there are places, and the others wait in the order in which they came. Refuses a
    shift that has begun or was cancelled, a closed campaign, a second sign-up, an overlap,
    and minors as the law says.
    """
    shift = lock_shift(session, shift_id)
    rules.check_not_cancelled(shift.cancelled_at, shift.cancel_reason)
    if shift.starts_at <= now:
        raise rules.ShiftBegun()
    check_open_for_entries(session.get_one(Campaign, shift.campaign_id).status)
    # One person, two shifts at the same hour, two phones: they queue here.
    lock_volunteers(session, [volunteer.id])
    known = find_sign_up(session, shift_id, volunteer.id)
    if known is not None and known.status is not SignUpStatus.CANCELLED:
        raise rules.AlreadySignedUp()
    check_fits(session, shift, volunteer, zone)
    last = session.execute(
        select(func.max(SignUp.position)).where(SignUp.shift_id == shift_id)
    ).scalar_one()
    signed = known or SignUp(shift_id=shift_id, volunteer_id=volunteer.id)
    signed.status = rules.status_for(queries.count_confirmed(session, shift_id), shift.places)
    signed.position = (last or 0) + 1
    signed.signed_up_at = now
    signed.has_attended = None
    session.add(signed)
    record_change(session, actor, now, "shift:sign_up", signed, shift.campaign_id)
    session.flush()
    return signed


def cancel_sign_up(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    shift_id: int,
    volunteer: Volunteer,
    zone: ZoneInfo,
) -> SignUp | None:
    """Give a place back; it goes to the first who waits and can take it, who is returned.

    Refuses when there is nothing to cancel and when the shift has begun: who then does not
    come is a no-show.
    """
    shift = lock_shift(session, shift_id)
    rules.check_not_cancelled(shift.cancelled_at, shift.cancel_reason)
    if shift.starts_at <= now:
        raise rules.ShiftBegun()
    signed = find_sign_up(session, shift_id, volunteer.id)
    if signed is None or signed.status is SignUpStatus.CANCELLED:
        raise rules.NotSignedUp()
    had_place = signed.status is SignUpStatus.CONFIRMED
    signed.status = SignUpStatus.CANCELLED
    record_change(session, actor, now, "shift:cancel", signed, shift.campaign_id)
    session.flush()
    if not had_place:
        return None
    waiting = [
        row
        for row in queries.list_sign_ups(session, shift_id)
        if row.status is SignUpStatus.WAITING
    ]
    lock_volunteers(session, [row.volunteer_id for row in waiting])
    for row in waiting:
        candidate = session.get_one(Volunteer, row.volunteer_id)
        try:
            check_fits(session, shift, candidate, zone)
        except DomainError:
            continue  # somebody who cannot take the place keeps waiting; the next is asked
        next_one = session.get_one(SignUp, row.id)
        next_one.status = SignUpStatus.CONFIRMED
        record_change(session, actor, now, "shift:move_up", next_one, shift.campaign_id)
        session.flush()
        return next_one
    return None


def find_sign_up(session: Session, shift_id: int, volunteer_id: int) -> SignUp | None:
    """Somebody's sign-up for a shift."""
    return session.scalars(
        select(SignUp).where(SignUp.shift_id == shift_id, SignUp.volunteer_id == volunteer_id)
    ).one_or_none()


def lock_shift(session: Session, shift_id: int) -> Shift:
    return session.scalars(
        select(Shift)
        .where(Shift.id == shift_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def lock_volunteers(session: Session, ids: list[int]) -> None:
    """After the shift, in ascending order, so that two who lock several never wait in a ring."""
    session.execute(
        select(Volunteer.id).where(Volunteer.id.in_(ids)).order_by(Volunteer.id).with_for_update()
    ).all()


def check_fits(session: Session, shift: Shift, volunteer: Volunteer, zone: ZoneInfo) -> None:
    rules.check_age(
        born_on=volunteer.born_on,
        day=to_local(shift.starts_at, zone).date(),
        minimum_age=shift.minimum_age,
        is_heavy_work=shift.is_heavy_work,
        is_emergency_work=shift.is_emergency_work,
    )
    rules.check_no_overlap(
        shift.starts_at, shift.ends_at, queries.commitments_of(session, volunteer.id)
    )
