"""Reads of photos: their lines without pixels, and one with them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, undefer

from campaign_app.worksites.models import CrewMember, WorksitePhoto, WorksiteTask
from campaign_app.worksites.rules import PhotoMoment


@dataclass(frozen=True)
class PhotoRow:
    """A photo without its pixels."""

    id: int
    task_id: int
    moment: PhotoMoment
    width: int
    height: int
    uploaded_at: datetime


def photos_of(session: Session, task_ids: Collection[int]) -> list[PhotoRow]:
    """The photos of these places in their rounds, those of before first."""
    statement = (
        select(
            WorksitePhoto.id,
            WorksitePhoto.task_id,
            WorksitePhoto.moment,
            WorksitePhoto.width,
            WorksitePhoto.height,
            WorksitePhoto.uploaded_at,
        )
        .where(WorksitePhoto.task_id.in_(list(task_ids)), WorksitePhoto.removed_at.is_(None))
        .order_by(WorksitePhoto.moment.desc(), WorksitePhoto.id)
    )
    return [PhotoRow(*row) for row in session.execute(statement)]


def count_photos(session: Session, task_id: int, moment: PhotoMoment) -> int:
    """How many photos of that moment there are."""
    statement = select(func.count(WorksitePhoto.id)).where(
        WorksitePhoto.task_id == task_id,
        WorksitePhoto.moment == moment,
        WorksitePhoto.removed_at.is_(None),
    )
    return session.execute(statement).scalar_one()


def find_same_photo(
    session: Session, task_id: int, moment: PhotoMoment, sha256: str
) -> WorksitePhoto | None:
    """The photo with this content, if it is there: a second click adds nothing."""
    statement = select(WorksitePhoto).where(
        WorksitePhoto.task_id == task_id,
        WorksitePhoto.moment == moment,
        WorksitePhoto.sha256 == sha256,
        WorksitePhoto.removed_at.is_(None),
    )
    return session.scalars(statement).first()


def find_photo(
    session: Session, campaign_id: int, photo_id: int, *, with_pixels: str = ""
) -> WorksitePhoto | None:
    """A photo of the campaign that was not removed. `with_pixels`: `content` or `small`."""
    statement = select(WorksitePhoto).where(
        WorksitePhoto.id == photo_id,
        WorksitePhoto.campaign_id == campaign_id,
        WorksitePhoto.removed_at.is_(None),
    )
    if with_pixels:
        statement = statement.options(undefer(getattr(WorksitePhoto, with_pixels)))
    return session.scalars(statement).one_or_none()


def find_own_photo(session: Session, volunteer_id: int, photo_id: int) -> WorksitePhoto | None:
    """A photo of a place that somebody's crew has or has done; None for everything else."""
    statement = (
        select(WorksitePhoto)
        .join(WorksiteTask, WorksiteTask.id == WorksitePhoto.task_id)
        .join(CrewMember, CrewMember.crew_id == WorksiteTask.crew_id)
        .where(
            WorksitePhoto.id == photo_id,
            WorksitePhoto.removed_at.is_(None),
            CrewMember.volunteer_id == volunteer_id,
            CrewMember.left_at.is_(None),
        )
    )
    return session.scalars(statement).one_or_none()
