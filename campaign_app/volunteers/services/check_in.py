"""Checking in and out at the place, with the code that changes there."""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.rules import check_open_for_entries
from campaign_app.core.column_types import DataKey
from campaign_app.volunteers import rules
from campaign_app.volunteers.models import CodeAttempt, Volunteer
from campaign_app.volunteers.rules import SignUpStatus
from campaign_app.volunteers.rules import attendance as day_rules
from campaign_app.volunteers.rules.attendance import ArrivalWay
from campaign_app.volunteers.services.attendance import Row, attendance_of, note_attendance
from campaign_app.volunteers.services.sign_ups import find_sign_up
from campaign_app.volunteers.services.waiting import lock_shift, lock_volunteers

DIGITS = 6
SCANNED_LENGTH = 20
#: A wrong code that nobody counts any more goes with the next one.
ATTEMPTS_KEPT = timedelta(days=1)


def code_at(shift_id: int, now: datetime) -> tuple[str, str]:
    """The code that the place shows now: what the QR code carries, and the digits for typing."""
    return _codes(shift_id, day_rules.code_step(now))


def _codes(shift_id: int, step: int) -> tuple[str, str]:
    secret = DataKey.look_up_hash(f"check-in:{shift_id}:{step}")
    digits = int(secret[SCANNED_LENGTH:], 16) % 10**DIGITS
    return secret[:SCANNED_LENGTH], f"{digits:0{DIGITS}d}"


def has_scanned(shift_id: int, code: str, now: datetime) -> bool:
    """True for the code of a QR picture of this minute; too long to be guessed."""
    return _is_one_of(code, [_codes(shift_id, step)[0] for step in day_rules.accepted_steps(now)])


def _is_one_of(code: str, accepted: list[str]) -> bool:
    typed = code.encode()
    return any(hmac.compare_digest(typed, each.encode()) for each in accepted)


def has_typed(
    session: Session,
    *,
    account: Account,
    volunteer: Volunteer,
    now: datetime,
    shift_id: int,
    code: str,
) -> bool:
    """True for the digits of this minute; a wrong code is counted.

    Refuses with TooManyCodes before it looks. False instead of an error, since the count must
    be committed. One person's attempts queue, so that they cannot be sent all at once.
    """
    lock_volunteers(session, [volunteer.id])
    day_rules.check_code_attempts(
        _wrong(session, now, CodeAttempt.account_id == account.id),
        _wrong(session, now, CodeAttempt.shift_id == shift_id),
    )
    digits = "".join(each for each in code if each.isascii() and each.isdecimal())
    accepted = [_codes(shift_id, step)[1] for step in day_rules.accepted_steps(now)]
    if _is_one_of(digits, accepted):
        session.execute(delete(CodeAttempt).where(CodeAttempt.account_id == account.id))
        return True
    session.execute(delete(CodeAttempt).where(CodeAttempt.at < now - ATTEMPTS_KEPT))
    session.add(CodeAttempt(account_id=account.id, shift_id=shift_id, at=now))
    session.flush()
    return False


def _wrong(session: Session, now: datetime, whose: object) -> int:
    since = now - day_rules.CODE_ATTEMPTS_WINDOW
    statement = select(func.count()).where(whose, CodeAttempt.at > since)  # type: ignore[arg-type]
    return session.execute(statement).scalar_one()


def check_in(
    session: Session, *, actor: Account, now: datetime, shift_id: int, volunteer: Volunteer
) -> datetime:
    """Note that a volunteer with a place is here, from this instant; give the arrival.

    Whoever calls has seen the code. A second press changes nothing. Refuses somebody without
    a place, a time far from the shift, hours that are confirmed, and a closed campaign.
    """
    row = _open_own_row(session, now, shift_id, volunteer)
    kept = row.attendance
    if kept.arrived_at is not None:
        return kept.arrived_at
    if row.signed.confirmed_at is not None:
        raise day_rules.HoursConfirmed()
    kept.arrived_at, kept.way = now, ArrivalWay.CODE
    row.signed.has_attended = True
    note_attendance(session, actor, now, row)
    return now


def check_out(
    session: Session, *, actor: Account, now: datetime, shift_id: int, volunteer: Volunteer
) -> datetime:
    """Note that a volunteer leaves now; give the instant. The first one stays.

    Refuses what `check_in` refuses, and who has not checked in.
    """
    row = _open_own_row(session, now, shift_id, volunteer)
    kept = row.attendance
    if kept.left_at is not None:
        return kept.left_at
    if kept.arrived_at is None:
        raise day_rules.NotCheckedIn()
    if row.signed.confirmed_at is not None:
        raise day_rules.HoursConfirmed()
    kept.left_at = max(now, kept.arrived_at)
    note_attendance(session, actor, now, row)
    return kept.left_at


def _open_own_row(session: Session, now: datetime, shift_id: int, volunteer: Volunteer) -> Row:
    shift = lock_shift(session, shift_id)
    rules.check_not_cancelled(shift.cancelled_at, shift.cancel_reason)
    check_open_for_entries(session.get_one(Campaign, shift.campaign_id).status)
    day_rules.check_in_window(shift.starts_at, shift.ends_at, now)
    lock_volunteers(session, [volunteer.id])
    signed = find_sign_up(session, shift_id, volunteer.id)
    if signed is None or signed.status is not SignUpStatus.CONFIRMED:
        raise rules.PlaceNotTaken()
    return Row(shift, signed, volunteer, attendance_of(session, signed, now))
