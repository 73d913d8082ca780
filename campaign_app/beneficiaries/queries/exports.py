"""The registry as a table for a file, and what its filters offer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign_app.beneficiaries.models import Beneficiary, Consent, Enrolment
from campaign_app.beneficiaries.queries.enrolments import people_listed
from campaign_app.beneficiaries.queries.registry import (
    IS_KEPT,
    IS_USABLE,
    records_of,
    registry_conditions,
)
from campaign_app.beneficiaries.rules import BeneficiaryCategory, ConsentScope
from campaign_app.campaigns.models import Campaign

MASK = "••••"
#: Named as the fields, so that the file can be imported again; numbers are masked.
EXPORT_HEADER = (
    *("surname", "given_name", "patronymic", "category", "born_on", "sex", "iin"),
    *("document_number", "citizenship", "language", "phone", "city", "street", "house", "flat"),
    *("entrance", "floor", "dormitory", "room", "household_size", "package_variant"),
    *("former_unit", "note", "head_count", "head_counted_on", "contact_person", "bin"),
    "legal_basis",
    *("consent_given_on", "consent_method", "consent_witness"),
)
_MASKED = {"iin": Beneficiary.iin_last4, "document_number": Beneficiary.document_last4}
_COLUMNS = [
    _MASKED.get(name, getattr(Beneficiary, name, None))
    for name in EXPORT_HEADER
    if not name.startswith("consent_")
]
_MASKED_PLACES = tuple(EXPORT_HEADER.index(name) for name in _MASKED)


def export_rows(
    session: Session,
    *,
    q: str = "",
    category: BeneficiaryCategory | None = None,
    dormitory: str = "",
    lacks_consent: bool = False,
) -> Iterator[Sequence[Any]]:
    """The list as it is filtered, in Kazakh order, with the columns of EXPORT_HEADER."""
    consents = _latest_consents(session)
    conditions = registry_conditions(
        q=q, category=category, dormitory=dormitory, lacks_consent=lacks_consent
    )
    statement = (
        select(Beneficiary.id, *_COLUMNS)
        .where(IS_USABLE, *conditions)
        .order_by(Beneficiary.sort_key, Beneficiary.id)
    )
    for row in session.execute(statement):
        cells: list[Any] = list(row[1:])
        for place in _MASKED_PLACES:
            cells[place] = MASK + cells[place] if cells[place] else ""
        yield [*cells, *consents.get(row[0], (None, None, None))]


def _latest_consents(session: Session) -> dict[int, tuple[date, str, str]]:
    person = func.coalesce(Beneficiary.merged_into_id, Beneficiary.id)
    statement = (
        select(person, Consent.given_on, Consent.method, Consent.witness_name)
        .join(Beneficiary, Beneficiary.id == Consent.beneficiary_id)
        .where(Consent.scope == ConsentScope.REGISTRATION, Consent.withdrawn_on.is_(None))
        .order_by(Consent.given_on, Consent.id)
    )
    return {row[0]: (row[1], row[2], row[3]) for row in session.execute(statement)}


def list_dormitories(session: Session) -> list[str]:
    """The dormitories that people live in, each in one of its spellings."""
    statement = (
        select(func.min(Beneficiary.dormitory))
        .where(Beneficiary.dormitory_key != "", IS_KEPT)
        .group_by(Beneficiary.dormitory_key)
        .order_by(Beneficiary.dormitory_key)
    )
    return list(session.scalars(statement))


def count_not_enrolled(session: Session, campaign_id: int) -> dict[BeneficiaryCategory, int]:
    """How many of each category are not on the list of a campaign."""
    statement = (
        select(Beneficiary.category, func.count())
        .where(Beneficiary.id.not_in(people_listed(campaign_id)), IS_USABLE)
        .group_by(Beneficiary.category)
    )
    counted = {row[0]: row[1] for row in session.execute(statement)}
    return {category: counted[category] for category in BeneficiaryCategory if category in counted}


def campaigns_of(session: Session, beneficiary_id: int) -> list[tuple[Campaign, Enrolment]]:
    """The campaigns on whose list somebody is or was, the latest first."""
    statement = (
        select(Campaign, Enrolment)
        .join(Enrolment, Enrolment.campaign_id == Campaign.id)
        .where(Enrolment.beneficiary_id.in_(records_of(beneficiary_id)))
        .order_by(Campaign.starts_on.desc(), Campaign.id)
    )
    return [(row[0], row[1]) for row in session.execute(statement)]
