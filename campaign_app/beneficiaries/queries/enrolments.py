"""Reads of the campaigns' recipient lists."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from campaign_app.beneficiaries.models import Beneficiary, Enrolment
from campaign_app.beneficiaries.queries.criteria import all_criteria
from campaign_app.beneficiaries.queries.registry import (
    IS_USABLE,
    ROW,
    BeneficiaryRow,
    ShownPerson,
    name_contains,
    records_of,
    registry_conditions,
)
from campaign_app.beneficiaries.rules import (
    BeneficiaryCategory,
    BeneficiaryKind,
    Criteria,
    Criterion,
    EnrolmentStatus,
)
from campaign_app.core.pagination import ROWS_PER_PAGE, Page, Rows, fetch_page
from campaign_app.core.variants import PackageVariant


@dataclass(frozen=True)
class EnrolledRow(ShownPerson):
    """Somebody on the list of a campaign."""

    enrolment_id: int
    beneficiary_id: int
    kind: BeneficiaryKind
    category: BeneficiaryCategory
    surname: str
    given_name: str
    patronymic: str
    city: str
    street: str
    house: str
    flat: str
    dormitory: str
    room: str
    household_size: int
    head_count: int | None
    package_variant: PackageVariant
    need_score: int
    need_codes: str
    criteria_version: int
    enrolled_at: datetime
    last_helped_on: date | None
    criteria: Criteria

    @property
    def need_lines(self) -> list[Criterion]:
        """The criteria that made the score, as they were when it was found."""
        return self.criteria.explain(self.need_codes)


#: The record that was put on the list, and the record that stands for that person now.
_OWN = aliased(Beneficiary)
_PERSON = func.coalesce(_OWN.merged_into_id, _OWN.id)


def _counts_once() -> ColumnElement[bool]:
    """Of a person with several records on one list, the kept one's place counts, else the first."""
    other, others_own = aliased(Enrolment), aliased(Beneficiary)
    another = (
        select(other.id)
        .join(others_own, others_own.id == other.beneficiary_id)
        .where(
            other.campaign_id == Enrolment.campaign_id,
            other.status == EnrolmentStatus.ACTIVE,
            or_(
                others_own.id == _OWN.merged_into_id,
                and_(others_own.merged_into_id == _OWN.merged_into_id, other.id < Enrolment.id),
            ),
        )
    )
    return or_(_OWN.merged_into_id.is_(None), ~another.exists())


def people_listed(campaign_id: int) -> Rows:
    """The ids of everybody on the list of a campaign, as a sub-query; a copy gives its person."""
    return (
        select(_PERSON)
        .select_from(Enrolment)
        .join(_OWN, _OWN.id == Enrolment.beneficiary_id)
        .where(Enrolment.campaign_id == campaign_id, Enrolment.status == EnrolmentStatus.ACTIVE)
    )


def of_places(statement: Rows, campaign_id: int) -> Rows:
    """A statement over the places on a campaign's list, each with the record of its person.

    `Enrolment` is the place, `Beneficiary` the record that stands for whoever has it; a
    person has one place, with however many of her records.
    """
    return (
        statement.join(_OWN, _OWN.id == Enrolment.beneficiary_id)
        .join(Beneficiary, Beneficiary.id == _PERSON)
        .where(
            Enrolment.campaign_id == campaign_id,
            Enrolment.status == EnrolmentStatus.ACTIVE,
            _counts_once(),
        )
    )


def _enrolled(campaign_id: int) -> Rows:
    return of_places(
        select(
            Enrolment.id,
            Beneficiary.id,
            Beneficiary.kind,
            Beneficiary.category,
            Beneficiary.surname,
            Beneficiary.given_name,
            Beneficiary.patronymic,
            Beneficiary.city,
            Beneficiary.street,
            Beneficiary.house,
            Beneficiary.flat,
            Beneficiary.dormitory,
            Beneficiary.room,
            Beneficiary.household_size,
            Beneficiary.head_count,
            Beneficiary.package_variant,
            Enrolment.need_score,
            Enrolment.need_codes,
            Enrolment.criteria_version,
            Enrolment.enrolled_at,
            Beneficiary.last_helped_on,
        ),
        campaign_id,
    ).where(IS_USABLE)


def _explained(session: Session) -> Callable[[Any], EnrolledRow]:
    """Makes rows that know the version of the criteria that their score was found by."""
    known = all_criteria(session)

    def make_row(row: Any) -> EnrolledRow:
        values: list[Any] = [*row, known[row.criteria_version]]
        return EnrolledRow(*values)

    return make_row


