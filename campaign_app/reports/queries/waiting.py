"""What waits for somebody: expenses to approve, shifts to fill, lines without an outcome."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from campaign_app.funds import queries as funds
from campaign_app.funds.queries import WaitingExpense
from campaign_app.volunteers import queries as volunteers
from campaign_app.volunteers.queries import ShiftRow

SHOWN = 20


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """What waits in some campaigns, the most urgent first."""

    shifts: list[ShiftRow]
    expenses: list[WaitingExpense]

    @property
    def is_nothing(self) -> bool:
        """True when all is done."""
        return not (self.shifts or self.expenses)


def what_waits(
    session: Session,
    *,
    now: datetime,
    shifts_of: Collection[int],
    expenses_of: Collection[int],
    limit: int = SHOWN,
) -> Waiting:
    """What waits, of each kind in the campaigns in which the reader deals with it."""
    coming = volunteers.list_coming_shifts(session, shifts_of, now=now, limit=limit)
    return Waiting(
        shifts=[shift for shift in coming if shift.places_left],
        expenses=funds.list_waiting_expenses(session, expenses_of, limit=limit),
    )
