"""Expenses: entered by one person, decided by another, never more than is there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.services import lock_campaign
from campaign_app.core.sequences import take_next_number
from campaign_app.funds import queries, rules
from campaign_app.funds.models import Expense, SpendingLimit
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
    override_reason: str = ""


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
    nothing is paid from, and, without a reason that overrides it, more than is there.
    """
    lock_campaign(session, campaign.id)
    rules.check_not_in_future(details.spent_on, today, "spent_on")
    closed_until = queries.closed_until(session, campaign.id)
    rules.check_period_open(closed_until, details.spent_on, "spent_on")
    if details.account not in rules.PAYING_ACCOUNTS:
        raise rules.AccountUnknown(field="account")
    reason = details.override_reason.strip()
    lacking = _overdraft(session, campaign.id, details.amount_minor, details.account, reason)
    limit_minor = queries.spending_limit(session, campaign.id)
    year = details.spent_on.year
    expense = Expense(
        campaign_id=campaign.id,
        number_year=year,
        number_sequence=take_next_number(session, f"expense:{year}"),
        status=rules.ExpenseStatus.ENTERED,
        entered_at=now,
        entered_by_id=actor.id,
        needs_two_approvals=bool(lacking) or details.amount_minor > limit_minor,
        # A reason that is not needed overrides nothing later, either.
        **{**vars(details), "override_reason": reason if lacking else ""},
    )
    session.add(expense)
    record(session, actor, now, "expense:enter", expense)
    session.flush()
    return expense


def _overdraft(
    session: Session, campaign_id: int, amount_minor: int, account: AccountKind, reason: str
) -> int:
    held = queries.account_balance(session, campaign_id, account)
    balance = queries.balance(session, [campaign_id])
    return rules.overdraft(amount_minor, held, balance, account, reason)


def approve_expense(
    session: Session, *, actor: Account, now: datetime, expense: Expense
) -> Expense:
    """Approve an expense: with the last approval that it needs the money is spent.

    Refuses one's own expense, a second approval by the same person, a second decision, and
    more than is there now: of two who approve at once, the second sees what the first left.
    """
    lock_campaign(session, expense.campaign_id)
    session.refresh(expense, with_for_update=True)
    status = rules.next_expense_status(
        expense.status, rules.ExpenseAction.APPROVE, expense.needs_two_approvals
    )
    rules.check_approver(actor.id, expense.entered_by_id, expense.first_approved_by_id)
    lacking = _overdraft(
        session,
        expense.campaign_id,
        expense.amount_minor,
        expense.account,
        expense.override_reason,
    )
    if status is rules.ExpenseStatus.HALF_APPROVED:
        expense.status = status
        expense.first_approved_at, expense.first_approved_by_id = now, actor.id
        record(session, actor, now, "expense:approve_first", expense)
        session.flush()
        return expense
    entry = post_entry(
        session,
        actor,
        now,
        expense.campaign_id,
        EntryKind.EXPENSE,
        expense.spent_on,
        rules.expense_lines(expense.account, expense.amount_minor, lacking),
    )
    expense.status, expense.entry_id, expense.overdraft_minor = status, entry.id, lacking
    expense.decided_at, expense.decided_by_id = now, actor.id
    record(session, actor, now, "expense:approve", expense)
    session.flush()
    return expense


def set_spending_limit(
    session: Session, *, actor: Account, now: datetime, campaign: Campaign, amount_minor: int
) -> SpendingLimit:
    """Say how much one person approves alone from now on; what is entered already stays."""
    lock_campaign(session, campaign.id)
    limit = SpendingLimit(
        campaign_id=campaign.id, amount_minor=amount_minor, set_at=now, set_by_id=actor.id
    )
    session.add(limit)
    record(session, actor, now, "funds:limit", campaign, amount_minor=amount_minor)
    session.flush()
    return limit


def reject_expense(
    session: Session, *, actor: Account, now: datetime, expense: Expense, reason: str
) -> Expense:
    """Reject an expense. Needs a reason; a second decision is refused."""
    lock_campaign(session, expense.campaign_id)
    session.refresh(expense, with_for_update=True)
    status = rules.next_expense_status(
        expense.status, rules.ExpenseAction.REJECT, expense.needs_two_approvals
    )
    if not reason.strip():
        raise rules.ReasonMissing(field="reason")
    expense.status, expense.reject_reason = status, reason.strip()
    expense.decided_at, expense.decided_by_id = now, actor.id
    record(session, actor, now, "expense:reject", expense)
    session.flush()
    return expense
