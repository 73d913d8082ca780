"""The catalogue of items."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from campaign_app.inventory.models import Item, PackageContent, StockLot


def find_item(session: Session, item_id: int) -> Item | None:
    """The item."""
    return session.get(Item, item_id)


def list_items(session: Session, *, is_active: bool | None = None, q: str = "") -> list[Item]:
    """The catalogue by code; `q` is a part of a code or of a name in any language."""
    statement = select(Item).order_by(Item.code)
    if is_active is not None:
        statement = statement.where(Item.is_active == is_active)
    found = session.scalars(statement)
    # A catalogue is short, and the database does not fold Cyrillic letters.
    asked = q.casefold()
    return [
        item
        for item in found
        if asked in f"{item.code} {item.name_kk} {item.name_ru} {item.name_en}".casefold()
    ]


def items_by_id(session: Session, ids: Iterable[int]) -> dict[int, Item]:
    """Items by id; an unknown id is absent."""
    statement = select(Item).where(Item.id.in_(set(ids)))
    return {item.id: item for item in session.scalars(statement)}


def is_item_used(session: Session, item_id: int) -> bool:
    """True when goods of it came or a package holds it: its unit then stays."""
    used = or_(
        exists().where(StockLot.item_id == item_id),
        exists().where(PackageContent.item_id == item_id),
    )
    return bool(session.execute(select(used)).scalar_one())
