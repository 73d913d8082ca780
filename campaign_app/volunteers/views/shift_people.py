"""Who is in a shift: the list, its files, and what the organiser does with each."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from campaign_app.campaigns.scope import current_campaign
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now
from campaign_app.core.dates import local_date, to_local
from campaign_app.core.downloads import csv_response, xlsx_response
from campaign_app.core.errors import DomainError, NotFound
from campaign_app.core.localisation import error_text, label, zone
from campaign_app.core.requests import record_number, searched
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db
from campaign_app.volunteers import queries, services
from campaign_app.volunteers.forms import MoveForm, TakeOffForm
from campaign_app.volunteers.queries import PersonRow, ShiftRow
from campaign_app.volunteers.rules import SignUpStatus
from campaign_app.volunteers.views.blueprint import blueprint
from campaign_app.volunteers.views.people import Answer
from campaign_app.volunteers.views.shift_changes import SHIFT, campaign_shift
from campaign_app.volunteers.views.times import shift_time

PEOPLE = f"{SHIFT}/people"


@blueprint.get(PEOPLE)
@requires(Permission.SHIFT_READ)
def list_shift_people(slug: str, shift_id: int) -> str:
    """Everybody in the shift, and a search for whom to add."""
    shift, q = campaign_shift(shift_id), searched()
    return render_template(
        "volunteers/list_shift_people.html",
        shift=shift,
        people=queries.list_people(db.session(), shift_id),
        day=local_date(shift.starts_at, zone()),
        is_open=_is_open(shift),
        q=q,
        found=queries.find_to_add(db.session(), shift_id, q) if q else [],
    )


def _is_open(shift: ShiftRow) -> bool:
    return shift.cancelled_at is None and shift.starts_at > now()


@blueprint.get(f"{PEOPLE}.<any(csv, xlsx):extension>")
@requires(Permission.SHIFT_READ)
def export_shift_people(slug: str, shift_id: int, extension: str) -> Response:
    """Who is in, as a file to take along."""
    shift = campaign_shift(shift_id)
    day = local_date(shift.starts_at, zone())
    header = [
        _("Full name"),
        _("Department or group"),
        _("Phone"),
        _("E-mail"),
        _("State"),
        _("Under 18"),
        _("Briefed"),
        _("Signed up at"),
    ]
    said = {True: _("yes"), False: _("no"), None: _("not known")}
    rows: list[list[Any]] = [
        [
            row.full_name,
            row.unit,
            row.phone,
            row.email,
            label(row.status),
            said[row.is_minor_on(day)],
            said[row.is_briefed],
            to_local(row.signed_up_at, zone()).replace(tzinfo=None),
        ]
        for row in queries.list_people(db.session(), shift_id)
    ]
    if extension == "csv":
        return csv_response("shift-people.csv", header, rows)
    return xlsx_response("shift-people.xlsx", _("Shift"), header, rows)


@blueprint.post(PEOPLE)
@requires(Permission.SHIFT_EDIT)
def add_to_shift(slug: str, shift_id: int) -> Response:
    """Sign somebody up who asked for it."""
    campaign_shift(shift_id)
    try:
        with unit_of_work() as session:
            signed = services.add_by_hand(
                session,
                actor=current_user,
                now=now(),
                campaign=current_campaign(),
                shift_id=shift_id,
                volunteer_id=record_number(request.form.get("volunteer_id")),
                zone=zone(),
            )
    except NotFound:
        abort(404)
    except DomainError as error:
        flash(error_text(error), "error")
    else:
        if signed.status is SignUpStatus.CONFIRMED:
            flash(_("The volunteer has a place in the shift."), "success")
        else:
            flash(_("All places are taken: the volunteer is on the waiting list."), "success")
    return redirect(url_for("volunteers.list_shift_people", slug=slug, shift_id=shift_id))


def _person(shift_id: int, volunteer_id: int) -> PersonRow:
    people = queries.list_people(db.session(), shift_id)
    return next((row for row in people if row.volunteer_id == volunteer_id), None) or abort(404)


def _person_page(
    shift: ShiftRow, volunteer_id: int, *, take_off: TakeOffForm, move: MoveForm
) -> Answer:
    person = _person(shift.id, volunteer_id)
    targets = queries.list_targets(db.session(), current_campaign().id, but_id=shift.id, now=now())
    move.target.choices = [(str(row.id), f"{row.title} · {shift_time(row)}") for row in targets]
    page = render_template(
        "volunteers/show_shift_person.html",
        shift=shift,
        person=person,
        day=local_date(shift.starts_at, zone()),
        is_open=_is_open(shift),
        take_off=take_off,
        move=move,
    )
    return page, 422 if take_off.errors or move.errors else 200


@blueprint.get(f"{PEOPLE}/<int:volunteer_id>")
@requires(Permission.SHIFT_EDIT)
def show_shift_person(slug: str, shift_id: int, volunteer_id: int) -> Answer:
    """Somebody in the shift: how she is reached, and taking her off or moving her."""
    return _person_page(
        campaign_shift(shift_id),
        volunteer_id,
        take_off=TakeOffForm(formdata=None),
        move=MoveForm(formdata=None),
    )


@blueprint.post(f"{PEOPLE}/<int:volunteer_id>/take-off")
@requires(Permission.SHIFT_EDIT)
def take_off_shift(slug: str, shift_id: int, volunteer_id: int) -> Answer:
    """Take somebody off with a reason."""
    shift, form = campaign_shift(shift_id), TakeOffForm()
    _person(shift_id, volunteer_id)
    if form.validate_on_submit():
        try:
            with unit_of_work() as session:
                services.take_off(
                    session,
                    actor=current_user,
                    now=now(),
                    campaign=current_campaign(),
                    shift_id=shift_id,
                    volunteer_id=volunteer_id,
                    reason=form.reason.data or "",
                    zone=zone(),
                )
        except DomainError as error:
            form.show_error(error)
        else:
            flash(_("The volunteer was taken off the shift."), "success")
            return redirect(url_for("volunteers.list_shift_people", slug=slug, shift_id=shift_id))
    return _person_page(shift, volunteer_id, take_off=form, move=MoveForm(formdata=None))


@blueprint.post(f"{PEOPLE}/<int:volunteer_id>/move")
@requires(Permission.SHIFT_EDIT)
def move_to_shift(slug: str, shift_id: int, volunteer_id: int) -> Answer:
    """Move somebody to another shift of the campaign."""
    shift, form = campaign_shift(shift_id), MoveForm()
    _person(shift_id, volunteer_id)
    target = queries.find_shift(db.session(), record_number(form.target.data))
    if target is None or target.campaign_id != current_campaign().id:
        abort(404)
    try:
        with unit_of_work() as session:
            services.move_to_shift(
                session,
                actor=current_user,
                now=now(),
                campaign=current_campaign(),
                shift_id=shift_id,
                volunteer_id=volunteer_id,
                to_shift_id=target.id,
                zone=zone(),
            )
    except DomainError as error:
        form.show_error(error)
        return _person_page(shift, volunteer_id, take_off=TakeOffForm(formdata=None), move=form)
    flash(_("The volunteer was moved to the other shift."), "success")
    return redirect(url_for("volunteers.list_shift_people", slug=slug, shift_id=target.id))
