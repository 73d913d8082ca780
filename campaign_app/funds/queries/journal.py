"""The journal: every entry with its lines, and what it belongs to. Amounts are tiyn."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from campaign_app.core.pagination import ROWS_PER_PAGE, Page, Rows
from campaign_app.funds.models import (
    Donation,
    DonationBox,
    Expense,
    JournalEntry,
    LedgerAccount,
    Posting,
    Refund,
)
from campaign_app.funds.rules import MONEY_ACCOUNTS, AccountKind, EntryKind, number_in_year


@dataclass(frozen=True)
class JournalLine:
    """What an entry does to one account; of boxes, to the box with that number."""

    account: AccountKind
    box_number: str
    amount_minor: int


@dataclass(frozen=True)
class Subject:
    """The donation or the expense that an entry is about, and its number."""

    number: str
    donation_id: int | None = None
    expense_id: int | None = None


@dataclass(frozen=True)
class EntryRow:
    """An entry of the journal, what it is about, and its lines."""

    id: int
    kind: EntryKind
    occurred_on: date
    recorded_at: datetime
    recorded_by_id: int | None
    reason: str
    reverses_id: int | None
    reversed_by_id: int | None
    about: Subject | None
    lines: list[JournalLine]


@dataclass(frozen=True, kw_only=True)
class JournalFilter:
    """What the journal is narrowed to."""

    q: str = ""
    account: AccountKind | None = None
    kind: EntryKind | None = None
    day_from: date | None = None
    day_to: date | None = None

    @property
    def is_narrowed(self) -> bool:
        """True when not all of the campaign's entries are asked for."""
        return self != JournalFilter()


def _entries(campaign_id: int, chosen: JournalFilter) -> Rows:
    back = aliased(JournalEntry)
    statement = (
        select(
            JournalEntry.id,
            JournalEntry.kind,
            JournalEntry.occurred_on,
            JournalEntry.recorded_at,
            JournalEntry.recorded_by_id,
            JournalEntry.reason,
            JournalEntry.reverses_id,
            back.id.label("reversed_by_id"),
        )
        .outerjoin(back, back.reverses_id == JournalEntry.id)
        .order_by(JournalEntry.id.desc())
    )
    return _narrowed(statement, campaign_id, chosen)


def _narrowed(statement: Rows, campaign_id: int, chosen: JournalFilter) -> Rows:
    statement = statement.where(JournalEntry.campaign_id == campaign_id)
    if chosen.kind is not None:
        statement = statement.where(JournalEntry.kind == chosen.kind)
    if chosen.day_from is not None:
        statement = statement.where(JournalEntry.occurred_on >= chosen.day_from)
    if chosen.day_to is not None:
        statement = statement.where(JournalEntry.occurred_on <= chosen.day_to)
    if chosen.account is not None:
        touched = (
            select(Posting.entry_id)
            .join(LedgerAccount, LedgerAccount.id == Posting.ledger_account_id)
            .where(Posting.campaign_id == campaign_id, LedgerAccount.kind == chosen.account)
        )
        statement = statement.where(JournalEntry.id.in_(touched))
    for word in chosen.q.split():
        # SQLite folds the case of Latin letters only.
        written = {word, word.lower(), word.capitalize()}
        statement = statement.where(
            or_(*(JournalEntry.reason.contains(each, autoescape=True) for each in written))
        )
    return statement


