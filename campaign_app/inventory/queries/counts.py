"""Stock-takes: the list, one of them, the one that waits."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from campaign_app.core.pagination import Page, fetch_page
from campaign_app.inventory.models import StockLot, StockTake, StockTakeLine
from campaign_app.inventory.rules import StockTakeStatus


def find_stock_take(session: Session, campaign_id: int, take_id: int) -> StockTake | None:
    """The stock-take with its lines and items, if it is one of the campaign's."""
    statement = (
        select(StockTake)
        .where(StockTake.id == take_id, StockTake.campaign_id == campaign_id)
        .options(
            selectinload(StockTake.lines)
            .selectinload(StockTakeLine.lot)
            .selectinload(StockLot.item)
        )
    )
    return session.scalars(statement).one_or_none()


def find_waiting_stock_take(session: Session, campaign_id: int) -> StockTake | None:
    """The stock-take that nobody decided yet."""
    statement = select(StockTake).where(
        StockTake.campaign_id == campaign_id, StockTake.status == StockTakeStatus.WAITING
    )
    return session.scalars(statement).one_or_none()


def list_stock_takes(session: Session, campaign_id: int, *, page: int) -> Page[StockTake]:
    """The stock-takes of a campaign, the latest first."""
    statement = (
        select(StockTake)
        .where(StockTake.campaign_id == campaign_id)
        .options(selectinload(StockTake.lines))
        .order_by(StockTake.id.desc())
    )
    return fetch_page(session, statement, page=page, make_row=lambda row: row[0])
