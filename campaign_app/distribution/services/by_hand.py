"""Taking somebody in or leaving somebody out by hand, against the order and with a reason."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.beneficiaries import queries as beneficiaries
from campaign_app.beneficiaries.rules import ProcessingStopped
from campaign_app.campaigns.services import lock_campaign
from campaign_app.core.errors import NotFound
from campaign_app.distribution import queries, rules
from campaign_app.distribution.models import DistributionRound
from campaign_app.distribution.services.decisions import decision_to_change
from campaign_app.distribution.services.deliveries import take_off_list, undo_outcome
from campaign_app.distribution.services.rounds import add_line


def take_in(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    round_: DistributionRound,
    beneficiary_id: int,
    reason: str,
) -> None:
    """Take somebody in by hand whom the decision left out.

    Refuses what `add_line` refuses, and somebody who is in already.
    """
    lock_campaign(session, round_.campaign_id)
    decided = decision_to_change(session, round_, beneficiary_id, is_in=True)
    if not reason.strip():
        raise rules.ReasonMissing(field="note")
    _check_usable(session, round_.campaign_id, beneficiary_id)
    line = queries.find_line_of(session, round_.id, beneficiary_id)
    if line is not None:  # she was on the list and taken off it
        undo_outcome(session, actor=actor, now=now, delivery=line, reason=reason)
        return
    add_line(
        session,
        actor=actor,
        now=now,
        round_=round_,
        beneficiary_id=beneficiary_id,
        variant=decided.variant,
        reason=reason,
    )


def _check_usable(session: Session, campaign_id: int, beneficiary_id: int) -> None:
    """Refuse who left the campaign's list, and whose data are not to be used."""
    found = beneficiaries.list_candidates(session, campaign_id, ids=[beneficiary_id])
    if not found:
        raise NotFound()
    if found[0].is_restricted:
        raise ProcessingStopped()


def leave_out(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    round_: DistributionRound,
    beneficiary_id: int,
    reason: str,
) -> None:
    """Leave somebody out by hand. Refuses what `take_off_list` refuses, and who is out already."""
    lock_campaign(session, round_.campaign_id)
    decision_to_change(session, round_, beneficiary_id, is_in=False)
    line = queries.find_line_of(session, round_.id, beneficiary_id)
    if line is None:
        raise NotFound()
    take_off_list(session, actor=actor, now=now, delivery=line, reason=reason)
