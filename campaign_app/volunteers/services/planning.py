"""What an organiser does with a shift that stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.rules import check_open_for_entries
from campaign_app.core.dates import local_date
from campaign_app.core.errors import DomainError, NotFound
from campaign_app.core.names import full_name
from campaign_app.volunteers import queries, rules
from campaign_app.volunteers.models import Shift
from campaign_app.volunteers.rules import Demands, SignUpStatus
from campaign_app.volunteers.services.people import record_change
from campaign_app.volunteers.services.shifts import ShiftDetails, check_details
from campaign_app.volunteers.services.telling import tell_shift
from campaign_app.volunteers.services.waiting import lock_shift, settle_places


def cancel_shift(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    campaign: Campaign,
    shift_id: int,
    reason: str,
) -> Shift:
    """Cancel a shift; it is kept with its reason, and who was in it stays written down and is told.

    Refuses one of another campaign, one that was cancelled before or has begun, a missing
    reason and a closed campaign.
    """
    shift = lock_shift_of(session, campaign, shift_id)
    rules.check_not_cancelled(shift.cancelled_at, shift.cancel_reason)
    rules.check_can_be_cancelled(shift.starts_at, now, reason)
    shift.cancelled_at, shift.cancel_reason = now, reason.strip()
    record_change(session, actor, now, "shift:call_off", shift)
    session.flush()
    values = {"reason": shift.cancel_reason}
    tell_shift(session, now=now, shift=shift, what="shift_cancelled", values=values)
    return shift


def edit_shift(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    campaign: Campaign,
    shift_id: int,
    details: ShiftDetails,
    zone: ZoneInfo,
    is_confirmed: bool = False,
) -> Shift:
    """Change a shift; more places go to who waits, another time or place is told to all in it.

    Refuses fewer places than are taken, another time once hours are recorded, a change that
    somebody in it can no longer keep to unless it is confirmed, what a new shift is refused
    for, a cancelled shift and a closed campaign.
    """
    check_details(details)
    shift = lock_shift_of(session, campaign, shift_id)
    rules.check_not_cancelled(shift.cancelled_at, shift.cancel_reason)
    rules.check_places(details.places, queries.tally(session, shift.id).taken)
    before = (shift.starts_at, shift.ends_at, shift.place)
    if (details.starts_at, details.ends_at) != before[:2]:
        recorded = queries.count_recorded(session, shift.id)
        if recorded:
            raise rules.HoursRecorded(field="starts_at", count=recorded)
    affected = find_affected(session, shift, details, zone)
    if affected and not is_confirmed:
        raise rules.ChangeNotConfirmed(field="is_confirmed", count=len(affected))
    for name, value in vars(details).items():
        setattr(shift, name, value)
    record_change(session, actor, now, "shift:edit", shift)
    session.flush()
    settle_places(session, actor=actor, now=now, shift=shift, zone=zone)
    if (shift.starts_at, shift.ends_at, shift.place) != before and shift.starts_at > now:
        values = {"before_at": before[0].isoformat()}
        tell_shift(session, now=now, shift=shift, what="shift_changed", values=values)
    return shift


@dataclass(frozen=True)
class Affected:
    """Somebody in a shift who could not take it as it would be, and why."""

    volunteer_id: int
    name: str
    why: DomainError


def find_affected(
    session: Session, shift: Shift, details: ShiftDetails, zone: ZoneInfo
) -> list[Affected]:
    """Who is in the shift and fits now, but not any more after the change."""
    people = [
        row
        for row in queries.list_sign_ups(session, shift.id)
        if row.status is not SignUpStatus.CANCELLED
    ]
    ids = [row.volunteer_id for row in people]
    found = []
    old, new = _demands(shift, zone), _demands(details, zone)
    now_known = queries.standings(
        session, ids, starts_at=old.starts_at, ends_at=old.ends_at, but_shift_id=shift.id
    )
    then_known = queries.standings(
        session, ids, starts_at=new.starts_at, ends_at=new.ends_at, but_shift_id=shift.id
    )
    for row in people:
        if not rules.may_take(old, now_known[row.volunteer_id]):
            continue
        try:
            rules.check_may_take(new, then_known[row.volunteer_id])
        except DomainError as error:
            name = full_name(row.surname, row.given_name, row.patronymic)
            found.append(Affected(row.volunteer_id, name, error))
    return found


def _demands(shift: Shift | ShiftDetails, zone: ZoneInfo) -> Demands:
    """Whether an adult comes along is not what a change of time decides."""
    return Demands(
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        day=local_date(shift.starts_at, zone),
        minimum_age=shift.minimum_age,
        is_heavy_work=shift.is_heavy_work,
        is_emergency_work=shift.is_emergency_work,
        requires_briefing=shift.requires_briefing,
        has_adult=True,
    )


def lock_shift_of(session: Session, campaign: Campaign, shift_id: int) -> Shift:
    """The campaign's shift, which nobody else changes meanwhile.

    Refuses one of another campaign and a closed campaign.
    """
    if session.get_one(Shift, shift_id).campaign_id != campaign.id:
        raise NotFound()
    check_open_for_entries(campaign.status)
    return lock_shift(session, shift_id)
