"""A shift with people, for the tests of the day."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from campaign_app.volunteers import rules, services
from tests.factories import NOW, make_account

ZONE = ZoneInfo("Asia/Almaty")
STARTS = NOW + timedelta(hours=24)
ENDS = STARTS + timedelta(hours=3)


def make_volunteer(session, *, surname="Ким", born_on=date(1990, 1, 1), account=None):
    """Somebody on the register."""
    details = services.VolunteerDetails(
        surname=surname, born_on=born_on, account_id=account.id if account else None
    )
    return services.register_volunteer(session, actor=None, now=NOW, details=details)


def make_shift(session, campaign, *, places=5, starts_at=STARTS, **more):
    """A shift of three hours, tomorrow."""
    details = services.ShiftDetails(
        title="Жеткізу",
        kind=rules.ShiftKind.DELIVERY,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=3),
        places=places,
        **more,
    )
    return services.create_shift(session, actor=None, now=NOW, campaign=campaign, details=details)


def sign_up(session, shift, volunteer):
    """A place, or one on the waiting list."""
    return services.sign_up(
        session,
        actor=make_account(session),
        now=NOW,
        shift_id=shift.id,
        volunteer=volunteer,
        zone=ZONE,
    )


def after(minutes):
    """So many minutes after the shift began."""
    return STARTS + timedelta(minutes=minutes)
