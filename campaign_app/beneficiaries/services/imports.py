"""Lists that come in: read, compared with the registry, and written once they are confirmed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.beneficiaries import queries, rules
from campaign_app.beneficiaries.models import Beneficiary, ImportDraft
from campaign_app.beneficiaries.rules import (
    BeneficiaryCategory,
    ImportOutcome,
    PlannedRow,
    SkipReason,
    columns,
)
from campaign_app.beneficiaries.rules.cells import ParsedRow, parse_row
from campaign_app.beneficiaries.services.comparing import Comparison, name_of
from campaign_app.beneficiaries.services.registry import (
    details_of,
    edit_beneficiary,
    register_beneficiary,
    take_consent,
)
from campaign_app.core.audit import record_event
from campaign_app.core.errors import NotFound
from campaign_app.core.names import normalise
from campaign_app.core.spreadsheets.reading import find_header, is_totals_row, read_table

#: Lists that nobody confirms hold personal data for nothing.
FORGET_AFTER = timedelta(days=7)


@dataclass
class TableRow:
    """A row of the file: its line and its cells by field."""

    line: int
    cells: dict[str, Any]
    is_totals: bool = False


@dataclass
class ImportTable:
    """A list as it was read. `another` holds the lines that a person said are nobody else."""

    labels: dict[str, str]
    unknown_labels: list[str]
    rows: list[TableRow]
    another: set[int] = field(default_factory=set)

    def dump(self) -> str:
        """As a draft keeps it."""
        rows = [[row.line, row.cells, row.is_totals] for row in self.rows]
        content = [self.labels, self.unknown_labels, rows, sorted(self.another)]
        return json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=_plain)

    @classmethod
    def load(cls, text: str) -> ImportTable:
        """From a draft."""
        labels, unknown, rows, another = json.loads(text)
        return cls(labels, unknown, [TableRow(*row) for row in rows], set(another))


def _plain(value: object) -> str:
    return value.isoformat()[:10] if isinstance(value, date) else str(value)


def read_list(content: bytes, filename: str) -> ImportTable:
    """Read a CSV or XLSX and find which column is which.

    Refuses what is no table, has no header, or has no column with names.
    """
    sheet = read_table(content, filename)
    header = find_header(sheet, columns.KNOWN_LABELS)
    fields = columns.map_columns(header.labels)
    if not columns.NAMES.intersection(fields):
        raise rules.NoNameColumn(field="file")
    rows = [
        TableRow(
            row.line_number,
            {name: row.cell(place) for place, name in enumerate(fields) if name is not None},
            is_totals_row(row),
        )
        for row in header.body(sheet)
    ]
    named = zip(fields, header.labels, strict=True)
    labels = {name: label for name, label in zip(fields, header.labels, strict=True) if name}
    unknown = [label for name, label in named if name is None and label.strip()]
    return ImportTable(labels, unknown, rows)


def plan_import(
    session: Session, table: ImportTable, *, category: BeneficiaryCategory, today: date
) -> list[PlannedRow]:
    """Say for each row what would become of it; writes nothing."""
    planned = []
    for row in table.rows:
        if row.is_totals:
            skipped = PlannedRow(row.line, ParsedRow(), ImportOutcome.SKIPPED)
            skipped.skipped = SkipReason.TOTALS
            planned.append(skipped)
            continue
        parsed = parse_row(row.cells, category=BeneficiaryCategory(category), today=today)
        outcome = ImportOutcome.ERROR if parsed.problems else ImportOutcome.NEW
        planned.append(PlannedRow(row.line, parsed, outcome, name=name_of(parsed)))
    Comparison(session, planned, table.another).decide()
    return planned


def upload_list(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    content: bytes,
    filename: str,
    category: BeneficiaryCategory,
) -> ImportDraft:
    """Keep a list as a draft of its owner. Refuses what `read_list` refuses."""
    for forgotten in queries.list_forgotten_drafts(session, now - FORGET_AFTER):
        session.delete(forgotten)
    table = read_list(content, filename)
    draft = ImportDraft(
        owner_id=actor.id,
        category=category,
        filename=normalise(filename.replace("\\", "/").rsplit("/", 1)[-1])[:200],
        content=table.dump(),
        uploaded_at=now,
    )
    session.add(draft)
    session.flush()
    return draft


def mark_as_another(session: Session, *, draft: ImportDraft, line: int, is_another: bool) -> None:
    """Keep what a person decided about a likely duplicate: somebody else, or not."""
    table = ImportTable.load(draft.content)
    table.another = table.another | {line} if is_another else table.another - {line}
    draft.content = table.dump()
    session.flush()


def discard_list(session: Session, *, draft: ImportDraft) -> None:
    """Forget a list that was not confirmed."""
    if draft.confirmed_at is None:
        session.delete(draft)
        session.flush()


def confirm_list(
    session: Session, *, actor: Account, now: datetime, today: date, draft_id: int
) -> ImportDraft:
    """Write the good rows of a draft; a draft that was confirmed before writes nothing again.

    The rows are compared with the registry as it is now. Refuses a list without good rows.
    """
    draft = queries.find_draft(session, draft_id, owner_id=actor.id, lock=True)
    if draft is None:
        raise NotFound()
    if draft.confirmed_at is not None:
        return draft
    table = ImportTable.load(draft.content)
    planned = plan_import(session, table, category=draft.category, today=today)
    counts = rules.count_outcomes(planned)
    if not any(counts[outcome] for outcome in rules.WRITTEN):
        raise rules.NothingToImport()
    write_plan(session, actor=actor, now=now, today=today, planned=planned)
    draft.confirmed_at, draft.content = now, ""
    draft.new_count = counts[ImportOutcome.NEW]
    draft.changed_count = counts[ImportOutcome.CHANGED]
    record_event(session, actor_id=actor.id, now=now, action="beneficiary:import", subject=draft)
    session.flush()
    return draft


def write_plan(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    today: date,
    planned: Iterable[PlannedRow],
) -> None:
    """Register the new, change the changed, leave all other rows alone."""
    for row in planned:
        parsed = row.parsed
        if row.outcome is ImportOutcome.NEW:
            register_beneficiary(
                session,
                actor=actor,
                now=now,
                today=today,
                details=parsed.details(),
                consent=parsed.consent,
            )
        elif row.outcome is ImportOutcome.CHANGED and row.of_id is not None:
            person = session.get_one(Beneficiary, row.of_id)
            details = replace(details_of(person), **parsed.values)
            edit_beneficiary(
                session, actor=actor, now=now, today=today, beneficiary=person, details=details
            )
            if parsed.consent is not None:
                take_consent(
                    session, actor=actor, now=now, beneficiary=person, consent=parsed.consent
                )
