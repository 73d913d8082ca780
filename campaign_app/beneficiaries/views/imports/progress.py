"""How far the background is with a long list; the page can be left and found again."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from campaign_app.beneficiaries import tasks
from campaign_app.beneficiaries.models import ImportDraft
from campaign_app.beneficiaries.rules import ImportPhase, ImportWork
from campaign_app.beneficiaries.views.blueprint import blueprint
from campaign_app.beneficiaries.views.imports.deciding import ask_background, tell_imported
from campaign_app.beneficiaries.views.imports.preview import find_draft
from campaign_app.core import background
from campaign_app.core.access import Permission, requires

#: When nothing has moved for so long, perhaps no worker runs: one may wait for it oneself.
PATIENCE_SECONDS = 20


@blueprint.get("/beneficiaries/import/<int:draft_id>/progress")
@requires(Permission.BENEFICIARY_EDIT)
def show_import_progress(draft_id: int) -> str | Response:
    """Phase and rows done; leads on by itself when the work is finished."""
    draft = find_draft(draft_id)
    if draft.work is None:
        return _lead_on(draft)
    told = background.progress_of(tasks.LIST, draft_id) or {}
    return render_template(
        "beneficiaries/show_import_progress.html",
        draft=draft,
        phase=ImportPhase(told.get("phase", ImportPhase.WAITING)),
        phases=list(ImportPhase)[1 : 3 if draft.work is ImportWork.COMPARE else 4],
        done=told.get("done", 0),
        total=told.get("total", 0),
        is_silent=told.get("silent", PATIENCE_SECONDS) >= PATIENCE_SECONDS,
    )


def _lead_on(draft: ImportDraft) -> Response:
    if draft.confirmed_at is None:
        target = url_for("beneficiaries.show_import", draft_id=draft.id)
    else:
        tell_imported(draft)
        target = url_for("beneficiaries.list_beneficiaries")
    if request.headers.get("HX-Request"):
        return Response(status=200, headers={"HX-Redirect": target})
    return redirect(target)


@blueprint.post("/beneficiaries/import/<int:draft_id>/compare")
@requires(Permission.BENEFICIARY_EDIT)
def compare_import(draft_id: int) -> Response:
    """Compare a long list again: the registry has changed, or the work was interrupted."""
    draft = find_draft(draft_id)
    if draft.confirmed_at is not None:
        return redirect(url_for("beneficiaries.list_beneficiaries"))
    return ask_background(draft_id, ImportWork.COMPARE)


@blueprint.post("/beneficiaries/import/<int:draft_id>/work")
@requires(Permission.BENEFICIARY_EDIT)
def work_on_import(draft_id: int) -> Response:
    """Do the waiting work within this request, where no worker takes it."""
    draft = find_draft(draft_id)
    if draft.work is not None and current_user.is_authenticated:
        background.run_task(tasks.LIST, draft_id)
    return redirect(url_for("beneficiaries.show_import_progress", draft_id=draft_id))
