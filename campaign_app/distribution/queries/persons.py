"""Reads of what one person was given, with all of her records; and of two packages in one round."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from campaign_app.beneficiaries import queries as beneficiaries
from campaign_app.beneficiaries.models import Beneficiary
from campaign_app.campaigns.models import Campaign
from campaign_app.core.names import full_name
from campaign_app.core.pagination import Page, Rows, fetch_page
from campaign_app.distribution.models import (
    Delivery,
    DistributionRound,
    DoublePackage,
    RoundDecision,
)
from campaign_app.distribution.rules import SERVED, DecisionReason, DeliveryStatus

LISTED = Delivery.status != DeliveryStatus.CANCELLED


@dataclass(frozen=True)
class PersonLine:
    """A line of a round that is for a person, and on which of her records it stands."""

    id: int
    campaign_slug: str
    round_id: int
    round_number: int
    title_kk: str
    title_ru: str
    title_en: str
    beneficiary_id: int
    status: DeliveryStatus
    handed_on: date | None

    @property
    def is_served(self) -> bool:
        """True when the package was received."""
        return self.status in SERVED


@dataclass(frozen=True)
class PersonDecision:
    """What a round decided about a person, and on which of her records it stands."""

    campaign_slug: str
    round_id: int
    round_number: int
    title_kk: str
    title_ru: str
    title_en: str
    beneficiary_id: int
    is_in: bool
    reason: DecisionReason


@dataclass(frozen=True)
class SharedRound:
    """Two lines of one round that are for one person."""

    person_id: int
    person_name: str
    first: PersonLine
    second: PersonLine
    note: str | None
    settled_at: datetime | None
    settled_by_id: int | None

    @property
    def is_double(self) -> bool:
        """True when both packages were received."""
        return self.first.is_served and self.second.is_served


def lines_of_person(session: Session, round_id: int, kept_id: int) -> list[Delivery]:
    """The lines of somebody in a round with all of her records, as they are now.

    A line of a copy that was taken off the list is left out; the kept record has one line.
    """
    statement = (
        select(Delivery)
        .where(
            Delivery.round_id == round_id,
            Delivery.beneficiary_id.in_(beneficiaries.records_of(kept_id)),
            or_(LISTED, Delivery.beneficiary_id == kept_id),
        )
        .order_by(Delivery.id)
        .execution_options(populate_existing=True)
    )
    return list(session.scalars(statement))


def _lines(delivery: Any) -> tuple[Any, ...]:
    return (
        delivery.id,
        Campaign.slug,
        delivery.round_id,
        DistributionRound.number,
        DistributionRound.title_kk,
        DistributionRound.title_ru,
        DistributionRound.title_en,
        delivery.beneficiary_id,
        delivery.status,
        delivery.handed_on,
    )


_WIDTH = len(PersonLine.__dataclass_fields__)


def help_given(
    session: Session, ids: Collection[int], campaign_ids: Collection[int] | None
) -> list[PersonLine]:
    """The lines of rounds that are for these records, the latest first; None: all campaigns."""
    statement: Rows = (
        select(*_lines(Delivery))
        .join(DistributionRound, DistributionRound.id == Delivery.round_id)
        .join(Campaign, Campaign.id == Delivery.campaign_id)
        .where(Delivery.beneficiary_id.in_(ids))
        .order_by(DistributionRound.starts_on.desc(), Delivery.id.desc())
    )
    if campaign_ids is not None:
        statement = statement.where(Delivery.campaign_id.in_(campaign_ids))
    return [PersonLine(*row) for row in session.execute(statement)]


def decisions_about(
    session: Session, ids: Collection[int], campaign_ids: Collection[int] | None
) -> list[PersonDecision]:
    """What rounds decided about these records, the latest first; None: all campaigns."""
    statement: Rows = (
        select(
            Campaign.slug,
            DistributionRound.id,
            DistributionRound.number,
            DistributionRound.title_kk,
            DistributionRound.title_ru,
            DistributionRound.title_en,
            RoundDecision.beneficiary_id,
            RoundDecision.is_in,
            RoundDecision.reason,
        )
        .join(DistributionRound, DistributionRound.id == RoundDecision.round_id)
        .join(Campaign, Campaign.id == DistributionRound.campaign_id)
        .where(RoundDecision.beneficiary_id.in_(ids))
        .order_by(DistributionRound.starts_on.desc(), RoundDecision.id.desc())
    )
    if campaign_ids is not None:
        statement = statement.where(DistributionRound.campaign_id.in_(campaign_ids))
    return [PersonDecision(*row) for row in session.execute(statement)]


def shared_rounds(
    session: Session, ids: Collection[int], campaign_ids: Collection[int] | None
) -> list[tuple[PersonLine, PersonLine]]:
    """Two lines each of rounds in which more than one of these records has a line."""
    by_round: dict[int, list[PersonLine]] = {}
    for line in help_given(session, ids, campaign_ids):
        if line.status is not DeliveryStatus.CANCELLED:
            by_round.setdefault(line.round_id, []).append(line)
    return [
        (one, other)
        for lines in by_round.values()
        for place, one in enumerate(lines)
        for other in lines[place + 1 :]
    ]


def double_packages(
    session: Session,
    campaign_ids: Collection[int] | None,
    *,
    person_id: int | None = None,
    page: int = 1,
) -> Page[SharedRound]:
    """Rounds in which merged records of one person both have a line; what is open comes first."""
    first, second = aliased(Delivery), aliased(Delivery)
    own, other = aliased(Beneficiary), aliased(Beneficiary)
    person = func.coalesce(own.merged_into_id, own.id)
    listed = DeliveryStatus.CANCELLED
    statement: Rows = (
        select(
            Beneficiary.id,
            Beneficiary.surname,
            Beneficiary.given_name,
            Beneficiary.patronymic,
            *_lines(first),
            *_lines(second),
            DoublePackage.note,
            DoublePackage.settled_at,
            DoublePackage.settled_by_id,
        )
        .select_from(first)
        .join(second, and_(second.round_id == first.round_id, second.id > first.id))
        .join(own, own.id == first.beneficiary_id)
        .join(other, other.id == second.beneficiary_id)
        .join(Beneficiary, Beneficiary.id == person)
        .join(DistributionRound, DistributionRound.id == first.round_id)
        .join(Campaign, Campaign.id == first.campaign_id)
        .outerjoin(
            DoublePackage,
            and_(DoublePackage.first_id == first.id, DoublePackage.second_id == second.id),
        )
        .where(
            person == func.coalesce(other.merged_into_id, other.id),
            first.beneficiary_id.in_(_merged_people()),
            second.beneficiary_id.in_(_merged_people()),
            first.status != listed,
            second.status != listed,
        )
        .order_by(DoublePackage.id.is_not(None), DistributionRound.starts_on.desc(), first.id)
    )
    if campaign_ids is not None:
        statement = statement.where(first.campaign_id.in_(campaign_ids))
    if person_id is not None:
        statement = statement.where(Beneficiary.id == person_id)

    def make_row(row: Any) -> SharedRound:
        lines = row[4 : 4 + 2 * _WIDTH]
        one, two = PersonLine(*lines[:_WIDTH]), PersonLine(*lines[_WIDTH:])
        return SharedRound(row[0], full_name(*row[1:4]), one, two, *row[-3:])

    return fetch_page(session, statement, page=page, make_row=make_row)


def _merged_people() -> Rows:
    """The records of people who have several: few, so that few lines are looked at."""
    copy = aliased(Beneficiary)
    copies = select(copy.id).where(copy.merged_into_id.is_not(None))
    kept = select(copy.merged_into_id).where(copy.merged_into_id.is_not(None))
    return (
        select(Beneficiary.id)
        .where(or_(Beneficiary.id.in_(copies), Beneficiary.id.in_(kept)))
        .correlate(None)
    )


def find_double_package(session: Session, first_id: int, second_id: int) -> DoublePackage | None:
    """What was found out about two packages; None while nothing was."""
    statement = select(DoublePackage).where(
        DoublePackage.first_id == first_id, DoublePackage.second_id == second_id
    )
    return session.scalars(statement).one_or_none()
