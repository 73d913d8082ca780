"""Two packages that one person received in one round: what was found out about them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.beneficiaries.services import lock_kept
from campaign_app.core.audit import record_event
from campaign_app.distribution import queries, rules
from campaign_app.distribution.models import Delivery, DoublePackage


def settle_double_package(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    delivery: Delivery,
    other_id: int,
    note: str,
) -> DoublePackage:
    """Note how it came to two packages and what follows; noted again, the new words count.

    Needs a note; refuses two lines that are not two packages of one person in one round.
    """
    if not note.strip():
        raise rules.ReasonMissing(field="note")
    kept = lock_kept(session, delivery.beneficiary_id)
    lines = queries.lines_of_person(session, delivery.round_id, kept.id)
    served = {line.id: line for line in lines if line.status in rules.SERVED}
    if delivery.id == other_id or not {delivery.id, other_id} <= served.keys():
        raise rules.NoDoublePackage()
    first_id, second_id = sorted((delivery.id, other_id))
    said = {"note": note.strip(), "settled_at": now, "settled_by_id": actor.id}
    settled = queries.find_double_package(session, first_id, second_id)
    if settled is None:
        pair = {"first_id": first_id, "second_id": second_id}
        settled = DoublePackage(campaign_id=delivery.campaign_id, **pair, **said)
        session.add(settled)
    else:
        for name, value in said.items():
            setattr(settled, name, value)
    record_event(
        session, actor_id=actor.id, now=now, action="delivery:settle_double", subject=settled
    )
    session.flush()
    return settled
