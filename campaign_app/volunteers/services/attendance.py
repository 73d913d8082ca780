"""Who came, and the hours that count: recorded at the place, confirmed, corrected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.rules import check_open_for_entries
from campaign_app.volunteers import rules
from campaign_app.volunteers.models import (
    Attendance,
    AttendanceCorrection,
    Shift,
    SignUp,
    Volunteer,
)
from campaign_app.volunteers.rules import SignUpStatus
from campaign_app.volunteers.rules import attendance as day_rules
from campaign_app.volunteers.rules.attendance import PresenceMark
from campaign_app.volunteers.services.briefings import brief_at_start
from campaign_app.volunteers.services.certificates import void_certificates_for
from campaign_app.volunteers.services.people import add_participation, record_change
from campaign_app.volunteers.services.waiting import lock_shift, lock_volunteers

Kept = tuple[bool, datetime | None, datetime | None, int, int | None]


@dataclass(frozen=True, kw_only=True)
class Times:
    """When somebody was there, as the organiser writes it; None: as the shift has it."""

    arrived_at: datetime | None = None
    left_at: datetime | None = None
    break_minutes: int | None = None
    counts_outside: bool = False


@dataclass(frozen=True)
class Row:
    """Somebody's line of the list, locked with its shift."""

    shift: Shift
    signed: SignUp
    volunteer: Volunteer
    attendance: Attendance


def mark_presence(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    campaign: Campaign,
    sign_up_id: int,
    mark: PresenceMark,
) -> SignUp:
    """Note during the shift that somebody came, left, or did not come; nothing counts yet.

    A second tap changes nothing: the first time stays. Refuses what `record_times` refuses,
    and to say that somebody did not come to what has not begun.
    """
    row = _open_row(session, actor, now, campaign, sign_up_id, begins_early=True)
    signed, kept = row.signed, row.attendance
    if signed.confirmed_at is not None:
        raise day_rules.HoursConfirmed(field="reason")
    if mark is PresenceMark.ABSENT and now < row.shift.starts_at:
        raise rules.ShiftNotBegun(starts_at=row.shift.starts_at)
    if mark in (PresenceMark.ABSENT, PresenceMark.CLEARED):
        signed.has_attended = False if mark is PresenceMark.ABSENT else None
        kept.arrived_at = kept.left_at = None
    else:
        signed.has_attended = True
        if kept.arrived_at is None and now <= row.shift.ends_at:
            kept.arrived_at = now
        if mark is PresenceMark.LEFT and kept.left_at is None:
            kept.arrived_at = kept.arrived_at or row.shift.starts_at
            kept.left_at = now
    note_attendance(session, actor, now, row)
    return signed


def record_times(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    campaign: Campaign,
    sign_up_id: int,
    times: Times,
) -> SignUp:
    """Write down when somebody who is there came and left; nothing counts yet.

    Refuses a sign-up of another campaign, one without a place, one's own, a closed campaign,
    what is confirmed already, and times or breaks that cannot be.
    """
    row = _open_row(session, actor, now, campaign, sign_up_id, begins_early=True)
    if row.signed.confirmed_at is not None:
        raise day_rules.HoursConfirmed(field="reason")
    _set_times(row, times)
    _minutes_of(row)
    row.signed.has_attended = True
    note_attendance(session, actor, now, row)
    return row.signed


def record_attendance(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    campaign: Campaign,
    sign_up_id: int,
    has_attended: bool,
    break_minutes: int | None = None,
    times: Times | None = None,
    reason: str = "",
    briefing_was_held: bool = False,
) -> SignUp:
    """Say whether somebody came; her hours are then confirmed by who says so.

    Without `times` those count that were recorded at the place, and `break_minutes` for whom
    no break was recorded. What is confirmed changes only with a `reason`; what it was is kept.
    Refuses a sign-up of another campaign, one without a place, one's own hours, a shift that
    has not begun, is not over or was cancelled, a break longer than the work, a closed campaign,
    and dangerous work of somebody of whom nobody says that she was briefed.
    """
    row = _open_row(session, actor, now, campaign, sign_up_id)
    signed, kept = row.signed, row.attendance
    before = _state(row)
    was_confirmed = signed.confirmed_at is not None
    if not has_attended:
        kept.arrived_at = kept.left_at = kept.break_minutes = None
    elif times is not None:
        _set_times(row, times)
    elif break_minutes is not None and (kept.break_minutes is None or was_confirmed):
        kept.break_minutes = break_minutes
    if has_attended:
        day_rules.check_hours_are_over(row.shift.ends_at, kept.left_at, now)
    signed.has_attended = has_attended
    signed.worked_minutes = _minutes_of(row) if has_attended else None
    if was_confirmed:
        if _state(row) == before:
            return signed
        _keep_correction(session, actor, now, row, before, reason)
    signed.confirmed_by_id, signed.confirmed_at = actor.id, now
    kept.confirmed_by_id = actor.id
    note_attendance(session, actor, now, row, reason=reason)
    if was_confirmed:
        void_certificates_for(session, actor=actor, now=now, sign_up_ids=[signed.id])
    if has_attended:
        brief_at_start(
            session,
            actor=actor,
            now=now,
            shift=row.shift,
            volunteer_id=signed.volunteer_id,
            is_said=briefing_was_held,
        )
        add_participation(session, actor=actor, now=now, campaign=campaign, volunteer=row.volunteer)
    return signed


