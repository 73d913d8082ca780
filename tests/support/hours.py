"""Volunteers with confirmed hours, for tests of papers and statistics."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.campaigns.models import Campaign
from campaign_app.volunteers import services
from campaign_app.volunteers.models import SignUp, Volunteer
from campaign_app.volunteers.rules import ShiftKind, VolunteerKind
from tests.factories import NOW, make_account, make_campaign

ZONE = ZoneInfo("Asia/Almaty")
SPRING = datetime(2020, 4, 1, 4, tzinfo=UTC)


def make_volunteer(
    session: Session,
    *,
    surname: str = "Қасымов",
    given_name: str = "Ғалымжан",
    unit: str = "ИТ-19-1",
    account: Account | None = None,
) -> Volunteer:
    """A student who helps."""
    return services.register_volunteer(
        session,
        actor=None,
        now=NOW,
        details=services.VolunteerDetails(
            surname=surname,
            given_name=given_name,
            kind=VolunteerKind.STUDENT,
            unit=unit,
            account_id=account.id if account else None,
        ),
    )


def make_worked_shift(
    session: Session,
    *volunteers: Volunteer,
    campaign: Campaign | None = None,
    starts_at: datetime = SPRING,
    minutes: int = 180,
    kind: ShiftKind = ShiftKind.DELIVERY,
    title: str = "Жеткізу",
    confirmed_by: Account | None = None,
    came: bool = True,
) -> list[SignUp]:
    """They were there, and somebody else said so."""
    campaign = campaign or make_campaign(session)
    confirmer = confirmed_by or make_account(session, full_name="Жұмабаев Нұрлан")
    shift = services.create_shift(
        session,
        actor=None,
        now=NOW,
        campaign=campaign,
        details=services.ShiftDetails(
            title=title,
            kind=kind,
            place="Металлургтер даңғылы",
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=minutes),
            places=max(1, len(volunteers)),
        ),
    )
    found = []
    for volunteer in volunteers:
        signed = services.sign_up(
            session,
            actor=confirmer,
            now=starts_at - timedelta(days=1),
            shift_id=shift.id,
            volunteer=volunteer,
            zone=ZONE,
        )
        services.record_attendance(
            session,
            actor=confirmer,
            now=starts_at + timedelta(minutes=minutes),
            campaign=campaign,
            sign_up_id=signed.id,
            has_attended=came,
            briefing_was_held=True,
        )
        found.append(signed)
    return found


def issuing(actor: Account | None = None, *, now: datetime = NOW) -> services.Issuing:
    """Somebody issues papers now."""
    return services.Issuing(actor=actor, now=now, zone=ZONE)
