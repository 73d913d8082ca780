"""Packages that leave the stock and come back; the distribution calls these.

Order of locks: the campaign, then packings by id, then the package stock.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.campaigns.services import lock_campaign
from campaign_app.core.errors import NotFound
from campaign_app.core.variants import PackageVariant
from campaign_app.inventory import queries, rules
from campaign_app.inventory.models import PackageMovement, PackageStock, Packing
from campaign_app.inventory.rules import EFFECTS, SETTLING, TAKING
from campaign_app.inventory.rules import PackageMovementKind as Kind
from campaign_app.inventory.services.recording import actor_id, record


def take_packages(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    campaign_id: int,
    version_id: int,
    variant: PackageVariant,
    count: int = 1,
    kind: Kind = Kind.HANDED_OUT,
    delivery_id: int | None = None,
) -> None:
    """Take packages out of the stock: handed to the recipient, or taken by a courier.

    Refuses more than is in stock, naming both numbers.
    """
    if kind not in TAKING:
        raise ValueError(f"packages are not taken by {kind}")
    stock = _lock(session, campaign_id, version_id, variant)
    rules.check_packages(kind, variant, count, stock.on_hand_count, stock.with_couriers_count)
    _take_from_stock(session, actor, now, stock, kind, count, delivery_id=delivery_id)
    _record(session, actor, now, kind, stock, delivery_id)
    session.flush()


def settle_with_courier(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    campaign_id: int,
    version_id: int,
    variant: PackageVariant,
    count: int = 1,
    kind: Kind = Kind.DELIVERED_BY_COURIER,
    delivery_id: int | None = None,
    reason: str = "",
) -> None:
    """Settle what a courier took: delivered, returned to stock, or lost on the way (a reason).

    Refuses more than was taken, for the delivery if one is named, and has not been settled.
    """
    if kind not in SETTLING:
        raise ValueError(f"a courier does not settle by {kind}")
    if kind is Kind.LOST_BY_COURIER:
        reason = rules.check_reason(reason)
    stock = _lock(session, campaign_id, version_id, variant)
    out = queries.with_courier_by_packing(session, version_id, variant, delivery_id)
    rules.check_packages(kind, variant, count, stock.on_hand_count, sum(out.values()))
    _spread(session, actor, now, stock, kind, count, out, delivery_id=delivery_id, reason=reason)
    _record(session, actor, now, kind, stock, delivery_id)
    session.flush()


def take_back_delivered(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    campaign_id: int,
    version_id: int,
    variant: PackageVariant,
    count: int = 1,
    delivery_id: int | None = None,
    reason: str = "",
) -> None:
    """Undo a wrong "delivered": the package is in stock again.

    Refuses more than was delivered, for the delivery if one is named.
    """
    stock = _lock(session, campaign_id, version_id, variant)
    rules.check_count(count)
    delivered = queries.delivered_by_packing(session, version_id, variant, delivery_id)
    if count > sum(delivered.values()):
        raise rules.PackagesNotDelivered(variant=variant, asked=count, left=sum(delivered.values()))
    kind = Kind.TAKEN_BACK
    _spread(
        session, actor, now, stock, kind, count, delivered, delivery_id=delivery_id, reason=reason
    )
    _record(session, actor, now, kind, stock, delivery_id)
    session.flush()


def write_off_packages(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    stock: PackageStock,
    count: int,
    reason: str,
) -> None:
    """Take spoilt or lost packages out of the stock, with a reason. Refuses more than is there."""
    stock = _lock(session, stock.campaign_id, stock.version_id, stock.variant)
    reason = rules.check_reason(reason)
    kind = Kind.WRITTEN_OFF
    rules.check_packages(kind, stock.variant, count, stock.on_hand_count, 0)
    _take_from_stock(session, actor, now, stock, kind, count, reason=reason)
    record(session, actor, now, "package:write_off", stock, reason=reason)
    session.flush()


def _record(
    session: Session,
    actor: Account | None,
    now: datetime,
    kind: Kind,
    stock: PackageStock,
    delivery_id: int | None,
) -> None:
    record(session, actor, now, f"package:{kind.value}", stock, delivery_id=delivery_id)


def _lock(
    session: Session, campaign_id: int, version_id: int, variant: PackageVariant
) -> PackageStock:
    lock_campaign(session, campaign_id)
    if queries.find_version(session, campaign_id, version_id) is None:
        raise NotFound()
    return lock_stock(session, campaign_id, version_id, variant)


def lock_stock(
    session: Session, campaign_id: int, version_id: int, variant: PackageVariant
) -> PackageStock:
    """Lock the packages of a version and variant; a first package makes the row."""
    dialect = session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    first = insert(PackageStock).values(
        campaign_id=campaign_id,
        version_id=version_id,
        variant=variant,
        on_hand_count=0,
        with_couriers_count=0,
    )
    key = ["version_id", "variant"]
    session.execute(first.on_conflict_do_nothing(index_elements=key))
    return session.scalars(
        select(PackageStock)
        .where(PackageStock.version_id == version_id, PackageStock.variant == variant)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def _take_from_stock(
    session: Session,
    actor: Account | None,
    now: datetime,
    stock: PackageStock,
    kind: Kind,
    count: int,
    *,
    delivery_id: int | None = None,
    reason: str = "",
) -> None:
    """Take from packings in stock, the first packed first."""
    statement = (
        select(Packing.id, Packing.in_stock_count)
        .where(
            Packing.version_id == stock.version_id,
            Packing.variant == stock.variant,
            Packing.in_stock_count > 0,
        )
        .order_by(Packing.id)
    )
    there = {row[0]: row[1] for row in session.execute(statement)}
    _spread(session, actor, now, stock, kind, count, there, delivery_id=delivery_id, reason=reason)


def _spread(
    session: Session,
    actor: Account | None,
    now: datetime,
    stock: PackageStock,
    kind: Kind,
    count: int,
    there: Mapping[int, int],
    *,
    delivery_id: int | None,
    reason: str,
) -> None:
    """Spread a movement over the packings that have packages of it, in their order."""
    statement = (
        select(Packing)
        .where(Packing.id.in_(there))
        .order_by(Packing.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    for packing in session.scalars(statement).all():
        part = min(count, there[packing.id])
        if part:
            move_packages(
                session,
                actor,
                now,
                stock,
                packing,
                kind,
                part,
                delivery_id=delivery_id,
                reason=reason,
            )
            count -= part


def move_packages(
    session: Session,
    actor: Account | None,
    now: datetime,
    stock: PackageStock,
    packing: Packing,
    kind: Kind,
    count: int,
    *,
    delivery_id: int | None = None,
    reason: str = "",
) -> None:
    """Change locked rows by a movement of `count` packages, and append it."""
    stock_change, courier_change = (count * effect for effect in EFFECTS[kind])
    packing.in_stock_count += stock_change
    stock.on_hand_count += stock_change
    stock.with_couriers_count += courier_change
    session.add(
        PackageMovement(
            campaign_id=stock.campaign_id,
            version_id=stock.version_id,
            variant=stock.variant,
            kind=kind,
            stock_change=stock_change,
            courier_change=courier_change,
            packing_id=packing.id,
            delivery_id=delivery_id,
            reason=reason,
            recorded_at=now,
            recorded_by_id=actor_id(actor),
        )
    )
