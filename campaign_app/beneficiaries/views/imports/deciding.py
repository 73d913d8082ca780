"""What a person decides about a list: its columns, its likely duplicates, yes or no."""

from __future__ import annotations

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from campaign_app.beneficiaries import queries, rules, services, tasks
from campaign_app.beneficiaries.models import ImportDraft
from campaign_app.beneficiaries.rules import ImportWork
from campaign_app.beneficiaries.views.blueprint import blueprint
from campaign_app.beneficiaries.views.imports.preview import (
    back_to_preview,
    find_draft,
    plan_of,
    preview_page,
)
from campaign_app.beneficiaries.views.registry import Answer, today
from campaign_app.core import background
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now
from campaign_app.core.errors import DomainError
from campaign_app.core.localisation import error_text
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db


@blueprint.post("/beneficiaries/import/<int:draft_id>/columns")
@requires(Permission.BENEFICIARY_EDIT)
def choose_import_columns(draft_id: int) -> Answer | Response:
    """Read the list again with other columns; what was chosen is remembered."""
    fields = [name[:40] for name in request.form.getlist("column")]
    try:
        with unit_of_work() as session:
            draft = queries.find_draft(session, draft_id, owner_id=current_user.id, lock=True)
            if draft is None:
                abort(404)
            services.choose_columns(
                session,
                actor=current_user,
                now=now(),
                today=today(),
                draft=draft,
                fields=[name or None for name in fields],
            )
    except (rules.ColumnTwice, rules.NoNameColumn) as error:
        return preview_page(find_draft(draft_id), error=error, fields=fields), 422
    if draft.work is not None:
        background.enqueue(tasks.LIST, draft_id)
    else:
        flash(_("The list was read again with these columns."), "success")
    return redirect(url_for("beneficiaries.show_import", draft_id=draft_id))


@blueprint.post("/beneficiaries/import/<int:draft_id>/another")
@requires(Permission.BENEFICIARY_EDIT)
def mark_as_another(draft_id: int) -> Response:
    """Keep that a likely duplicate is somebody else, or that this was a slip."""
    line = request.form.get("row", "")
    if not line.isdecimal() or len(line) > 9:
        raise BadRequest
    with unit_of_work() as session:
        draft = queries.find_draft(session, draft_id, owner_id=current_user.id, lock=True)
        if draft is None:
            abort(404)
        services.mark_as_another(
            session,
            draft=draft,
            line=int(line),
            is_another=request.form.get("is_another") == "yes",
        )
    return back_to_preview(draft_id)


@blueprint.post("/beneficiaries/import/<int:draft_id>/confirm")
@requires(Permission.BENEFICIARY_EDIT)
def confirm_import(draft_id: int) -> Response:
    """Write the good rows, or all or nothing; confirmed again, it writes nothing again."""
    draft = find_draft(draft_id)
    all_or_nothing = request.form.get("rows") == "all"
    try:
        if draft.confirmed_at is None:
            _table, planned, _is_old = plan_of(draft)
            if draft.work is None:
                rules.check_confirmation(planned, all_or_nothing=all_or_nothing)
            if rules.is_long(len(planned)) or draft.work is not None:
                work = ImportWork.WRITE_ALL if all_or_nothing else ImportWork.WRITE
                return ask_background(draft_id, work)
        draft = _write_now(draft, all_or_nothing)
    except DomainError as error:
        flash(error_text(error), "error")
        return redirect(url_for("beneficiaries.show_import", draft_id=draft_id))
    tell_imported(draft)
    return redirect(url_for("beneficiaries.list_beneficiaries"))


def _write_now(draft: ImportDraft, all_or_nothing: bool) -> ImportDraft:
    prepared = None
    if draft.confirmed_at is None:
        prepared = services.prepare_list(
            db.session(), actor=current_user, now=now(), today=today(), draft=draft
        )
    with unit_of_work() as session:
        return services.confirm_list(
            session,
            actor=current_user,
            now=now(),
            today=today(),
            draft_id=draft.id,
            prepared=prepared,
            all_or_nothing=all_or_nothing,
        )


def ask_background(draft_id: int, work: ImportWork) -> Response:
    """Leave a long list to the background, and show how far it is."""
    with unit_of_work() as session:
        draft = queries.find_draft(session, draft_id, owner_id=current_user.id, lock=True)
        if draft is None:
            abort(404)
        is_new = draft.work is None
        services.ask_for_work(session, draft=draft, now=now(), work=work)
    if is_new:
        background.enqueue(tasks.LIST, draft_id)
    return redirect(url_for("beneficiaries.show_import_progress", draft_id=draft_id))


def tell_imported(draft: ImportDraft) -> None:
    """Say what was written."""
    flash(
        _(
            "Imported. New: %(new)s, changed: %(changed)s.",
            new=draft.new_count,
            changed=draft.changed_count,
        ),
        "success",
    )


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
