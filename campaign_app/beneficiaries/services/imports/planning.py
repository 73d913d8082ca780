"""What would become of each row; how that is kept, and explained when it is looked at."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from datetime import date

from sqlalchemy.orm import Session

from campaign_app.beneficiaries.rules import (
    BeneficiaryCategory,
    ImportOutcome,
    ImportPhase,
    MatchReason,
    PlannedRow,
    SkipReason,
    Sureness,
)
from campaign_app.beneficiaries.rules.cells import ParsedRow, parse_row
from campaign_app.beneficiaries.services.comparing import Comparison, field_changes, name_of
from campaign_app.beneficiaries.services.imports.tables import ImportTable

#: Told now and then how far the work is: phase, rows done, rows in all.
Report = Callable[[ImportPhase, int, int], None]
REPORT_EVERY = 200


def no_report(_phase: ImportPhase, _done: int, _total: int) -> None:
    """For work that nobody watches."""


def plan_import(
    session: Session,
    table: ImportTable,
    *,
    category: BeneficiaryCategory,
    today: date,
    another: Collection[int] = (),
    report: Report = no_report,
) -> list[PlannedRow]:
    """Say for each row what would become of it; writes nothing.

    `another` holds the lines that a person said are nobody else.
    """
    planned = []
    for done, row in enumerate(table.rows):
        if done % REPORT_EVERY == 0:
            report(ImportPhase.READING, done, len(table.rows))
        if row.is_totals:
            skipped = PlannedRow(row.line, ParsedRow(), ImportOutcome.SKIPPED)
            skipped.skipped = SkipReason.TOTALS
            planned.append(skipped)
            continue
        cells = table.cells_of(row)
        parsed = parse_row(cells, category=BeneficiaryCategory(category), today=today)
        outcome = ImportOutcome.ERROR if parsed.problems else ImportOutcome.NEW
        planned.append(PlannedRow(row.line, parsed, outcome, name=name_of(parsed)))
    comparison = Comparison(session, planned, set(another))
    comparison.decide(lambda done, total: report(ImportPhase.COMPARING, done, total))
    return planned


def dump_plan(planned: Sequence[PlannedRow]) -> str:
    """What a draft keeps: everything that comparing found out, nothing that the cells say."""
    rows = [
        [
            row.row,
            row.outcome,
            row.name,
            row.of_row,
            row.of_id,
            row.of_name,
            row.reasons,
            row.sureness,
            row.skipped,
            row.may_be_another,
        ]
        for row in planned
    ]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def load_plan(text: str, another: Collection[int]) -> list[PlannedRow]:
    """From a draft, with what people decided since; `explain_rows` fills in the rest."""
    planned = []
    for line, outcome, name, of_row, of_id, of_name, reasons, sureness, skipped, may in json.loads(
        text
    ):
        row = PlannedRow(line, ParsedRow(), ImportOutcome(outcome), name, of_row, of_id, of_name)
        row.reasons = tuple(map(MatchReason, reasons))
        row.sureness = Sureness(sureness) if sureness else None
        row.skipped = SkipReason(skipped) if skipped else None
        row.may_be_another = may
        if may and reasons:
            is_another = line in another
            row.outcome = ImportOutcome.NEW if is_another else ImportOutcome.LIKELY_DUPLICATE
        planned.append(row)
    return planned


def explain_rows(
    session: Session,
    table: ImportTable,
    rows: Sequence[PlannedRow],
    *,
    category: BeneficiaryCategory,
    today: date,
) -> None:
    """Fill in what the cells of these rows say, what is wrong with them, and what changes."""
    cells = {row.line: row for row in table.rows}
    for row in rows:
        if row.skipped is not SkipReason.TOTALS:
            found = table.cells_of(cells[row.row])
            row.parsed = parse_row(found, category=BeneficiaryCategory(category), today=today)
    field_changes(session, [row for row in rows if row.outcome is ImportOutcome.CHANGED])
