"""The journal: entries whose lines sum to zero, and transfers between accounts."""

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
from campaign_app.funds.rules import AccountKind, EntryKind


def transfer_money(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    today: date,
    campaign: Campaign,
    source: AccountKind,
    target: AccountKind,
    amount_minor: int,
    reason: str = "",
) -> JournalEntry:
    """Move money between two accounts of a campaign. Refuses more than the source holds."""
    lock_campaign(session, campaign.id)
    if source is target:
        raise rules.SameAccount(field="target")
    if source not in rules.MONEY_ACCOUNTS or target not in rules.MONEY_ACCOUNTS:
        raise rules.AccountUnknown(field="target")
    rules.check_funds(amount_minor, queries.account_balance(session, campaign.id, source), source)
    lines = (rules.Line(source, -amount_minor), rules.Line(target, amount_minor))
    entry = post_entry(
        session, actor, now, campaign.id, EntryKind.TRANSFER, today, lines, reason=reason
    )
    record(session, actor, now, "funds:transfer", campaign, amount_minor=amount_minor)
    return entry


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
) -> JournalEntry:
    """Append an entry whose lines sum to zero."""
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
    accounts = _accounts(session, campaign_id, {line.account for line in lines})
    session.add_all(
        Posting(
            entry_id=entry.id,
            campaign_id=campaign_id,
            ledger_account_id=accounts[line.account],
            amount_minor=line.amount_minor,
        )
        for line in lines
    )
    session.flush()
    return entry


def _accounts(
    session: Session, campaign_id: int, kinds: set[AccountKind]
) -> dict[AccountKind, int]:
    """The ids of a campaign's accounts, made when first needed (the campaign is locked)."""
    statement = select(LedgerAccount.kind, LedgerAccount.id).where(
        LedgerAccount.campaign_id == campaign_id
    )
    found = {row.kind: row.id for row in session.execute(statement)}
    for kind in sorted(kinds - found.keys()):
        account = LedgerAccount(campaign_id=campaign_id, kind=kind)
        session.add(account)
        session.flush()
        found[kind] = account.id
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
    account = session.get_one(LedgerAccount, _accounts(session, campaign.id, {kind})[kind])
    account.is_personal, account.owner_note = is_personal, owner_note
    record(session, actor, now, "ledger_account:describe", account)
    session.flush()
    return account
