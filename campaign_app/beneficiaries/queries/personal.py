"""Which records belong to one person, and everything that the registry knows of her."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session, aliased

from campaign_app.beneficiaries.models import (
    Beneficiary,
    BeneficiaryMerge,
    Consent,
    Disclosure,
    Enrolment,
    Restriction,
)
from campaign_app.beneficiaries.models.proxies import HeadCount, Proxy
from campaign_app.beneficiaries.queries.registry import IS_USABLE, NAMELESS
from campaign_app.beneficiaries.rules import EnrolmentStatus
from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.rules import CampaignStatus
from campaign_app.core.personal import Holding, plain_rows


def ids_of_person(session: Session, beneficiary_id: int) -> list[int]:
    """The record that is kept and all its merged copies, the kept one first."""
    kept = beneficiary_id
    seen = {kept}
    while True:
        above = select(Beneficiary.merged_into_id).where(Beneficiary.id == kept)
        found = session.execute(above).scalar_one_or_none()
        if found is None or found in seen:
            break
        kept = found
        seen.add(kept)
    ids, last = [kept], [kept]
    while last:
        below = select(Beneficiary.id).where(
            Beneficiary.merged_into_id.in_(last), Beneficiary.id.not_in(ids)
        )
        last = list(session.scalars(below.order_by(Beneficiary.id)))
        ids.extend(last)
    return ids


#: Columns of a record that are not marked personal and that nobody needs of an erased person.
FORGOTTEN = ("citizenship", "language", "bin", "household_id")
HOLDINGS = (
    Holding("record", Beneficiary, lambda ids: Beneficiary.id.in_(list(ids))),
    Holding(
        "consent",
        Consent,
        lambda ids: Consent.beneficiary_id.in_(list(ids)),
        # The database asks for a witness of a consent that was spoken.
        left={"witness_name": case((Consent.witness_name != "", NAMELESS), else_="")},
    ),
    Holding(
        "enrolment",
        Enrolment,
        lambda ids: Enrolment.beneficiary_id.in_(list(ids)),
        # The database asks for a reason where an enrolment ended.
        left={
            "end_reason": case((Enrolment.status == EnrolmentStatus.ENDED, NAMELESS), else_=""),
            "need_codes": "",
        },
    ),
    Holding(
        "restriction",
        Restriction,
        lambda ids: Restriction.beneficiary_id.in_(list(ids)),
        # The same: a stop that was asked for, and a lifted one, say why.
        left={
            "reason": case((Restriction.reason != "", NAMELESS), else_=""),
            "lift_reason": case((Restriction.lift_reason != "", NAMELESS), else_=""),
        },
    ),
    Holding(
        "proxy",
        Proxy,
        lambda ids: Proxy.beneficiary_id.in_(list(ids)),
        left={"revoke_reason": case((Proxy.revoke_reason != "", NAMELESS), else_="")},
    ),
    Holding("head_count", HeadCount, lambda ids: HeadCount.beneficiary_id.in_(list(ids))),
    Holding(
        "merge",
        BeneficiaryMerge,
        lambda ids: or_(
            BeneficiaryMerge.kept_id.in_(list(ids)), BeneficiaryMerge.copy_id.in_(list(ids))
        ),
        # An undone merge has a reason; nothing that was taken over can be given back any more.
        left={
            "taken": "{}",
            "undo_reason": case((BeneficiaryMerge.undo_reason != "", NAMELESS), else_=""),
        },
    ),
    Holding("disclosure", Disclosure, lambda ids: Disclosure.beneficiary_id.in_(list(ids))),
)


def personal_data_of(session: Session, ids: Collection[int]) -> list[dict[str, Any]]:
    """Everything that the registry knows of these records, numbers in full."""
    return plain_rows(session, HOLDINGS, ids)


def ids_to_forget(session: Session, before: date, at_least_since: datetime) -> list[int]:
    """Records whose purpose is over: the last help was before that day, all campaigns closed.

    Who was never helped counts from the registration. Copies go with the record that is kept;
    records that are to be kept unused, by law or by wish, are left alone.
    """
    listed = aliased(Beneficiary)
    in_open_campaign = (
        select(func.coalesce(listed.merged_into_id, listed.id))
        .join(Enrolment, Enrolment.beneficiary_id == listed.id)
        .join(Campaign, Campaign.id == Enrolment.campaign_id)
        .where(Enrolment.status == EnrolmentStatus.ACTIVE, Campaign.status != CampaignStatus.CLOSED)
    )
    copies = aliased(Beneficiary)
    helped_later = select(copies.merged_into_id).where(
        copies.merged_into_id.is_not(None), copies.last_helped_on >= before
    )
    statement = (
        select(Beneficiary.id)
        .where(
            IS_USABLE,
            Beneficiary.registered_at < at_least_since,
            or_(Beneficiary.last_helped_on.is_(None), Beneficiary.last_helped_on < before),
            Beneficiary.id.not_in(in_open_campaign),
            Beneficiary.id.not_in(helped_later),
        )
        .order_by(Beneficiary.id)
    )
    return list(session.scalars(statement))
