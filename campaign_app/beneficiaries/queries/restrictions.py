"""Reads of what was stopped."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.beneficiaries.models import Restriction
from campaign_app.beneficiaries.queries.registry import records_of


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
