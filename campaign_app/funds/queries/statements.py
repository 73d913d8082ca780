"""Statements: the files, their lines, and the entries that no line has yet. Amounts are tiyn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session, aliased

from campaign_app.core.pagination import ROWS_PER_PAGE, Page, Rows
from campaign_app.funds.models import (
    Donation,
    Expense,
    JournalEntry,
    LedgerAccount,
    Posting,
    Statement,
    StatementLine,
    StatementSource,
)
from campaign_app.funds.rules import AccountKind, EntryKind, LineStatus, number_in_year


@dataclass(frozen=True)
class OpenEntry:
    """What an entry did to one account; no line of a statement is it yet.

    `about` names the donation or the expense, not the donor who stays anonymous.
    """

    id: int
    kind: EntryKind
    occurred_on: date
    about: str
    amount_minor: int


@dataclass(frozen=True)
class StatementRow:
    """A file in a list, with how many of its lines stand how."""

    id: int
    source: str
    filename: str
    uploaded_at: datetime
    confirmed_at: datetime | None
    starts_on: date | None
    ends_on: date | None
    counts: dict[LineStatus, int]


@dataclass(frozen=True)
class LineRow:
    """A line in a list; who paid is left out of a donation whose donor stays anonymous."""

    id: int
    row: int
    booked_on: date
    counterparty: str
    reference: str
    note: str
    amount_minor: int
    status: LineStatus
    reason: str
    entry_kind: EntryKind | None
    donation_id: int | None
    is_anonymous: bool | None


def list_sources(session: Session) -> list[StatementSource]:
    """All sources, by name."""
    return list(session.scalars(select(StatementSource).order_by(StatementSource.name_key)))


def find_source_named(session: Session, name_key: str) -> StatementSource | None:
    """The source whose folded name is this."""
    found = select(StatementSource).where(StatementSource.name_key == name_key)
    return session.scalars(found).one_or_none()


def find_statement(
    session: Session, campaign_id: int, statement_id: int, *, lock: bool = False
) -> Statement | None:
    """The statement, if it is one of the campaign's; `lock` keeps others from changing it."""
    found = session.get(Statement, statement_id, with_for_update=lock or None)
    return found if found is not None and found.campaign_id == campaign_id else None


def find_line(session: Session, statement_id: int, line_id: int) -> StatementLine | None:
    """The line, if it is one of the statement's."""
    found = session.get(StatementLine, line_id)
    return found if found is not None and found.statement_id == statement_id else None


def find_same_file(session: Session, statement: Statement) -> Statement | None:
    """A confirmed statement of the campaign that was the very same file."""
    return session.scalars(
        select(Statement)
        .where(
            Statement.campaign_id == statement.campaign_id,
            Statement.sha256 == statement.sha256,
            Statement.id != statement.id,
            Statement.confirmed_at.is_not(None),
        )
        .order_by(Statement.id.desc())
        .limit(1)
    ).one_or_none()


