"""Places: added, described, put in order, taken out of use and brought back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.services import lock_campaign
from campaign_app.worksites import queries, rules
from campaign_app.worksites.models import Worksite, WorksiteTask
from campaign_app.worksites.rules import TaskAction, WorksiteKind
from campaign_app.worksites.services.locking import record
from campaign_app.worksites.services.rounds import current_round_or_first, open_task


@dataclass(frozen=True, kw_only=True)
class WorksiteDetails:
    """What describes a place. `position`: latitude and longitude in millionths of a degree."""

    name: str
    kind: WorksiteKind
    place: str = ""
    note: str = ""
    position: tuple[int, int] | None = None


def add_worksite(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    campaign: Campaign,
    details: WorksiteDetails,
) -> Worksite:
    """Add a place at the end of the order; it can be taken in the round that is open.

    Refuses a place without a name, a name that is there already, and a closed campaign.
    """
    lock_campaign(session, campaign.id)
    _check_name(session, campaign.id, details.name)
    return _add(session, actor, now, campaign, [details])[0]


def add_worksites(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    campaign: Campaign,
    kind: WorksiteKind,
    lines: Sequence[tuple[str, str, str]],
) -> tuple[list[Worksite], list[str]]:
    """Add a place a line (name, address, note); gives them and the names that were there.

    Refuses a closed campaign.
    """
    lock_campaign(session, campaign.id)
    known = queries.names_in_use(session, campaign.id)
    details = [
        WorksiteDetails(name=name, kind=kind, place=place, note=note)
        for name, place, note in lines
        if name not in known
    ]
    left_out = [name for name, _place, _note in lines if name in known]
    return _add(session, actor, now, campaign, details), left_out


def edit_worksite(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    worksite: Worksite,
    details: WorksiteDetails,
) -> Worksite:
    """Describe a place anew. Refuses as adding does."""
    lock_campaign(session, worksite.campaign_id)
    session.refresh(worksite)
    if details.name != worksite.name:
        _check_name(session, worksite.campaign_id, details.name)
    _fill(worksite, details)
    record(session, actor, now, "worksite:edit", worksite)
    session.flush()
    return worksite


def move_worksite(
    session: Session, *, actor: Account, now: datetime, worksite: Worksite, place: int
) -> Worksite:
    """Put a place there in the order of going, counted from 1 among those in use."""
    lock_campaign(session, worksite.campaign_id)
    found = session.scalars(
        select(Worksite)
        .where(Worksite.campaign_id == worksite.campaign_id, Worksite.retired_at.is_(None))
        .order_by(Worksite.sort_order, Worksite.id)
        .execution_options(populate_existing=True)
    ).all()
    if worksite not in found:
        raise rules.SiteRetired()
    for number, each in enumerate(rules.moved(found, worksite, place), start=1):
        if each.sort_order != number:
            each.sort_order = number
    record(session, actor, now, "worksite:move", worksite)
    session.flush()
    return worksite


def retire_worksite(
    session: Session, *, actor: Account, now: datetime, worksite: Worksite, reason: str
) -> Worksite:
    """Take a place out of use; what was done there stays.

    Refuses without a reason, one that is out of use, and one where a crew is at work.
    """
    lock_campaign(session, worksite.campaign_id)
    session.refresh(worksite)
    if worksite.retired_at is not None:
        raise rules.SiteRetired()
    if not reason.strip():
        raise rules.ReasonMissing(field="reason")
    task = _current_task(session, worksite)
    if task is not None and task.state not in rules.CLOSED_STATES:
        if task.crew_id is not None:
            crew = queries.crew_number(session, task.crew_id)
            raise rules.SiteTaken(site=worksite.name, crew=crew)
        task.state = rules.next_state(task.state, TaskAction.WITHDRAW, site=worksite.name)
        record(session, actor, now, "worksite:withdraw", task)
    worksite.retired_at, worksite.retired_by_id = now, actor.id
    worksite.retire_reason = reason.strip()[:500]
    record(session, actor, now, "worksite:retire", worksite)
    session.flush()
    return worksite


def restore_worksite(
    session: Session, *, actor: Account, now: datetime, worksite: Worksite
) -> Worksite:
    """Bring a place back into use and into the round that is open.

    Refuses one whose name another place in use has.
    """
    lock_campaign(session, worksite.campaign_id)
    session.refresh(worksite)
    if worksite.retired_at is None:
        return worksite
    _check_name(session, worksite.campaign_id, worksite.name)
    worksite.retired_at = worksite.retired_by_id = None
    worksite.retire_reason = ""
    record(session, actor, now, "worksite:restore", worksite)
    session.flush()
    task = _current_task(session, worksite)
    if task is None:
        current = current_round_or_first(session, actor, now, worksite.campaign_id)
        open_task(session, actor, now, current, worksite.id)
    elif task.state is rules.TaskState.WITHDRAWN:
        task.state = rules.next_state(task.state, TaskAction.RESTORE, site=worksite.name)
        record(session, actor, now, "worksite:bring_back", task)
    session.flush()
    return worksite


def _add(
    session: Session,
    actor: Account | None,
    now: datetime,
    campaign: Campaign,
    wanted: Sequence[WorksiteDetails],
) -> list[Worksite]:
    last = session.execute(
        select(func.max(Worksite.sort_order)).where(Worksite.campaign_id == campaign.id)
    ).scalar_one()
    made = []
    for number, details in enumerate(wanted, start=(last or 0) + 1):
        worksite = Worksite(campaign_id=campaign.id, sort_order=number, created_at=now)
        _fill(worksite, details)
        session.add(worksite)
        record(session, actor, now, "worksite:create", worksite)
        made.append(worksite)
    session.flush()
    if made:
        current = current_round_or_first(session, actor, now, campaign.id)
        for worksite in made:
            open_task(session, actor, now, current, worksite.id)
        session.flush()
    return made


def _fill(worksite: Worksite, details: WorksiteDetails) -> None:
    worksite.name, worksite.kind = details.name, details.kind
    worksite.place, worksite.note = details.place, details.note
    worksite.latitude, worksite.longitude = details.position or (None, None)


def _check_name(session: Session, campaign_id: int, name: str) -> None:
    if not name.strip():
        raise rules.NameMissing(field="name")
    if name in queries.names_in_use(session, campaign_id):
        raise rules.NameTaken(field="name", name=name)


def _current_task(session: Session, worksite: Worksite) -> WorksiteTask | None:
    current = queries.find_current_round(session, worksite.campaign_id)
    if current is None:
        return None
    return session.scalars(
        select(WorksiteTask)
        .where(WorksiteTask.round_id == current.id, WorksiteTask.worksite_id == worksite.id)
        .execution_options(populate_existing=True)
    ).one_or_none()
