"""After a round: planned against received, how long it took, what is left and where it went."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median_low
from typing import Generic, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from campaign_app.beneficiaries.models import Beneficiary
from campaign_app.beneficiaries.rules import BeneficiaryCategory
from campaign_app.campaigns.rules import Equation
from campaign_app.core.i18n import N_
from campaign_app.core.variants import PackageVariant
from campaign_app.distribution.models import Delivery, DistributionRound
from campaign_app.distribution.rules import NOT_SERVED, SERVED, WAITING, DeliveryStatus
from campaign_app.inventory.models import PackageMovement, PackageStock, Packing
from campaign_app.inventory.rules import DELIVERED, PackageMovementKind

Group = TypeVar("Group", PackageVariant, BeneficiaryCategory)
LOST = (PackageMovementKind.WRITTEN_OFF, PackageMovementKind.LOST_BY_COURIER)


@dataclass(frozen=True)
class OutcomeRow(Generic[Group]):
    """The packages of one variant or category by what became of them."""

    group: Group
    packages: Mapping[DeliveryStatus, int]

    def count(self, statuses: frozenset[DeliveryStatus]) -> int:
        """The packages of lines in one of these states."""
        return sum(self.packages.get(status, 0) for status in statuses)

    @property
    def received(self) -> int:
        """What arrived, each with its proof."""
        return self.count(SERVED)

    @property
    def waiting(self) -> int:
        """What has no outcome yet."""
        return self.count(WAITING)

    @property
    def not_received(self) -> int:
        """What will not be handed out: refused, moved away, deceased."""
        return self.count(NOT_SERVED)

    @property
    def planned(self) -> int:
        """What the list has; who was taken off it is not counted."""
        return self.received + self.waiting + self.not_received


@dataclass(frozen=True)
class DaysToReceive:
    """Days from the first day of the round until people had their package."""

    median: int
    longest: int


@dataclass(frozen=True)
class RoundSummary:
    """Everything about a round that is over, or as far as it is."""

    variants: list[OutcomeRow[PackageVariant]]
    categories: list[OutcomeRow[BeneficiaryCategory]]
    days: DaysToReceive | None
    received: Equation
    packages: Equation


def summarise_round(session: Session, round_: DistributionRound) -> RoundSummary:
    """The summary in seven queries, however long the list is."""
    variants = _outcomes(session, round_.id, Delivery.variant)
    gone = _gone_by_round(session, round_.version_id)
    to_this = sum(gone.get((round_.id, kind), 0) for kind in DELIVERED)
    return RoundSummary(
        variants=variants,
        categories=_outcomes(session, round_.id, Beneficiary.category),
        days=_days_to_receive(session, round_),
        received=Equation(
            N_("Packages received"),
            ((N_("taken out of stock for this round"), to_this),),
            ((N_("received with proof"), sum(row.received for row in variants)),),
        ),
        packages=_packages(session, round_, gone, to_this),
    )


def _outcomes(
    session: Session, round_id: int, group: InstrumentedAttribute[Group]
) -> list[OutcomeRow[Group]]:
    statement = (
        select(group, Delivery.status, func.sum(Delivery.package_count))
        .join(Beneficiary, Beneficiary.id == Delivery.beneficiary_id)
        .where(Delivery.round_id == round_id)
        .group_by(group, Delivery.status)
        .order_by(group)
    )
    found: dict[Group, dict[DeliveryStatus, int]] = {}
    for name, status, packages in session.execute(statement):
        found.setdefault(name, {})[status] = int(packages)
    return [OutcomeRow(name, packages) for name, packages in found.items()]


def _gone_by_round(
    session: Session, version_id: int
) -> dict[tuple[int | None, PackageMovementKind], int]:
    """Packages of a version that left the house, by round (None: for nobody) and kind."""
    change = func.sum(PackageMovement.stock_change + PackageMovement.courier_change)
    statement = (
        select(Delivery.round_id, PackageMovement.kind, change)
        .select_from(PackageMovement)
        .outerjoin(Delivery, Delivery.id == PackageMovement.delivery_id)
        .where(PackageMovement.version_id == version_id)
        .group_by(Delivery.round_id, PackageMovement.kind)
    )
    return {(row[0], row[1]): -int(row[2]) for row in session.execute(statement)}


def _packages(
    session: Session,
    round_: DistributionRound,
    gone: Mapping[tuple[int | None, PackageMovementKind], int],
    to_this: int,
) -> Equation:
    """All packages of the version that the round hands out, also those of other rounds."""
    packed = select(func.coalesce(func.sum(Packing.count), 0)).where(
        Packing.version_id == round_.version_id, Packing.undone_at.is_(None)
    )
    stock = select(
        func.coalesce(func.sum(PackageStock.on_hand_count), 0),
        func.coalesce(func.sum(PackageStock.with_couriers_count), 0),
    ).where(PackageStock.version_id == round_.version_id)
    in_stock, with_couriers = session.execute(stock).one()
    delivered = sum(count for (_, kind), count in gone.items() if kind in DELIVERED)
    return Equation(
        N_("What is left and where it went"),
        ((N_("packed"), int(session.execute(packed).scalar_one())),),
        (
            (N_("to people of this round"), to_this),
            (N_("to people of other rounds"), delivered - to_this),
            (N_("with couriers"), int(with_couriers)),
            (N_("in stock"), int(in_stock)),
            (N_("written off"), sum(n for (_, kind), n in gone.items() if kind in LOST)),
        ),
    )


def _days_to_receive(session: Session, round_: DistributionRound) -> DaysToReceive | None:
    """None while nobody has received anything. Who came before the first day waited 0 days."""
    statement = (
        select(Delivery.handed_on, func.count())
        .where(Delivery.round_id == round_.id, Delivery.status.in_(list(SERVED)))
        .group_by(Delivery.handed_on)
    )
    days: Counter[int] = Counter()
    for handed_on, people in session.execute(statement):
        if handed_on is not None:
            days[max(0, (handed_on - round_.starts_on).days)] += people
    return DaysToReceive(median_low(days.elements()), max(days)) if days else None
