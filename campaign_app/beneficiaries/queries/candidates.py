"""Reads of a campaign's list for a decision: everybody on it, with what decides."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.beneficiaries.models import Beneficiary, Enrolment
from campaign_app.beneficiaries.queries.registry import IS_KEPT
from campaign_app.beneficiaries.rules import BeneficiaryCategory, EnrolmentStatus
from campaign_app.core.variants import PackageVariant


@dataclass(frozen=True)
class CandidateRow:
    """Somebody on the list at this moment, also one whose data are not to be used."""

    beneficiary_id: int
    category: BeneficiaryCategory
    package_variant: PackageVariant
    need_score: int
    need_codes: str
    criteria_version: int
    enrolled_at: datetime
    last_helped_on: date | None
    is_restricted: bool


def list_candidates(
    session: Session, campaign_id: int, *, ids: Collection[int] | None = None
) -> list[CandidateRow]:
    """Everybody on the list of a campaign in Kazakh order; copies and emptied records are not.

    `ids` narrows it to these people.
    """
    statement = (
        select(
            Enrolment.beneficiary_id,
            Beneficiary.category,
            Beneficiary.package_variant,
            Enrolment.need_score,
            Enrolment.need_codes,
            Enrolment.criteria_version,
            Enrolment.enrolled_at,
            Beneficiary.last_helped_on,
            Beneficiary.restricted_at.is_not(None),
        )
        .join(Beneficiary, Beneficiary.id == Enrolment.beneficiary_id)
        .where(
            Enrolment.campaign_id == campaign_id,
            Enrolment.status == EnrolmentStatus.ACTIVE,
            IS_KEPT,
        )
        .order_by(Beneficiary.sort_key, Beneficiary.id)
    )
    if ids is not None:
        statement = statement.where(Enrolment.beneficiary_id.in_(ids))
    return [CandidateRow(*row[:8], bool(row[8])) for row in session.execute(statement)]