def list_journal(
    session: Session,
    campaign_id: int,
    *,
    chosen: JournalFilter,
    page: int,
    per_page: int = ROWS_PER_PAGE,
) -> Page[EntryRow]:
    """Entries with their lines, the latest first."""
    counted = _narrowed(select(func.count()).select_from(JournalEntry), campaign_id, chosen)
    total = session.execute(counted).scalar_one()
    page = min(max(1, page), max(1, -(-total // per_page)))
    statement = _entries(campaign_id, chosen).limit(per_page).offset((page - 1) * per_page)
    return Page(_with_lines(session, statement), page, total, per_page)


def stream_journal(
    session: Session, campaign_id: int, *, chosen: JournalFilter, at_once: int = 1_000
) -> Iterator[EntryRow]:
    """All entries that the filter shows, for an export, a thousand at a time."""
    statement = _entries(campaign_id, chosen).limit(at_once)
    entries = _with_lines(session, statement)
    while entries:
        yield from entries
        entries = _with_lines(session, statement.where(JournalEntry.id < entries[-1].id))


def find_entry(session: Session, campaign_id: int, entry_id: int) -> JournalEntry | None:
    """The entry, if it is one of the campaign's."""
    entry = session.get(JournalEntry, entry_id)
    return entry if entry is not None and entry.campaign_id == campaign_id else None


def _with_lines(session: Session, statement: Rows) -> list[EntryRow]:
    found = session.execute(statement).all()
    ids = [row.id for row in found]
    # A reversal belongs to what it takes back.
    about = _subjects(session, [*ids, *(row.reverses_id for row in found if row.reverses_id)])
    lines = _lines(session, ids)
    return [
        EntryRow(
            id=row.id,
            kind=row.kind,
            occurred_on=row.occurred_on,
            recorded_at=row.recorded_at,
            recorded_by_id=row.recorded_by_id,
            reason=row.reason,
            reverses_id=row.reverses_id,
            reversed_by_id=row.reversed_by_id,
            about=about.get(row.id) or about.get(row.reverses_id or 0),
            lines=lines[row.id],
        )
        for row in found
    ]


def _lines(session: Session, entry_ids: list[int]) -> dict[int, list[JournalLine]]:
    statement = (
        select(
            Posting.entry_id,
            LedgerAccount.kind,
            func.coalesce(DonationBox.number, ""),
            Posting.amount_minor,
        )
        .join(LedgerAccount, LedgerAccount.id == Posting.ledger_account_id)
        .outerjoin(DonationBox, DonationBox.id == LedgerAccount.box_id)
        .where(Posting.entry_id.in_(entry_ids))
        .order_by(Posting.id)
    )
    found = defaultdict(list)
    for entry_id, account, box_number, amount_minor in session.execute(statement):
        found[entry_id].append(JournalLine(account, box_number, amount_minor))
    return found


def _subjects(session: Session, entry_ids: list[int]) -> dict[int, Subject]:
    donations = select(Donation.id, Donation.receipt_year, Donation.receipt_sequence)
    expenses = select(Expense.id, Expense.number_year, Expense.number_sequence)
    of_donations = (
        donations.add_columns(Donation.entry_id).where(Donation.entry_id.in_(entry_ids)),
        donations.add_columns(Refund.entry_id)
        .join(Refund, Refund.donation_id == Donation.id)
        .where(Refund.entry_id.in_(entry_ids)),
    )
    of_expenses = (
        expenses.add_columns(Expense.entry_id).where(Expense.entry_id.in_(entry_ids)),
        expenses.add_columns(Refund.entry_id)
        .join(Refund, Refund.expense_id == Expense.id)
        .where(Refund.entry_id.in_(entry_ids)),
    )
    found: dict[int, Subject] = {}
    for statement in of_donations:
        for id_, year, number, entry_id in session.execute(statement):
            found[entry_id] = Subject(number_in_year(year, number), donation_id=id_)
    for statement in of_expenses:
        for id_, year, number, entry_id in session.execute(statement):
            found[entry_id] = Subject(number_in_year(year, number), expense_id=id_)
    return found


def find_broken_entries(session: Session) -> list[int]:
    """Entries whose lines do not sum to zero, or lie in another campaign: none, ever."""
    statement = (
        select(JournalEntry.id)
        .outerjoin(Posting, Posting.entry_id == JournalEntry.id)
        .outerjoin(LedgerAccount, LedgerAccount.id == Posting.ledger_account_id)
        .group_by(JournalEntry.id)
        .having(
            or_(
                func.coalesce(func.sum(Posting.amount_minor), 0) != 0,
                func.count(Posting.id) < 2,
                func.count().filter(Posting.campaign_id != JournalEntry.campaign_id) > 0,
                func.count().filter(LedgerAccount.campaign_id != JournalEntry.campaign_id) > 0,
            )
        )
        .order_by(JournalEntry.id)
    )
    return list(session.scalars(statement))


def find_overdrawn(session: Session) -> list[int]:
    """Campaigns in which an account that holds money is below zero: none, ever."""
    statement = (
        select(LedgerAccount.campaign_id)
        .join(Posting, Posting.ledger_account_id == LedgerAccount.id)
        .where(LedgerAccount.kind.in_(MONEY_ACCOUNTS))
        .group_by(LedgerAccount.id, LedgerAccount.campaign_id)
        .having(func.sum(Posting.amount_minor) < 0)
    )
    return sorted(set(session.scalars(statement)))
