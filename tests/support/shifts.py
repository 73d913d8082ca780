"""Shifts with people in them, for what is told to them."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign_app.campaigns.models import Campaign
from campaign_app.volunteers import services
from campaign_app.volunteers.models import Shift, SignUp, Volunteer
from campaign_app.volunteers.rules import ShiftKind, SignUpStatus
from tests.factories import make_account

STARTS_AT = datetime(2020, 4, 22, 14, 0, tzinfo=ZoneInfo("Asia/Almaty"))
LONG_BEFORE = STARTS_AT - timedelta(days=7)


def make_shift(
    session: Session, campaign: Campaign, *, starts_at: datetime = STARTS_AT, places: int = 10
) -> Shift:
    """Three hours of snow."""
    details = services.ShiftDetails(
        title="Қар тазалау",
        kind=ShiftKind.SNOW_CLEARING,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=3),
        places=places,
    )
    return services.create_shift(
        session, actor=None, now=LONG_BEFORE, campaign=campaign, details=details
    )


def make_volunteer(
    session: Session,
    name: str,
    *,
    email: str | None = "",
    locale: str | None = None,
    has_account: bool = True,
) -> Volunteer:
    """Somebody at `<name>@students.internal`, with an account there or without one."""
    address = f"{name}@students.internal" if email == "" else email
    account = make_account(session, email=address, locale=locale) if has_account else None
    details = services.VolunteerDetails(
        surname=name, email=address, account_id=account.id if account else None
    )
    return services.register_volunteer(session, actor=None, now=LONG_BEFORE, details=details)


def sign_up(
    session: Session,
    shift: Shift,
    volunteer: Volunteer,
    *,
    at: datetime = LONG_BEFORE,
    status: SignUpStatus = SignUpStatus.CONFIRMED,
) -> SignUp:
    """Somebody in a shift, however full it is."""
    count = select(func.count()).where(SignUp.shift_id == shift.id)
    signed = SignUp(
        shift_id=shift.id,
        volunteer_id=volunteer.id,
        status=status,
        position=session.execute(count).scalar_one() + 1,
        signed_up_at=at,
    )
    session.add(signed)
    session.flush()
    return signed
