"""A form that is sent twice creates one thing.

Every form that creates something carries a random `submission_id`. The first sending
claims it in the same transaction as what it creates; a second one is told where the
result of the first stands.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from campaign_app.core.column_types import UtcDateTime
from campaign_app.extensions import Base


class Submission(Base):
    """A form that was accepted, and the address of what it made."""

    __tablename__ = "submissions"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(64), primary_key=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    result_url: Mapped[str] = mapped_column(String(500))
    accepted_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (Index("ix_submissions_accepted_at", "accepted_at"),)


class AlreadySubmitted(Exception):
    """The form was accepted before; `result_url` shows what it made."""

    def __init__(self, result_url: str) -> None:
        """`result_url` is where the first sending was led to."""
        self.result_url = result_url
        super().__init__(result_url)


def claim_submission(
    session: Session,
    *,
    submission_id: str,
    purpose: str,
    actor_id: int | None,
    now: datetime,
) -> Submission:
    """Claim the id for `purpose` (the endpoint); set `result_url` on what is returned.

    Raises AlreadySubmitted when it was claimed before, also by a request that was
    still running: the database lets one of two through.
    """
    submission_id = submission_id.replace("\x00", "")  # PostgreSQL refuses NUL in a text
    done = session.get(Submission, (submission_id, purpose))
    if done is None:
        row = Submission(
            id=submission_id, purpose=purpose, actor_id=actor_id, result_url="", accepted_at=now
        )
        try:
            with session.begin_nested():
                session.add(row)
        except IntegrityError:
            done = session.get(Submission, (submission_id, purpose), populate_existing=True)
            if done is None:
                raise
        else:
            return row
    raise AlreadySubmitted(done.result_url)
