"""Reads of all rounds of several campaigns at once: who was helped, what is still to do."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session, aliased

from campaign_app.beneficiaries.models import Beneficiary
from campaign_app.beneficiaries.rules import BeneficiaryCategory
from campaign_app.core.pagination import Rows
from campaign_app.core.variants import PackageVariant
from campaign_app.distribution.models import Delivery, DistributionRound
from campaign_app.distribution.rules import SERVED, WAITING, DeliveryStatus, RoundStatus

#: The record that a line names, and the one that stands for that person: she counts once.
_OWN, _KEPT = aliased(Beneficiary), aliased(Beneficiary)
PERSON = func.coalesce(_OWN.merged_into_id, _OWN.id)
LISTED = Delivery.status != DeliveryStatus.CANCELLED


@dataclass(frozen=True)
class CategoryCount:
    """The people of one category, each counted once, and the packages that they got."""

    category: BeneficiaryCategory
    planned: int
    served: int
    packages: int


@dataclass(frozen=True)
class OpenRound:
    """A round with what is still to do in it."""

    id: int
    campaign_id: int
    number: int
    title_kk: str
    title_ru: str
    title_en: str
    starts_on: date
    status: RoundStatus
    waiting: int
    not_at_home: int


@dataclass(frozen=True)
class PackagesNeeded:
    """Packages of a version and variant that open rounds still need from stock."""

    campaign_id: int
    version_id: int
    variant: PackageVariant
    count: int


def people_by_category(session: Session, campaign_ids: Collection[int]) -> list[CategoryCount]:
    """Who was on the lists and who was served, in one query; empty: nothing was planned."""
    served = Delivery.status.in_(list(SERVED))
    category = func.coalesce(_KEPT.category, _OWN.category)
    statement = (
        select(
            category,
            func.count(PERSON.distinct()),
            func.count(case((served, PERSON)).distinct()),
            func.coalesce(func.sum(case((served, Delivery.package_count), else_=0)), 0),
        )
        .select_from(Delivery)
        .join(_OWN, _OWN.id == Delivery.beneficiary_id)
        .outerjoin(_KEPT, _KEPT.id == _OWN.merged_into_id)
        .where(Delivery.campaign_id.in_(campaign_ids), LISTED)
        .group_by(category)
        .order_by(func.count(PERSON.distinct()).desc(), category)
    )
    return [
        CategoryCount(row[0], row[1], row[2], int(row[3])) for row in session.execute(statement)
    ]


def list_recent_rounds(
    session: Session, campaign_ids: Collection[int], *, limit: int
) -> list[OpenRound]:
    """The rounds that began last, open ones first."""
    waiting = Delivery.status.in_(list(WAITING))
    absent = Delivery.status == DeliveryStatus.NOT_AT_HOME
    statement: Rows = (
        select(
            DistributionRound.id,
            DistributionRound.campaign_id,
            DistributionRound.number,
            DistributionRound.title_kk,
            DistributionRound.title_ru,
            DistributionRound.title_en,
            DistributionRound.starts_on,
            DistributionRound.status,
            func.coalesce(func.sum(case((waiting, 1), else_=0)), 0),
            func.coalesce(func.sum(case((absent, 1), else_=0)), 0),
        )
        .outerjoin(Delivery, Delivery.round_id == DistributionRound.id)
        .where(DistributionRound.campaign_id.in_(campaign_ids))
        .group_by(DistributionRound.id)
        .order_by(
            DistributionRound.status == RoundStatus.CLOSED,
            DistributionRound.starts_on.desc(),
            DistributionRound.id.desc(),
        )
        .limit(limit)
    )
    return [OpenRound(*row) for row in session.execute(statement)]


def packages_needed(session: Session, campaign_ids: Collection[int]) -> list[PackagesNeeded]:
    """What open rounds still need: lines that wait and whose package no courier has."""
    group = (Delivery.campaign_id, DistributionRound.version_id, Delivery.variant)
    statement = (
        select(*group, func.sum(Delivery.package_count))
        .join(DistributionRound, DistributionRound.id == Delivery.round_id)
        .where(
            Delivery.campaign_id.in_(campaign_ids),
            DistributionRound.status == RoundStatus.OPEN,
            Delivery.status.in_(list(WAITING)),
            Delivery.is_with_courier.is_(False),
        )
        .group_by(*group)
    )
    return [PackagesNeeded(*row[:3], int(row[3])) for row in session.execute(statement)]


def outcome_counts(session: Session, campaign_ids: list[int]) -> dict[DeliveryStatus, int]:
    """How many lines of all rounds of these campaigns are in which state."""
    statement = (
        select(Delivery.status, func.count())
        .where(Delivery.campaign_id.in_(campaign_ids))
        .group_by(Delivery.status)
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def recipients_count(session: Session, campaign_ids: list[int]) -> int | None:
    """Persons who were served, each counted once; None when nothing was ever planned."""
    planned = session.execute(
        select(Delivery.id).where(Delivery.campaign_id.in_(campaign_ids)).limit(1)
    ).first()
    if planned is None:
        return None
    statement = (
        select(func.count(PERSON.distinct()))
        .select_from(Delivery)
        .join(_OWN, _OWN.id == Delivery.beneficiary_id)
        .where(Delivery.campaign_id.in_(campaign_ids), Delivery.status.in_(list(SERVED)))
    )
    return int(session.execute(statement).scalar_one())
