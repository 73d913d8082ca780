"""Makes a shift under way, its people, and places to work at."""

from __future__ import annotations

import io
from datetime import timedelta
from zoneinfo import ZoneInfo

from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.campaigns.models import Campaign
from campaign_app.core.pictures import Picture, clean_picture
from campaign_app.volunteers import services as volunteers
from campaign_app.volunteers.models import Shift, Volunteer
from campaign_app.volunteers.rules import ShiftKind
from campaign_app.worksites import services
from campaign_app.worksites.models import Worksite, WorksiteTask
from campaign_app.worksites.rules import WorksiteKind
from tests.factories import NOW, make_account

ZONE = ZoneInfo("Asia/Almaty")


def make_shift(
    session: Session, campaign: Campaign, *, kind: ShiftKind = ShiftKind.SNOW_CLEARING
) -> Shift:
    """A shift of twenty places that began an hour ago."""
    details = volunteers.ShiftDetails(
        title="Қар тазалау",
        kind=kind,
        starts_at=NOW - timedelta(hours=1),
        ends_at=NOW + timedelta(hours=2),
        places=20,
    )
    return volunteers.create_shift(session, actor=None, now=NOW, campaign=campaign, details=details)


def make_worker(
    session: Session,
    shift: Shift | None,
    *,
    given_name: str = "Айгүл",
    surname: str = "Серікова",
    account: Account | None = None,
) -> Volunteer:
    """A volunteer with a place in the shift."""
    volunteer = volunteers.register_volunteer(
        session,
        actor=None,
        now=NOW,
        details=volunteers.VolunteerDetails(
            surname=surname, given_name=given_name, account_id=account.id if account else None
        ),
    )
    if shift is not None:
        volunteers.sign_up(
            session,
            actor=account or make_account(session),
            now=shift.starts_at - timedelta(days=1),
            shift_id=shift.id,
            volunteer=volunteer,
            zone=ZONE,
        )
    return volunteer


def make_site(session: Session, campaign: Campaign, *, name: str = "Аялдама 1") -> Worksite:
    """A bus stop, free in the round that is open."""
    return services.add_worksite(
        session,
        actor=None,
        now=NOW,
        campaign=campaign,
        details=services.WorksiteDetails(name=name, kind=WorksiteKind.BUS_STOP),
    )


def task_of(session: Session, worksite: Worksite) -> WorksiteTask:
    """The place in its latest round."""
    statement = (
        select(WorksiteTask)
        .where(WorksiteTask.worksite_id == worksite.id)
        .order_by(WorksiteTask.id.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    )
    return session.scalars(statement).one()


def take(session: Session, shift: Shift, worksite: Worksite, volunteer: Volunteer) -> WorksiteTask:
    """The crew of a volunteer takes a place."""
    return services.take_worksite(
        session,
        actor=None,
        now=NOW,
        shift_id=shift.id,
        task_id=task_of(session, worksite).id,
        volunteer_id=volunteer.id,
    )


def image_bytes(
    *, size: tuple[int, int] = (64, 48), kind: str = "JPEG", colour: str = "#8fb3c9"
) -> bytes:
    """A picture of one colour."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, format=kind)
    return out.getvalue()


def make_picture(colour: str = "#8fb3c9") -> Picture:
    """The same as it is kept."""
    return clean_picture(image_bytes(colour=colour))


def finish(session, actor, task, *, minutes=30, reason="телефон отырып қалды", volunteer=None):
    """A crew says that a place is done."""
    return services.finish_worksite(
        session,
        actor=actor,
        now=NOW + timedelta(minutes=minutes),
        task=task,
        volunteer_id=volunteer.id if volunteer else None,
        no_photo_reason=reason,
    )
