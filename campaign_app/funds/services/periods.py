"""Closing a period: everything decided, counted and reconciled to zero; then it is locked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.services import lock_campaign
from campaign_app.funds import queries, rules
from campaign_app.funds.models import ClosedPeriod
from campaign_app.funds.services.journal import record


@dataclass(frozen=True, kw_only=True)
class Reconciliation:
    """What is really there: cash in pieces of each denomination now, the banks' balances in
    tiyn at the end of the period's last day."""

    pieces: Mapping[int, int]
    bank_minor: int
    kaspi_minor: int
    counted_with: str
    note: str = ""


def close_period(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    today: date,
    campaign: Campaign,
    ends_on: date,
    found: Reconciliation,
) -> ClosedPeriod:
    """Lock all days up to `ends_on`. Of two who close at once one closes.

    Refuses a day that is not past or closed already, while something of the period waits,
    and while anything counted differs from the books.
    """
    lock_campaign(session, campaign.id)
    rules.check_can_close(ends_on, today, queries.closed_until(session, campaign.id))
    if queries.waiting_until(session, campaign.id, ends_on):
        raise rules.PeriodWaits(field="ends_on")
    books = queries.books_to_reconcile(session, campaign.id, ends_on)
    cash_minor = rules.total_of(found.pieces)
    rules.check_reconciled("pieces_20000", cash_minor, books.cash_minor)
    rules.check_reconciled("bank", found.bank_minor, books.bank_minor)
    rules.check_reconciled("kaspi", found.kaspi_minor, books.kaspi_minor)
    period = ClosedPeriod(
        campaign_id=campaign.id,
        ends_on=ends_on,
        closed_at=now,
        closed_by_id=actor.id,
        note=found.note.strip(),
        cash_count={str(tenge): count for tenge, count in found.pieces.items() if count},
        cash_minor=cash_minor,
        bank_minor=found.bank_minor,
        kaspi_minor=found.kaspi_minor,
        counted_with=found.counted_with.strip(),
    )
    session.add(period)
    session.flush()
    record(session, actor, now, "funds:close_period", period)
    return period
