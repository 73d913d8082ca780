"""Who fetches the package: who could be chosen, who was, and whose a code is."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import Session

from campaign_app.beneficiaries import queries as beneficiaries
from campaign_app.beneficiaries.models import Beneficiary
from campaign_app.beneficiaries.queries.registry import IS_USABLE
from campaign_app.core.pagination import Page, Rows, fetch_page
from campaign_app.distribution.models import Delivery
from campaign_app.distribution.queries.rounds import Line, lines_where
from campaign_app.distribution.queries.routes import is_free
from campaign_app.distribution.rules import SERVED, WAITING, DeliveryStatus


@dataclass(frozen=True)
class PickupRow:
    """A line, and the code of whoever fetches its package; empty for nobody yet."""

    line: Line
    code: str


@dataclass(frozen=True)
class PickupCounts:
    """How many come to the desk: who is waited for, and who was there."""

    waiting: int
    fetched: int


FETCHES = and_(Delivery.pickup_code.is_not(None), Delivery.status != DeliveryStatus.CANCELLED)


def can_fetch() -> ColumnElement[bool]:
    """A line to which no route leads, of somebody whose data may be used."""
    usable = select(Beneficiary.id).where(IS_USABLE)
    return and_(is_free(), Delivery.beneficiary_id.in_(usable))


def page_of_pickups(
    session: Session, round_id: int, *, is_chosen: bool, page: int, q: str
) -> Page[PickupRow]:
    """One page of those who were chosen, or of those who could be; whose name contains `q`."""
    condition = FETCHES if is_chosen else can_fetch()
    statement: Rows = (
        select(Delivery.id, Delivery.pickup_code)
        .where(Delivery.round_id == round_id, condition)
        .order_by(Delivery.line_number)
    )
    if q:
        statement = statement.where(Delivery.beneficiary_id.in_(beneficiaries.ids_matching(q)))
    found = fetch_page(session, statement, page=page, make_row=tuple)
    codes = {id_: code or "" for id_, code in found.items}
    lines = lines_where(session, Delivery.id.in_(list(codes)))
    rows = [PickupRow(line, codes[line.id]) for line in lines]
    return Page(rows, found.page, found.total, found.per_page)


def pickups_to_print(session: Session, round_id: int) -> list[PickupRow]:
    """Everybody who is still waited for at the desk, in the order of the list."""
    chosen = (Delivery.round_id == round_id, FETCHES, Delivery.status.in_(list(WAITING)))
    codes = {
        row.id: row.pickup_code
        for row in session.execute(select(Delivery.id, Delivery.pickup_code).where(*chosen))
    }
    return [PickupRow(line, codes[line.id]) for line in lines_where(session, *chosen)]


def count_pickups(session: Session, round_id: int) -> PickupCounts:
    """How far the desk is."""
    waiting = case((Delivery.status.in_(list(WAITING)), 1), else_=0)
    fetched = case((Delivery.status.in_(list(SERVED)), 1), else_=0)
    statement: Rows = select(
        func.coalesce(func.sum(waiting), 0), func.coalesce(func.sum(fetched), 0)
    ).where(Delivery.round_id == round_id, FETCHES)
    return PickupCounts(*(int(each) for each in session.execute(statement).one()))


def free_line_ids(session: Session, round_id: int) -> list[int]:
    """Everybody who could be chosen."""
    return list(
        session.scalars(select(Delivery.id).where(Delivery.round_id == round_id, can_fetch()))
    )


def find_by_pickup_code(session: Session, round_id: int, code: str) -> Delivery | None:
    """The line of a code, whatever became of it."""
    return session.scalars(
        select(Delivery).where(Delivery.round_id == round_id, Delivery.pickup_code == code)
    ).one_or_none()
