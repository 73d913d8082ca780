"""Reads of merged records: which record stands for a person, and what made it so."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.beneficiaries.models import Beneficiary, BeneficiaryMerge
from campaign_app.core import names


@dataclass(frozen=True)
class MergeRow:
    """A merge that holds, into whichever record of a person."""

    id: int
    kept_id: int
    copy_id: int
    copy_name: str
    merged_at: datetime
    merged_by_id: int | None


def kept_id_of(session: Session, beneficiary_id: int) -> int:
    """The record that stands for this one; itself when it is no copy."""
    statement = select(Beneficiary.merged_into_id).where(Beneficiary.id == beneficiary_id)
    return session.execute(statement).scalar_one_or_none() or beneficiary_id


def family_ids(session: Session, beneficiary_id: int) -> list[int]:
    """All records of the person for whom this record stands: it and its copies."""
    statement = (
        select(Beneficiary.id)
        .where(Beneficiary.merged_into_id == beneficiary_id)
        .order_by(Beneficiary.id)
    )
    return [beneficiary_id, *session.scalars(statement)]


def list_merges_of(session: Session, ids: Collection[int]) -> list[MergeRow]:
    """The merges that hold between these records, the latest first."""
    statement = (
        select(
            BeneficiaryMerge,
            Beneficiary.surname,
            Beneficiary.given_name,
            Beneficiary.patronymic,
        )
        .join(Beneficiary, Beneficiary.id == BeneficiaryMerge.copy_id)
        .where(BeneficiaryMerge.kept_id.in_(ids), BeneficiaryMerge.undone_at.is_(None))
        .order_by(BeneficiaryMerge.id.desc())
    )
    return [
        MergeRow(
            merge.id,
            merge.kept_id,
            merge.copy_id,
            names.full_name(*parts),
            merge.merged_at,
            merge.merged_by_id,
        )
        for merge, *parts in session.execute(statement)
    ]


def find_merge(session: Session, merge_id: int) -> BeneficiaryMerge | None:
    """A merge, undone or not."""
    return session.get(BeneficiaryMerge, merge_id)


def merges_in_force(session: Session, ids: Collection[int]) -> list[BeneficiaryMerge]:
    """The merges that hold and whose copy is one of these records, as they are now."""
    statement = (
        select(BeneficiaryMerge)
        .where(BeneficiaryMerge.copy_id.in_(ids), BeneficiaryMerge.undone_at.is_(None))
        .order_by(BeneficiaryMerge.id)
        .execution_options(populate_existing=True)
    )
    return list(session.scalars(statement))


def list_merges_into(session: Session, kept_id: int, *, after_id: int) -> list[BeneficiaryMerge]:
    """The later merges into a record that hold, the oldest first."""
    statement = (
        select(BeneficiaryMerge)
        .where(
            BeneficiaryMerge.kept_id == kept_id,
            BeneficiaryMerge.id > after_id,
            BeneficiaryMerge.undone_at.is_(None),
        )
        .order_by(BeneficiaryMerge.id)
    )
    return list(session.scalars(statement))
