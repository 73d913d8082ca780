"""Reads of a campaign's list for a decision: everybody on it, with what decides."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign_app.beneficiaries.models import Beneficiary, Enrolment
from campaign_app.beneficiaries.queries.enrolments import of_places
from campaign_app.beneficiaries.queries.registry import IS_KEPT
from campaign_app.beneficiaries.rules import BeneficiaryCategory
from campaign_app.core.variants import PackageVariant


@dataclass(frozen=True)
class CandidateRow:
    """Somebody on the list at this moment, also one whose data are not to be used."""

    enrolment_id: int
    beneficiary_id: int
    category: BeneficiaryCategory
    package_variant: PackageVariant
    need_score: int
    need_codes: str
    criteria_version: int
    enrolled_at: datetime
    last_helped_on: date | None
    street: str
    dormitory: str
    is_restricted: bool


@dataclass(frozen=True)
class PlaceCount:
    """How many of a campaign's list live in one street or dormitory, as it is written."""

    street: str
    dormitory: str
    count: int


def list_candidates(
    session: Session, campaign_id: int, *, ids: Collection[int] | None = None
) -> list[CandidateRow]:
    """Everybody on the list of a campaign in Kazakh order; emptied records are left out.

    Whoever is on it with a copy stands here by the record that is kept. `ids` narrows it to
    these people.
    """
    statement = of_places(
        select(
            Enrolment.id,
            Beneficiary.id,
            Beneficiary.category,
            Beneficiary.package_variant,
            Enrolment.need_score,
            Enrolment.need_codes,
            Enrolment.criteria_version,
            Enrolment.enrolled_at,
            Beneficiary.last_helped_on,
            Beneficiary.street,
            Beneficiary.dormitory,
            Beneficiary.restricted_at.is_not(None),
        ),
        campaign_id,
    )
    statement = statement.where(IS_KEPT).order_by(Beneficiary.sort_key, Beneficiary.id)
    if ids is not None:
        statement = statement.where(Beneficiary.id.in_(ids))
    return [_candidate(row) for row in session.execute(statement)]


def count_by_place(session: Session, campaign_id: int) -> list[PlaceCount]:
    """Where those on the list of a campaign live: as many rows as there are spellings."""
    statement = of_places(
        select(Beneficiary.street, Beneficiary.dormitory, func.count()).select_from(Enrolment),
        campaign_id,
    )
    statement = statement.where(IS_KEPT).group_by(Beneficiary.street, Beneficiary.dormitory)
    return [PlaceCount(*row) for row in session.execute(statement)]


def _candidate(row: Any) -> CandidateRow:
    values: list[Any] = [*row[:-1], bool(row[-1])]
    return CandidateRow(*values)
