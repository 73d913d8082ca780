"""A statement from its upload to its confirmation: kept, read, compared, posted once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.services import lock_campaign
from campaign_app.core.errors import NotFound
from campaign_app.core.names import fold, normalise
from campaign_app.core.spreadsheets.mapped import MappedTable, TableRow, best_sheet
from campaign_app.core.spreadsheets.reading import (
    Header,
    HeaderNotFound,
    Sheet,
    is_totals_row,
    label_key,
    read_tables,
)
from campaign_app.funds import queries, rules
from campaign_app.funds.models import Statement, StatementLine, StatementSource
from campaign_app.funds.rules import DonationMethod, ImportOutcome, LineStatus
from campaign_app.funds.services.donations import record_donation
from campaign_app.funds.services.gift_rows import column_names
from campaign_app.funds.services.imports import Table
from campaign_app.funds.services.journal import record
from campaign_app.funds.services.statement_rows import PlannedLine, plan_lines

#: Statements that nobody confirms hold names for nothing.
FORGET_AFTER = timedelta(days=7)
#: A header that names nothing we know still has this many words side by side.
LEAST_LABELS = 3


def add_source(session: Session, *, name: str, method: DonationMethod) -> StatementSource:
    """Name a source of statements. Refuses no name and a name that another has."""
    name = normalise(name)
    if not name:
        raise rules.SourceNameMissing(field="new_source")
    if queries.find_source_named(session, fold(name)) is not None:
        raise rules.SourceNameTaken(field="new_source")
    source = StatementSource(name=name, name_key=fold(name), method=method, columns={})
    session.add(source)
    session.flush()
    return source


def upload_statement(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    campaign: Campaign,
    source: StatementSource,
    table: Table,
) -> Statement:
    """Keep a file until it is confirmed; nothing of it is posted.

    Refuses a closed campaign, a file that is no table and one with too many lines.
    """
    lock_campaign(session, campaign.id)
    forgotten = delete(Statement).where(
        Statement.confirmed_at.is_(None), Statement.uploaded_at < now - FORGET_AFTER
    )
    session.execute(forgotten)
    read = read_statement(table, source.columns)
    filename = table.filename.replace("\\", "/").rsplit("/", 1)[-1]
    statement = Statement(
        campaign_id=campaign.id,
        source_id=source.id,
        filename=normalise(filename)[:200],
        sha256=hashlib.sha256(table.content).hexdigest(),
        content=read.dump(),
        parked_rows=[],
        uploaded_at=now,
        uploaded_by_id=actor.id,
    )
    session.add(statement)
    record(session, actor, now, "statement:upload", statement)
    session.flush()
    return statement


def read_statement(table: Table, columns: Mapping[str, str]) -> MappedTable:
    """The rows of a file with its columns as they are known; `columns` is what was chosen before.

    Raises StatementTooLong and what `read_tables` raises.
    """
    sheets = read_tables(table.content, table.filename)
    known = column_names()
    try:
        sheet, header = best_sheet(sheets, {*known, *columns})
    except HeaderNotFound:
        sheet, header = sheets[0], _first_words(sheets[0])
    rows = [row for row in header.body(sheet) if not is_totals_row(row)]
    if len(rows) > rules.MOST_LINES:
        raise rules.StatementTooLong(rows=len(rows), limit=rules.MOST_LINES)
    width = len(header.labels)
    return MappedTable(
        header.labels,
        rules.map_statement(header.labels, known, columns),
        [TableRow(row.line_number, [row.cell(at) for at in range(width)]) for row in rows],
        sheet.name,
        [other.name for other in sheets if other is not sheet],
    )


def _first_words(sheet: Sheet) -> Header:
    """The first row with several words and nothing else. Raises HeaderNotFound."""
    for position, row in enumerate(sheet.rows):
        cells = [cell for cell in row.cells if cell is not None]
        if len(cells) >= LEAST_LABELS and all(
            isinstance(cell, str) and not cell.strip()[:1].isdigit() for cell in cells
        ):
            return Header(position, ["" if cell is None else str(cell) for cell in row.cells])
    raise HeaderNotFound()


def choose_statement_columns(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    statement: Statement,
    fields: Sequence[str | None],
) -> None:
    """Read the file with these columns, and remember them for the source.

    Refuses two columns for one field, no day or amount, and a statement that is confirmed.
    """
    table = waiting_table(statement)
    # Fewer or more columns than the file has, or an unknown field: nobody's form sends that.
    if len(fields) != len(table.header) or not {name for name in fields if name} <= set(
        rules.STATEMENT_COLUMNS
    ):
        raise NotFound()
    rules.check_statement_columns(fields)
    table.fields = list(fields)
    statement.content = table.dump()
    source = session.get_one(StatementSource, statement.source_id, with_for_update=True)
    source.columns = {
        **source.columns,
        **{
            label_key(label): name or ""
            for label, name in zip(table.header, fields, strict=True)
            if label_key(label)
        },
    }
    record(session, actor, now, "statement_source:map", source)
    session.flush()


def waiting_table(statement: Statement) -> MappedTable:
    """The cells of a statement that is not confirmed. Raises NotFound."""
    if statement.content is None:
        raise NotFound()
    return MappedTable.load(statement.content)


def plan_statement(session: Session, *, statement: Statement, today: date) -> list[PlannedLine]:
    """What would become of each line; writes nothing. None before day and amount are known."""
    table = waiting_table(statement)
    try:
        rules.check_statement_columns(table.fields)
    except (rules.ColumnsMissing, rules.ColumnTwice):
        return []
    source = session.get_one(StatementSource, statement.source_id)
    return plan_lines(
        session,
        campaign_id=statement.campaign_id,
        method=source.method,
        rows=[(row.line, table.cells_of(row)) for row in table.rows],
        parked=set(statement.parked_rows),
        today=today,
    )


def park_row(session: Session, *, statement: Statement, row: int, is_parked: bool) -> None:
    """Let a line wait for a decision instead of posting it, or not."""
    waiting_table(statement)
    rows = set(statement.parked_rows)
    statement.parked_rows = sorted(rows | {row} if is_parked else rows - {row})
    session.flush()


def discard_statement(
    session: Session, *, actor: Account, now: datetime, statement: Statement
) -> None:
    """Throw a statement away of which nothing was posted. Refuses a confirmed one."""
    waiting_table(statement)
    record(session, actor, now, "statement:discard", statement)
    session.delete(statement)
    session.flush()


def confirm_statement(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    today: date,
    campaign: Campaign,
    statement: Statement,
) -> list[PlannedLine]:
    """Post what is new, tie what is there to its entry, let the rest wait; once.

    Confirmed again, it does nothing. Refuses a closed campaign and a file without the columns
    for day and amount.
    """
    lock_campaign(session, campaign.id)
    session.refresh(statement, with_for_update=True)
    if statement.confirmed_at is not None:
        return []
    rules.check_statement_columns(waiting_table(statement).fields)
    planned = plan_statement(session, statement=statement, today=today)
    # Number series are locked in one order, so that two statements never wait for each other.
    for line in sorted(planned, key=_year):
        _keep_line(session, actor, now, today, campaign, statement, line)
    outcomes = [line.outcome for line in planned]
    statement.error_count = outcomes.count(ImportOutcome.ERROR)
    statement.repeated_count = sum(line.is_repeated for line in planned)
    days = [line.read.booked_on for line in planned if line.read]
    statement.starts_on, statement.ends_on = min(days, default=None), max(days, default=None)
    # The actor is read first: reading flushes, and half of this is refused by the database.
    statement.confirmed_by_id, statement.confirmed_at, statement.content = actor.id, now, None
    statement.parked_rows = []
    counts = {each.value: outcomes.count(each) for each in ImportOutcome}
    record(session, actor, now, "statement:confirm", statement, **counts)
    session.flush()
    return planned


def _year(line: PlannedLine) -> int:
    return line.read.booked_on.year if line.read else 0


def _keep_line(
    session: Session,
    actor: Account,
    now: datetime,
    today: date,
    campaign: Campaign,
    statement: Statement,
    line: PlannedLine,
) -> None:
    if line.read is None or line.is_repeated:
        return
    status, entry_id = LineStatus.PARKED, line.entry_id
    if line.outcome is ImportOutcome.ALREADY_THERE:
        status = LineStatus.MATCHED
    elif line.outcome is ImportOutcome.NEW and line.details is not None:
        status = LineStatus.POSTED
        entry_id = record_donation(
            session, actor=actor, now=now, today=today, campaign=campaign, details=line.details
        ).entry_id
    session.add(
        StatementLine(
            campaign_id=campaign.id,
            statement_id=statement.id,
            row=line.row,
            fingerprint=line.fingerprint,
            status=status,
            entry_id=entry_id,
            reason="",
            **vars(line.read),
        )
    )
