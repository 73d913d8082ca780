"""What volunteers and their organisers do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.campaigns.models import Campaign
from campaign_app.core.audit import record_event
from campaign_app.core.dates import to_local
from campaign_app.core.errors import DomainError
from campaign_app.core.names import fold, sort_key
from campaign_app.volunteers import queries, rules
from campaign_app.volunteers.models import Participation, Shift, SignUp, Volunteer
from campaign_app.volunteers.rules import SignUpStatus


@dataclass(frozen=True, kw_only=True)
class VolunteerDetails:
    """What we know about a volunteer."""

    surname: str = ""
    given_name: str = ""
    patronymic: str = ""
    kind: rules.VolunteerKind = rules.VolunteerKind.EXTERNAL
    unit: str = ""
    born_on: date | None = None
    phone: str | None = None
    email: str | None = None
    account_id: int | None = None
    has_consented: bool = False


@dataclass(frozen=True, kw_only=True)
class ShiftDetails:
    """What describes a shift; instants are aware."""

    title: str
    kind: rules.ShiftKind
    starts_at: datetime
    ends_at: datetime
    places: int
    place: str = ""
    minimum_age: int = 0
    is_heavy_work: bool = False
    is_emergency_work: bool = False
    note: str = ""


def register_volunteer(
    session: Session, *, actor: Account | None, now: datetime, details: VolunteerDetails
) -> Volunteer:
    """Register a volunteer. Refuses somebody without any name."""
    volunteer = Volunteer(created_at=now)
    _fill(volunteer, details, now)
    session.add(volunteer)
    _record(session, actor, now, "volunteer:create", volunteer)
    session.flush()
    return volunteer


def edit_volunteer(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    volunteer: Volunteer,
    details: VolunteerDetails,
) -> None:
    """Change what we know about a volunteer. Refuses what `register_volunteer` refuses."""
    _fill(volunteer, details, now)
    _record(session, actor, now, "volunteer:edit", volunteer)
    session.flush()


def _fill(volunteer: Volunteer, details: VolunteerDetails, now: datetime) -> None:
    names = [details.surname, details.given_name, details.patronymic]
    if not any(names):
        raise rules.NameMissing(field="surname")
    volunteer.surname, volunteer.given_name, volunteer.patronymic = names
    volunteer.kind, volunteer.unit = details.kind, details.unit
    volunteer.born_on = details.born_on
    volunteer.phone, volunteer.email = details.phone, details.email
    if details.account_id is not None:
        volunteer.account_id = details.account_id
    full_name = " ".join(name for name in names if name)
    volunteer.search_text = fold(f"{full_name} {details.unit} {details.phone or ''}")[:400]
    volunteer.sort_key = sort_key(full_name)
    if details.has_consented and volunteer.consent_at is None:
        volunteer.consent_at = now


def add_participation(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    campaign: Campaign,
    volunteer: Volunteer,
    role: rules.ParticipationRole = rules.ParticipationRole.VOLUNTEER,
) -> Participation:
    """Note that somebody took part in a campaign; once is enough."""
    known = session.scalars(
        select(Participation).where(
            Participation.campaign_id == campaign.id, Participation.volunteer_id == volunteer.id
        )
    ).one_or_none()
    if known is not None:
        return known
    participation = Participation(campaign_id=campaign.id, volunteer_id=volunteer.id, role=role)
    session.add(participation)
    _record(session, actor, now, "volunteer:take_part", participation)
    session.flush()
    return participation


def create_shift(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    campaign: Campaign,
    details: ShiftDetails,
) -> Shift:
    """Open a shift. Refuses one that ends before it begins, and one without places."""
    if details.ends_at <= details.starts_at:
        raise rules.ShiftEndsBeforeStart(field="ends_at")
    if details.places < 1:
        raise rules.PlacesNotPositive(field="places")
    shift = Shift(campaign_id=campaign.id, **vars(details))
    session.add(shift)
    _record(session, actor, now, "shift:create", shift)
    session.flush()
    return shift


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
    shift that has begun, a second sign-up, an overlap, and minors as the law says.
    """
    shift = _lock_shift(session, shift_id)
    if shift.starts_at <= now:
        raise rules.ShiftBegun()
    known = find_sign_up(session, shift_id, volunteer.id)
    if known is not None and known.status is not SignUpStatus.CANCELLED:
        raise rules.AlreadySignedUp()
    _check_fits(session, shift, volunteer, zone)
    last = session.execute(
        select(func.max(SignUp.position)).where(SignUp.shift_id == shift_id)
    ).scalar_one()
    signed = known or SignUp(shift_id=shift_id, volunteer_id=volunteer.id)
    signed.status = rules.status_for(queries.count_confirmed(session, shift_id), shift.places)
    signed.position = (last or 0) + 1
    signed.signed_up_at = now
    session.add(signed)
    _record(session, actor, now, "shift:sign_up", signed, shift.campaign_id)
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
    """Give a place back; it goes to the first who waits and can take it, who is returned."""
    shift = _lock_shift(session, shift_id)
    signed = find_sign_up(session, shift_id, volunteer.id)
    if signed is None or signed.status is SignUpStatus.CANCELLED:
        raise rules.NotSignedUp()
    had_place = signed.status is SignUpStatus.CONFIRMED
    signed.status = SignUpStatus.CANCELLED
    _record(session, actor, now, "shift:cancel", signed, shift.campaign_id)
    session.flush()
    if not had_place:
        return None
    for row in queries.list_sign_ups(session, shift_id):
        if row.status is not SignUpStatus.WAITING:
            continue
        candidate = session.get_one(Volunteer, row.volunteer_id)
        try:
            _check_fits(session, shift, candidate, zone)
        except DomainError:
            continue  # somebody who cannot take the place keeps waiting; the next is asked
        next_one = session.get_one(SignUp, row.id)
        next_one.status = SignUpStatus.CONFIRMED
        _record(session, actor, now, "shift:move_up", next_one, shift.campaign_id)
        session.flush()
        return next_one
    return None


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

    Refuses a sign-up of another campaign and one's own hours.
    """
    signed = session.get(SignUp, sign_up_id)
    shift = session.get(Shift, signed.shift_id) if signed else None
    if signed is None or shift is None or shift.campaign_id != campaign.id:
        raise rules.NotSignedUp()
    volunteer = session.get_one(Volunteer, signed.volunteer_id)
    rules.check_confirmed_by_another(volunteer.account_id, actor.id)
    signed.has_attended = has_attended
    signed.worked_minutes = (
        rules.worked_minutes(shift.starts_at, shift.ends_at, break_minutes)
        if has_attended
        else None
    )
    signed.confirmed_by_id, signed.confirmed_at = actor.id, now
    _record(session, actor, now, "shift:attendance", signed, campaign.id)
    session.flush()
    if has_attended:
        add_participation(session, actor=actor, now=now, campaign=campaign, volunteer=volunteer)
    return signed


def _lock_shift(session: Session, shift_id: int) -> Shift:
    return session.scalars(
        select(Shift)
        .where(Shift.id == shift_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def find_sign_up(session: Session, shift_id: int, volunteer_id: int) -> SignUp | None:
    """Somebody's sign-up for a shift."""
    return session.scalars(
        select(SignUp).where(SignUp.shift_id == shift_id, SignUp.volunteer_id == volunteer_id)
    ).one_or_none()


def _check_fits(session: Session, shift: Shift, volunteer: Volunteer, zone: ZoneInfo) -> None:
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


def _record(
    session: Session,
    actor: Account | None,
    now: datetime,
    action: str,
    subject: object,
    campaign_id: int | None = None,
) -> None:
    record_event(
        session,
        actor_id=actor.id if actor else None,
        now=now,
        action=action,
        subject=subject,
        campaign_id=campaign_id,
    )
