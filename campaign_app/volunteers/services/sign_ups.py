"""Taking a place in a shift, confirming an offered one, and giving it back."""

from __future__ import annotations

from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.rules import check_open_for_entries
from campaign_app.volunteers import queries, rules
from campaign_app.volunteers.models import Shift, SignUp, Volunteer
from campaign_app.volunteers.queries import ShiftRow
from campaign_app.volunteers.rules import SignUpAction, SignUpStatus
from campaign_app.volunteers.services.attendance import forget_presence
from campaign_app.volunteers.services.people import record_change
from campaign_app.volunteers.services.waiting import (
    demands_of,
    lock_shift,
    settle_places,
    standings_for,
)


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
    there are places, and the others wait in the order in which they came; who waits already
    comes first. Refuses a shift that has begun or was cancelled, a closed campaign, a second
    sign-up, an overlap, minors as the law says, and who was not briefed where that is needed.
    """
    shift = lock_shift(session, shift_id)
    check_takes_sign_ups(session, shift, now)
    tally = queries.tally(session, shift_id)
    # One person, two shifts at the same hour, two phones: they queue at her row.
    if tally.needs_settling(shift.places, now):
        settle_places(
            session, actor=None, now=now, shift=shift, zone=zone, also_lock=[volunteer.id]
        )
        session.refresh(volunteer)
        tally = queries.tally(session, shift_id)
    else:
        session.refresh(volunteer, with_for_update=True)
    known = find_sign_up(session, shift_id, volunteer.id)
    if known is not None and known.status is not SignUpStatus.CANCELLED:
        raise rules.AlreadySignedUp()
    if volunteer.left_at is not None:
        raise rules.VolunteerLeft()
    check_fits(session, shift, volunteer, zone)
    return enter(
        session,
        actor=actor,
        now=now,
        shift=shift,
        signed=known or SignUp(shift_id=shift_id, volunteer_id=volunteer.id),
        has_place=tally.taken < shift.places,
        position=tally.last_position + 1,
    )


def enter(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    shift: Shift,
    signed: SignUp,
    has_place: bool,
    position: int,
) -> SignUp:
    """Write the sign-up, a new one or one that was cancelled; the rules were asked before."""
    action = SignUpAction.TAKE if has_place else SignUpAction.WAIT
    signed.status = rules.next_status(SignUpStatus.CANCELLED, action)
    signed.position = position
    signed.signed_up_at = now
    signed.offered_until = None
    signed.has_attended = None
    session.add(signed)
    record_change(session, actor, now, "shift:sign_up", signed, shift.campaign_id)
    session.flush()
    return signed


def confirm_place(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    shift_id: int,
    volunteer: Volunteer,
    zone: ZoneInfo,
) -> SignUp:
    """Take the place that was offered; twice is once.

    Refuses who was offered none, an offer whose deadline has passed, a shift that has begun
    or was cancelled, a closed campaign, who left, and whoever cannot take the shift as it is
    now: it may have been changed since the offer.
    """
    shift = lock_shift(session, shift_id)
    check_takes_sign_ups(session, shift, now)
    session.refresh(volunteer, with_for_update=True)
    signed = find_sign_up(session, shift_id, volunteer.id)
    if signed is None or signed.status is SignUpStatus.WAITING:
        raise rules.NoPlaceOffered()
    if signed.status is SignUpStatus.CONFIRMED:
        return signed
    if signed.offered_until is None:
        raise rules.NoPlaceOffered()
    if signed.status is SignUpStatus.CANCELLED or signed.offered_until <= now:
        raise rules.OfferLapsed(until=signed.offered_until)
    if volunteer.left_at is not None:
        raise rules.VolunteerLeft()
    check_fits(session, shift, volunteer, zone)
    signed.status = rules.next_status(signed.status, SignUpAction.CONFIRM)
    signed.offered_until = None
    record_change(session, actor, now, "shift:confirm_place", signed, shift.campaign_id)
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
    """Give a place back, or say no to an offered one; give who got it, if somebody waits.

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
    signed.status = rules.next_status(signed.status, SignUpAction.CANCEL)
    signed.offered_until = None
    forget_presence(session, signed)
    record_change(session, actor, now, "shift:cancel", signed, shift.campaign_id)
    session.flush()
    if not queries.tally(session, shift_id).needs_settling(shift.places, now):
        return None
    moved = settle_places(session, actor=actor, now=now, shift=shift, zone=zone)
    return moved[0] if moved else None


def settle_shift(session: Session, *, now: datetime, shift_id: int, zone: ZoneInfo) -> list[SignUp]:
    """Lock a shift and hand its free places on, after its places were raised or time went by."""
    shift = lock_shift(session, shift_id)
    return settle_places(session, actor=None, now=now, shift=shift, zone=zone)


def find_other_shifts(
    session: Session, *, volunteer: Volunteer, now: datetime, zone: ZoneInfo, limit: int = 3
) -> list[ShiftRow]:
    """The next open shifts with a free place that this person can take."""
    rows = queries.list_untaken_shifts(session, volunteer.id, now=now)
    if not rows:
        return []
    begin, end = min(row.starts_at for row in rows), max(row.ends_at for row in rows)
    standing = queries.standings(session, [volunteer.id], starts_at=begin, ends_at=end)
    mine = standing[volunteer.id]
    found = (row for row in rows if rules.may_take(demands_of(session, row, zone, [mine]), mine))
    return list(islice(found, limit))


def check_takes_sign_ups(session: Session, shift: Shift, now: datetime) -> None:
    """Raise ShiftCancelled, ShiftBegun or CampaignClosed."""
    rules.check_not_cancelled(shift.cancelled_at, shift.cancel_reason)
    if shift.starts_at <= now:
        raise rules.ShiftBegun()
    found = select(Campaign.status).where(Campaign.id == shift.campaign_id)
    check_open_for_entries(session.execute(found).scalar_one())


def find_sign_up(session: Session, shift_id: int, volunteer_id: int) -> SignUp | None:
    """Somebody's sign-up for a shift."""
    return session.scalars(
        select(SignUp)
        .where(SignUp.shift_id == shift_id, SignUp.volunteer_id == volunteer_id)
        .execution_options(populate_existing=True)
    ).one_or_none()


def check_fits(session: Session, shift: Shift, volunteer: Volunteer, zone: ZoneInfo) -> None:
    """Ask all rules for one person; raises their refusals."""
    standing = standings_for(session, shift, [volunteer.id])[volunteer.id]
    rules.check_may_take(demands_of(session, shift, zone, [standing]), standing)
