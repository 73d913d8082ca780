"""What was entered wrongly is taken back by an entry that does the opposite."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.campaigns.services import lock_campaign
from campaign_app.funds import queries, rules
from campaign_app.funds.models import JournalEntry, LedgerAccount, Posting
from campaign_app.funds.rules import EntryKind, Line
from campaign_app.funds.services.journal import post_entry, record


def reverse_entry(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    today: date,
    entry: JournalEntry,
    reason: str,
) -> JournalEntry:
    """Take a transfer, a fee or a count difference back on the day of `today`.

    Both entries stay. Refuses no reason, a second time, an entry that has a way of its own to
    be taken back, and what would leave an account below zero.
    """
    lock_campaign(session, entry.campaign_id)
    if not reason.strip():
        raise rules.ReasonMissing(field="reason")
    rules.check_reversible(entry.kind)
    taken_back = select(JournalEntry.id).where(JournalEntry.reverses_id == entry.id)
    if session.scalar(taken_back) is not None:
        raise rules.AlreadyReversed(field="reason")
    lines = _opposite(session, entry)
    for line in lines:
        if line.account in rules.MONEY_ACCOUNTS and line.amount_minor < 0:
            held = queries.account_balance(session, entry.campaign_id, line.account, line.box_id)
            rules.check_funds(-line.amount_minor, held, line.account, field="reason")
    reversal = post_entry(
        session,
        actor,
        now,
        entry.campaign_id,
        EntryKind.REVERSAL,
        today,
        lines,
        reason=reason.strip(),
        reverses_id=entry.id,
        field="reason",
    )
    record(session, actor, now, "funds:reverse", reversal, reverses=entry.id)
    return reversal


def _opposite(session: Session, entry: JournalEntry) -> list[Line]:
    statement = (
        select(LedgerAccount.kind, LedgerAccount.box_id, Posting.amount_minor)
        .join(LedgerAccount, LedgerAccount.id == Posting.ledger_account_id)
        .where(Posting.entry_id == entry.id)
        .order_by(Posting.id)
    )
    return [Line(row.kind, -row.amount_minor, row.box_id) for row in session.execute(statement)]
