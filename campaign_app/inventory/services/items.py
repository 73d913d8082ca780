"""The catalogue of items."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.inventory import queries, rules
from campaign_app.inventory.models import Item
from campaign_app.inventory.rules import Unit
from campaign_app.inventory.services.recording import record


def add_item(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    code: str,
    name: dict[str, str],
    unit: Unit,
    sold_milli: int = 0,
) -> Item:
    """Add an item; `name` by language code, `sold_milli` is what one pack of a shop holds.

    Refuses a code that another item has.
    """
    _check_code(session, code, None)
    item = Item(
        code=code,
        name_kk=name["kk"],
        name_ru=name["ru"],
        name_en=name["en"],
        unit=unit,
        is_active=True,
        sold_milli=sold_milli,
    )
    session.add(item)
    record(session, actor, now, "item:add", item)
    session.flush()
    return item


def edit_item(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    item: Item,
    code: str,
    name: dict[str, str],
    unit: Unit,
    is_active: bool,
    sold_milli: int = 0,
) -> None:
    """Change an item. Refuses a taken code, and another unit once the item was used."""
    _check_code(session, code, item.id)
    if unit is not item.unit and queries.is_item_used(session, item.id):
        raise rules.UnitInUse(field="unit")
    item.code, item.unit, item.is_active = code, unit, is_active
    item.sold_milli = sold_milli
    item.name_kk, item.name_ru, item.name_en = name["kk"], name["ru"], name["en"]
    record(session, actor, now, "item:edit", item)
    session.flush()


def _check_code(session: Session, code: str, item_id: int | None) -> None:
    other = session.scalars(select(Item.id).where(Item.code == code)).one_or_none()
    if other is not None and other != item_id:
        raise rules.ItemCodeTaken(field="code", code=code)
