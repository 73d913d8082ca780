"""The rows that are left out, as a file to be corrected and uploaded again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from flask import abort
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaign_app.beneficiaries import rules, services
from campaign_app.beneficiaries.disclosing import disclose
from campaign_app.beneficiaries.models import ImportDraft
from campaign_app.beneficiaries.rules import PlannedRow
from campaign_app.beneficiaries.rules.disclosures import DisclosureKind
from campaign_app.beneficiaries.views.blueprint import blueprint
from campaign_app.beneficiaries.views.imports.preview import explain, find_draft, plan_of
from campaign_app.core.access import Permission, requires
from campaign_app.core.downloads import csv_response, xlsx_response
from campaign_app.core.localisation import label


@blueprint.get("/beneficiaries/import/<int:draft_id>/problems.<kind>")
@requires(Permission.BENEFICIARY_EDIT)
def download_import_problems(draft_id: int, kind: str) -> Response:
    """The rows that are not written, as they stood in the file, with the reasons at the end."""
    draft = find_draft(draft_id)
    if draft.confirmed_at is not None or draft.work is not None or kind not in ("csv", "xlsx"):
        abort(404)
    table, planned, _is_old = plan_of(draft)
    bad = [row for row in planned if row.outcome in rules.NOT_GOOD]
    header = [*table.header, _("What becomes of it"), _("Why")]
    rows = list(_problem_rows(draft, table, bad))
    disclose(DisclosureKind.FILE_EXPORTED, row_count=len(rows))
    if kind == "csv":
        return csv_response("problems.csv", header, rows)
    return xlsx_response("problems.xlsx", "problems", header, rows)


def _problem_rows(
    draft: ImportDraft, table: services.ImportTable, bad: Sequence[PlannedRow]
) -> Iterator[Sequence[Any]]:
    cells = {row.line: row.cells for row in table.rows}
    for each in explain(draft, table, bad):
        row, texts = each.row, [*each.texts, *each.warnings]
        if row.of_row:
            texts.insert(0, _("Row %(number)s of the list:", number=row.of_row) + " " + row.of_name)
        elif row.of_name:
            texts.insert(0, _("On the registry:") + " " + row.of_name)
        where = _("Row %(number)s of the file", number=row.row)
        yield [*cells[row.row], f"{where}: {label(row.outcome)}", "; ".join(texts)]
