"""Packing: goods become packages, and back when it was wrong."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.services import lock_campaign
from campaign_app.core.errors import NotFound
from campaign_app.core.variants import PackageVariant
from campaign_app.inventory import queries, rules
from campaign_app.inventory.models import Packing, PackingSubstitution, StockLot, StockMovement
from campaign_app.inventory.rules import PackageMovementKind, PackingPlan, StockMovementKind
from campaign_app.inventory.services.packages import lock_stock, move_packages
from campaign_app.inventory.services.recording import actor_id, lock_lots, move_goods, record


def pack_packages(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    today: date,
    campaign: Campaign,
    version_id: int,
    variant: PackageVariant,
    count: int,
    uses_substitutes: bool = False,
) -> Packing:
    """Pack `count` packages of a variant: goods are taken, first expired first.

    With `uses_substitutes` what is allowed stands in for what is short, and the packing
    says so. Refuses a version of another campaign, a variant that the version does not
    have, and goods that are not there or past their date: everything that is missing is
    named, and what would be allowed in its place.
    """
    lock_campaign(session, campaign.id)
    rules.check_count(count)
    if queries.find_version(session, campaign.id, version_id) is None:
        raise NotFound()
    needs = queries.needs_of_variant(session, version_id, variant)
    substitutes = queries.substitutes_for(session, [need.item_id for need in needs], variant)
    lots = lock_lots(
        session,
        StockLot.campaign_id == campaign.id,
        StockLot.item_id.in_(rules.items_of_plan(needs, substitutes)),
        StockLot.on_hand_milli > 0,
    )
    plan = rules.plan_packing(
        needs,
        [queries.plain_lot(lot) for lot in lots],
        count,
        today,
        substitutes=substitutes,
        uses_substitutes=uses_substitutes,
    )
    plan.check()
    packing = Packing(
        campaign_id=campaign.id,
        version_id=version_id,
        variant=variant,
        count=count,
        in_stock_count=0,
        cost_minor=plan.cost_minor,
        packed_on=today,
        packed_at=now,
        packed_by_id=actor_id(actor),
    )
    session.add(packing)
    record(session, actor, now, "packing:record", packing)
    session.flush()
    _take_goods(session, actor, now, packing, plan, lots)
    stock = lock_stock(session, campaign.id, version_id, variant)
    move_packages(session, actor, now, stock, packing, PackageMovementKind.PACKED, count)
    session.flush()
    return packing


def _take_goods(
    session: Session,
    actor: Account | None,
    now: datetime,
    packing: Packing,
    plan: PackingPlan,
    lots: Sequence[StockLot],
) -> None:
    """Take what the plan says out of its locked lots, and keep what stood in for what."""
    by_id = {lot.id: lot for lot in lots}
    for take in plan.takes:
        move_goods(
            session,
            actor,
            now,
            by_id[take.lot_id],
            StockMovementKind.PACKED,
            -take.quantity_milli,
            -take.value_minor,
            packing_id=packing.id,
        )
    session.add_all(
        PackingSubstitution(
            packing_id=packing.id,
            item_id=item.need.item_id,
            substitute_id=each.substitute.item_id,
            package_count=each.count,
            item_milli=each.count * item.need.quantity_milli,
            substitute_milli=each.quantity_milli,
        )
        for item in plan.items
        for each in item.stand_ins
    )


def undo_packing(
    session: Session, *, actor: Account | None, now: datetime, packing: Packing, reason: str
) -> None:
    """Unpack a packing that was wrong: its goods go back into their lots at their cost.

    Needs a reason. Refuses a second time, and when one of its packages is no longer in stock.
    """
    lock_campaign(session, packing.campaign_id)
    session.refresh(packing, with_for_update=True)
    reason = rules.check_reason(reason)
    if packing.undone_at is not None:
        raise rules.PackingUndoneAlready()
    if packing.in_stock_count < packing.count:
        raise rules.PackagesMissing(
            variant=packing.variant, asked=packing.count, left=packing.in_stock_count
        )
    taken = session.scalars(
        select(StockMovement)
        .where(StockMovement.packing_id == packing.id)
        .order_by(StockMovement.lot_id)
    ).all()
    lots = lock_lots(session, StockLot.id.in_([movement.lot_id for movement in taken]))
    by_id = {lot.id: lot for lot in lots}
    for movement in taken:
        move_goods(
            session,
            actor,
            now,
            by_id[movement.lot_id],
            StockMovementKind.UNPACKED,
            -movement.quantity_milli,
            -movement.value_minor,
            packing_id=packing.id,
            reason=reason,
        )
    stock = lock_stock(session, packing.campaign_id, packing.version_id, packing.variant)
    kind = PackageMovementKind.UNPACKED
    move_packages(session, actor, now, stock, packing, kind, packing.count, reason=reason)
    packing.undone_at, packing.undone_by_id = now, actor_id(actor)
    packing.undo_reason = reason
    record(session, actor, now, "packing:undo", packing)
    session.flush()
