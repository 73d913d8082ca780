"""What a sheet, a route or a courier reads of the people who receive."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from campaign_app.beneficiaries.models import Beneficiary
from campaign_app.beneficiaries.queries.registry import (
    NAMELESS,
    ROW,
    address_text,
    in_parts,
    shown_values,
)
from campaign_app.beneficiaries.rules import BeneficiaryCategory, BeneficiaryKind, Language
from campaign_app.core import names
from campaign_app.core.variants import PackageVariant


@dataclass(frozen=True)
class RecipientFacts:
    """What a sheet or a courier needs to know of somebody; no whole identity number."""

    full_name: str
    short_name: str
    category: BeneficiaryCategory
    is_institution: bool
    iin_last4: str
    document_last4: str
    address_text: str
    city: str
    street: str
    house: str
    flat: str
    entrance: str
    floor: str
    dormitory: str
    room: str
    household_size: int
    head_count: int | None
    variant: PackageVariant
    phone: str | None
    language: Language | None
    is_restricted: bool


def recipient_facts(session: Session, ids: set[int]) -> dict[int, RecipientFacts]:
    """What a sheet needs of these people, by id; of a copy what the kept record knows."""
    own = aliased(Beneficiary)
    facts: dict[int, RecipientFacts] = {}
    for some in in_parts(ids):
        statement = (
            select(
                *ROW,
                Beneficiary.entrance,
                Beneficiary.floor,
                Beneficiary.head_count,
                Beneficiary.language,
                own.id.label("record_id"),
            )
            .select_from(own)
            .join(Beneficiary, Beneficiary.id == func.coalesce(own.merged_into_id, own.id))
            .where(own.id.in_(some))
        )
        for found in session.execute(statement):
            row: Any = found
            if found.restricted_at is not None:
                row = SimpleNamespace(**shown_values(found))
            name = (row.surname, row.given_name, row.patronymic)
            facts[found.record_id] = RecipientFacts(
                full_name=names.full_name(*name) or NAMELESS,
                short_name=names.short_name(*name) or NAMELESS,
                category=row.category,
                is_institution=row.kind is BeneficiaryKind.INSTITUTION,
                iin_last4=row.iin_last4,
                document_last4=row.document_last4,
                address_text=address_text(
                    row.city, row.street, row.house, row.flat, row.dormitory, row.room
                ),
                city=row.city,
                street=row.street,
                house=row.house,
                flat=row.flat,
                entrance=row.entrance,
                floor=row.floor,
                dormitory=row.dormitory,
                room=row.room,
                household_size=row.household_size,
                head_count=row.head_count,
                variant=row.package_variant,
                phone=row.phone,
                language=row.language,
                is_restricted=row.restricted_at is not None,
            )
    return facts
