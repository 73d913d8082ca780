"""What waits for somebody: shifts to fill, expenses to approve, packages to pack, lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from campaign_app.distribution import queries as distribution
from campaign_app.distribution.queries import OpenRound
from campaign_app.funds import queries as funds
from campaign_app.funds.queries import WaitingExpense
from campaign_app.inventory import queries as inventory
from campaign_app.volunteers import queries as volunteers
from campaign_app.volunteers.queries import ShiftRow

SHOWN = 20


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """What waits in some campaigns. `to_pack`: packages that rounds still lack, by campaign."""

    shifts: list[ShiftRow]
    expenses: list[WaitingExpense]
    rounds: list[OpenRound]
    to_pack: dict[int, int]

    @property
    def is_nothing(self) -> bool:
        """True when all is done."""
        return not (self.shifts or self.expenses or self.rounds or self.to_pack)


def what_waits(
    session: Session,
    *,
    now: datetime,
    shifts_of: Collection[int],
    expenses_of: Collection[int],
    rounds_of: Collection[int],
    packing_of: Collection[int],
    limit: int = SHOWN,
) -> Waiting:
    """What waits, of each kind in the campaigns in which the reader deals with it."""
    coming = volunteers.list_coming_shifts(session, shifts_of, now=now, limit=limit)
    rounds = distribution.list_recent_rounds(session, rounds_of, limit=limit)
    return Waiting(
        shifts=[shift for shift in coming if shift.places_left],
        expenses=funds.list_waiting_expenses(session, expenses_of, limit=limit),
        rounds=[found for found in rounds if found.waiting],
        to_pack=packages_to_pack(session, packing_of),
    )


def packages_to_pack(session: Session, campaign_ids: Collection[int]) -> dict[int, int]:
    """Packages that open rounds need and that are not in stock, by campaign."""
    needed = distribution.packages_needed(session, campaign_ids)
    on_hand = inventory.packages_on_hand(session, {need.version_id for need in needed})
    missing: defaultdict[int, int] = defaultdict(int)
    for need in needed:
        lacking = need.count - on_hand.get((need.version_id, need.variant), 0)
        if lacking > 0:
            missing[need.campaign_id] += lacking
    return dict(missing)
