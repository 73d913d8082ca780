"""Expenses: the list and one of them. Amounts are tiyn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign_app.core.pagination import ROWS_PER_PAGE, Page, fetch_page
from campaign_app.funds.models import Expense
from campaign_app.funds.rules import AccountKind, ExpenseStatus


@dataclass(frozen=True)
class ExpenseRow:
    """An expense in a list."""

    id: int
    number: int
    supplier: str
    purpose: str
    document_number: str
    amount_minor: int
    spent_on: date
    account: AccountKind
    status: ExpenseStatus
    entered_by_id: int
    decided_by_id: int | None


def find_expense(session: Session, campaign_id: int, expense_id: int) -> Expense | None:
    """The expense, if it is one of the campaign's."""
    found = session.get(Expense, expense_id)
    return found if found is not None and found.campaign_id == campaign_id else None


def list_expenses(
    session: Session,
    campaign_id: int,
    *,
    status: ExpenseStatus | None,
    page: int,
    per_page: int = ROWS_PER_PAGE,
) -> Page[ExpenseRow]:
    """Expenses, the latest first."""
    statement = select(
        Expense.id,
        Expense.number,
        Expense.supplier,
        Expense.purpose,
        Expense.document_number,
        Expense.amount_minor,
        Expense.spent_on,
        Expense.account,
        Expense.status,
        Expense.entered_by_id,
        Expense.decided_by_id,
    ).where(Expense.campaign_id == campaign_id)
    if status is not None:
        statement = statement.where(Expense.status == status)
    statement = statement.order_by(Expense.spent_on.desc(), Expense.id.desc())
    return fetch_page(
        session,
        statement,
        page=page,
        per_page=per_page,
        make_row=lambda row: ExpenseRow(*row),
    )


def list_approved_expenses(session: Session, campaign_id: int) -> list[ExpenseRow]:
    """What may be bought for: every approved expense."""
    found = list_expenses(
        session, campaign_id, status=ExpenseStatus.APPROVED, page=1, per_page=1_000
    )
    return found.items


def count_waiting_expenses(session: Session, campaign_ids: list[int]) -> int:
    """Expenses that nobody decided yet."""
    statement = select(func.count()).where(
        Expense.campaign_id.in_(campaign_ids), Expense.status == ExpenseStatus.ENTERED
    )
    return session.execute(statement).scalar_one()
