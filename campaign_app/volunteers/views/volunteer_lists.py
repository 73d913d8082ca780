"""A list of volunteers comes in: uploaded, looked through, confirmed or thrown away."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now, today
from campaign_app.core.downloads import csv_response, xlsx_response
from campaign_app.core.errors import DomainError, NotFound
from campaign_app.core.forms import enum_choices
from campaign_app.core.localisation import error_text, label
from campaign_app.core.pagination import ROWS_PER_PAGE, Page
from campaign_app.core.requests import chosen, page_number
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db
from campaign_app.volunteers import rules, services
from campaign_app.volunteers.forms import VolunteerListForm
from campaign_app.volunteers.models import VolunteerList
from campaign_app.volunteers.rules import ListRowOutcome
from campaign_app.volunteers.services import PlannedRow
from campaign_app.volunteers.views.blueprint import blueprint
from campaign_app.volunteers.views.people import Answer

LIST = "/manage/volunteers/import/<int:list_id>"
WRITTEN = (ListRowOutcome.NEW, ListRowOutcome.CHANGED)


@blueprint.route("/manage/volunteers/import", methods=["GET", "POST"])
@requires(Permission.VOLUNTEER_EDIT)
def import_volunteers() -> Answer:
    """Upload a list. Nothing of it is written before it is confirmed."""
    form = VolunteerListForm()
    form.kind.choices = enum_choices(rules.VolunteerKind)
    if not form.is_submitted():
        form.kind.data = rules.VolunteerKind.STUDENT.value
    if form.validate_on_submit():
        content = form.file.data.read()
        filename = form.file.data.filename or ""
        try:
            with unit_of_work() as session:
                services.plan_list(session, content=content, filename=filename, today=today())
                kept = services.keep_list(
                    session,
                    actor=current_user,
                    now=now(),
                    content=content,
                    filename=filename,
                    kind=rules.VolunteerKind(form.kind.data),
                )
                address = url_for("volunteers.show_volunteer_list", list_id=kept.id)
            return redirect(address)
        except DomainError as error:
            error.field = "file"
            form.show_error(error)
    page = render_template("volunteers/import_volunteers.html", form=form, limit=rules.MOST_ROWS)
    return page, 422 if form.errors else 200


def _own_list(list_id: int) -> VolunteerList:
    try:
        return services.find_list(db.session(), actor=current_user, list_id=list_id)
    except NotFound:
        abort(404)


def _planned(kept: VolunteerList) -> list[PlannedRow]:
    content = services.content_of(kept)
    return services.plan_list(db.session(), content=content, filename=kept.filename, today=today())


@blueprint.get(LIST)
@requires(Permission.VOLUNTEER_EDIT)
def show_volunteer_list(list_id: int) -> str:
    """What would become of each row."""
    kept, outcome = _own_list(list_id), chosen("outcome", ListRowOutcome)
    planned = _planned(kept)
    counts = dict.fromkeys(ListRowOutcome, 0)
    for row in planned:
        counts[row.judged.outcome] += 1
    shown = [row for row in planned if outcome is None or row.judged.outcome is outcome]
    last = max(1, -(-len(shown) // ROWS_PER_PAGE))
    number = min(page_number(), last)
    rows = shown[(number - 1) * ROWS_PER_PAGE : number * ROWS_PER_PAGE]
    return render_template(
        "volunteers/show_volunteer_list.html",
        kept=kept,
        rows=Page(rows, number, len(shown)),
        counts=counts,
        outcome=outcome,
        good=sum(counts[each] for each in WRITTEN),
        total=len(planned),
        reasons={row.row: error_text(row.judged.why) for row in rows if row.judged.why},
    )


@blueprint.get(f"{LIST}/problems.<any(csv, xlsx):extension>")
@requires(Permission.VOLUNTEER_EDIT)
def download_list_problems(list_id: int, extension: str) -> Response:
    """The rows that are left out with the reasons: row, name, what becomes of it, why."""
    rows = [
        [
            row.row,
            row.name,
            label(row.judged.outcome),
            error_text(row.judged.why) if row.judged.why else "",
        ]
        for row in _planned(_own_list(list_id))
        if row.judged.outcome in (ListRowOutcome.ERROR, ListRowOutcome.LIKELY_DUPLICATE)
    ]
    header = [_("Row"), _("Full name"), _("What becomes of it"), _("Why")]
    if extension == "csv":
        return csv_response("volunteers-left-out.csv", header, rows)
    return xlsx_response("volunteers-left-out.xlsx", _("Volunteers"), header, rows)


@blueprint.post(f"{LIST}/confirm")
@requires(Permission.VOLUNTEER_EDIT)
def confirm_volunteer_list(list_id: int) -> Response:
    """Write the good rows; the others are left out."""
    try:
        with unit_of_work() as session:
            planned = services.confirm_list(
                session, actor=current_user, now=now(), today=today(), list_id=list_id
            )
    except NotFound:
        abort(404)
    count = sum(row.judged.outcome in WRITTEN for row in planned)
    flash(ngettext("%(num)d row was imported.", "%(num)d rows were imported.", count), "success")
    return redirect(url_for("volunteers.list_volunteers"))


@blueprint.post(f"{LIST}/discard")
@requires(Permission.VOLUNTEER_EDIT)
def discard_volunteer_list(list_id: int) -> Response:
    """Throw the list away; nothing of it was written."""
    try:
        with unit_of_work() as session:
            services.discard_list(session, actor=current_user, list_id=list_id)
    except NotFound:
        abort(404)
    flash(_("The list was thrown away: nothing of it was written."), "success")
    return redirect(url_for("volunteers.import_volunteers"))