def list_statements(
    session: Session, campaign_id: int, *, page: int, per_page: int = ROWS_PER_PAGE
) -> Page[StatementRow]:
    """The campaign's statements, the latest first."""
    total = session.scalar(
        select(func.count()).select_from(Statement).where(Statement.campaign_id == campaign_id)
    )
    total = int(total or 0)
    page = min(max(1, page), max(1, -(-total // per_page)))
    statement = (
        select(Statement, StatementSource.name)
        .join(StatementSource, StatementSource.id == Statement.source_id)
        .where(Statement.campaign_id == campaign_id)
        .order_by(Statement.uploaded_at.desc(), Statement.id.desc())
        .limit(per_page)
        .offset((page - 1) * per_page)
    )
    found = session.execute(statement).all()
    counts = _line_counts(session, [each.id for each, _name in found])
    rows = [
        StatementRow(
            id=each.id,
            source=name,
            filename=each.filename,
            uploaded_at=each.uploaded_at,
            confirmed_at=each.confirmed_at,
            starts_on=each.starts_on,
            ends_on=each.ends_on,
            counts=counts.get(each.id, {}),
        )
        for each, name in found
    ]
    return Page(rows, page, total, per_page)


def _line_counts(
    session: Session, statement_ids: Sequence[int]
) -> dict[int, dict[LineStatus, int]]:
    counts: dict[int, dict[LineStatus, int]] = {}
    statement = (
        select(StatementLine.statement_id, StatementLine.status, func.count())
        .where(StatementLine.statement_id.in_(statement_ids))
        .group_by(StatementLine.statement_id, StatementLine.status)
    )
    for id_, status, count in session.execute(statement):
        counts.setdefault(id_, {})[status] = count
    return counts


def count_lines(session: Session, statement_id: int) -> dict[LineStatus, int]:
    """How many lines of a statement stand how."""
    return _line_counts(session, [statement_id]).get(statement_id, {})


def count_parked_lines(session: Session, campaign_id: int) -> int:
    """How many lines of the campaign wait for a decision."""
    found = session.scalar(
        select(func.count())
        .select_from(StatementLine)
        .where(StatementLine.campaign_id == campaign_id, StatementLine.status == LineStatus.PARKED)
    )
    return int(found or 0)


def _lines(statement_id: int, status: LineStatus | None) -> Rows:
    lines: Rows = (
        select(
            StatementLine.id,
            StatementLine.row,
            StatementLine.booked_on,
            StatementLine.counterparty,
            StatementLine.reference,
            StatementLine.note,
            StatementLine.amount_minor,
            StatementLine.status,
            StatementLine.reason,
            JournalEntry.kind.label("entry_kind"),
            Donation.id.label("donation_id"),
            Donation.is_anonymous,
        )
        .outerjoin(JournalEntry, JournalEntry.id == StatementLine.entry_id)
        .outerjoin(Donation, Donation.entry_id == StatementLine.entry_id)
        .where(StatementLine.statement_id == statement_id)
        .order_by(StatementLine.row)
    )
    return lines if status is None else lines.where(StatementLine.status == status)


def list_lines(
    session: Session,
    statement_id: int,
    *,
    status: LineStatus | None,
    page: int,
    per_page: int = ROWS_PER_PAGE,
) -> Page[LineRow]:
    """The lines of a statement in the order of the file, of all or of one status."""
    counts = count_lines(session, statement_id)
    total = sum(counts.values()) if status is None else counts.get(status, 0)
    page = min(max(1, page), max(1, -(-total // per_page)))
    found = _lines(statement_id, status).limit(per_page).offset((page - 1) * per_page)
    return Page([_line_row(row) for row in session.execute(found)], page, total, per_page)


def stream_lines(
    session: Session, statement_id: int, *, status: LineStatus | None
) -> list[LineRow]:
    """All lines that the filter shows, for an export."""
    return [_line_row(row) for row in session.execute(_lines(statement_id, status))]


def _line_row(row: Row[Any]) -> LineRow:
    found = LineRow(**row._mapping)
    return replace(found, counterparty="", note="") if found.is_anonymous else found


def lines_before(session: Session, campaign_id: int) -> dict[str, str]:
    """The fingerprints of all lines of the campaign, with the file in which each came."""
    statement = (
        select(StatementLine.fingerprint, Statement.filename)
        .join(Statement, Statement.id == StatementLine.statement_id)
        .where(StatementLine.campaign_id == campaign_id)
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def entries_with_lines(session: Session, campaign_id: int) -> set[int]:
    """The entries of the journal that are lines already."""
    statement = select(StatementLine.entry_id).where(
        StatementLine.campaign_id == campaign_id, StatementLine.entry_id.is_not(None)
    )
    return {id_ for id_ in session.scalars(statement) if id_ is not None}


def list_open_entries(
    session: Session, campaign_id: int, account: AccountKind, *, amount_minor: int | None = None
) -> list[OpenEntry]:
    """Entries on an account that no line is and that were not taken back, the latest first.

    `amount_minor` narrows them to those that changed the account by so much.
    """
    taken_back = aliased(JournalEntry)
    total = func.sum(Posting.amount_minor).label("total")
    said = (
        JournalEntry.reason,
        Donation.receipt_year,
        Donation.receipt_sequence,
        Donation.donor_name,
        Donation.is_anonymous,
        Expense.supplier,
    )
    statement: Rows = (
        select(JournalEntry.id, JournalEntry.kind, JournalEntry.occurred_on, *said, total)
        .join(Posting, Posting.entry_id == JournalEntry.id)
        .join(LedgerAccount, LedgerAccount.id == Posting.ledger_account_id)
        .outerjoin(StatementLine, StatementLine.entry_id == JournalEntry.id)
        .outerjoin(taken_back, taken_back.reverses_id == JournalEntry.id)
        .outerjoin(Donation, Donation.entry_id == JournalEntry.id)
        .outerjoin(Expense, Expense.entry_id == JournalEntry.id)
        .where(
            JournalEntry.campaign_id == campaign_id,
            LedgerAccount.kind == account,
            StatementLine.id.is_(None),
            taken_back.id.is_(None),
            JournalEntry.reverses_id.is_(None),
        )
        .group_by(JournalEntry.id, JournalEntry.kind, JournalEntry.occurred_on, *said)
        .order_by(JournalEntry.occurred_on.desc(), JournalEntry.id.desc())
    )
    if amount_minor is not None:
        statement = statement.having(func.sum(Posting.amount_minor) == amount_minor)
    return [
        OpenEntry(row.id, row.kind, row.occurred_on, _about(row), int(row.total))
        for row in session.execute(statement)
    ]


def _about(row: Row[Any]) -> str:
    if row.receipt_year is None:
        return row.supplier or row.reason
    number = number_in_year(row.receipt_year, row.receipt_sequence)
    return number if row.is_anonymous else f"{number} {row.donor_name}"
