"""What an organiser does with the people of a shift: take off, move, add by hand."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.campaigns.models import Campaign
from campaign_app.core.audit import record_event
from campaign_app.core.errors import NotFound
from campaign_app.volunteers import queries, rules
from campaign_app.volunteers.models import Shift, SignUp, Volunteer
from campaign_app.volunteers.rules import SignUpAction, SignUpStatus
from campaign_app.volunteers.services.attendance import forget_presence
from campaign_app.volunteers.services.planning import lock_shift_of
from campaign_app.volunteers.services.sign_ups import find_sign_up, sign_up
from campaign_app.volunteers.services.telling import tell_shift
from campaign_app.volunteers.services.waiting import lock_volunteers, settle_places


def take_off(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    campaign: Campaign,
    shift_id: int,
    volunteer_id: int,
    reason: str,
    zone: ZoneInfo,
) -> SignUp:
    """Take somebody off a shift with a reason, which she is told; who waits moves up.

    Refuses a shift that has begun (who does not come is a no-show) or was cancelled, whoever
    is not in it, a missing reason and a closed campaign.
    """
    if not reason.strip():
        raise rules.TakingOffReasonMissing(field="reason")
    shift = lock_shift_of(session, campaign, shift_id)
    _check_can_change(shift, now)
    # Before the place is gone: afterwards she is not in the shift and would not be told.
    tell_shift(
        session,
        now=now,
        shift=shift,
        what="taken_off",
        values={"reason": reason.strip()},
        only=[volunteer_id],
    )
    signed = _cancel(session, actor, now, shift, volunteer_id, reason=reason.strip())
    settle_places(session, actor=actor, now=now, shift=shift, zone=zone)
    return signed


def move_to_shift(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    campaign: Campaign,
    shift_id: int,
    volunteer_id: int,
    to_shift_id: int,
    zone: ZoneInfo,
) -> SignUp:
    """Move somebody to another shift of the campaign, where a place is free; she is told.

    Refuses what `take_off` and a sign-up refuse, and a shift without a free place: nobody
    loses a place for one on a waiting list.
    """
    # In ascending order, so that two who move people to and fro never wait in a ring.
    locked = {
        each: lock_shift_of(session, campaign, each) for each in sorted({shift_id, to_shift_id})
    }
    if shift_id == to_shift_id:
        raise rules.NoPlaceThere()
    shift, target = locked[shift_id], locked[to_shift_id]
    _check_can_change(shift, now)
    # So are the people: whoever waits in either of them may move up.
    waiting = [each.volunteer_id for one in locked for each in queries.queue_of(session, one)]
    lock_volunteers(session, [volunteer_id, *waiting])
    _cancel(session, actor, now, shift, volunteer_id, moved_to=to_shift_id)
    volunteer = session.get_one(Volunteer, volunteer_id)
    signed = sign_up(
        session, actor=actor, now=now, shift_id=target.id, volunteer=volunteer, zone=zone
    )
    if signed.status is not SignUpStatus.CONFIRMED:
        raise rules.NoPlaceThere()
    settle_places(session, actor=actor, now=now, shift=shift, zone=zone)
    values = {"before_at": shift.starts_at.isoformat()}
    tell_shift(
        session, now=now, shift=target, what="shift_moved", values=values, only=[volunteer_id]
    )
    return signed


def add_by_hand(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    campaign: Campaign,
    shift_id: int,
    volunteer_id: int,
    zone: ZoneInfo,
) -> SignUp:
    """Sign somebody up who asked for it by telephone or in the corridor; she is told.

    Refuses what a sign-up refuses, and a shift of another campaign.
    """
    shift = lock_shift_of(session, campaign, shift_id)
    volunteer = session.get(Volunteer, volunteer_id)
    if volunteer is None:
        raise NotFound()
    signed = sign_up(
        session, actor=actor, now=now, shift_id=shift.id, volunteer=volunteer, zone=zone
    )
    is_waiting = signed.status is not SignUpStatus.CONFIRMED
    values = {"is_waiting": is_waiting}
    tell_shift(
        session, now=now, shift=shift, what="shift_added", values=values, only=[volunteer_id]
    )
    return signed


def _check_can_change(shift: Shift, now: datetime) -> None:
    rules.check_not_cancelled(shift.cancelled_at, shift.cancel_reason)
    if shift.starts_at <= now:
        raise rules.ShiftBegun()


def _cancel(
    session: Session,
    actor: Account,
    now: datetime,
    shift: Shift,
    volunteer_id: int,
    **why: object,
) -> SignUp:
    signed = find_sign_up(session, shift.id, volunteer_id)
    if signed is None or signed.status is SignUpStatus.CANCELLED:
        raise rules.NotSignedUp()
    signed.status = rules.next_status(signed.status, SignUpAction.CANCEL)
    signed.offered_until = None
    forget_presence(session, signed)
    record_event(
        session,
        actor_id=actor.id,
        now=now,
        action="shift:take_off",
        subject=signed,
        campaign_id=shift.campaign_id,
        **why,
    )
    session.flush()
    return signed
