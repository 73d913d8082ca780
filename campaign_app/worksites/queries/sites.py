"""Reads of places and of where they stand in a round."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from campaign_app.core.i18n import N_, LabelledEnum
from campaign_app.core.pagination import ROWS_PER_PAGE, Page, Rows, fetch_page
from campaign_app.worksites.models import Crew, CrewMember, WorkRound, Worksite, WorksiteTask
from campaign_app.worksites.rules import TaskState, WorksiteKind, worked_minutes


class SiteFilter(LabelledEnum):
    """Which places a list shows."""

    OPEN = "open", N_("free")
    TAKEN = "taken", N_("a crew is there")
    DONE = "done", N_("done")
    WAITING = "waiting", N_("not in this round")
    RETIRED = "retired", N_("out of use")


@dataclass(frozen=True)
class SiteRow:
    """A place with where it stands in the round that is open; `state` None: not in it."""

    id: int
    sort_order: int
    name: str
    kind: WorksiteKind
    place: str
    note: str
    latitude: int | None
    longitude: int | None
    retired_at: datetime | None
    task_id: int | None
    state: TaskState | None
    crew_id: int | None
    crew_number: int | None
    taken_at: datetime | None
    done_at: datetime | None

    @property
    def minutes(self) -> int | None:
        """Minutes from taking to done."""
        if self.taken_at is None or self.done_at is None:
            return None
        return worked_minutes(self.taken_at, self.done_at)


@dataclass(frozen=True)
class TaskRow:
    """A place in a round, with its crew."""

    id: int
    round_id: int
    round_number: int
    opened_at: datetime
    worksite_id: int
    name: str
    kind: WorksiteKind
    place: str
    note: str
    latitude: int | None
    longitude: int | None
    state: TaskState
    crew_id: int | None
    crew_number: int | None
    taken_at: datetime | None
    done_at: datetime | None
    no_photo_reason: str
    release_reason: str

    minutes = SiteRow.minutes


def find_current_round(session: Session, campaign_id: int) -> WorkRound | None:
    """The round that is open."""
    statement = select(WorkRound).where(
        WorkRound.campaign_id == campaign_id, WorkRound.closed_at.is_(None)
    )
    return session.scalars(statement.execution_options(populate_existing=True)).one_or_none()


def find_worksite(session: Session, campaign_id: int, worksite_id: int) -> Worksite | None:
    """A place of the campaign."""
    found = session.get(Worksite, worksite_id)
    return found if found is not None and found.campaign_id == campaign_id else None


def names_in_use(session: Session, campaign_id: int) -> set[str]:
    """The names of the places that are in use."""
    statement = select(Worksite.name).where(
        Worksite.campaign_id == campaign_id, Worksite.retired_at.is_(None)
    )
    return set(session.scalars(statement))


def _sites(campaign_id: int, round_id: int | None) -> Rows:
    return (
        select(
            Worksite.id,
            Worksite.sort_order,
            Worksite.name,
            Worksite.kind,
            Worksite.place,
            Worksite.note,
            Worksite.latitude,
            Worksite.longitude,
            Worksite.retired_at,
            WorksiteTask.id,
            WorksiteTask.state,
            WorksiteTask.crew_id,
            Crew.number,
            WorksiteTask.taken_at,
            WorksiteTask.done_at,
        )
        .outerjoin(
            WorksiteTask,
            and_(WorksiteTask.worksite_id == Worksite.id, WorksiteTask.round_id == round_id),
        )
        .outerjoin(Crew, Crew.id == WorksiteTask.crew_id)
        .where(Worksite.campaign_id == campaign_id)
        .order_by(Worksite.sort_order, Worksite.id)
    )


def list_worksites(
    session: Session,
    campaign_id: int,
    *,
    round_id: int | None,
    shown: SiteFilter | None = None,
    page: int = 1,
    per_page: int = ROWS_PER_PAGE,
) -> Page[SiteRow]:
    """The places of a campaign in order; without a filter all that are in use."""
    statement = _sites(campaign_id, round_id)
    if shown is SiteFilter.RETIRED:
        statement = statement.where(Worksite.retired_at.is_not(None))
    else:
        statement = statement.where(Worksite.retired_at.is_(None))
    if shown is SiteFilter.WAITING:
        statement = statement.where(
            WorksiteTask.id.is_(None) | (WorksiteTask.state == TaskState.WITHDRAWN)
        )
    elif shown in (SiteFilter.OPEN, SiteFilter.TAKEN, SiteFilter.DONE):
        statement = statement.where(WorksiteTask.state == TaskState(shown.value))
    return fetch_page(
        session, statement, page=page, per_page=per_page, make_row=lambda row: SiteRow(*row)
    )


def list_for_rounds(session: Session, campaign_id: int) -> list[SiteRow]:
    """Every place in use, to choose from for the next round."""
    current = find_current_round(session, campaign_id)
    statement = _sites(campaign_id, current.id if current else None)
    rows = session.execute(statement.where(Worksite.retired_at.is_(None)))
    return [SiteRow(*row) for row in rows]


def count_by_state(session: Session, campaign_id: int, round_id: int) -> dict[TaskState, int]:
    """How many places of a round stand where; those out of use count where they stood."""
    statement = (
        select(WorksiteTask.state, func.count())
        .where(WorksiteTask.campaign_id == campaign_id, WorksiteTask.round_id == round_id)
        .group_by(WorksiteTask.state)
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def _tasks() -> Rows:
    return (
        select(
            WorksiteTask.id,
            WorksiteTask.round_id,
            WorkRound.number,
            WorkRound.opened_at,
            Worksite.id,
            Worksite.name,
            Worksite.kind,
            Worksite.place,
            Worksite.note,
            Worksite.latitude,
            Worksite.longitude,
            WorksiteTask.state,
            WorksiteTask.crew_id,
            Crew.number,
            WorksiteTask.taken_at,
            WorksiteTask.done_at,
            WorksiteTask.no_photo_reason,
            WorksiteTask.release_reason,
        )
        .join(WorkRound, WorkRound.id == WorksiteTask.round_id)
        .join(Worksite, Worksite.id == WorksiteTask.worksite_id)
        .outerjoin(Crew, Crew.id == WorksiteTask.crew_id)
    )


def list_free(session: Session, campaign_id: int, *, page: int = 1) -> Page[TaskRow]:
    """What can be taken in the round that is open, in order."""
    statement = (
        _tasks()
        .where(
            WorksiteTask.campaign_id == campaign_id,
            WorksiteTask.state == TaskState.OPEN,
            WorkRound.closed_at.is_(None),
        )
        .order_by(Worksite.sort_order, Worksite.id)
    )
    return fetch_page(session, statement, page=page, make_row=_task_row)


def list_own_tasks(session: Session, crew_id: int) -> list[TaskRow]:
    """What a crew has and has done: what it is at first, then the latest."""
    statement = (
        _tasks()
        .where(
            WorksiteTask.crew_id == crew_id,
            WorksiteTask.state.in_([TaskState.TAKEN, TaskState.DONE]),
        )
        .order_by(WorksiteTask.done_at.is_not(None), WorksiteTask.done_at.desc(), WorksiteTask.id)
        .limit(ROWS_PER_PAGE)
    )
    return [_task_row(row) for row in session.execute(statement)]


def find_own_task(session: Session, volunteer_id: int, task_id: int) -> TaskRow | None:
    """A place that somebody's crew has or has done; None for everything else."""
    statement = (
        _tasks()
        .join(CrewMember, CrewMember.crew_id == WorksiteTask.crew_id)
        .where(
            WorksiteTask.id == task_id,
            WorksiteTask.state.in_([TaskState.TAKEN, TaskState.DONE]),
            CrewMember.volunteer_id == volunteer_id,
            CrewMember.left_at.is_(None),
        )
    )
    row = session.execute(statement).one_or_none()
    return None if row is None else _task_row(row)


def history_of(session: Session, worksite_id: int) -> list[TaskRow]:
    """A place in all its rounds, the latest first."""
    statement = (
        _tasks()
        .where(WorksiteTask.worksite_id == worksite_id)
        .order_by(WorkRound.number.desc())
        .limit(ROWS_PER_PAGE)
    )
    return [_task_row(row) for row in session.execute(statement)]


def _task_row(row: Any) -> TaskRow:
    return TaskRow(*row)
