"""What the staff does with volunteers."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now
from campaign_app.core.downloads import csv_response, xlsx_response
from campaign_app.core.errors import DomainError
from campaign_app.core.forms import enum_choices
from campaign_app.core.localisation import label
from campaign_app.core.requests import chosen, page_number, searched
from campaign_app.core.submissions import AlreadySubmitted, claim_submission
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db
from campaign_app.volunteers import queries, rules, services
from campaign_app.volunteers.forms import VolunteerForm
from campaign_app.volunteers.models import Volunteer
from campaign_app.volunteers.views.blueprint import blueprint

Answer = str | Response | tuple[str, int]

MAXIMUM_EXPORT_ROWS = 100_000


@blueprint.get("/manage/volunteers")
@requires(Permission.VOLUNTEER_READ)
def list_volunteers() -> str:
    """Everybody who helps."""
    q, kind = searched(), chosen("kind", rules.VolunteerKind)
    volunteers = queries.list_volunteers(db.session(), q=q, page=page_number(), kind=kind)
    return render_template(
        "volunteers/list_volunteers.html",
        volunteers=volunteers,
        q=q,
        kind=kind,
        kinds=rules.VolunteerKind,
    )


def _table() -> tuple[list[str], list[list[Any]]]:
    found = queries.list_volunteers(
        db.session(),
        q=searched(),
        page=1,
        kind=chosen("kind", rules.VolunteerKind),
        per_page=MAXIMUM_EXPORT_ROWS,
    )
    header = [
        _("Surname"),
        _("Given name"),
        _("Patronymic"),
        _("Who"),
        _("Department or group"),
        _("Phone"),
        _("Hours"),
    ]
    rows = [
        [
            v.surname,
            v.given_name,
            v.patronymic,
            label(v.kind),
            v.unit,
            v.phone,
            round(v.minutes / 60, 2),
        ]
        for v in found.items
    ]
    return header, rows


@blueprint.get("/manage/volunteers.csv")
@requires(Permission.VOLUNTEER_READ)
def download_volunteers_csv() -> Response:
    """The list as seen, as CSV."""
    return csv_response("volunteers.csv", *_table())


@blueprint.get("/manage/volunteers.xlsx")
@requires(Permission.VOLUNTEER_READ)
def download_volunteers_xlsx() -> Response:
    """The list as seen, as a workbook."""
    return xlsx_response("volunteers.xlsx", _("Volunteers"), *_table())


def _details(form: VolunteerForm) -> services.VolunteerDetails:
    return services.VolunteerDetails(
        surname=form.surname.data or "",
        given_name=form.given_name.data or "",
        patronymic=form.patronymic.data or "",
        kind=rules.VolunteerKind(form.kind.data),
        unit=form.unit.data or "",
        born_on=form.born_on.data,
        phone=getattr(form.phone, "parsed", None),
        email=form.email.data,
    )


@blueprint.route("/manage/volunteers/new", methods=["GET", "POST"])
@requires(Permission.VOLUNTEER_EDIT)
def new_volunteer() -> Answer:
    """Register a volunteer."""
    form = VolunteerForm()
    form.kind.choices = enum_choices(rules.VolunteerKind)
    if not form.validate_on_submit():
        code = 422 if form.errors else 200
        return render_template("volunteers/new_volunteer.html", form=form), code
    try:
        with unit_of_work() as session:
            submission = claim_submission(
                session,
                submission_id=form.submission(),
                purpose="volunteers.new_volunteer",
                actor_id=current_user.id,
                now=now(),
            )
            volunteer = services.register_volunteer(
                session, actor=current_user, now=now(), details=_details(form)
            )
            address = url_for("volunteers.show_volunteer", volunteer_id=volunteer.id)
            submission.result_url = address
    except AlreadySubmitted as done:
        return redirect(done.result_url)
    except DomainError as error:
        form.show_error(error)
        return render_template("volunteers/new_volunteer.html", form=form), 422
    flash(_("The volunteer was registered."), "success")
    return redirect(address)


@blueprint.get("/manage/volunteers/<int:volunteer_id>")
@requires(Permission.VOLUNTEER_READ)
def show_volunteer(volunteer_id: int) -> str:
    """One volunteer with shifts and hours."""
    session = db.session()
    volunteer = session.get(Volunteer, volunteer_id) or abort(404)
    return render_template(
        "volunteers/show_volunteer.html",
        volunteer=volunteer,
        shifts=queries.shifts_of(session, volunteer.id),
        worked=queries.worked_minutes_of(session, volunteer.id),
    )
