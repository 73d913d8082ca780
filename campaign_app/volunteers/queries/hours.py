"""Reads of confirmed hours."""

from __future__ import annotations

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from campaign_app.volunteers.models import Shift, SignUp
from campaign_app.volunteers.queries.shifts import ShiftRow, shift_rows


def worked_minutes_in(session: Session, campaign_ids: list[int]) -> int | None:
    """Confirmed minutes in these campaigns; None when none were confirmed: unknown."""
    statement = (
        select(func.sum(SignUp.worked_minutes))
        .join(Shift, Shift.id == SignUp.shift_id)
        .where(Shift.campaign_id.in_(campaign_ids))
    )
    found = session.execute(statement).scalar_one()
    return None if found is None else int(found)


def worked_minutes_of(session: Session, volunteer_id: int) -> list[tuple[ShiftRow, int]]:
    """The confirmed shifts of somebody with their minutes, the latest first."""
    statement = (
        shift_rows()
        .add_columns(SignUp.worked_minutes)
        .join(SignUp, and_(SignUp.shift_id == Shift.id, SignUp.volunteer_id == volunteer_id))
        .where(SignUp.worked_minutes.is_not(None))
        .order_by(Shift.starts_at.desc())
    )
    return [(ShiftRow(*row[:-1]), row[-1]) for row in session.execute(statement)]
