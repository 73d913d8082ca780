"""A list before it is written: what becomes of each row, and which column is read as what."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from campaign_app.beneficiaries import queries, rules, services
from campaign_app.beneficiaries.disclosing import disclose_people
from campaign_app.beneficiaries.models import ImportDraft
from campaign_app.beneficiaries.rules import FieldChange, ImportOutcome, PlannedRow
from campaign_app.beneficiaries.rules.columns import FIELD_NAMES
from campaign_app.beneficiaries.views.blueprint import blueprint
from campaign_app.beneficiaries.views.registry import Answer, today
from campaign_app.core.access import Permission, requires
from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import LabelledEnum
from campaign_app.core.identifiers import mask_document, mask_iin
from campaign_app.core.localisation import day, error_text, label, phone
from campaign_app.core.pagination import Page
from campaign_app.core.requests import chosen, page_number
from campaign_app.extensions import db

ROWS_SHOWN = 100
LONGEST_EXAMPLE = 40


def find_draft(draft_id: int) -> ImportDraft:
    """A list of the one who asks."""
    draft = queries.find_draft(db.session(), draft_id, owner_id=current_user.id)
    if draft is None:
        abort(404)
    return draft


def plan_of(draft: ImportDraft) -> tuple[services.ImportTable, list[PlannedRow], bool]:
    """The list, what becomes of its rows, and whether that is older than the registry.

    A short list is compared again at once; a long one says that it is old.
    """
    session = db.session()
    table = services.ImportTable.load(draft.content)
    planned, is_old = services.current_plan(session, draft=draft)
    if is_old and not rules.is_long(len(table.rows)):
        planned = services.plan_import(
            session,
            table,
            category=draft.category,
            today=today(),
            another=services.another_lines(draft),
        )
        is_old = False
    return table, planned, is_old


@blueprint.get("/beneficiaries/import/<int:draft_id>")
@requires(Permission.BENEFICIARY_EDIT)
def show_import(draft_id: int) -> Answer | Response:
    """What would become of each row."""
    draft = find_draft(draft_id)
    if draft.confirmed_at is not None:
        return redirect(url_for("beneficiaries.list_beneficiaries"))
    if draft.work is not None:
        return redirect(url_for("beneficiaries.show_import_progress", draft_id=draft_id))
    return preview_page(draft), 200


def preview_page(
    draft: ImportDraft, *, error: DomainError | None = None, fields: Sequence[str] = ()
) -> str:
    """The preview; after a refusal of columns with what was chosen."""
    table, planned, is_old = plan_of(draft)
    outcome = chosen("outcome", ImportOutcome)
    rows = [row for row in planned if outcome in (None, row.outcome)]
    number = min(page_number(), max(1, -(-len(rows) // ROWS_SHOWN)))
    shown = rows[(number - 1) * ROWS_SHOWN : number * ROWS_SHOWN]
    # A change shows what the registry holds, addresses included.
    changed = (row for row in shown if row.outcome is ImportOutcome.CHANGED)
    disclose_people({row.of_id for row in changed if row.of_id is not None})
    explained = explain(draft, table, shown)
    counts = rules.count_outcomes(planned)
    return render_template(
        "beneficiaries/show_import.html",
        draft=draft,
        rows=Page(explained, number, len(rows), ROWS_SHOWN),
        counts=counts,
        total=len(planned),
        outcome=outcome,
        another=services.another_lines(draft),
        good=sum(counts[each] for each in rules.WRITTEN),
        not_good=sum(counts[each] for each in rules.NOT_GOOD),
        is_old=is_old,
        refusal=_refusal(draft),
        table=table,
        columns=_columns(table, fields),
        unread=_count_unread(table),
        choices=[
            ("", _("– leave out –")),
            *((name, _(text)) for name, text in FIELD_NAMES.items()),
        ],
        column_error=error_text(error) if error else None,
    )


def _count_unread(table: services.ImportTable) -> int:
    columns = zip(table.fields, table.header, strict=True)
    return sum(name is None and bool(text.strip()) for name, text in columns)


def _refusal(draft: ImportDraft) -> str | None:
    """Why the background did not do what it was asked."""
    if not draft.refusal:
        return None
    told = json.loads(draft.refusal)
    error = DomainError(**told["params"])
    error.message = told["message"]  # type: ignore[misc]
    return error_text(error)


@dataclass(frozen=True)
class ShownColumn:
    """A column of the list: its label, what stands in it, and what it is read as."""

    label: str
    example: str
    field: str


def _columns(table: services.ImportTable, fields: Sequence[str]) -> list[ShownColumn]:
    found = []
    for place, text in enumerate(table.header):
        cells = (row.cells[place] for row in table.rows[:50] if not row.is_totals)
        example = next((str(cell) for cell in cells if cell is not None), "")
        if len(example) > LONGEST_EXAMPLE:
            example = example[:LONGEST_EXAMPLE] + "…"
        name = fields[place] if fields else table.fields[place] or ""
        found.append(ShownColumn(text, example, name if name in FIELD_NAMES else ""))
    return found


@dataclass(frozen=True)
class ExplainedRow:
    """A row with what its reader needs to know, in her language."""

    row: PlannedRow
    texts: list[str]
    changes: list[tuple[str, str, str]]
    warnings: list[str]


def explain(
    draft: ImportDraft, table: services.ImportTable, rows: Sequence[PlannedRow]
) -> list[ExplainedRow]:
    """Say of these rows what is wrong, what changes, and whom they resemble."""
    services.explain_rows(db.session(), table, rows, category=draft.category, today=today())
    return [
        ExplainedRow(
            row,
            _texts(row, table),
            [_change(change) for change in row.changes],
            [_(warning) for warning in row.parsed.warnings],
        )
        for row in rows
    ]


def _texts(row: PlannedRow, table: services.ImportTable) -> list[str]:
    texts = []
    for problem in row.parsed.problems:
        column = table.label_of(problem.column) or _(FIELD_NAMES[problem.column])
        texts.append(f"{column}: {error_text(problem.error)}")
    if row.skipped is not None:
        texts.append(label(row.skipped))
    if not row.parsed.problems:
        texts.extend(label(reason) for reason in row.reasons)
    return texts


def _change(change: FieldChange) -> tuple[str, str, str]:
    name = _(FIELD_NAMES[change.field]) if change.field in FIELD_NAMES else change.field
    return name, _shown(change.field, change.old), _shown(change.field, change.new)


def _shown(field: str, value: Any) -> str:
    if value in (None, ""):
        return "–"
    if isinstance(value, LabelledEnum):
        return label(value)
    if isinstance(value, date):
        return day(value)
    makers = {"iin": mask_iin, "document_number": mask_document, "phone": phone}
    return str(makers.get(field, str)(value))


def back_to_preview(draft_id: int) -> Response:
    """The preview, at the outcome that was looked at."""
    outcome = request.form.get("outcome") or None
    return redirect(url_for("beneficiaries.show_import", draft_id=draft_id, outcome=outcome))
