"""Pledges: what was promised, what of it came. Amounts are tiyn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ScalarSelect, and_, case, func, select
from sqlalchemy.orm import Session

from campaign_app.core.pagination import ROWS_PER_PAGE, Page, Rows
from campaign_app.funds.models import Donation, Pledge
from campaign_app.funds.rules import PledgeState, pledge_state


@dataclass(frozen=True, kw_only=True)
class PledgeRow:
    """A pledge in a list, as of a day."""

    id: int
    donor_name: str
    contact: str
    amount_minor: int
    came_minor: int
    is_in_kind: bool
    promised_on: date
    due_on: date | None
    note: str
    withdrawn_at: datetime | None
    withdraw_reason: str
    state: PledgeState

    @property
    def left_minor(self) -> int:
        """What is still to come, in tiyn; 0 of one that is over."""
        is_over = self.state in (PledgeState.KEPT, PledgeState.WITHDRAWN)
        return 0 if is_over else self.amount_minor - self.came_minor


@dataclass(frozen=True)
class PledgeSums:
    """What is still to come to a campaign, money and goods apart."""

    money_minor: int
    goods_minor: int
    overdue_minor: int


def _came() -> ScalarSelect[Any]:
    """What came of a pledge and was kept."""
    return (
        select(func.coalesce(func.sum(Donation.kept_minor), 0))
        .where(Donation.pledge_id == Pledge.id, Donation.voided_at.is_(None))
        .correlate(Pledge)
        .scalar_subquery()
    )


def find_pledge(session: Session, campaign_id: int, pledge_id: int) -> Pledge | None:
    """The pledge, if it is one of the campaign's."""
    found = session.get(Pledge, pledge_id)
    return found if found is not None and found.campaign_id == campaign_id else None


def came_of_pledge(session: Session, pledge_id: int) -> int:
    """What came of a pledge and was kept, in tiyn."""
    came = session.scalar(select(_came()).select_from(Pledge).where(Pledge.id == pledge_id))
    return int(came or 0)


def _state(today: date) -> Any:
    """The same as `rules.pledge_state`, for the database to filter by."""
    return case(
        (Pledge.withdrawn_at.is_not(None), PledgeState.WITHDRAWN.value),
        (_came() >= Pledge.amount_minor, PledgeState.KEPT.value),
        (and_(Pledge.due_on.is_not(None), Pledge.due_on < today), PledgeState.OVERDUE.value),
        else_=PledgeState.OPEN.value,
    )


def _pledges(campaign_id: int, state: PledgeState | None, today: date) -> Rows:
    statement: Rows = select(Pledge, _came().label("came")).where(Pledge.campaign_id == campaign_id)
    if state is not None:
        statement = statement.where(_state(today) == state.value)
    return statement.order_by(Pledge.promised_on.desc(), Pledge.id.desc())


def count_pledges(session: Session, campaign_id: int, today: date) -> dict[PledgeState, int]:
    """How many pledges stand how."""
    state = _state(today).label("state")
    statement = select(state, func.count()).where(Pledge.campaign_id == campaign_id)
    rows = session.execute(statement.group_by(state))
    return {PledgeState(name): count for name, count in rows}


def list_pledges(
    session: Session,
    campaign_id: int,
    *,
    state: PledgeState | None,
    today: date,
    page: int,
    per_page: int = ROWS_PER_PAGE,
) -> Page[PledgeRow]:
    """The pledges of a campaign, the latest first, of all or of one state."""
    counts = count_pledges(session, campaign_id, today)
    total = sum(counts.values()) if state is None else counts.get(state, 0)
    page = min(max(1, page), max(1, -(-total // per_page)))
    found = _pledges(campaign_id, state, today).limit(per_page).offset((page - 1) * per_page)
    rows = [_row(pledge, int(came), today) for pledge, came in session.execute(found)]
    return Page(rows, page, total, per_page)


def stream_pledges(
    session: Session, campaign_id: int, *, state: PledgeState | None, today: date
) -> list[PledgeRow]:
    """All pledges that the filter shows, for an export."""
    found = session.execute(_pledges(campaign_id, state, today))
    return [_row(pledge, int(came), today) for pledge, came in found]


def sum_pledges(session: Session, campaign_id: int, today: date) -> PledgeSums:
    """What is still to come."""
    rows = stream_pledges(session, campaign_id, state=None, today=today)
    return PledgeSums(
        sum(row.left_minor for row in rows if not row.is_in_kind),
        sum(row.left_minor for row in rows if row.is_in_kind),
        sum(row.left_minor for row in rows if row.state is PledgeState.OVERDUE),
    )


def _row(pledge: Pledge, came: int, today: date) -> PledgeRow:
    return PledgeRow(
        id=pledge.id,
        donor_name=pledge.donor_name,
        contact=pledge.contact,
        amount_minor=pledge.amount_minor,
        came_minor=came,
        is_in_kind=pledge.is_in_kind,
        promised_on=pledge.promised_on,
        due_on=pledge.due_on,
        note=pledge.note,
        withdrawn_at=pledge.withdrawn_at,
        withdraw_reason=pledge.withdraw_reason,
        state=pledge_state(
            pledge.amount_minor, came, pledge.withdrawn_at is not None, pledge.due_on, today
        ),
    )
