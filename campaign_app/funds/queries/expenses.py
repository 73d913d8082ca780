"""Expenses: the list and one of them. Amounts are tiyn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign_app.core.pagination import ROWS_PER_PAGE, Page, Rows, fetch_page
from campaign_app.funds.models import Attachment, Expense, SpendingLimit
from campaign_app.funds.rules import (
    USUAL_LIMIT_MINOR,
    WAITING_STATUSES,
    AccountKind,
    ExpenseStatus,
    number_in_year,
)


@dataclass(frozen=True)
class ExpenseRow:
    """An expense in a list."""

    id: int
    number_year: int
    number_sequence: int
    supplier: str
    supplier_bin: str | None
    purpose: str
    document_number: str
    amount_minor: int
    spent_on: date
    account: AccountKind
    status: ExpenseStatus
    entered_by_id: int
    decided_by_id: int | None
    first_approved_by_id: int | None
    override_reason: str
    overdraft_minor: int

    @property
    def number(self) -> str:
        """The number on the papers."""
        return number_in_year(self.number_year, self.number_sequence)


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
    return fetch_page(
        session,
        _expenses(campaign_id, status),
        page=page,
        per_page=per_page,
        make_row=lambda row: ExpenseRow(*row),
    )


def stream_expenses(
    session: Session, campaign_id: int, *, status: ExpenseStatus | None
) -> list[ExpenseRow]:
    """All expenses that the list shows, for an export."""
    return [ExpenseRow(*row) for row in session.execute(_expenses(campaign_id, status))]


def _expenses(campaign_id: int, status: ExpenseStatus | None) -> Rows:
    statement = select(
        Expense.id,
        Expense.number_year,
        Expense.number_sequence,
        Expense.supplier,
        Expense.supplier_bin,
        Expense.purpose,
        Expense.document_number,
        Expense.amount_minor,
        Expense.spent_on,
        Expense.account,
        Expense.status,
        Expense.entered_by_id,
        Expense.decided_by_id,
        Expense.first_approved_by_id,
        Expense.override_reason,
        Expense.overdraft_minor,
    ).where(Expense.campaign_id == campaign_id)
    if status is not None:
        statement = statement.where(Expense.status == status)
    return statement.order_by(Expense.spent_on.desc(), Expense.id.desc())


def list_approved_expenses(session: Session, campaign_id: int) -> list[ExpenseRow]:
    """What may be bought for: every approved expense."""
    return stream_expenses(session, campaign_id, status=ExpenseStatus.APPROVED)


def count_by_status(session: Session, campaign_id: int) -> dict[ExpenseStatus, tuple[int, int]]:
    """How many expenses stand where, and their sum."""
    statement = (
        select(Expense.status, func.count(), func.sum(Expense.amount_minor))
        .where(Expense.campaign_id == campaign_id)
        .group_by(Expense.status)
    )
    return {row[0]: (row[1], int(row[2])) for row in session.execute(statement)}


def find_attachment(session: Session, expense: Expense) -> Attachment | None:
    """The document behind an expense."""
    if expense.attachment_id is None:
        return None
    return session.get(Attachment, expense.attachment_id)


def find_waiting_attachment(
    session: Session, campaign_id: int, attachment_id: int, *, uploaded_by_id: int
) -> Attachment | None:
    """A document that this person brought for an expense of the campaign which is not there yet."""
    used = select(Expense.id).where(Expense.attachment_id == Attachment.id).exists()
    return session.scalars(
        select(Attachment).where(
            Attachment.id == attachment_id,
            Attachment.campaign_id == campaign_id,
            Attachment.uploaded_by_id == uploaded_by_id,
            ~used,
        )
    ).one_or_none()


def count_waiting_expenses(session: Session, campaign_ids: list[int]) -> int:
    """Expenses that nobody decided yet."""
    statement = select(func.count()).where(
        Expense.campaign_id.in_(campaign_ids), Expense.status.in_(WAITING_STATUSES)
    )
    return session.execute(statement).scalar_one()


def spending_limit(session: Session, campaign_id: int) -> int:
    """What one person approves alone, in tiyn; above it two do."""
    statement = (
        select(SpendingLimit.amount_minor)
        .where(SpendingLimit.campaign_id == campaign_id)
        .order_by(SpendingLimit.id.desc())
        .limit(1)
    )
    found = session.scalar(statement)
    return USUAL_LIMIT_MINOR if found is None else found


def find_split(session: Session, expense: Expense) -> list[Expense]:
    """Other expenses of one supplier and day that with this one pass what one approves alone."""
    if expense.needs_two_approvals:
        return []
    statement = (
        select(Expense)
        .where(
            Expense.campaign_id == expense.campaign_id,
            Expense.supplier == expense.supplier,
            Expense.spent_on == expense.spent_on,
            Expense.id != expense.id,
            Expense.status != ExpenseStatus.REJECTED,
        )
        .order_by(Expense.id)
        .limit(20)
    )
    others = list(session.scalars(statement))
    together = expense.amount_minor + sum(other.amount_minor for other in others)
    return others if together > spending_limit(session, expense.campaign_id) else []
