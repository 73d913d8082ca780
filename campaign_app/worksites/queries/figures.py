"""What was done: by round, by crew, and of a campaign for its report."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from campaign_app.volunteers.models import Shift
from campaign_app.worksites.models import Crew, WorkRound, Worksite, WorksiteTask
from campaign_app.worksites.rules import TaskState, WorksiteKind, worked_minutes

ROUNDS_SHOWN = 20


@dataclass(frozen=True)
class KindCount:
    """Places of one kind that were put in order, each counted once; `times` counts each round."""

    kind: WorksiteKind
    sites: int
    times: int


@dataclass(frozen=True)
class RoundRow:
    """A round with how much of it was done; `carried` went over into the next one."""

    id: int
    number: int
    note: str
    opened_at: datetime
    closed_at: datetime | None
    done: int
    left: int
    carried: int


@dataclass(frozen=True)
class CrewCount:
    """What a crew has done; minutes from taking to done."""

    crew_id: int
    number: int
    shift_title: str
    starts_at: datetime
    done: int
    minutes: int


def done_by_kind(session: Session, campaign_ids: Collection[int]) -> list[KindCount]:
    """Places put in order in these campaigns, by kind, most first."""
    statement = (
        select(Worksite.kind, func.count(Worksite.id.distinct()), func.count(WorksiteTask.id))
        .join(WorksiteTask, WorksiteTask.worksite_id == Worksite.id)
        .where(WorksiteTask.campaign_id.in_(campaign_ids), WorksiteTask.state == TaskState.DONE)
        .group_by(Worksite.kind)
        .order_by(func.count(Worksite.id.distinct()).desc(), Worksite.kind)
    )
    return [KindCount(*row) for row in session.execute(statement)]


def worksites_done(session: Session, campaign_ids: Collection[int]) -> int | None:
    """Places put in order, each once; None when these campaigns have none: unknown."""
    statement = select(
        func.count(WorksiteTask.id),
        func.count(
            case((WorksiteTask.state == TaskState.DONE, WorksiteTask.worksite_id)).distinct()
        ),
    ).where(WorksiteTask.campaign_id.in_(campaign_ids))
    planned, done = session.execute(statement).one()
    return done if planned else None


def list_rounds(session: Session, campaign_id: int) -> list[RoundRow]:
    """The latest rounds of a campaign, with what came of each."""

    def counted(*states: TaskState) -> object:
        return func.coalesce(func.sum(case((WorksiteTask.state.in_(states), 1), else_=0)), 0)

    statement = (
        select(
            WorkRound.id,
            WorkRound.number,
            WorkRound.note,
            WorkRound.opened_at,
            WorkRound.closed_at,
            counted(TaskState.DONE),  # type: ignore[call-overload]
            counted(TaskState.OPEN, TaskState.TAKEN),
            counted(TaskState.CARRIED),
        )
        .outerjoin(WorksiteTask, WorksiteTask.round_id == WorkRound.id)
        .where(WorkRound.campaign_id == campaign_id)
        .group_by(WorkRound.id)
        .order_by(WorkRound.number.desc())
        .limit(ROUNDS_SHOWN)
    )
    return [RoundRow(*row) for row in session.execute(statement)]


def work_by_crew(
    session: Session, campaign_id: int, *, round_id: int | None = None, shift_id: int | None = None
) -> list[CrewCount]:
    """What each crew has done: in the campaign, in one round, or in one shift."""
    statement = (
        select(
            Crew.id,
            Crew.number,
            Shift.title,
            Shift.starts_at,
            WorksiteTask.taken_at,
            WorksiteTask.done_at,
        )
        .join(WorksiteTask, WorksiteTask.crew_id == Crew.id)
        .join(Shift, Shift.id == Crew.shift_id)
        .where(Crew.campaign_id == campaign_id, WorksiteTask.state == TaskState.DONE)
        .order_by(Shift.starts_at, Crew.number, WorksiteTask.done_at)
    )
    if round_id is not None:
        statement = statement.where(WorksiteTask.round_id == round_id)
    if shift_id is not None:
        statement = statement.where(Crew.shift_id == shift_id)
    found: dict[int, CrewCount] = {}
    for row in session.execute(statement):
        crew_id, number, title, starts_at, taken_at, done_at = tuple[Any, ...](row)
        known = found.get(crew_id)
        minutes = worked_minutes(taken_at, done_at) + (known.minutes if known else 0)
        done = 1 + (known.done if known else 0)
        found[crew_id] = CrewCount(crew_id, number, title, starts_at, done, minutes)
    return list(found.values())
