"""What may stand in for an item, and in which packings something did."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from campaign_app.core.i18n import LocalName
from campaign_app.core.pagination import Rows
from campaign_app.core.variants import PackageVariant
from campaign_app.inventory.models import Item, ItemSubstitute, PackingSubstitution
from campaign_app.inventory.rules import Substitute, Unit


@dataclass(frozen=True)
class SubstituteRow:
    """A substitute of an item as its page shows it."""

    id: int
    substitute: Substitute


@dataclass(frozen=True)
class SubstitutionRow:
    """In so many packages of a packing one item stood in for another."""

    item: LocalName
    substitute: LocalName
    unit: Unit
    package_count: int
    substitute_milli: int


def list_substitutes(session: Session, item_ids: Collection[int]) -> dict[int, list[SubstituteRow]]:
    """What may stand in for each of these items, the first choice first; none is absent."""
    statement: Rows = (
        select(ItemSubstitute, Item)
        .join(Item, Item.id == ItemSubstitute.substitute_id)
        .where(ItemSubstitute.item_id.in_(list(item_ids)))
        .order_by(ItemSubstitute.item_id, ItemSubstitute.position, ItemSubstitute.id)
    )
    found: dict[int, list[SubstituteRow]] = {}
    for kept, item in session.execute(statement):
        not_in = frozenset(PackageVariant(code) for code in kept.not_in.split())
        substitute = Substitute(item.id, item.name, item.unit, kept.per_milli, not_in)
        found.setdefault(kept.item_id, []).append(SubstituteRow(kept.id, substitute))
    return found


def substitutes_for(
    session: Session, item_ids: Collection[int], variant: PackageVariant
) -> dict[int, list[Substitute]]:
    """What may stand in for each of these items in packages of a variant; none is absent."""
    found = {}
    for item_id, rows in list_substitutes(session, item_ids).items():
        allowed = [row.substitute for row in rows if variant not in row.substitute.not_in]
        if allowed:
            found[item_id] = allowed
    return found


def find_substitute(session: Session, item_id: int, substitute_id: int) -> ItemSubstitute | None:
    """A line of an item's list by its id."""
    found = session.get(ItemSubstitute, substitute_id)
    return found if found is not None and found.item_id == item_id else None


def list_substitutions(
    session: Session, packing_ids: Collection[int]
) -> dict[int, list[SubstitutionRow]]:
    """What stood in for what, by packing; none is absent."""
    other = aliased(Item)
    statement: Rows = (
        select(PackingSubstitution, Item, other)
        .join(Item, Item.id == PackingSubstitution.item_id)
        .join(other, other.id == PackingSubstitution.substitute_id)
        .where(PackingSubstitution.packing_id.in_(list(packing_ids)))
        .order_by(PackingSubstitution.id)
    )
    found: dict[int, list[SubstitutionRow]] = {}
    for kept, item, substitute in session.execute(statement):
        row = SubstitutionRow(
            item.name, substitute.name, substitute.unit, kept.package_count, kept.substitute_milli
        )
        found.setdefault(kept.packing_id, []).append(row)
    return found
