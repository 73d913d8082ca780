"""Lists that come in: uploaded, looked through row by row, confirmed or thrown away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from campaign_app.beneficiaries import queries, rules, services
from campaign_app.beneficiaries.forms import ImportForm
from campaign_app.beneficiaries.models import ImportDraft
from campaign_app.beneficiaries.rules import BeneficiaryCategory, ImportOutcome, PlannedRow
from campaign_app.beneficiaries.rules.columns import FIELD_NAMES
from campaign_app.beneficiaries.views.blueprint import blueprint
from campaign_app.beneficiaries.views.registry import Answer, today
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now
from campaign_app.core.downloads import csv_response
from campaign_app.core.errors import DomainError
from campaign_app.core.forms import enum_choices
from campaign_app.core.i18n import LabelledEnum
from campaign_app.core.identifiers import mask_document, mask_iin
from campaign_app.core.localisation import day, error_text, label, phone
from campaign_app.core.pagination import Page
from campaign_app.core.requests import chosen, page_number
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db

ROWS_SHOWN = 100


@blueprint.route("/beneficiaries/import", methods=["GET", "POST"])
@requires(Permission.BENEFICIARY_EDIT)
def new_import() -> Answer:
    """Upload a list. Nothing of it is written before it is confirmed."""
    form = ImportForm(category=request.args.get("category"))
    form.category.choices = enum_choices(BeneficiaryCategory)
    if form.validate_on_submit():
        try:
            with unit_of_work() as session:
                draft = services.upload_list(
                    session,
                    actor=current_user,
                    now=now(),
                    content=form.file.data.read(),
                    filename=form.file.data.filename or "",
                    category=BeneficiaryCategory(form.category.data),
                )
            return redirect(url_for("beneficiaries.show_import", draft_id=draft.id))
        except DomainError as error:
            error.field = "file"
            form.show_error(error)
    waiting = queries.list_waiting_drafts(db.session(), current_user.id)
    page = render_template("beneficiaries/new_import.html", form=form, waiting=waiting)
    return page, 422 if form.errors else 200


def _draft(draft_id: int) -> ImportDraft:
    draft = queries.find_draft(db.session(), draft_id, owner_id=current_user.id)
    if draft is None:
        abort(404)
    return draft


def _plan(draft: ImportDraft) -> tuple[services.ImportTable, list[PlannedRow]]:
    table = services.ImportTable.load(draft.content)
    session = db.session()
    return table, services.plan_import(session, table, category=draft.category, today=today())


@blueprint.get("/beneficiaries/import/<int:draft_id>")
@requires(Permission.BENEFICIARY_EDIT)
def show_import(draft_id: int) -> str | Response:
    """What would become of each row."""
    draft = _draft(draft_id)
    if draft.confirmed_at is not None:
        return redirect(url_for("beneficiaries.list_beneficiaries"))
    table, planned = _plan(draft)
    outcome = chosen("outcome", ImportOutcome)
    rows = [row for row in planned if outcome in (None, row.outcome)]
    number = min(page_number(), max(1, -(-len(rows) // ROWS_SHOWN)))
    shown = rows[(number - 1) * ROWS_SHOWN : number * ROWS_SHOWN]
    counts = rules.count_outcomes(planned)
    return render_template(
        "beneficiaries/show_import.html",
        draft=draft,
        rows=Page([(row, *_explained(row, table)) for row in shown], number, len(rows), ROWS_SHOWN),
        counts=counts,
        total=len(planned),
        outcome=outcome,
        another=table.another,
        good=sum(counts[each] for each in rules.WRITTEN),
        columns_read=[
            (text, _(FIELD_NAMES[name]))
            for name, text in table.labels.items()
            if name in FIELD_NAMES
        ],
        columns_unknown=table.unknown_labels,
    )


def _explained(row: PlannedRow, table: services.ImportTable) -> tuple[list[str], list[str]]:
    """What a reader needs to know of a row, and what she should look at again."""
    texts = []
    for problem in row.parsed.problems:
        column = table.labels.get(problem.column) or _(FIELD_NAMES[problem.column])
        texts.append(f"{column}: {error_text(problem.error)}")
    for change in row.changes:
        name = _(FIELD_NAMES[change.field]) if change.field in FIELD_NAMES else change.field
        texts.append(
            f"{name}: {_shown(change.field, change.old)} → {_shown(change.field, change.new)}"
        )
    if row.skipped is not None:
        texts.append(label(row.skipped))
    if not row.parsed.problems:
        texts.extend(label(reason) for reason in row.reasons)
    return texts, [_(warning) for warning in row.parsed.warnings]


def _shown(field: str, value: Any) -> str:
    if value in (None, ""):
        return "–"
    if isinstance(value, LabelledEnum):
        return label(value)
    if isinstance(value, date):
        return day(value)
    makers = {"iin": mask_iin, "document_number": mask_document, "phone": phone}
    return str(makers.get(field, str)(value))


@blueprint.get("/beneficiaries/import/<int:draft_id>/problems.csv")
@requires(Permission.BENEFICIARY_EDIT)
def download_import_problems(draft_id: int) -> Response:
    """The rows that are not written, as they stood in the file, with the reasons."""
    draft = _draft(draft_id)
    if draft.confirmed_at is not None:
        abort(404)
    table, planned = _plan(draft)
    header = [_("Row"), _("What becomes of it"), _("Why"), *table.labels.values()]
    return csv_response("problems.csv", header, list(_problem_rows(table, planned)))


def _problem_rows(
    table: services.ImportTable, planned: list[PlannedRow]
) -> Iterator[Sequence[Any]]:
    cells = {row.line: row.cells for row in table.rows}
    for row in planned:
        if row.outcome in (ImportOutcome.ERROR, ImportOutcome.LIKELY_DUPLICATE):
            texts, _warnings = _explained(row, table)
            found = [cells[row.row].get(name) for name in table.labels]
            yield [row.row, label(row.outcome), "; ".join(texts), *found]


@blueprint.post("/beneficiaries/import/<int:draft_id>/another")
@requires(Permission.BENEFICIARY_EDIT)
def mark_as_another(draft_id: int) -> Response:
    """Keep that a likely duplicate is somebody else, or that this was a slip."""
    line = request.form.get("row", "")
    if not line.isdecimal():
        raise BadRequest
    with unit_of_work() as session:
        draft = queries.find_draft(session, draft_id, owner_id=current_user.id, lock=True)
        if draft is None or draft.confirmed_at is not None:
            abort(404)
        services.mark_as_another(
            session,
            draft=draft,
            line=int(line),
            is_another=request.form.get("is_another") == "yes",
        )
    outcome = request.form.get("outcome") or None
    return redirect(url_for("beneficiaries.show_import", draft_id=draft_id, outcome=outcome))


@blueprint.post("/beneficiaries/import/<int:draft_id>/confirm")
@requires(Permission.BENEFICIARY_EDIT)
def confirm_import(draft_id: int) -> Response:
    """Write the good rows; the same list confirmed again writes nothing again."""
    _draft(draft_id)
    try:
        with unit_of_work() as session:
            draft = services.confirm_list(
                session, actor=current_user, now=now(), today=today(), draft_id=draft_id
            )
    except DomainError as error:
        flash(error_text(error), "error")
        return redirect(url_for("beneficiaries.show_import", draft_id=draft_id))
    flash(
        _(
            "Imported. New: %(new)s, changed: %(changed)s.",
            new=draft.new_count,
            changed=draft.changed_count,
        ),
        "success",
    )
    return redirect(url_for("beneficiaries.list_beneficiaries"))


@blueprint.post("/beneficiaries/import/<int:draft_id>/discard")
@requires(Permission.BENEFICIARY_EDIT)
def discard_import(draft_id: int) -> Response:
    """Throw a list away; nothing of it was written."""
    with unit_of_work() as session:
        draft = queries.find_draft(session, draft_id, owner_id=current_user.id, lock=True)
        if draft is None:
            abort(404)
        services.discard_list(session, draft=draft)
    flash(_("The list was thrown away; nothing was written."), "success")
    return redirect(url_for("beneficiaries.new_import"))
