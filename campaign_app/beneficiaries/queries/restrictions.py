"""Reads of what was stopped."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.beneficiaries.models import Beneficiary, Restriction
from campaign_app.beneficiaries.queries.registry import in_parts, records_of


def list_restrictions(session: Session, beneficiary_id: int) -> list[Restriction]:
    """The stops of somebody, the latest first; the open ones have no `lifted_at`.

    Those that a merged copy had before are among them.
    """
    return list(
        session.scalars(
            select(Restriction)
            .where(Restriction.beneficiary_id.in_(records_of(beneficiary_id)))
            .order_by(Restriction.id.desc())
        )
    )


def stopped_among(session: Session, ids: Iterable[int]) -> set[int]:
    """Those of these people whose processing is stopped."""
    return {
        id_
        for some in in_parts(ids)
        for id_ in session.scalars(
            select(Beneficiary.id).where(
                Beneficiary.id.in_(some), Beneficiary.restricted_at.is_not(None)
            )
        )
    }
