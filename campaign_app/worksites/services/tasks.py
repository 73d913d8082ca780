"""A place is taken by one crew, given back, finished, opened again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.campaigns.services import lock_campaign
from campaign_app.core.errors import NotFound
from campaign_app.volunteers.rules import check_not_cancelled
from campaign_app.worksites import queries, rules
from campaign_app.worksites.models import Crew, Worksite, WorksiteTask
from campaign_app.worksites.rules import PhotoMoment, TaskAction, TaskState
from campaign_app.worksites.services.crews import add_members, new_crew
from campaign_app.worksites.services.locking import lock_shift_work, record


def take_worksite(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    shift_id: int,
    task_id: int,
    volunteer_id: int,
    with_ids: Collection[int] = (),
) -> WorksiteTask:
    """Take a place for the crew of a volunteer; she and `with_ids` form one if she has none.

    Of ten crews that press at once one gets it. Refuses a place that another crew has, a
    second place for one crew, who has no place in the shift, and a shift not under way.
    """
    shift = lock_shift_work(session, shift_id, [volunteer_id, *with_ids])
    check_not_cancelled(shift.cancelled_at, shift.cancel_reason)
    rules.check_under_way(shift.starts_at, shift.ends_at, now)
    task = _locked_task(session, shift.campaign_id, task_id)
    _check_current(session, task)
    crew = queries.find_crew_of(session, shift.id, volunteer_id)
    if crew is None:
        crew = new_crew(session, actor, now, shift, [volunteer_id, *with_ids])
    elif with_ids:
        add_members(session, actor, now, shift, crew, with_ids)
    return _give(session, actor, now, task, crew)


def assign_worksite(
    session: Session, *, actor: Account, now: datetime, task: WorksiteTask, crew_id: int
) -> WorksiteTask:
    """Give a place to a crew, as the organiser decides. Refuses as taking it does."""
    lock_campaign(session, task.campaign_id)
    task = _locked_task(session, task.campaign_id, task.id)
    crew = session.get(Crew, crew_id)
    if crew is None or crew.campaign_id != task.campaign_id:
        raise NotFound()
    _check_current(session, task)
    return _give(session, actor, now, task, crew)


def release_worksite(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    task: WorksiteTask,
    reason: str,
    volunteer_id: int | None = None,
) -> WorksiteTask:
    """Give a place back, so that another crew can take it.

    `volunteer_id` is the member who does; None: the organiser. Refuses without a reason,
    another crew's place, and one that nobody has.
    """
    task = _own_task(session, task, volunteer_id)
    name = _name(session, task)
    state = rules.next_state(task.state, TaskAction.RELEASE, site=name)
    if not reason.strip():
        raise rules.ReasonMissing(field="reason")
    task.state, task.crew_id, task.taken_at = state, None, None
    task.release_reason = reason.strip()[:500]
    record(session, actor, now, "worksite:release", task)
    session.flush()
    return task


def finish_worksite(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    task: WorksiteTask,
    volunteer_id: int | None = None,
    no_photo_reason: str = "",
) -> WorksiteTask:
    """Say that a place is done.

    Refuses without a photo of after the work or the reason why there is none, another
    crew's place, and one that nobody has taken.
    """
    task = _own_task(session, task, volunteer_id)
    state = rules.next_state(task.state, TaskAction.FINISH, site=_name(session, task))
    photos = queries.count_photos(session, task.id, PhotoMoment.AFTER)
    rules.check_proof(photos, no_photo_reason)
    task.state, task.done_at = state, now
    task.no_photo_reason = "" if photos else no_photo_reason.strip()[:500]
    record(session, actor, now, "worksite:finish", task)
    session.flush()
    return task


def reopen_worksite(
    session: Session, *, actor: Account, now: datetime, task: WorksiteTask, reason: str
) -> WorksiteTask:
    """Take "done" back: the place is free again in its round.

    Refuses without a reason, what is not done, and a round that is over.
    """
    lock_campaign(session, task.campaign_id)
    task = _locked_task(session, task.campaign_id, task.id)
    _check_current(session, task)
    state = rules.next_state(task.state, TaskAction.REOPEN, site=_name(session, task))
    if not reason.strip():
        raise rules.ReasonMissing(field="reason")
    task.state, task.crew_id, task.taken_at, task.done_at = state, None, None, None
    task.no_photo_reason, task.release_reason = "", reason.strip()[:500]
    record(session, actor, now, "worksite:reopen", task)
    session.flush()
    return task


def _give(
    session: Session, actor: Account | None, now: datetime, task: WorksiteTask, crew: Crew
) -> WorksiteTask:
    if task.crew_id == crew.id and task.state is TaskState.TAKEN:
        return task  # pressed twice
    if task.crew_id is not None and task.state is TaskState.TAKEN:
        number = queries.crew_number(session, task.crew_id)
        raise rules.SiteTaken(site=_name(session, task), crew=number)
    busy = queries.taken_by(session, crew.id)
    if busy is not None:
        raise rules.CrewBusy(crew=crew.number, site=busy)
    task.state = rules.next_state(task.state, TaskAction.TAKE, site=_name(session, task))
    task.crew_id, task.taken_at, task.release_reason = crew.id, now, ""
    record(session, actor, now, "worksite:take", task)
    session.flush()
    return task


def _own_task(session: Session, task: WorksiteTask, volunteer_id: int | None) -> WorksiteTask:
    """The task as it is now, locked; of the volunteer's own crew if one is named."""
    lock_campaign(session, task.campaign_id)
    task = _locked_task(session, task.campaign_id, task.id)
    if volunteer_id is not None and not queries.is_in_crew(session, task.crew_id, volunteer_id):
        raise rules.TaskNotOurs()
    return task


def _locked_task(session: Session, campaign_id: int, task_id: int) -> WorksiteTask:
    """As it is now: the campaign is locked, so nobody else changes it."""
    task = session.get(WorksiteTask, task_id, populate_existing=True)
    if task is None or task.campaign_id != campaign_id:
        raise NotFound()
    return task


def _check_current(session: Session, task: WorksiteTask) -> None:
    current = queries.find_current_round(session, task.campaign_id)
    if current is None:
        raise rules.RoundMissing()
    if task.round_id != current.id:
        raise rules.TaskRefused(site=_name(session, task), state=task.state)


def _name(session: Session, task: WorksiteTask) -> str:
    return session.execute(
        select(Worksite.name).where(Worksite.id == task.worksite_id)
    ).scalar_one()
