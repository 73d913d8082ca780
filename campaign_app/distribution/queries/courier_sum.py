"""What the couriers of a route took and where it went, out of the journal of packages."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign_app.distribution.models import Delivery, Route
from campaign_app.inventory.models import PackageMovement
from campaign_app.inventory.rules import PackageMovementKind


@dataclass(frozen=True, kw_only=True)
class CourierSum:
    """Packages: taken = delivered + returned + lost + left, where `left` are with the courier."""

    taken: int
    delivered: int
    returned: int
    lost: int

    @property
    def left(self) -> int:
        """What nobody has accounted for yet."""
        return self.taken - self.delivered - self.returned - self.lost


def courier_sum(session: Session, route: Route) -> CourierSum:
    """The movements of the packages for a route's stops since the route was planned.

    A route that is finished tells what it kept then. Before a route was planned no package
    of a stop can be with a courier: such a line is put on no route.
    """
    if route.taken_count is not None:
        return CourierSum(
            taken=route.taken_count,
            delivered=route.delivered_count or 0,
            returned=route.returned_count or 0,
            lost=route.lost_count or 0,
        )
    statement = (
        select(PackageMovement.kind, func.sum(PackageMovement.courier_change))
        .join(Delivery, Delivery.id == PackageMovement.delivery_id)
        .where(
            Delivery.route_id == route.id,
            PackageMovement.courier_change != 0,
            PackageMovement.recorded_at >= route.created_at,
        )
        .group_by(PackageMovement.kind)
    )
    counts = {kind: abs(int(change)) for kind, change in session.execute(statement)}
    return CourierSum(
        taken=counts.get(PackageMovementKind.TAKEN_BY_COURIER, 0),
        delivered=counts.get(PackageMovementKind.DELIVERED_BY_COURIER, 0),
        returned=counts.get(PackageMovementKind.RETURNED, 0),
        lost=counts.get(PackageMovementKind.LOST_BY_COURIER, 0),
    )
