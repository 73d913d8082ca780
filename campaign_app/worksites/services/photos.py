"""Photos of places: kept, and removed with their pixels."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.campaigns.services import lock_campaign
from campaign_app.core.pictures import Picture
from campaign_app.worksites import queries, rules
from campaign_app.worksites.models import WorksitePhoto, WorksiteTask
from campaign_app.worksites.rules import PhotoMoment
from campaign_app.worksites.services.locking import record


def add_photo(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    task: WorksiteTask,
    moment: PhotoMoment,
    picture: Picture,
    volunteer_id: int | None = None,
) -> WorksitePhoto:
    """Keep a photo of a place that a crew has, or has just done. The same one is kept once.

    `volunteer_id` is the member who sends it; None: the organiser. Refuses another crew's
    place, a place that nobody has, and a fifth photo of one moment.
    """
    lock_campaign(session, task.campaign_id)
    session.refresh(task)
    if task.state not in (rules.TaskState.TAKEN, rules.TaskState.DONE):
        raise rules.TaskNotOurs(field="photo")
    if volunteer_id is not None and not queries.is_in_crew(session, task.crew_id, volunteer_id):
        raise rules.TaskNotOurs(field="photo")
    known = queries.find_same_photo(session, task.id, moment, picture.sha256)
    if known is not None:
        return known
    rules.check_photo_count(queries.count_photos(session, task.id, moment))
    photo = WorksitePhoto(
        campaign_id=task.campaign_id,
        task_id=task.id,
        moment=moment,
        width=picture.width,
        height=picture.height,
        byte_count=len(picture.content),
        sha256=picture.sha256,
        content=picture.content,
        small=picture.small,
        uploaded_at=now,
        uploaded_by_id=actor.id if actor else None,
    )
    session.add(photo)
    record(session, actor, now, "worksite:photograph", photo)
    session.flush()
    return photo


def remove_photo(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    photo: WorksitePhoto,
    volunteer_id: int | None = None,
) -> WorksitePhoto:
    """Remove a photo for good: that there was one stays, its pixels do not.

    Members remove while the place is theirs to work on; the organiser always does, also
    when the campaign is closed: somebody may be recognised on it.
    """
    task = session.get_one(WorksiteTask, photo.task_id, with_for_update=True)
    session.refresh(photo)
    if volunteer_id is not None:
        is_ours = queries.is_in_crew(session, task.crew_id, volunteer_id)
        if not is_ours or task.state is not rules.TaskState.TAKEN:
            raise rules.TaskNotOurs()
    if photo.removed_at is not None:
        return photo
    photo.content = photo.small = None
    photo.removed_at, photo.removed_by_id = now, actor.id
    record(session, actor, now, "worksite:remove_photo", photo)
    session.flush()
    return photo
