"""Short calls of the services of goods, and the check that everything adds up."""

from __future__ import annotations

from sqlalchemy import func, select

from campaign_app.core.variants import PackageVariant
from campaign_app.inventory import queries, services
from campaign_app.inventory.models import StockLot
from tests.factories import (
    NOW,
    TODAY,
    make_account,
)

STANDARD, HALAL = PackageVariant.STANDARD, PackageVariant.HALAL


def pack(session, campaign, version, count, *, variant=STANDARD, today=TODAY):
    return services.pack_packages(
        session,
        actor=make_account(session),
        now=NOW,
        today=today,
        campaign=campaign,
        version_id=version.id,
        variant=variant,
        count=count,
    )


def move(session, service, packing, count, **more):
    service(
        session,
        actor=make_account(session),
        now=NOW,
        campaign_id=packing.campaign_id,
        version_id=packing.version_id,
        variant=packing.variant,
        count=count,
        **more,
    )


def on_hand(session, item):
    found = select(func.sum(StockLot.on_hand_milli)).where(StockLot.item_id == item.id)
    return session.execute(found).scalar_one()


def assert_balanced(session, campaign):
    assert queries.lots_out_of_balance(session, [campaign.id]) == []
    assert queries.packages_out_of_balance(session, [campaign.id]) == []
    goods = queries.goods_balance(session, [campaign.id])
    assert goods.difference_milli == 0
    assert goods.value.difference == 0
    assert queries.package_equation(session, [campaign.id]).difference == 0
