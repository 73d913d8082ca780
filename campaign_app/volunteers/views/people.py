"""What the staff does with volunteers."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now
from campaign_app.core.downloads import csv_response, xlsx_response
from campaign_app.core.errors import DomainError
from campaign_app.core.forms import enum_choices
from campaign_app.core.localisation import label, zone
from campaign_app.core.pagination import ROWS_PER_PAGE, Page
from campaign_app.core.requests import chosen, page_number, searched
from campaign_app.core.submissions import AlreadySubmitted, claim_submission
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db
from campaign_app.volunteers import queries, rules, services
from campaign_app.volunteers.forms import VolunteerForm
from campaign_app.volunteers.models import Volunteer
from campaign_app.volunteers.queries import VolunteerRow
from campaign_app.volunteers.views.blueprint import blueprint

Answer = str | Response | tuple[str, int]

MAXIMUM_EXPORT_ROWS = 100_000


def _found(per_page: int = ROWS_PER_PAGE) -> Page[VolunteerRow]:
    return queries.list_volunteers(
        db.session(),
        q=searched(),
        page=page_number() if per_page == ROWS_PER_PAGE else 1,
        kind=chosen("kind", rules.VolunteerKind),
        unit=searched("unit"),
        has_left=request.args.get("left") == "1",
        per_page=per_page,
    )


@blueprint.get("/manage/volunteers")
@requires(Permission.VOLUNTEER_READ)
def list_volunteers() -> str:
    """Everybody who helps."""
    return render_template(
        "volunteers/list_volunteers.html",
        volunteers=_found(),
        q=searched(),
        kind=chosen("kind", rules.VolunteerKind),
        unit=searched("unit"),
        unit_choices=[(unit, unit) for unit in queries.list_units(db.session())],
        has_left=request.args.get("left") == "1",
        kinds={kind.value: label(kind) for kind in rules.VolunteerKind},
    )


def _table() -> tuple[list[str], list[list[Any]]]:
    """With what a list of volunteers is known again by, so that it can be imported again."""
    header = [
        _("Surname"),
        _("Given name"),
        _("Patronymic"),
        _("Who"),
        _("Department or group"),
        _("Date of birth"),
        _("Phone"),
        _("E-mail"),
        _("Hours"),
    ]
    rows = [
        [
            v.surname,
            v.given_name,
            v.patronymic,
            label(v.kind),
            v.unit,
            v.born_on,
            v.phone,
            v.email,
            round(v.minutes / 60, 2),
        ]
        for v in _found(MAXIMUM_EXPORT_ROWS).items
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


@blueprint.route("/manage/volunteers/<int:volunteer_id>/edit", methods=["GET", "POST"])
@requires(Permission.VOLUNTEER_EDIT)
def edit_volunteer(volunteer_id: int) -> Answer:
    """Change what is known about a volunteer."""
    volunteer = db.session().get(Volunteer, volunteer_id) or abort(404)
    form = VolunteerForm(data=vars(services.details_of_volunteer(volunteer)))
    form.kind.choices = enum_choices(rules.VolunteerKind)
    if form.validate_on_submit():
        try:
            with unit_of_work() as session:
                services.edit_volunteer(
                    session,
                    actor=current_user,
                    now=now(),
                    volunteer=session.get_one(Volunteer, volunteer_id),
                    details=_details(form),
                )
        except DomainError as error:
            form.show_error(error)
        else:
            flash(_("The changes were saved."), "success")
            return redirect(url_for("volunteers.show_volunteer", volunteer_id=volunteer_id))
    page = render_template("volunteers/edit_volunteer.html", form=form, volunteer=volunteer)
    return page, 422 if form.errors else 200


@blueprint.post("/manage/volunteers/<int:volunteer_id>/left")
@requires(Permission.VOLUNTEER_EDIT)
def mark_as_left(volunteer_id: int) -> Response:
    """Say that somebody helps no longer, or (`left` = 0) again."""
    if db.session().get(Volunteer, volunteer_id) is None:
        abort(404)
    with unit_of_work() as session:
        freed = services.mark_as_left(
            session,
            actor=current_user,
            now=now(),
            volunteer=session.get_one(Volunteer, volunteer_id),
            has_left=request.form.get("left") != "0",
            zone=zone(),
        )
    flash(_("The changes were saved."), "success")
    if freed:
        flash(_("Places in coming shifts that became free: %(count)s.", count=freed), "success")
    return redirect(url_for("volunteers.show_volunteer", volunteer_id=volunteer_id))


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
        no_shows=queries.no_shows_of(session, volunteer.id),
        corrections=queries.corrections_of(session, volunteer_id=volunteer.id),
    )
