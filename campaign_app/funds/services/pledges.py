"""Pledges: promised, kept by donations, withdrawn. No account knows of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.services import lock_campaign
from campaign_app.core.errors import NotFound
from campaign_app.core.names import normalise
from campaign_app.funds import queries, rules
from campaign_app.funds.models import Pledge
from campaign_app.funds.services.journal import record


@dataclass(frozen=True, kw_only=True)
class PledgeDetails:
    """What somebody promised; the amount in tiyn, of goods their stated value."""

    donor_name: str
    amount_minor: int
    promised_on: date
    is_in_kind: bool = False
    due_on: date | None = None
    contact: str = ""
    note: str = ""


def record_pledge(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    today: date,
    campaign: Campaign,
    details: PledgeDetails,
) -> Pledge:
    """Write a promise down; it is not money yet.

    Refuses a closed campaign, nobody's promise, one of the future, and one that is due before
    it was made.
    """
    lock_campaign(session, campaign.id)
    rules.check_not_in_future(details.promised_on, today, "promised_on")
    name = normalise(details.donor_name)
    if not name:
        raise rules.DonorMissing(field="donor_name")
    if details.due_on is not None and details.due_on < details.promised_on:
        raise rules.DueBeforePromised(field="due_on")
    pledge = Pledge(
        campaign_id=campaign.id,
        recorded_at=now,
        recorded_by_id=actor.id,
        withdraw_reason="",
        **{
            **vars(details),
            "donor_name": name,
            "contact": normalise(details.contact),
            "note": details.note.strip(),
        },
    )
    session.add(pledge)
    record(session, actor, now, "pledge:record", pledge)
    session.flush()
    return pledge


def check_pledge(session: Session, campaign_id: int, pledge_id: int, today: date) -> Pledge:
    """The pledge that a donation keeps. Raises NotFound and PledgeClosed."""
    pledge = queries.find_pledge(session, campaign_id, pledge_id)
    if pledge is None:
        raise NotFound()
    session.refresh(pledge, with_for_update=True)
    came = queries.came_of_pledge(session, pledge.id)
    state = rules.pledge_state(
        pledge.amount_minor, came, pledge.withdrawn_at is not None, pledge.due_on, today
    )
    rules.check_pledge_open(state)
    return pledge


def withdraw_pledge(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    today: date,
    campaign: Campaign,
    pledge: Pledge,
    reason: str,
) -> Pledge:
    """Note that a promise will not be kept, or not wholly; what came of it stays.

    Refuses no reason, and one that is over.
    """
    lock_campaign(session, campaign.id)
    check_pledge(session, campaign.id, pledge.id, today)
    if not reason.strip():
        raise rules.ReasonMissing(field="reason")
    pledge.withdrawn_at, pledge.withdraw_reason = now, reason.strip()
    record(session, actor, now, "pledge:withdraw", pledge)
    session.flush()
    return pledge
