"""Package types, their versions, what is in them, and what they would take and cost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.core.errors import NotFound
from campaign_app.core.pagination import Rows
from campaign_app.core.variants import PackageVariant
from campaign_app.inventory.models import Item, PackageContent, PackageType, PackageTypeVersion
from campaign_app.inventory.queries.purchases import last_prices
from campaign_app.inventory.queries.stock import lots_on_hand
from campaign_app.inventory.queries.substitutes import substitutes_for
from campaign_app.inventory.rules import (
    GRAMS,
    ItemNeed,
    PackingPlan,
    VariantNotInVersion,
    items_of_plan,
    plan_packing,
    planned_cost,
)


@dataclass(frozen=True)
class VersionRow:
    """A version of a package type."""

    id: int
    package_type_id: int
    code: str
    name_kk: str
    name_ru: str
    name_en: str
    number: int
    note: str
    created_at: datetime
    created_by_id: int | None


def _versions() -> Rows:
    return select(
        PackageTypeVersion.id,
        PackageType.id,
        PackageType.code,
        PackageType.name_kk,
        PackageType.name_ru,
        PackageType.name_en,
        PackageTypeVersion.number,
        PackageTypeVersion.note,
        PackageTypeVersion.created_at,
        PackageTypeVersion.created_by_id,
    ).join(PackageType, PackageType.id == PackageTypeVersion.package_type_id)


def list_package_type_versions(session: Session, campaign_id: int) -> list[VersionRow]:
    """The versions of a campaign's package types by code, the newest of a type first."""
    statement = (
        _versions()
        .where(PackageType.campaign_id == campaign_id)
        .order_by(PackageType.code, PackageType.id, PackageTypeVersion.number.desc())
    )
    return [VersionRow(*row) for row in session.execute(statement)]


def list_versions(session: Session, package_type_id: int) -> list[VersionRow]:
    """The versions of one package type, the newest first."""
    statement = (
        _versions()
        .where(PackageType.id == package_type_id)
        .order_by(PackageTypeVersion.number.desc())
    )
    return [VersionRow(*row) for row in session.execute(statement)]


def describe_version(session: Session, version_id: int) -> VersionRow:
    """One version. Raises NotFound."""
    row = session.execute(_versions().where(PackageTypeVersion.id == version_id)).one_or_none()
    if row is None:
        raise NotFound()
    return VersionRow(*row)


def find_version(session: Session, campaign_id: int, version_id: int) -> VersionRow | None:
    """A version, if it is one of the campaign's package types."""
    statement = _versions().where(
        PackageTypeVersion.id == version_id, PackageType.campaign_id == campaign_id
    )
    row = session.execute(statement).one_or_none()
    return None if row is None else VersionRow(*row)


def find_package_type(session: Session, campaign_id: int, type_id: int) -> PackageType | None:
    """The package type, if it is one of the campaign's."""
    found = session.get(PackageType, type_id)
    return found if found is not None and found.campaign_id == campaign_id else None


def variants_of_version(session: Session, version_id: int) -> list[PackageVariant]:
    """The variants that have contents in a version, in the order of the list of variants."""
    statement = (
        select(PackageContent.variant).where(PackageContent.version_id == version_id).distinct()
    )
    found = set(session.scalars(statement))
    return [variant for variant in PackageVariant if variant in found]


def contents_of_version(session: Session, version_id: int) -> dict[PackageVariant, list[ItemNeed]]:
    """What one package of each variant holds, items by code."""
    statement = (
        select(PackageContent.variant, PackageContent.quantity_milli, Item)
        .join(Item, Item.id == PackageContent.item_id)
        .where(PackageContent.version_id == version_id)
        .order_by(Item.code)
    )
    found: dict[PackageVariant, list[ItemNeed]] = {}
    for variant, quantity_milli, item in session.execute(statement):
        need = ItemNeed(item.id, item.name, item.unit, quantity_milli)
        found.setdefault(variant, []).append(need)
    return {variant: found[variant] for variant in PackageVariant if variant in found}


def package_grams(session: Session, version_id: int) -> dict[PackageVariant, int]:
    """About what one package of each variant weighs, in grams."""
    return {
        variant: sum(need.quantity_milli * GRAMS[need.unit] for need in needs) // 1000
        for variant, needs in contents_of_version(session, version_id).items()
    }


def needs_of_variant(session: Session, version_id: int, variant: PackageVariant) -> list[ItemNeed]:
    """What one package holds. Raises VariantNotInVersion."""
    needs = contents_of_version(session, version_id).get(variant)
    if needs is None:
        raise VariantNotInVersion(field="variant", variant=variant)
    return needs


def what_is_missing(
    session: Session,
    campaign_id: int,
    *,
    version_id: int,
    variant: PackageVariant,
    count: int,
    today: date,
    uses_substitutes: bool = False,
) -> PackingPlan:
    """What packing would take from which lots, and what is missing for it; changes nothing."""
    needs = needs_of_variant(session, version_id, variant)
    substitutes = substitutes_for(session, [need.item_id for need in needs], variant)
    lots = lots_on_hand(session, campaign_id, items_of_plan(needs, substitutes))
    return plan_packing(
        needs,
        lots,
        count,
        today,
        substitutes=substitutes,
        uses_substitutes=uses_substitutes,
    )


def planned_costs(
    session: Session, campaign_id: int, version_id: int
) -> dict[PackageVariant, int | None]:
    """What a package of each variant costs at the last prices; None while one is not known."""
    prices = last_prices(session, campaign_id)
    return {
        variant: planned_cost([(need.item_id, need.quantity_milli) for need in needs], prices)
        for variant, needs in contents_of_version(session, version_id).items()
    }
