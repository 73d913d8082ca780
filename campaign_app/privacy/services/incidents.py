"""The register of incidents with personal data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.core.audit import record_event
from campaign_app.core.errors import NotFound
from campaign_app.privacy.models import Incident
from campaign_app.privacy.rules.incidents import check_incident


@dataclass(frozen=True, kw_only=True)
class IncidentDetails:
    """What happened to whose data, what was done, who answers for it, who was told when."""

    detected_at: datetime
    what: str
    contact: str
    whom: str = ""
    measures: str = ""
    notified_at: datetime | None = None
    notified_whom: str = ""


def record_incident(
    session: Session, *, actor: Account | None, now: datetime, details: IncidentDetails
) -> Incident:
    """Note an incident. Refuses one that lies ahead and a notice before it."""
    check_incident(details.detected_at, details.notified_at, now)
    incident = Incident(
        **vars(details), recorded_at=now, recorded_by_id=actor.id if actor else None
    )
    session.add(incident)
    _record(session, actor, now, "incident:record", incident)
    session.flush()
    return incident


def edit_incident(
    session: Session, *, actor: Account, now: datetime, incident_id: int, details: IncidentDetails
) -> Incident:
    """Add what became known or was done. Refuses what `record_incident` refuses."""
    check_incident(details.detected_at, details.notified_at, now)
    incident = session.get(Incident, incident_id, with_for_update=True, populate_existing=True)
    if incident is None:
        raise NotFound()
    for name, value in vars(details).items():
        setattr(incident, name, value)
    _record(session, actor, now, "incident:edit", incident)
    session.flush()
    return incident


def _record(
    session: Session, actor: Account | None, now: datetime, action: str, incident: Incident
) -> None:
    actor_id = actor.id if actor else None
    record_event(session, actor_id=actor_id, now=now, action=action, subject=incident)
