"""Who is on the list of a campaign, with which need; put on it, taken off it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from campaign_app.beneficiaries import queries, services
from campaign_app.beneficiaries.disclosing import disclose
from campaign_app.beneficiaries.forms import EndEnrolmentForm
from campaign_app.beneficiaries.rules import BeneficiaryCategory
from campaign_app.beneficiaries.rules.disclosures import DisclosureKind
from campaign_app.beneficiaries.views.blueprint import blueprint
from campaign_app.beneficiaries.views.registry import Answer, today
from campaign_app.campaigns.scope import current_campaign
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now
from campaign_app.core.downloads import csv_response, xlsx_response
from campaign_app.core.errors import DomainError
from campaign_app.core.localisation import error_text, label, wording
from campaign_app.core.requests import chosen, page_number, searched
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db

MAXIMUM_EXPORT_ROWS = 100_000


@blueprint.get("/campaigns/<slug>/enrolments")
@requires(Permission.ENROLMENT_READ)
def list_enrolments(slug: str) -> str:
    """Who is on the list, the greatest need first, each score explained."""
    campaign, session = current_campaign(), db.session()
    q, category = searched(), chosen("category", BeneficiaryCategory)
    return render_template(
        "beneficiaries/list_enrolments.html",
        enrolled=queries.page_of_enrolled(
            session, campaign.id, q=q, category=category, page=page_number()
        ),
        waiting=queries.count_not_enrolled(session, campaign.id),
        q=q,
        category=category,
        categories=BeneficiaryCategory,
        criteria=queries.criteria_in_force(db.session()),
    )


@blueprint.get("/campaigns/<slug>/enrolments.<any(csv, xlsx):extension>")
@requires(Permission.ENROLMENT_READ)
def download_enrolments(slug: str, extension: str) -> Response:
    """The list as it is filtered, as a file."""
    header = [
        *(_("Full name"), _("Category"), _("Address"), _("Members of the family")),
        *(_("Number of people"), _("Package variant"), _("Need"), _("Why"), _("Criteria version")),
    ]
    rows = list(_table())
    campaign_id = current_campaign().id
    disclose(DisclosureKind.FILE_EXPORTED, campaign_id=campaign_id, row_count=len(rows))
    if extension == "csv":
        return csv_response("recipients.csv", header, rows)
    return xlsx_response("recipients.xlsx", _("Recipient list"), header, rows)


def _table() -> Iterator[Sequence[Any]]:
    found = queries.page_of_enrolled(
        db.session(),
        current_campaign().id,
        q=searched(),
        category=chosen("category", BeneficiaryCategory),
        page=1,
        per_page=MAXIMUM_EXPORT_ROWS,
    )
    for row in found.items:
        reasons = ", ".join(f"{wording(line)} {line.weight}" for line in row.need_lines)
        yield [
            row.display_name,
            label(row.category),
            row.address_text,
            row.household_size,
            row.head_count,
            label(row.package_variant),
            row.need_score,
            reasons,
            row.criteria_version,
        ]


@blueprint.route("/campaigns/<slug>/enrolments/new", methods=["GET", "POST"])
@requires(Permission.ENROLMENT_EDIT)
def new_enrolment(slug: str) -> Answer:
    """Find people on the registry and put them on the list."""
    campaign = current_campaign()
    if request.method == "POST":
        ids = [int(text) for text in request.form.getlist("beneficiary_ids") if text.isdecimal()]
        if ids:
            return _enrol(ids)
        flash(_("Choose at least one person."), "error")
        return redirect(request.full_path)
    q, category = searched(), chosen("category", BeneficiaryCategory)
    people = queries.not_enrolled_matching(
        db.session(), campaign.id, q=q, category=category, page=page_number()
    )
    return render_template(
        "beneficiaries/new_enrolment.html",
        people=people,
        q=q,
        category=category,
        categories=BeneficiaryCategory,
    )


@blueprint.post("/campaigns/<slug>/enrolments/category")
@requires(Permission.ENROLMENT_EDIT)
def enrol_category(slug: str) -> Response:
    """Put everybody of a category who is not on the list yet on it."""
    try:
        category = BeneficiaryCategory(request.form.get("category", ""))
    except ValueError:
        raise BadRequest from None
    campaign = current_campaign()
    return _enrol(queries.ids_not_enrolled(db.session(), campaign.id, category=category))


def _enrol(ids: list[int]) -> Response:
    campaign = current_campaign()
    try:
        with unit_of_work() as session:
            added = services.enrol(
                session,
                actor=current_user,
                now=now(),
                today=today(),
                campaign=campaign,
                beneficiary_ids=ids,
            )
    except DomainError as error:
        flash(error_text(error), "error")
    else:
        flash(_("Put on the list: %(count)s.", count=added), "success")
    return redirect(url_for("beneficiaries.list_enrolments", slug=campaign.slug))


@blueprint.route("/campaigns/<slug>/enrolments/<int:enrolment_id>/end", methods=["GET", "POST"])
@requires(Permission.ENROLMENT_EDIT)
def end_enrolment(slug: str, enrolment_id: int) -> Answer:
    """Take somebody off the list, with a reason; what was stays in the history."""
    campaign, session = current_campaign(), db.session()
    enrolment = queries.find_enrolment(session, campaign.id, enrolment_id)
    if enrolment is None:
        abort(404)
    form = EndEnrolmentForm()
    name = queries.display_name(session, enrolment.beneficiary_id)
    if not form.validate_on_submit():
        page = render_template("beneficiaries/end_enrolment.html", form=form, name=name)
        return page, 422 if form.errors else 200
    try:
        with unit_of_work() as writing:
            services.end_enrolment(
                writing,
                actor=current_user,
                now=now(),
                campaign=campaign,
                enrolment_id=enrolment_id,
                reason=form.reason.data or "",
            )
    except DomainError as error:
        form.show_error(error)
        return render_template("beneficiaries/end_enrolment.html", form=form, name=name), 422
    flash(_("The person was taken off the list."), "success")
    return redirect(url_for("beneficiaries.list_enrolments", slug=slug))
