"""Reads of what rounds decided, and of the packages that a new one may promise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign_app.beneficiaries import queries as beneficiaries
from campaign_app.beneficiaries.models import Beneficiary
from campaign_app.beneficiaries.queries import RecipientFacts
from campaign_app.beneficiaries.rules import Criteria, Criterion
from campaign_app.core.pagination import Page, Rows, fetch_page
from campaign_app.core.variants import PackageVariant
from campaign_app.distribution.models import Delivery, DistributionRound, RoundDecision
from campaign_app.distribution.queries.reporting import packages_needed
from campaign_app.distribution.rules import (
    SERVED,
    WAITING,
    DecisionReason,
    DeliveryStatus,
    RoundStatus,
)
from campaign_app.inventory import queries as inventory


@dataclass(frozen=True)
class Availability:
    """Packages of a version that no open round has promised, by variant."""

    free: dict[PackageVariant, int]
    in_stock: int
    promised: int

    @property
    def total(self) -> int:
        """All free packages together."""
        return sum(self.free.values())


@dataclass(frozen=True)
class DecisionRow:
    """What was decided about somebody, with her person and the lines of her score."""

    beneficiary_id: int
    rank: int | None
    need_score: int
    need_codes: str
    criteria_version: int
    waiting_since: date | None
    variant: PackageVariant
    is_in: bool
    reason: DecisionReason
    note: str
    decided_at: datetime
    decided_by_id: int | None
    criteria: Criteria
    person: RecipientFacts

    @property
    def need_lines(self) -> list[Criterion]:
        """The score line by line, by the version it was found with."""
        return self.criteria.explain(self.need_codes)


@dataclass(frozen=True)
class CutOff:
    """The last one who was taken by need: what would have been enough."""

    rank: int
    need_score: int


def available_packages(session: Session, campaign_id: int) -> dict[int, Availability]:
    """By version: packages minus what open rounds still have to hand out, and their reserves.

    A version of which nothing was packed or promised is absent.
    """
    stock = inventory.packages_in_stock_by_version(session, campaign_id)
    reserves = _reserves_left(session, campaign_id)
    promised: dict[int, dict[PackageVariant, int]] = {}
    for need in packages_needed(session, [campaign_id]):
        promised.setdefault(need.version_id, {})[need.variant] = need.count
    return {
        version_id: _availability(
            stock.get(version_id, {}), promised.get(version_id, {}), reserves.get(version_id, 0)
        )
        for version_id in {*stock, *promised, *reserves}
    }


def _availability(
    stock: dict[PackageVariant, int], promised: dict[PackageVariant, int], reserve: int
) -> Availability:
    """A reserve may become any variant: it is taken from the one with the most packages."""
    free = {variant: max(0, count - promised.get(variant, 0)) for variant, count in stock.items()}
    left = reserve
    for variant in sorted(free, key=lambda each: -free[each]):
        part = min(left, free[variant])
        free[variant] -= part
        left -= part
    return Availability(free, sum(stock.values()), sum(promised.values()) + reserve)


def _reserves_left(session: Session, campaign_id: int) -> dict[int, int]:
    """What open rounds keep for people found later and have not given them yet, by version."""
    added = (
        select(func.count())
        .where(
            RoundDecision.round_id == DistributionRound.id,
            RoundDecision.reason == DecisionReason.ADDED_LATER,
        )
        .correlate(DistributionRound)
        .scalar_subquery()
    )
    statement = select(DistributionRound.version_id, DistributionRound.reserve_count, added).where(
        DistributionRound.campaign_id == campaign_id,
        DistributionRound.status == RoundStatus.OPEN,
        DistributionRound.reserve_count > 0,
    )
    left: dict[int, int] = {}
    for version_id, kept, used in session.execute(statement):
        left[version_id] = left.get(version_id, 0) + max(0, kept - used)
    return left


def ids_in_rounds(session: Session, campaign_id: int) -> set[int]:
    """Who got a package in a round of the campaign, or is on the list of one; copies count."""
    statement = (
        select(func.coalesce(Beneficiary.merged_into_id, Beneficiary.id))
        .join(Delivery, Delivery.beneficiary_id == Beneficiary.id)
        .where(Delivery.campaign_id == campaign_id, Delivery.status.in_(list(SERVED | WAITING)))
    )
    return set(session.scalars(statement))


def deceased_ids(session: Session) -> set[int]:
    """Who was found to have died when a package was brought, on whichever record it stands."""
    statement = (
        select(func.coalesce(Beneficiary.merged_into_id, Beneficiary.id))
        .join(Delivery, Delivery.beneficiary_id == Beneficiary.id)
        .where(Delivery.status == DeliveryStatus.DECEASED)
    )
    return set(session.scalars(statement))


_COLUMNS = (
    RoundDecision.beneficiary_id,
    RoundDecision.rank,
    RoundDecision.need_score,
    RoundDecision.need_codes,
    RoundDecision.criteria_version,
    RoundDecision.waiting_since,
    RoundDecision.variant,
    RoundDecision.is_in,
    RoundDecision.reason,
    RoundDecision.note,
    RoundDecision.decided_at,
    RoundDecision.decided_by_id,
)


def _decisions(round_id: int) -> Rows:
    """Those who could be taken by their rank, then the others."""
    return (
        select(*_COLUMNS)
        .where(RoundDecision.round_id == round_id)
        .order_by(RoundDecision.rank.is_(None), RoundDecision.rank, RoundDecision.id)
    )


def _with_people(session: Session, rows: list[tuple[Any, ...]]) -> list[DecisionRow]:
    known = beneficiaries.all_criteria(session)
    people = beneficiaries.recipient_facts(session, {row[0] for row in rows})
    values: list[list[Any]] = [[*row, known[row[4]], people[row[0]]] for row in rows]
    return [DecisionRow(*each) for each in values]


def page_of_decisions(
    session: Session,
    round_id: int,
    *,
    is_in: bool | None = None,
    reason: DecisionReason | None = None,
    q: str = "",
    page: int,
) -> Page[DecisionRow]:
    """One page of a round's decision, narrowed."""
    statement = _decisions(round_id)
    if is_in is not None:
        statement = statement.where(RoundDecision.is_in.is_(is_in))
    if reason is not None:
        statement = statement.where(RoundDecision.reason == reason)
    if q:
        statement = statement.where(RoundDecision.beneficiary_id.in_(beneficiaries.ids_matching(q)))
    as_tuple: Callable[[Any], tuple[Any, ...]] = tuple
    found = fetch_page(session, statement, page=page, make_row=as_tuple)
    return Page(_with_people(session, found.items), found.page, found.total, found.per_page)


