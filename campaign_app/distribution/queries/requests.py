"""Reads of requests to take somebody in that wait for a second person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from campaign_app.beneficiaries.models import Beneficiary
from campaign_app.core.names import full_name
from campaign_app.distribution.models import RoundDecision

MOST_SHOWN = 50


@dataclass(frozen=True)
class RequestRow:
    """Somebody for whom one person asks."""

    beneficiary_id: int
    full_name: str
    asked_at: datetime
    asked_by_id: int


def _waits(round_id: int) -> ColumnElement[bool]:
    return and_(
        RoundDecision.round_id == round_id,
        RoundDecision.is_in.is_(False),
        RoundDecision.asked_at.is_not(None),
    )


def count_requests(session: Session, round_id: int) -> int:
    """How many wait."""
    statement = select(func.count(RoundDecision.id)).where(_waits(round_id))
    return int(session.execute(statement).scalar_one())


def list_requests(session: Session, round_id: int) -> list[RequestRow]:
    """The requests of a round that wait, the oldest first; at most fifty."""
    statement = (
        select(
            Beneficiary.id,
            Beneficiary.surname,
            Beneficiary.given_name,
            Beneficiary.patronymic,
            RoundDecision.asked_at,
            RoundDecision.asked_by_id,
        )
        .join(Beneficiary, Beneficiary.id == RoundDecision.beneficiary_id)
        .where(_waits(round_id))
        .order_by(RoundDecision.asked_at, RoundDecision.id)
        .limit(MOST_SHOWN)
    )
    return [
        RequestRow(id_, full_name(surname, given, patronymic), asked_at, asked_by_id)
        for id_, surname, given, patronymic, asked_at, asked_by_id in session.execute(statement)
        if asked_at is not None and asked_by_id is not None  # as `_waits` has it
    ]
