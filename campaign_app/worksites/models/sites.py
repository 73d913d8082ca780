"""Places of work, rounds of work, and each place in each round."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from campaign_app.core.column_types import EnumText, UtcDateTime, one_of
from campaign_app.extensions import Base
from campaign_app.worksites.rules import TaskState, WorksiteKind

IN_USE = text("retired_at IS NULL")
IS_CURRENT = text("closed_at IS NULL")
IS_TAKEN = text("state = 'taken'")


class Worksite(Base):
    """A place of a campaign where work is done; `sort_order` is the order of going there.

    Coordinates are millionths of a degree.
    """

    __tablename__ = "worksites"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[WorksiteKind] = mapped_column(EnumText(WorksiteKind))
    sort_order: Mapped[int]
    place: Mapped[str] = mapped_column(String(200), default="")
    note: Mapped[str] = mapped_column(String(1000), default="")
    latitude: Mapped[int | None]
    longitude: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    retired_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    retire_reason: Mapped[str] = mapped_column(String(500), default="")

    __table_args__ = (
        one_of("kind", WorksiteKind),
        CheckConstraint("name <> ''", name="name_given"),
        CheckConstraint("sort_order > 0", name="sort_order_positive"),
        CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name="position_whole"),
        CheckConstraint(
            "latitude BETWEEN -90000000 AND 90000000 "
            "AND longitude BETWEEN -180000000 AND 180000000",
            name="position_on_earth",
        ),
        CheckConstraint("retired_at IS NULL OR retire_reason <> ''", name="retired_with_reason"),
        Index(
            "uq_worksites_name",
            "campaign_id",
            "name",
            unique=True,
            sqlite_where=IN_USE,
            postgresql_where=IN_USE,
        ),
        Index("ix_worksites_order", "campaign_id", "sort_order", "id"),
    )


class WorkRound(Base):
    """All places once: after a snowfall the next round opens, and this one stays as it was."""

    __tablename__ = "work_rounds"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    number: Mapped[int]
    note: Mapped[str] = mapped_column(String(500), default="")
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint("closed_at IS NULL OR closed_at >= opened_at", name="closed_after_opening"),
        Index("uq_work_rounds_number", "campaign_id", "number", unique=True),
        Index(
            "uq_work_rounds_current",
            "campaign_id",
            unique=True,
            sqlite_where=IS_CURRENT,
            postgresql_where=IS_CURRENT,
        ),
    )


class WorksiteTask(Base):
    """A place in a round: the crew that took it, and when it was done.

    `from_task_id` is the task of the round before that was carried over. A crew has one
    taken place at a time, which the database holds as well.
    """

    __tablename__ = "worksite_tasks"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    round_id: Mapped[int] = mapped_column(ForeignKey("work_rounds.id"))
    worksite_id: Mapped[int] = mapped_column(ForeignKey("worksites.id"))
    state: Mapped[TaskState] = mapped_column(EnumText(TaskState))
    crew_id: Mapped[int | None] = mapped_column(ForeignKey("crews.id"))
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    no_photo_reason: Mapped[str] = mapped_column(String(500), default="")
    release_reason: Mapped[str] = mapped_column(String(500), default="")
    from_task_id: Mapped[int | None] = mapped_column(ForeignKey("worksite_tasks.id"))

    __table_args__ = (
        one_of("state", TaskState),
        CheckConstraint(
            "state NOT IN ('taken', 'done') OR (crew_id IS NOT NULL AND taken_at IS NOT NULL)",
            name="worked_by_a_crew",
        ),
        CheckConstraint(
            "state NOT IN ('open', 'withdrawn') OR crew_id IS NULL", name="free_without_a_crew"
        ),
        CheckConstraint("(state = 'done') = (done_at IS NOT NULL)", name="done_at_a_time"),
        CheckConstraint("done_at IS NULL OR done_at >= taken_at", name="done_after_taking"),
        Index("uq_worksite_tasks_once", "round_id", "worksite_id", unique=True),
        Index(
            "uq_worksite_tasks_one_place",
            "crew_id",
            unique=True,
            sqlite_where=IS_TAKEN,
            postgresql_where=IS_TAKEN,
        ),
        Index("ix_worksite_tasks_crew", "crew_id", "state"),
        Index("ix_worksite_tasks_worksite", "worksite_id", "round_id"),
        Index("ix_worksite_tasks_totals", "campaign_id", "state", "worksite_id"),
        Index("ix_worksite_tasks_from", "from_task_id"),
    )
