"""The line of a campaign's money: what came before a gift, what was spent in its order. Tiyn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from campaign_app.core.pagination import Rows
from campaign_app.funds.models import (
    Donation,
    Expense,
    JournalEntry,
    LedgerAccount,
    Posting,
)
from campaign_app.funds.rules import (
    AccountKind,
    DonationMethod,
    EntryKind,
    ExpenseStatus,
    number_in_year,
)


@dataclass(frozen=True)
class MoneyUse:
    """Money that went for good: an expense less what came back, a fee, what a count missed."""

    kind: EntryKind
    day: date
    amount_minor: int
    expense_id: int | None = None
    number: str = ""
    supplier: str = ""
    purpose: str = ""


def money_before(session: Session, donation: Donation) -> int:
    """What the campaign had got, in tiyn, before this gift came: gifts, and what counts found."""
    earlier = or_(
        Donation.received_on < donation.received_on,
        and_(Donation.received_on == donation.received_on, Donation.id < donation.id),
    )
    gifts = session.scalar(
        select(func.coalesce(func.sum(Donation.kept_minor), 0)).where(
            Donation.campaign_id == donation.campaign_id,
            Donation.voided_at.is_(None),
            Donation.method != DonationMethod.IN_KIND,
            earlier,
        )
    )
    found = [
        -amount
        for _kind, day, amount in _costs(session, donation.campaign_id)
        if amount < 0 and day <= donation.received_on
    ]
    return int(gifts or 0) + sum(found)


def list_uses(session: Session, campaign_id: int) -> list[MoneyUse]:
    """All money that went, in the order of its days."""
    expenses: Rows = (
        select(
            Expense.id,
            Expense.spent_on,
            Expense.paid_minor.label("paid"),
            Expense.number_year,
            Expense.number_sequence,
            Expense.supplier,
            Expense.purpose,
        )
        .where(
            Expense.campaign_id == campaign_id,
            Expense.status == ExpenseStatus.APPROVED,
            Expense.paid_minor > 0,
        )
        .order_by(Expense.spent_on, Expense.id)
    )
    uses = [
        MoneyUse(
            EntryKind.EXPENSE,
            row.spent_on,
            row.paid,
            row.id,
            number_in_year(row.number_year, row.number_sequence),
            row.supplier,
            row.purpose,
        )
        for row in session.execute(expenses)
    ]
    costs = _costs(session, campaign_id)
    uses += [MoneyUse(kind, day, amount) for kind, day, amount in costs if amount > 0]
    return sorted(uses, key=lambda use: (use.day, use.expense_id or 0))


def _costs(session: Session, campaign_id: int) -> list[tuple[EntryKind, date, int]]:
    """Fees and count differences that were not taken back; below zero for what a count found."""
    taken_back = aliased(JournalEntry)
    statement = (
        select(JournalEntry.kind, JournalEntry.occurred_on, Posting.amount_minor)
        .join(Posting, Posting.entry_id == JournalEntry.id)
        .join(LedgerAccount, LedgerAccount.id == Posting.ledger_account_id)
        .outerjoin(taken_back, taken_back.reverses_id == JournalEntry.id)
        .where(
            JournalEntry.campaign_id == campaign_id,
            LedgerAccount.kind.in_((AccountKind.BANK_FEES, AccountKind.COUNT_DIFFERENCES)),
            JournalEntry.kind != EntryKind.REVERSAL,
            taken_back.id.is_(None),
        )
        .order_by(JournalEntry.occurred_on, JournalEntry.id)
    )
    return [(row[0], row[1], int(row[2])) for row in session.execute(statement)]
