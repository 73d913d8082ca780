"""What becomes of the lines of a statement: compared with the books, each with one entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from campaign_app.core.dates import parse_date
from campaign_app.core.errors import DomainError
from campaign_app.core.money import AmountNotPositive
from campaign_app.core.names import normalise
from campaign_app.core.spreadsheets.reading import Cell
from campaign_app.funds import queries, rules
from campaign_app.funds.queries import OpenEntry
from campaign_app.funds.rules import DonationMethod, EntryKind, ImportOutcome, ReadLine
from campaign_app.funds.services.donations import DonationDetails
from campaign_app.funds.services.gift_rows import (
    ImportedRow,
    KnownGifts,
    cell_text,
    judge_row,
    known_gifts,
    read_method,
)

Cells = Mapping[str, Cell]


@dataclass(frozen=True, kw_only=True)
class PlannedLine:
    """What becomes of a line; `row` is its line in the file, `of_row` the one that it repeats.

    `entry_id` is the entry that it is already. A repeated line is not kept again.
    """

    row: int
    outcome: ImportOutcome
    read: ReadLine | None = None
    details: DonationDetails | None = None
    why: DomainError | None = None
    of_row: int | None = None
    entry_id: int | None = None
    fingerprint: str = ""
    is_repeated: bool = False
    said: str = ""


@dataclass
class _Books:
    """What the lines are compared with; what one line takes no other gets."""

    known: KnownGifts
    taken_entries: set[int]
    earlier: dict[str, str]
    open_entries: dict[int, list[OpenEntry]]
    closed_until: date | None


def plan_lines(
    session: Session,
    *,
    campaign_id: int,
    method: DonationMethod,
    rows: Sequence[tuple[int, Cells]],
    parked: set[int],
    today: date,
) -> list[PlannedLine]:
    """Compare lines with the books of the campaign; writes nothing.

    What is certain goes first: only what no line is for certain may be likely.
    """
    books = _books(session, campaign_id, method)
    planned = [_read_line(row, cells, method, today) for row, cells in rows]
    prints = iter(rules.fingerprints(line.read for line in planned if line.read))
    planned = [replace(line, fingerprint=next(prints)) if line.read else line for line in planned]
    cells_of = dict(rows)
    planned = [_certain(line, cells_of[line.row], books, method, today) for line in planned]
    planned = [_likely(line, books, method) for line in planned]
    return [_parked_by_hand(line, parked) for line in planned]


def _books(session: Session, campaign_id: int, method: DonationMethod) -> _Books:
    account = rules.statement_account(method)
    entries: dict[int, list[OpenEntry]] = {}
    if account is not None:
        for entry in queries.list_open_entries(session, campaign_id, account):
            entries.setdefault(entry.amount_minor, []).append(entry)
    return _Books(
        known=known_gifts(session, campaign_id),
        taken_entries=queries.entries_with_lines(session, campaign_id),
        earlier=queries.lines_before(session, campaign_id),
        open_entries=entries,
        closed_until=queries.closed_until(session, campaign_id),
    )


def _read_line(row: int, cells: Cells, usual: DonationMethod, today: date) -> PlannedLine:
    """The line as far as it can be read; an error says why it cannot."""
    try:
        booked_on = parse_date(cells.get("received_on"))
        rules.check_not_in_future(booked_on, today, "received_on")
        amount = rules.read_signed(cells.get("amount"), cells.get("outgoing"))
        method = read_method(cells, usual)
        if amount < 0 and rules.statement_account(method) is None:
            raise AmountNotPositive(entered=cell_text(cells.get("amount"))[:40])
    except DomainError as error:
        said = normalise(cell_text(cells.get("donor_name")))[:100]
        return PlannedLine(row=row, outcome=ImportOutcome.ERROR, why=error, said=said)
    texts = {name: normalise(cell_text(cells.get(name))) for name in rules.DONATION_TEXT_LENGTHS}
    read = ReadLine(
        booked_on=booked_on,
        amount_minor=amount,
        method=method,
        counterparty=texts["donor_name"][: rules.DONATION_TEXT_LENGTHS["donor_name"]],
        reference=texts["reference"][: rules.DONATION_TEXT_LENGTHS["reference"]],
        note=texts["note"][: rules.DONATION_TEXT_LENGTHS["note"]],
    )
    return PlannedLine(row=row, outcome=ImportOutcome.NEW, read=read)


def _certain(
    line: PlannedLine, cells: Cells, books: _Books, method: DonationMethod, today: date
) -> PlannedLine:
    if line.read is None:
        return line
    if line.fingerprint in books.earlier:
        why = rules.InEarlierStatement(filename=books.earlier[line.fingerprint])
        return replace(line, outcome=ImportOutcome.ALREADY_THERE, why=why, is_repeated=True)
    if line.read.amount_minor < 0:
        return _money_out(line, books)
    # A bank writes more than a gift has room for; what was cut is what is posted.
    cells = {**cells, "donor_name": line.read.counterparty, "note": line.read.note}
    judged = judge_row(line.row, cells, books.known, today, method)
    return _of_gift(line, judged, books)


def _of_gift(line: PlannedLine, judged: ImportedRow, books: _Books) -> PlannedLine:
    line = replace(
        line,
        outcome=judged.outcome,
        why=judged.why,
        of_row=judged.of_row,
        details=judged.details,
    )
    if judged.outcome is ImportOutcome.ERROR:
        if rules.statement_account(_read(line).method) is None:
            return replace(line, read=None, said=_read(line).counterparty)
        return replace(line, outcome=ImportOutcome.PARKED)
    if judged.outcome is ImportOutcome.ALREADY_THERE:
        gift = books.known.by_receipt.get(judged.receipt)
        if gift is None or gift.entry_id in books.taken_entries:
            return replace(line, is_repeated=True)
        books.taken_entries.add(gift.entry_id)
        return replace(line, entry_id=gift.entry_id)
    try:
        rules.check_period_open(books.closed_until, _read(line).booked_on, None)
    except rules.PeriodClosed as error:
        return replace(line, outcome=ImportOutcome.PARKED, why=error)
    return line


def _money_out(line: PlannedLine, books: _Books) -> PlannedLine:
    """Money out is one entry of the journal, or waits: several are for a person to tell apart."""
    near = _near(line, books)
    if len(near) != 1:
        return replace(line, outcome=ImportOutcome.PARKED, why=rules.MoneyWentOut())
    books.taken_entries.add(near[0].id)
    why = rules.InJournal(kind=near[0].kind, day=near[0].occurred_on)
    outcome = ImportOutcome.ALREADY_THERE
    return replace(line, outcome=outcome, why=why, entry_id=near[0].id)


def _near(line: PlannedLine, books: _Books) -> list[OpenEntry]:
    read = _read(line)
    return [
        entry
        for entry in books.open_entries.get(read.amount_minor, ())
        if entry.id not in books.taken_entries
        and abs(entry.occurred_on - read.booked_on) <= rules.DAYS_APART
    ]


def _likely(line: PlannedLine, books: _Books, method: DonationMethod) -> PlannedLine:
    """A gift that is perhaps in the books waits; only statements of an account are compared so."""
    if line.outcome is not ImportOutcome.NEW or rules.statement_account(method) is None:
        return line
    read = _read(line)
    gifts = {gift.entry_id: gift for gift in books.known.by_receipt.values()}
    for entry in _near(line, books):
        gift = gifts.get(entry.id)
        if gift is None and entry.kind is not EntryKind.DONATION:
            why: DomainError = rules.PerhapsInJournal(kind=entry.kind, day=entry.occurred_on)
            return replace(line, outcome=ImportOutcome.PARKED, why=why)
        if (
            gift is not None
            and gift.method is read.method
            and not gift.is_voided
            and not (gift.reference and read.reference)
            and rules.may_be_same_name(gift.donor_name, read.counterparty)
        ):
            why = rules.PerhapsEntered(receipt=gift.receipt)
            return replace(line, outcome=ImportOutcome.PARKED, why=why)
    return line


def _parked_by_hand(line: PlannedLine, parked: set[int]) -> PlannedLine:
    if line.outcome is ImportOutcome.NEW and line.row in parked:
        return replace(line, outcome=ImportOutcome.PARKED, why=rules.ParkedByHand())
    return line


def _read(line: PlannedLine) -> ReadLine:
    if line.read is None:
        raise ValueError("a line that could not be read is not compared")
    return line.read
