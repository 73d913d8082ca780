"""Rounds of work: the first opens with the first place, the next when it has snowed again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.services import lock_campaign
from campaign_app.worksites import queries, rules
from campaign_app.worksites.models import WorkRound, Worksite, WorksitePhoto, WorksiteTask
from campaign_app.worksites.rules import TaskAction, TaskState
from campaign_app.worksites.services.locking import record


def open_round(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    campaign: Campaign,
    worksite_ids: Collection[int],
    note: str = "",
) -> WorkRound:
    """Open the next round with these places, and with those that the last one left undone.

    A crew that is at work keeps its place: it goes on in the new round. The last round
    stays as it was. Refuses a round without any place, and a closed campaign.
    """
    lock_campaign(session, campaign.id)
    last = queries.find_current_round(session, campaign.id)
    left = _undone(session, last)
    chosen = session.scalars(
        select(Worksite.id)
        .where(
            Worksite.campaign_id == campaign.id,
            Worksite.retired_at.is_(None),
            Worksite.id.in_(list(worksite_ids)),
        )
        .order_by(Worksite.sort_order, Worksite.id)
    ).all()
    carried = {task.worksite_id for task in left}
    if not chosen and not carried:
        raise rules.SitesMissing(field="sites")
    if last is not None:
        last.closed_at = now
        record(session, actor, now, "work_round:close", last)
        session.flush()
    opened = _open(session, actor, now, campaign.id, note)
    for task in left:
        _carry_over(session, actor, now, task, opened)
    for worksite_id in chosen:
        if worksite_id not in carried:
            open_task(session, actor, now, opened, worksite_id)
    session.flush()
    return opened


def current_round_or_first(
    session: Session, actor: Account | None, now: datetime, campaign_id: int
) -> WorkRound:
    """The round that is open; the first place opens the first one. The campaign is locked."""
    current = queries.find_current_round(session, campaign_id)
    return current or _open(session, actor, now, campaign_id, "")


def open_task(
    session: Session, actor: Account | None, now: datetime, opened: WorkRound, worksite_id: int
) -> WorksiteTask:
    """Put a place into a round."""
    task = WorksiteTask(
        campaign_id=opened.campaign_id,
        round_id=opened.id,
        worksite_id=worksite_id,
        state=TaskState.OPEN,
    )
    session.add(task)
    record(session, actor, now, "worksite:open", task)
    return task


def _undone(session: Session, last: WorkRound | None) -> list[WorksiteTask]:
    if last is None:
        return []
    statement = (
        select(WorksiteTask)
        .where(
            WorksiteTask.round_id == last.id,
            WorksiteTask.state.not_in(list(rules.CLOSED_STATES)),
        )
        .order_by(WorksiteTask.id)
        .execution_options(populate_existing=True)
    )
    return list(session.scalars(statement))


def _open(
    session: Session, actor: Account | None, now: datetime, campaign_id: int, note: str
) -> WorkRound:
    last = session.execute(
        select(func.max(WorkRound.number)).where(WorkRound.campaign_id == campaign_id)
    ).scalar_one()
    opened = WorkRound(
        campaign_id=campaign_id,
        number=(last or 0) + 1,
        note=note.strip()[:500],
        opened_at=now,
        opened_by_id=actor.id if actor else None,
    )
    session.add(opened)
    record(session, actor, now, "work_round:open", opened)
    session.flush()
    return opened


def _carry_over(
    session: Session,
    actor: Account | None,
    now: datetime,
    task: WorksiteTask,
    opened: WorkRound,
) -> None:
    was = task.state
    task.state = rules.next_state(was, TaskAction.CARRY)
    record(session, actor, now, "worksite:carry_over", task)
    session.flush()  # before the next one: a crew has one place at a time
    following = WorksiteTask(
        campaign_id=task.campaign_id,
        round_id=opened.id,
        worksite_id=task.worksite_id,
        state=was,
        crew_id=task.crew_id,
        taken_at=task.taken_at,
        release_reason=task.release_reason,
        from_task_id=task.id,
    )
    session.add(following)
    record(session, actor, now, "worksite:open", following)
    session.flush()
    # What a crew has photographed already belongs to the work that goes on.
    session.execute(
        update(WorksitePhoto)
        .where(WorksitePhoto.task_id == task.id)
        .values(task_id=following.id)
        .execution_options(synchronize_session=False)
    )
