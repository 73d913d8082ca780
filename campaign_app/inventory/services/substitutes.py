"""What may stand in for an item: named, put first, taken off the list."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.core.errors import NotFound
from campaign_app.core.variants import PackageVariant
from campaign_app.inventory import queries, rules
from campaign_app.inventory.models import Item, ItemSubstitute
from campaign_app.inventory.services.recording import record


def _lock_list(session: Session, item: Item) -> list[ItemSubstitute]:
    """The list of an item in its order; whoever changes it waits for her turn at the item."""
    session.refresh(item, with_for_update=True)
    statement = (
        select(ItemSubstitute)
        .where(ItemSubstitute.item_id == item.id)
        .order_by(ItemSubstitute.position, ItemSubstitute.id)
    )
    return list(session.scalars(statement))


def add_substitute(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    item: Item,
    substitute_id: int,
    per_milli: int,
    not_in: Collection[PackageVariant] = (),
) -> ItemSubstitute:
    """Name what may stand in for an item, as the last choice.

    `per_milli`: so much of it for one unit of the item, thousandths of its own unit; more
    than 0. Refuses nothing of it, the item itself, an unknown item, and one named already.
    """
    known = _lock_list(session, item)
    if substitute_id == item.id:
        raise rules.SubstituteOfItself(field="substitute_id")
    if per_milli <= 0:
        raise rules.SubstituteOfNothing(field="per")
    substitute = queries.find_item(session, substitute_id)
    if substitute is None:
        raise NotFound(field="substitute_id")
    if substitute_id in {each.substitute_id for each in known}:
        raise rules.SubstituteTaken(field="substitute_id", substitute=substitute.name)
    added = ItemSubstitute(
        item_id=item.id,
        substitute_id=substitute_id,
        position=1 + max((each.position for each in known), default=0),
        per_milli=per_milli,
        not_in=" ".join(sorted(each.value for each in not_in)),
    )
    session.add(added)
    record(session, actor, now, "item:add_substitute", item)
    session.flush()
    return added


def put_substitute_first(
    session: Session, *, actor: Account | None, now: datetime, item: Item, substitute_id: int
) -> None:
    """Make a line of the list the first choice; `substitute_id` is the line's id."""
    known = _lock_list(session, item)
    first = _line(known, substitute_id)
    known.remove(first)
    for position, each in enumerate([first, *known], start=1):
        each.position = position
    record(session, actor, now, "item:order_substitutes", item)
    session.flush()


def remove_substitute(
    session: Session, *, actor: Account | None, now: datetime, item: Item, substitute_id: int
) -> None:
    """Take a line off the list; what was packed with it stays as it was packed."""
    session.delete(_line(_lock_list(session, item), substitute_id))
    record(session, actor, now, "item:remove_substitute", item)
    session.flush()


def _line(known: list[ItemSubstitute], id_: int) -> ItemSubstitute:
    for each in known:
        if each.id == id_:
            return each
    raise NotFound()