def list_decisions(session: Session, round_id: int) -> list[DecisionRow]:
    """The whole decision: what the paper prints."""
    return _with_people(session, [tuple(row) for row in session.execute(_decisions(round_id))])


def show_decision(session: Session, round_id: int, beneficiary_id: int) -> DecisionRow | None:
    """What was decided about one person; None when she was not on the list."""
    statement = _decisions(round_id).where(RoundDecision.beneficiary_id == beneficiary_id)
    found = _with_people(session, [tuple(row) for row in session.execute(statement)])
    return found[0] if found else None


def find_decision(session: Session, round_id: int, beneficiary_id: int) -> RoundDecision | None:
    """The record, to be changed by hand; where a person has none, that of a copy of hers."""
    statement = (
        select(RoundDecision)
        .where(
            RoundDecision.round_id == round_id,
            RoundDecision.beneficiary_id.in_(beneficiaries.records_of(beneficiary_id)),
        )
        .order_by(RoundDecision.beneficiary_id != beneficiary_id, RoundDecision.id)
    )
    return session.scalars(statement.limit(1)).one_or_none()


def count_by_reason(session: Session, round_id: int) -> dict[DecisionReason, int]:
    """How many are in or out for which reason, in the order of the reasons."""
    statement = (
        select(RoundDecision.reason, func.count())
        .where(RoundDecision.round_id == round_id)
        .group_by(RoundDecision.reason)
    )
    counted = {row[0]: row[1] for row in session.execute(statement)}
    return {reason: counted[reason] for reason in DecisionReason if reason in counted}


def cut_off(session: Session, round_id: int) -> CutOff | None:
    """Where the packages ended: the last one taken by need; None when they were enough."""
    waits = select(RoundDecision.id).where(
        RoundDecision.round_id == round_id,
        RoundDecision.reason.in_([DecisionReason.BEYOND_AVAILABLE, DecisionReason.VARIANT_MISSING]),
    )
    statement = (
        select(RoundDecision.rank, RoundDecision.need_score)
        .where(
            RoundDecision.round_id == round_id,
            RoundDecision.reason == DecisionReason.BY_NEED,
            waits.exists(),
        )
        .order_by(RoundDecision.rank.desc())
        .limit(1)
    )
    row = session.execute(statement).first()
    return None if row is None or row[0] is None else CutOff(row[0], row[1])
