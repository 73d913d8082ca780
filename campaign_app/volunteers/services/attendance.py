"""Who came, and the hours that count."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.rules import check_open_for_entries
from campaign_app.volunteers import rules
from campaign_app.volunteers.models import SignUp, Volunteer
from campaign_app.volunteers.rules import SignUpStatus
from campaign_app.volunteers.services.certificates import void_certificates_for
from campaign_app.volunteers.services.people import add_participation, record_change
from campaign_app.volunteers.services.sign_ups import lock_shift, lock_volunteers


def record_attendance(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    campaign: Campaign,
    sign_up_id: int,
    has_attended: bool,
    break_minutes: int = 0,
) -> SignUp:
    """Say whether somebody came; her hours are then confirmed by who says so.

    Refuses a sign-up of another campaign, one without a place, one's own hours, a shift
    that has not begun or was cancelled, a break that is longer than it, and a closed campaign.
    """
    signed = session.get(SignUp, sign_up_id)
    if signed is None:
        raise rules.NotSignedUp()
    shift = lock_shift(session, signed.shift_id)
    session.refresh(signed)
    if shift.campaign_id != campaign.id:
        raise rules.NotSignedUp()
    if signed.status is not SignUpStatus.CONFIRMED:
        raise rules.PlaceNotTaken()
    rules.check_not_cancelled(shift.cancelled_at, shift.cancel_reason)
    if now < shift.starts_at:
        raise rules.ShiftNotBegun(starts_at=shift.starts_at)
    check_open_for_entries(campaign.status)
    lock_volunteers(session, [signed.volunteer_id])
    volunteer = session.get_one(Volunteer, signed.volunteer_id)
    rules.check_confirmed_by_another(volunteer.account_id, actor.id)
    signed.has_attended = has_attended
    signed.worked_minutes = (
        rules.worked_minutes(shift.starts_at, shift.ends_at, break_minutes)
        if has_attended
        else None
    )
    signed.confirmed_by_id, signed.confirmed_at = actor.id, now
    record_change(session, actor, now, "shift:attendance", signed, campaign.id)
    void_certificates_for(session, actor=actor, now=now, sign_up_ids=[signed.id])
    if has_attended:
        add_participation(session, actor=actor, now=now, campaign=campaign, volunteer=volunteer)
    return signed
