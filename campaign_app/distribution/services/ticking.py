"""A signed sheet is ticked in, row by row: what cannot be recorded is told, the rest is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.core.errors import DomainError, NotFound
from campaign_app.distribution import rules
from campaign_app.distribution.models import Delivery, DistributionRound
from campaign_app.distribution.rules import DeliveryAction, ProofKind
from campaign_app.distribution.services.deliveries import ProofGiven, record_outcome


def tick_sheet(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    round_: DistributionRound,
    ticked: Mapping[int, DeliveryAction],
    handed_on: date,
    reference: str,
) -> dict[int, DomainError]:
    """Record what a paper says of these lines; gives why a line could not be recorded.

    The signature on the sheet is the proof of what was handed over, `reference` its page.
    """
    refused: dict[int, DomainError] = {}
    for delivery_id, action in ticked.items():
        delivery = session.get(Delivery, delivery_id)
        if delivery is None or delivery.round_id != round_.id:
            refused[delivery_id] = NotFound()
            continue
        proof = ProofGiven(kind=ProofKind.PAPER_SIGNATURE, reference=reference)
        try:
            with session.begin_nested():
                record_outcome(
                    session,
                    actor=actor,
                    now=now,
                    delivery=delivery,
                    action=action,
                    handed_on=handed_on,
                    proof=proof if action in rules.SERVING else None,
                )
        except DomainError as error:
            refused[delivery_id] = error
    return refused