def list_enrolled(
    session: Session,
    campaign_id: int,
    *,
    category: str | None = None,
    without: frozenset[int] = frozenset(),
) -> list[EnrolledRow]:
    """Everybody on the list of a campaign but those with these ids, in Kazakh order."""
    statement = _enrolled(campaign_id).order_by(Beneficiary.sort_key, Beneficiary.id)
    if category is not None:
        statement = statement.where(Beneficiary.category == BeneficiaryCategory(category))
    make_row = _explained(session)
    return [make_row(row) for row in session.execute(statement) if row[1] not in without]


def page_of_enrolled(
    session: Session,
    campaign_id: int,
    *,
    q: str = "",
    category: BeneficiaryCategory | None = None,
    page: int,
    per_page: int = ROWS_PER_PAGE,
) -> Page[EnrolledRow]:
    """One page of the list of a campaign: the greatest need first."""
    statement = _enrolled(campaign_id)
    if q:
        statement = statement.where(name_contains(q))
    if category is not None:
        statement = statement.where(Beneficiary.category == category)
    return fetch_page(
        session,
        statement.order_by(Enrolment.need_score.desc(), Beneficiary.sort_key, Beneficiary.id),
        page=page,
        per_page=per_page,
        make_row=_explained(session),
    )


def count_enrolled(session: Session, campaign_id: int) -> int:
    """How many are on the list of a campaign."""
    return count_enrolled_in(session, [campaign_id])


def count_enrolled_in(session: Session, campaign_ids: Collection[int]) -> int:
    """How many are on the lists of these campaigns, each counted once."""
    statement = (
        select(func.count(_PERSON.distinct()))
        .select_from(Enrolment)
        .join(_OWN, _OWN.id == Enrolment.beneficiary_id)
        .where(Enrolment.campaign_id.in_(campaign_ids), Enrolment.status == EnrolmentStatus.ACTIVE)
    )
    return session.execute(statement).scalar_one()


def ids_not_enrolled(
    session: Session, campaign_id: int, *, category: BeneficiaryCategory | None = None
) -> list[int]:
    """Everybody on the registry who is not on the list of a campaign."""
    statement = select(Beneficiary.id).where(
        Beneficiary.id.not_in(people_listed(campaign_id)), IS_USABLE
    )
    if category is not None:
        statement = statement.where(Beneficiary.category == category)
    return list(session.scalars(statement.order_by(Beneficiary.sort_key)))


def not_enrolled_matching(
    session: Session,
    campaign_id: int,
    *,
    q: str = "",
    category: BeneficiaryCategory | None = None,
    page: int,
) -> Page[BeneficiaryRow]:
    """Those on the registry who are not on the list of a campaign, narrowed."""
    conditions = registry_conditions(q=q, category=category)
    statement = (
        select(*ROW)
        .where(Beneficiary.id.not_in(people_listed(campaign_id)), IS_USABLE, *conditions)
        .order_by(Beneficiary.sort_key, Beneficiary.id)
    )
    return fetch_page(session, statement, page=page, make_row=lambda row: BeneficiaryRow(*row))


def find_enrolment(session: Session, campaign_id: int, enrolment_id: int) -> Enrolment | None:
    """An enrolment of this campaign."""
    statement = select(Enrolment).where(
        Enrolment.id == enrolment_id, Enrolment.campaign_id == campaign_id
    )
    return session.scalars(statement).one_or_none()


def is_enrolled(session: Session, campaign_id: int, beneficiary_id: int) -> bool:
    """True when somebody is on the list of a campaign."""
    statement = select(Enrolment.id).where(
        Enrolment.campaign_id == campaign_id,
        Enrolment.beneficiary_id.in_(records_of(beneficiary_id)),
        Enrolment.status == EnrolmentStatus.ACTIVE,
    )
    return session.execute(statement).first() is not None


def open_enrolments_of(session: Session, enrolment: Enrolment) -> list[Enrolment]:
    """All places of one person on the list of the enrolment's campaign: one for each record."""
    kept = select(_PERSON).where(_OWN.id == enrolment.beneficiary_id).scalar_subquery()
    records = select(Beneficiary.id).where(
        or_(Beneficiary.id == kept, Beneficiary.merged_into_id == kept)
    )
    statement = select(Enrolment).where(
        Enrolment.campaign_id == enrolment.campaign_id,
        Enrolment.status == EnrolmentStatus.ACTIVE,
        Enrolment.beneficiary_id.in_(records),
    )
    return list(session.scalars(statement))
