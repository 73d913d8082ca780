"""The waiting list: a free place goes to the first who waits and can take it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.rules import CampaignStatus
from campaign_app.core.dates import to_local
from campaign_app.core.mail import queue_mail
from campaign_app.volunteers import queries, rules
from campaign_app.volunteers.models import Shift, SignUp, Volunteer
from campaign_app.volunteers.queries import Queued, ShiftRow
from campaign_app.volunteers.rules import Demands, SignUpAction, SignUpStatus, Standing
from campaign_app.volunteers.services.people import record_change


def settle_places(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    shift: Shift,
    zone: ZoneInfo,
    also_lock: Collection[int] = (),
) -> list[SignUp]:
    """Take back what nobody confirmed in time, hand free places on; give who got one.

    The shift is locked by the caller. Whoever cannot take it (age, overlap) is passed over
    and keeps waiting. Doing it twice does nothing the second time.
    """
    queued = queries.queue_of(session, shift.id)
    lock_volunteers(session, [*also_lock, *(each.volunteer_id for each in queued)])
    for each in queued:
        until = each.signed.offered_until
        if each.signed.status is SignUpStatus.OFFERED and until is not None and until <= now:
            each.signed.status = rules.next_status(SignUpStatus.OFFERED, SignUpAction.LAPSE)
            record_change(session, None, now, "shift:offer_lapsed", each.signed, shift.campaign_id)
    session.flush()
    free = shift.places - queries.tally(session, shift.id).taken
    waiting = [each for each in queued if each.signed.status is SignUpStatus.WAITING]
    if free <= 0 or not waiting or not takes_sign_ups(session, shift, now):
        return []
    known = standings_for(session, shift, [each.volunteer_id for each in waiting])
    demands = demands_of(session, shift, zone, known.values())
    able = [each for each in waiting if rules.may_take(demands, known[each.volunteer_id])]
    for each in able[:free]:
        _hand_over(session, actor, now, shift, each)
    session.flush()
    return [each.signed for each in able[:free]]


def _hand_over(
    session: Session, actor: Account | None, now: datetime, shift: Shift, each: Queued
) -> None:
    """Offer the place, or give it when the shift is too near for an answer; tell her by mail."""
    signed, until = each.signed, rules.confirm_until(now, shift.starts_at)
    action = SignUpAction.GIVE if until is None else SignUpAction.OFFER
    signed.status = rules.next_status(signed.status, action)
    signed.offered_until = until
    event = "shift:move_up" if until is None else "shift:offer"
    record_change(session, actor, now, event, signed, shift.campaign_id)
    if each.email is None:
        return  # she finds it on her page, and the organiser sees whom to call
    queue_mail(
        session,
        now=now,
        key=f"place_offered:{signed.id}:{now.isoformat()}",
        recipient=each.email,
        language=each.language,
        template="volunteers/mail_place_offered",
        values={
            "shift_id": shift.id,
            "title": shift.title,
            "place": shift.place,
            "starts_at": shift.starts_at.isoformat(),
            "until_at": None if until is None else until.isoformat(),
            "path": f"/shifts/{shift.id}",
        },
        expires_at=until or shift.starts_at,
    )


def takes_sign_ups(session: Session, shift: Shift, now: datetime) -> bool:
    """True while somebody may still get in."""
    if shift.cancelled_at is not None:
        return False
    campaign = session.get_one(Campaign, shift.campaign_id)
    return shift.starts_at > now and campaign.status is not CampaignStatus.CLOSED


def standings_for(
    session: Session, shift: Shift, volunteer_ids: Collection[int]
) -> dict[int, Standing]:
    """The standing of each for this shift."""
    return queries.standings(
        session,
        volunteer_ids,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        but_shift_id=shift.id,
    )


def demands_of(
    session: Session, shift: Shift | ShiftRow, zone: ZoneInfo, of_whom: Collection[Standing]
) -> Demands:
    """What the shift asks; whether an adult is in it is looked up for children only."""
    day = to_local(shift.starts_at, zone).date()
    has_adult = any(each.is_child_on(day) for each in of_whom) and any(
        Standing(born_on=born_on).is_adult_on(day)
        for born_on in queries.births_of_who_has_a_place(session, shift.id)
    )
    return Demands(
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        day=day,
        minimum_age=shift.minimum_age,
        is_heavy_work=shift.is_heavy_work,
        is_emergency_work=shift.is_emergency_work,
        requires_briefing=shift.requires_briefing,
        has_adult=has_adult,
    )


def lock_shift(session: Session, shift_id: int) -> Shift:
    """The shift, which nobody else changes until the end of this transaction."""
    return session.scalars(
        select(Shift)
        .where(Shift.id == shift_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def lock_volunteers(session: Session, ids: Collection[int]) -> None:
    """After the shift, in ascending order, so that two who lock several never wait in a ring."""
    session.execute(
        select(Volunteer.id).where(Volunteer.id.in_(ids)).order_by(Volunteer.id).with_for_update()
    ).all()