def attendance_of(session: Session, signed: SignUp, now: datetime) -> Attendance:
    """The line of a sign-up; a new one where nobody has recorded anything."""
    known = session.get(Attendance, signed.id, populate_existing=True)
    if known is not None:
        return known
    made = Attendance(
        sign_up_id=signed.id,
        way=day_rules.ArrivalWay.LIST,
        recorded_at=now,
        counts_outside=False,
        is_walk_in=False,
        over_places_reason="",
    )
    session.add(made)
    return made


def forget_presence(session: Session, signed: SignUp) -> None:
    """Whoever gives a place back is not there: what was noted before the shift counts no more."""
    if signed.has_attended is None:
        return
    signed.has_attended = None
    known = session.get(Attendance, signed.id, populate_existing=True)
    if known is not None:
        known.arrived_at = known.left_at = None


def note_attendance(
    session: Session, actor: Account, now: datetime, row: Row, reason: str = ""
) -> None:
    """Write the line and its trace in the audit log."""
    row.attendance.recorded_by_id, row.attendance.recorded_at = actor.id, now
    row.attendance.volunteer_account_id = row.volunteer.account_id
    more = {"reason": reason} if reason else {}
    for subject in (row.signed, row.attendance):
        if subject in session.new or session.is_modified(subject):
            record_change(
                session, actor, now, "shift:attendance", subject, row.shift.campaign_id, **more
            )
    session.flush()


def _open_row(
    session: Session,
    actor: Account,
    now: datetime,
    campaign: Campaign,
    sign_up_id: int,
    *,
    begins_early: bool = False,
) -> Row:
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
    if now < shift.starts_at - (day_rules.OPENS_BEFORE if begins_early else day_rules.NO_TIME):
        raise rules.ShiftNotBegun(starts_at=shift.starts_at)
    check_open_for_entries(campaign.status)
    lock_volunteers(session, [signed.volunteer_id])
    volunteer = session.get_one(Volunteer, signed.volunteer_id)
    rules.check_confirmed_by_another(volunteer.account_id, actor.id)
    return Row(shift, signed, volunteer, attendance_of(session, signed, now))


def _set_times(row: Row, times: Times) -> None:
    kept = row.attendance
    day_rules.check_times(times.arrived_at, times.left_at)
    kept.arrived_at, kept.left_at = times.arrived_at, times.left_at
    if kept.left_at is not None and kept.arrived_at is None:
        kept.arrived_at = min(row.shift.starts_at, kept.left_at)
    kept.break_minutes, kept.counts_outside = times.break_minutes, times.counts_outside


def _minutes_of(row: Row) -> int:
    return day_rules.minutes_at_shift(
        starts_at=row.shift.starts_at,
        ends_at=row.shift.ends_at,
        arrived_at=row.attendance.arrived_at,
        left_at=row.attendance.left_at,
        break_minutes=row.attendance.break_minutes or 0,
        counts_outside=row.attendance.counts_outside,
    )


def _state(row: Row) -> Kept:
    kept = row.attendance
    return (
        bool(row.signed.has_attended),
        kept.arrived_at,
        kept.left_at,
        kept.break_minutes or 0,
        row.signed.worked_minutes,
    )


def _keep_correction(
    session: Session, actor: Account, now: datetime, row: Row, before: Kept, reason: str
) -> None:
    """What was confirmed is kept as it was. Refuses to change it without a reason."""
    if not reason.strip():
        raise day_rules.HoursConfirmed(field="reason")
    after = _state(row)
    had = ("had_attended", "had_arrived_at", "had_left_at", "had_break_minutes", "had_minutes")
    has = ("has_attended", "arrived_at", "left_at", "break_minutes", "minutes")
    correction = AttendanceCorrection(
        sign_up_id=row.signed.id,
        at=now,
        by_id=actor.id,
        volunteer_account_id=row.volunteer.account_id,
        reason=reason.strip(),
        **dict(zip(had, before, strict=True)),
        **dict(zip(has, after, strict=True)),
    )
    session.add(correction)
    record_change(
        session, actor, now, "shift:correct", correction, campaign_id=row.shift.campaign_id
    )
