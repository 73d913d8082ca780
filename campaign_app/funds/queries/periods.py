"""Periods: what was closed, what waits, what the books say on the last day. Amounts are tiyn."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import zip_longest

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session, aliased

from campaign_app.funds.models import (
    BoxOpening,
    ClosedPeriod,
    Expense,
    JournalEntry,
    LedgerAccount,
    Posting,
    Statement,
    StatementLine,
)
from campaign_app.funds.queries.balances import account_balance, account_balances
from campaign_app.funds.rules import (
    BALANCE_ACCOUNTS,
    WAITING_STATUSES,
    AccountKind,
    LineStatus,
    number_in_year,
)

# A campaign of ten years closed every month.
LATEST_PERIODS = 120


@dataclass(frozen=True)
class WaitingThing:
    """What keeps a period open: an expense, a box counted once, a line of a statement."""

    number: str
    expense_id: int | None = None
    box_id: int | None = None
    statement_id: int | None = None


@dataclass(frozen=True)
class Books:
    """What the books say: cash now, since it is counted now; the banks on the last day."""

    cash_minor: int
    bank_minor: int
    kaspi_minor: int
    in_transit_minor: int


@dataclass(frozen=True)
class PeriodRow:
    """A closed period: what there was before it and after it, and what corrected it later."""

    id: int
    starts_on: date | None
    ends_on: date
    closed_at: datetime
    closed_by_id: int | None
    counted_with: str
    note: str
    cash_minor: int
    opening_minor: int
    closing_minor: int
    in_minor: int
    out_minor: int
    banks_found_minor: int
    banks_booked_minor: int
    corrections: list[int] = field(default_factory=list)

    @property
    def difference_minor(self) -> int:
        """What the banks said when it was closed, less what the books say of that day now.

        Zero for ever, since nothing is posted into a closed period.
        """
        return self.banks_found_minor - self.banks_booked_minor


def waiting_until(session: Session, campaign_id: int, day: date) -> list[WaitingThing]:
    """What of the days up to `day` is not decided yet."""
    expenses = (
        select(Expense.id, Expense.number_year, Expense.number_sequence)
        .where(
            Expense.campaign_id == campaign_id,
            Expense.status.in_(WAITING_STATUSES),
            Expense.spent_on <= day,
        )
        .order_by(Expense.id)
    )
    boxes = select(BoxOpening.box_id, BoxOpening.number_year, BoxOpening.number_sequence).where(
        BoxOpening.campaign_id == campaign_id,
        BoxOpening.second_counted_at.is_(None),
        BoxOpening.opened_on <= day,
    )
    lines = (
        select(StatementLine.statement_id, StatementLine.row, Statement.filename)
        .join(Statement, Statement.id == StatementLine.statement_id)
        .where(
            StatementLine.campaign_id == campaign_id,
            StatementLine.status == LineStatus.PARKED,
            StatementLine.booked_on <= day,
        )
        .order_by(StatementLine.statement_id, StatementLine.row)
    )
    return [
        *(
            WaitingThing(number_in_year(year, number), expense_id=id_)
            for id_, year, number in session.execute(expenses)
        ),
        *(
            WaitingThing(number_in_year(year, number), box_id=id_)
            for id_, year, number in session.execute(boxes)
        ),
        *(
            WaitingThing(f"{filename}:{row}", statement_id=id_)
            for id_, row, filename in session.execute(lines)
        ),
    ]


def books_to_reconcile(session: Session, campaign_id: int, ends_on: date) -> Books:
    """What a count and the banks' statements are compared with."""
    then = {
        each.kind: each.amount_minor
        for each in account_balances(session, [campaign_id], occurred_until=ends_on)
    }
    return Books(
        cash_minor=account_balance(session, campaign_id, AccountKind.CASH),
        bank_minor=then.get(AccountKind.BANK, 0),
        kaspi_minor=then.get(AccountKind.KASPI, 0),
        in_transit_minor=then.get(AccountKind.IN_TRANSIT, 0),
    )


def list_periods(session: Session, campaign_id: int) -> list[PeriodRow]:
    """The closed periods, the latest first."""
    closed = list(
        session.scalars(
            select(ClosedPeriod)
            .where(ClosedPeriod.campaign_id == campaign_id)
            .order_by(ClosedPeriod.ends_on.desc())
            .limit(LATEST_PERIODS)
        )
    )
    moves = _moves(session, campaign_id)
    corrected = _corrections(session, campaign_id)
    rows = []
    for period, earlier in zip_longest(closed, closed[1:]):
        before = earlier.ends_on if earlier else None
        own = [move for move in moves if move.day <= period.ends_on]
        inside = [move.amount_minor for move in own if before is None or move.day > before]
        closing = sum(move.amount_minor for move in own)
        rows.append(
            PeriodRow(
                id=period.id,
                starts_on=before,
                ends_on=period.ends_on,
                closed_at=period.closed_at,
                closed_by_id=period.closed_by_id,
                counted_with=period.counted_with,
                note=period.note,
                cash_minor=period.cash_minor,
                opening_minor=closing - sum(inside),
                closing_minor=closing,
                in_minor=sum(amount for amount in inside if amount > 0),
                out_minor=-sum(amount for amount in inside if amount < 0),
                banks_found_minor=period.bank_minor + period.kaspi_minor,
                banks_booked_minor=sum(move.banks_minor for move in own),
                corrections=[
                    entry_id
                    for entry_id, day, of_day in corrected
                    if day > period.ends_on >= of_day and (before is None or of_day > before)
                ],
            )
        )
    return rows


@dataclass(frozen=True)
class _Move:
    """What an entry did to all that the campaign has, and to its banks."""

    day: date
    amount_minor: int
    banks_minor: int


def _moves(session: Session, campaign_id: int) -> list[_Move]:
    """Every entry; a transfer between accounts moves nothing of what the campaign has."""
    in_banks = LedgerAccount.kind.in_((AccountKind.BANK, AccountKind.KASPI))
    statement = (
        select(
            JournalEntry.occurred_on,
            func.sum(Posting.amount_minor),
            func.sum(case((in_banks, Posting.amount_minor), else_=0)),
        )
        .join(JournalEntry, JournalEntry.id == Posting.entry_id)
        .join(LedgerAccount, LedgerAccount.id == Posting.ledger_account_id)
        .where(Posting.campaign_id == campaign_id, LedgerAccount.kind.in_(BALANCE_ACCOUNTS))
        .group_by(JournalEntry.id, JournalEntry.occurred_on)
    )
    return [_Move(day, int(total), int(banks)) for day, total, banks in session.execute(statement)]


def _corrections(session: Session, campaign_id: int) -> list[tuple[int, date, date]]:
    """Entries that take back an entry of an earlier day: id, its day, the earlier day."""
    taken_back = aliased(JournalEntry)
    statement = (
        select(JournalEntry.id, JournalEntry.occurred_on, taken_back.occurred_on)
        .join(taken_back, taken_back.id == JournalEntry.reverses_id)
        .where(
            JournalEntry.campaign_id == campaign_id,
            JournalEntry.occurred_on > taken_back.occurred_on,
        )
        .order_by(JournalEntry.id)
    )
    return [(row[0], row[1], row[2]) for row in session.execute(statement)]
