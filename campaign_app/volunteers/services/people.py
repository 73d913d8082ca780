"""What is done with volunteers and their part in campaigns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.campaigns.models import Campaign
from campaign_app.core.audit import record_event
from campaign_app.core.names import fold, sort_key
from campaign_app.volunteers import rules
from campaign_app.volunteers.models import Participation, Volunteer


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


def register_volunteer(
    session: Session, *, actor: Account | None, now: datetime, details: VolunteerDetails
) -> Volunteer:
    """Register a volunteer. Refuses somebody without any name."""
    volunteer = Volunteer(created_at=now)
    fill(volunteer, details, now)
    session.add(volunteer)
    record_change(session, actor, now, "volunteer:create", volunteer)
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
    fill(volunteer, details, now)
    record_change(session, actor, now, "volunteer:edit", volunteer)
    session.flush()


def fill(volunteer: Volunteer, details: VolunteerDetails, now: datetime) -> None:
    """Write what is known, and what it is found and sorted by. Raises NameMissing."""
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
    record_change(session, actor, now, "volunteer:take_part", participation)
    session.flush()
    return participation


def record_change(
    session: Session,
    actor: Account | None,
    now: datetime,
    action: str,
    subject: object,
    campaign_id: int | None = None,
    **more: str,
) -> None:
    record_event(
        session,
        actor_id=actor.id if actor else None,
        now=now,
        action=action,
        subject=subject,
        campaign_id=campaign_id,
        **more,
    )
