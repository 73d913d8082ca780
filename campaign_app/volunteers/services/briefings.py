"""Recording safety briefings, parents' consents, and who curates a group."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.core.errors import NotFound
from campaign_app.volunteers import queries
from campaign_app.volunteers.models import (
    CuratedGroup,
    ParentalConsent,
    SafetyBriefing,
    Shift,
    Volunteer,
)
from campaign_app.volunteers.rules import briefings as briefing_rules
from campaign_app.volunteers.rules import groups as group_rules
from campaign_app.volunteers.services.people import record_change
from campaign_app.volunteers.services.waiting import lock_shift, lock_volunteers


def record_briefings(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    volunteer_ids: Collection[int],
    held_by: str,
    held_at: datetime,
    shift: Shift | None = None,
) -> list[SafetyBriefing]:
    """Write down that these volunteers were briefed; in a shift, each once.

    Refuses a briefing that nobody held, one that lies ahead, and an empty list.
    """
    if not volunteer_ids:
        raise group_rules.NobodyChosen()
    briefing_rules.check_briefing(held_by, held_at, now)
    known = set()
    if shift is not None:
        lock_shift(session, shift.id)  # two organisers who press at once
        known = set(_briefed_in(session, shift))
    made = [
        SafetyBriefing(
            volunteer_id=volunteer_id,
            shift_id=shift.id if shift else None,
            held_by=held_by,
            held_at=held_at,
            recorded_by_id=actor.id if actor else None,
            recorded_at=now,
        )
        for volunteer_id in sorted(set(volunteer_ids) - known)
    ]
    session.add_all(made)
    campaign_id = shift.campaign_id if shift else None
    for briefing in made:
        record_change(session, actor, now, "volunteer:brief", briefing, campaign_id)
    session.flush()
    return made


def _briefed_in(session: Session, shift: Shift) -> list[int]:
    found = select(SafetyBriefing.volunteer_id).where(SafetyBriefing.shift_id == shift.id)
    return list(session.scalars(found))


def brief_at_start(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    shift: Shift,
    volunteer_id: int,
    is_said: bool,
) -> None:
    """Whoever confirms a first shift confirms its briefing: nobody's hours stand without one.

    Refuses dangerous work when it was not said (`is_said`) that the briefing was held.
    """
    if queries.is_briefed(session, volunteer_id, by=shift.ends_at):
        return
    is_dangerous = briefing_rules.is_dangerous_work(
        shift.kind, is_heavy=shift.is_heavy_work, is_emergency=shift.is_emergency_work
    )
    if is_dangerous and not is_said:
        raise briefing_rules.BriefingNotSaid(field="briefing_was_held")
    record_briefings(
        session,
        actor=actor,
        now=now,
        volunteer_ids=[volunteer_id],
        held_by=actor.full_name,
        held_at=min(shift.starts_at, now),
        shift=shift,
    )


def record_parental_consent(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    today: date,
    volunteer: Volunteer,
    parent_name: str,
    signed_on: date,
) -> ParentalConsent:
    """Write down that a parent allowed it on paper. Refuses a nameless one and a coming date."""
    briefing_rules.check_parental_consent(parent_name, signed_on, today)
    consent = ParentalConsent(
        volunteer_id=volunteer.id,
        parent_name=parent_name,
        signed_on=signed_on,
        recorded_by_id=actor.id,
        recorded_at=now,
    )
    session.add(consent)
    record_change(session, actor, now, "volunteer:parental_consent", consent)
    session.flush()
    return consent


def withdraw_parental_consent(
    session: Session, *, actor: Account, now: datetime, volunteer: Volunteer, consent_id: int
) -> None:
    """The paper counts no longer; twice is once. Refuses one of somebody else."""
    consent = session.get(ParentalConsent, consent_id, with_for_update=True)
    if consent is None or consent.volunteer_id != volunteer.id:
        raise NotFound()
    if consent.withdrawn_at is not None:
        return
    consent.withdrawn_at, consent.withdrawn_by_id = now, actor.id
    record_change(session, actor, now, "volunteer:withdraw_parental_consent", consent)
    session.flush()


def name_curator(
    session: Session, *, actor: Account, now: datetime, volunteer: Volunteer, unit: str
) -> CuratedGroup:
    """Let a volunteer sign a group up; twice is once. Refuses a group without a name."""
    if not unit:
        raise briefing_rules.UnitMissing(field="unit")
    lock_volunteers(session, [volunteer.id])  # two who name her at once name her once
    for known in queries.list_curated_groups(session, volunteer.id):
        if known.unit == unit:
            return known
    group = CuratedGroup(volunteer_id=volunteer.id, unit=unit, named_by_id=actor.id, named_at=now)
    session.add(group)
    record_change(session, actor, now, "volunteer:name_curator", group)
    session.flush()
    return group


def dismiss_curator(
    session: Session, *, actor: Account, now: datetime, volunteer: Volunteer, group_id: int
) -> None:
    """She signs that group up no longer; the log keeps that she could. Refuses another's."""
    group = session.get(CuratedGroup, group_id)
    if group is None or group.volunteer_id != volunteer.id:
        raise NotFound()
    record_change(session, actor, now, "volunteer:dismiss_curator", group)
    session.delete(group)
    session.flush()
