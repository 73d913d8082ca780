"""What reports and the day's list need to know of volunteers, of several campaigns at once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign_app.volunteers.models import Participation, Shift, SignUp, Volunteer
from campaign_app.volunteers.queries.shifts import ShiftRow, shift_rows


@dataclass(frozen=True)
class UnitRow:
    """The participants of one department or group; `minutes` None: none were confirmed."""

    unit: str
    people: int
    minutes: int | None


def participants_by_unit(session: Session, campaign_ids: list[int]) -> list[UnitRow]:
    """Who took part by department or group, each person counted once; "" is not known."""
    people = (
        select(Volunteer.unit, func.count(Volunteer.id.distinct()))
        .join(Participation, Participation.volunteer_id == Volunteer.id)
        .where(Participation.campaign_id.in_(campaign_ids))
        .group_by(Volunteer.unit)
        .order_by(func.count(Volunteer.id.distinct()).desc(), Volunteer.unit)
    )
    worked = (
        select(Volunteer.unit, func.sum(SignUp.worked_minutes))
        .join(SignUp, SignUp.volunteer_id == Volunteer.id)
        .join(Shift, Shift.id == SignUp.shift_id)
        .where(Shift.campaign_id.in_(campaign_ids), SignUp.worked_minutes.is_not(None))
        .group_by(Volunteer.unit)
    )
    minutes = {row[0]: int(row[1] or 0) for row in session.execute(worked)}
    return [UnitRow(row[0], row[1], minutes.get(row[0])) for row in session.execute(people)]


def list_coming_shifts(
    session: Session, campaign_ids: Collection[int], *, now: datetime, limit: int
) -> list[ShiftRow]:
    """Shifts that take place and have not ended, the next first."""
    statement = (
        shift_rows()
        .where(
            Shift.campaign_id.in_(campaign_ids),
            Shift.ends_at > now,
            Shift.cancelled_at.is_(None),
        )
        .order_by(Shift.starts_at, Shift.id)
        .limit(limit)
    )
    return [ShiftRow(*row) for row in session.execute(statement)]
