"""The page where a list is uploaded, with an example of one and what is remembered of columns."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from campaign_app.beneficiaries import queries, services, tasks
from campaign_app.beneficiaries.forms import ImportForm
from campaign_app.beneficiaries.rules import BeneficiaryCategory
from campaign_app.beneficiaries.rules.columns import FIELD_NAMES
from campaign_app.beneficiaries.rules.examples import example_rows
from campaign_app.beneficiaries.views.blueprint import blueprint
from campaign_app.beneficiaries.views.registry import Answer, today
from campaign_app.core import background
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now
from campaign_app.core.downloads import csv_response, xlsx_response
from campaign_app.core.errors import DomainError
from campaign_app.core.forms import enum_choices
from campaign_app.core.localisation import current_language, label
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db

EXAMPLE_CATEGORY = BeneficiaryCategory.LONELY_PENSIONER


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
                    today=today(),
                    content=form.file.data.read(),
                    filename=form.file.data.filename or "",
                    category=BeneficiaryCategory(form.category.data),
                )
            if draft.work is not None:
                background.enqueue(tasks.LIST, draft.id)
            return redirect(url_for("beneficiaries.show_import", draft_id=draft.id))
        except DomainError as error:
            error.field = "file"
            form.show_error(error)
    session = db.session()
    page = render_template(
        "beneficiaries/new_import.html",
        form=form,
        waiting=queries.list_waiting_drafts(session, current_user.id),
        remembered=queries.list_column_choices(session),
        field_names=FIELD_NAMES,
    )
    return page, 422 if form.errors else 200


@blueprint.get("/beneficiaries/import/example.<kind>")
@requires(Permission.BENEFICIARY_EDIT)
def download_import_example(kind: str) -> Response:
    """A short list with invented people, as one would fill it in."""
    if kind not in ("csv", "xlsx"):
        abort(404)
    fields, rows = example_rows(current_language())
    header = [_(FIELD_NAMES[name]) for name in fields]
    if kind == "csv":
        return csv_response("example.csv", header, rows)
    return xlsx_response("example.xlsx", label(EXAMPLE_CATEGORY), header, rows)


@blueprint.post("/beneficiaries/import/columns/<int:choice_id>/forget")
@requires(Permission.BENEFICIARY_EDIT)
def forget_import_column(choice_id: int) -> Response:
    """Read a column by its name again."""
    with unit_of_work() as session:
        services.forget_column(session, actor=current_user, now=now(), choice_id=choice_id)
    flash(_("Forgotten: the column is read by its name again."), "success")
    return redirect(url_for("beneficiaries.new_import"))
