"""Expenses: entered by one person, decided by another, never more than is there."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.services import lock_campaign
from campaign_app.core.sequences import take_next_number
from campaign_app.funds import queries, rules
from campaign_app.funds.models import Attachment, Expense
from campaign_app.funds.rules import AccountKind, EntryKind
from campaign_app.funds.services.journal import post_entry, record


@dataclass(frozen=True, kw_only=True)
class ExpenseDetails:
    """What is written down about an expense."""

    supplier: str
    amount_minor: int
    spent_on: date
    purpose: str
    account: AccountKind
    supplier_bin: str | None = None
    document_number: str = ""
    attachment_id: int | None = None


def enter_expense(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    today: date,
    campaign: Campaign,
    details: ExpenseDetails,
) -> Expense:
    """Enter an expense that somebody else then approves.

    Refuses a closed campaign, a day in the future or of a closed period, an account that
    nothing is paid from, and more than the account holds.
    """
    lock_campaign(session, campaign.id)
    rules.check_not_in_future(details.spent_on, today, "spent_on")
    closed_until = queries.closed_until(session, campaign.id)
    rules.check_period_open(closed_until, details.spent_on, "spent_on")
    if details.account not in rules.PAYING_ACCOUNTS:
        raise rules.AccountUnknown(field="account")
    left = queries.account_balance(session, campaign.id, details.account)
    rules.check_funds(details.amount_minor, left, details.account)
    year = details.spent_on.year
    expense = Expense(
        campaign_id=campaign.id,
        number_year=year,
        number_sequence=take_next_number(session, f"expense:{year}"),
        status=rules.ExpenseStatus.ENTERED,
        entered_at=now,
        entered_by_id=actor.id,
        **vars(details),
    )
    session.add(expense)
    record(session, actor, now, "expense:enter", expense)
    session.flush()
    return expense


def approve_expense(
    session: Session, *, actor: Account, now: datetime, expense: Expense
) -> Expense:
    """Approve an expense: the money is spent.

    Refuses one's own expense, a second decision, and more than the account holds now:
    of two who approve at once, the second sees what the first has left.
    """
    lock_campaign(session, expense.campaign_id)
    session.refresh(expense, with_for_update=True)
    status = rules.next_expense_status(expense.status, rules.ExpenseAction.APPROVE)
    rules.check_approver(expense.entered_by_id, actor.id)
    left = queries.account_balance(session, expense.campaign_id, expense.account)
    rules.check_funds(expense.amount_minor, left, expense.account)
    entry = post_entry(
        session,
        actor,
        now,
        expense.campaign_id,
        EntryKind.EXPENSE,
        expense.spent_on,
        rules.expense_lines(expense.account, expense.amount_minor),
    )
    expense.status, expense.entry_id = status, entry.id
    expense.decided_at, expense.decided_by_id = now, actor.id
    record(session, actor, now, "expense:approve", expense)
    session.flush()
    return expense


def reject_expense(
    session: Session, *, actor: Account, now: datetime, expense: Expense, reason: str
) -> Expense:
    """Reject an expense. Needs a reason; a second decision is refused."""
    lock_campaign(session, expense.campaign_id)
    session.refresh(expense, with_for_update=True)
    status = rules.next_expense_status(expense.status, rules.ExpenseAction.REJECT)
    if not reason.strip():
        raise rules.ReasonMissing(field="reason")
    expense.status, expense.reject_reason = status, reason.strip()
    expense.decided_at, expense.decided_by_id = now, actor.id
    record(session, actor, now, "expense:reject", expense)
    session.flush()
    return expense


def keep_attachment(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    campaign: Campaign,
    content: bytes,
) -> Attachment:
    """Keep a document with the campaign's data. Refuses other kinds and what is too large."""
    attachment = Attachment(
        campaign_id=campaign.id,
        media_type=rules.media_type_of(content),
        byte_count=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        uploaded_at=now,
        uploaded_by_id=actor.id,
    )
    session.add(attachment)
    record(session, actor, now, "expense:attach", attachment)
    session.flush()
    return attachment
