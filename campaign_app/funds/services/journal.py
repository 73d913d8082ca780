"""The journal: entries whose lines sum to zero, and whose accounts they touch."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.services import lock_campaign
from campaign_app.core.audit import record_event
from campaign_app.funds import queries, rules
from campaign_app.funds.models import JournalEntry, LedgerAccount, Posting
from campaign_app.funds.rules import AccountKind, EntryKind, Place


def post_entry(
    session: Session,
    actor: Account | None,
    now: datetime,
    campaign_id: int,
    kind: EntryKind,
    occurred_on: date,
    lines: Sequence[rules.Line],
    *,
    reason: str = "",
    reverses_id: int | None = None,
    field: str | None = None,
) -> JournalEntry:
    """Append an entry whose lines sum to zero. The campaign is locked by then.

    Refuses a day of a closed period, at `field`.
    """
    rules.check_period_open(queries.closed_until(session, campaign_id), occurred_on, field)
    if sum(line.amount_minor for line in lines) != 0:
        raise ValueError("the lines of an entry must sum to zero")
    entry = JournalEntry(
        campaign_id=campaign_id,
        kind=kind,
        occurred_on=occurred_on,
        recorded_at=now,
        recorded_by_id=actor_id(actor),
        reason=reason,
        reverses_id=reverses_id,
    )
    session.add(entry)
    session.flush()
    places = {rules.Place(line.account, line.box_id) for line in lines}
    accounts = _accounts(session, campaign_id, places)
    session.add_all(
        Posting(
            entry_id=entry.id,
            campaign_id=campaign_id,
            ledger_account_id=accounts[rules.Place(line.account, line.box_id)],
            amount_minor=line.amount_minor,
        )
        for line in lines
    )
    session.flush()
    return entry


def _accounts(session: Session, campaign_id: int, places: set[Place]) -> dict[Place, int]:
    """The ids of a campaign's accounts, made when first needed (the campaign is locked)."""
    statement = select(LedgerAccount.kind, LedgerAccount.box_id, LedgerAccount.id).where(
        LedgerAccount.campaign_id == campaign_id
    )
    found = {Place(row.kind, row.box_id): row.id for row in session.execute(statement)}
    for place in sorted(places - found.keys(), key=lambda each: (each.account, each.box_id or 0)):
        account = LedgerAccount(campaign_id=campaign_id, kind=place.account, box_id=place.box_id)
        session.add(account)
        session.flush()
        found[place] = account.id
    return found


def actor_id(actor: Account | None) -> int | None:
    """Who did it; None for the program itself."""
    return actor.id if actor else None


def record(
    session: Session,
    actor: Account | None,
    now: datetime,
    action: str,
    subject: object,
    **extra: Any,
) -> None:
    """Write an audit event."""
    record_event(
        session, actor_id=actor_id(actor), now=now, action=action, subject=subject, **extra
    )


def describe_account(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    campaign: Campaign,
    kind: AccountKind,
    is_personal: bool,
    owner_note: str = "",
) -> LedgerAccount:
    """Say whose account it is. One that is somebody's own is warned about wherever money goes in.

    Refuses a closed campaign and what is no account for money.
    """
    lock_campaign(session, campaign.id)
    if kind not in rules.MONEY_ACCOUNTS:
        raise rules.AccountUnknown(field="kind")
    place = Place(kind)
    account = session.get_one(LedgerAccount, _accounts(session, campaign.id, {place})[place])
    account.is_personal, account.owner_note = is_personal, owner_note
    record(session, actor, now, "ledger_account:describe", account)
    session.flush()
    return account
