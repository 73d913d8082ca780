"""Pictures that prove a receipt: kept with the proof, and removed with their pixels."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.core.audit import record_event
from campaign_app.core.pictures import Picture
from campaign_app.distribution.models import ProofPicture


def keep_picture(
    session: Session,
    *,
    now: datetime,
    campaign_id: int,
    picture: Picture,
    proof_id: int | None = None,
    door_record_id: str | None = None,
) -> None:
    """Keep a picture with its proof, or with what a phone recorded while that waits."""
    session.add(
        ProofPicture(
            campaign_id=campaign_id,
            proof_id=proof_id,
            door_record_id=door_record_id,
            width=picture.width,
            height=picture.height,
            content=picture.content,
            kept_at=now,
        )
    )
    session.flush()


def hand_picture_on(session: Session, *, door_record_id: str, proof_id: int | None) -> None:
    """What a phone recorded is decided: its picture goes to the proof, or goes altogether."""
    picture = session.scalars(
        select(ProofPicture).where(ProofPicture.door_record_id == door_record_id)
    ).first()
    if picture is None:
        return
    if proof_id is None:
        session.delete(picture)
    else:
        picture.door_record_id, picture.proof_id = None, proof_id
    session.flush()


def remove_picture(
    session: Session, *, actor: Account, now: datetime, picture: ProofPicture
) -> None:
    """Remove a picture for good, because it shows what it should not; the proof itself stays.

    Possible also in a closed round: somebody may be recognised on it.
    """
    session.refresh(picture, with_for_update=True)
    if picture.removed_at is not None:
        return
    picture.content = None
    picture.removed_at, picture.removed_by_id = now, actor.id
    record_event(
        session, actor_id=actor.id, now=now, action="delivery:remove_picture", subject=picture
    )
    session.flush()


def forget_pictures(session: Session, *, picture_ids: Collection[int]) -> None:
    """Empty pictures that are past their time; that somebody received stays proven."""
    statement = (
        update(ProofPicture).where(ProofPicture.id.in_(list(picture_ids))).values(content=None)
    )
    session.execute(statement, execution_options={"synchronize_session": False})
    session.expire_all()
