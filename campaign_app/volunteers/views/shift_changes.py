"""What an organiser changes about a shift that stands."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from campaign_app.campaigns.scope import current_campaign
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now
from campaign_app.core.errors import DomainError
from campaign_app.core.forms import enum_choices
from campaign_app.core.localisation import error_text, zone
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db
from campaign_app.volunteers import queries, rules, services
from campaign_app.volunteers.forms import CancelShiftForm, EditShiftForm
from campaign_app.volunteers.models import Shift
from campaign_app.volunteers.queries import ShiftRow
from campaign_app.volunteers.views.blueprint import blueprint
from campaign_app.volunteers.views.people import Answer
from campaign_app.volunteers.views.shifts import form_values, shift_details

SHIFT = "/manage/campaigns/<slug>/shifts/<int:shift_id>"


def campaign_shift(shift_id: int) -> ShiftRow:
    """The shift, if it is one of the campaign that the address names."""
    shift = queries.find_shift(db.session(), shift_id)
    if shift is None or shift.campaign_id != current_campaign().id:
        abort(404)
    return shift


@blueprint.route(f"{SHIFT}/cancel", methods=["GET", "POST"])
@requires(Permission.SHIFT_EDIT)
def cancel_shift(slug: str, shift_id: int) -> Answer:
    """Say why a shift does not take place."""
    shift, form = campaign_shift(shift_id), CancelShiftForm()
    if form.validate_on_submit():
        try:
            with unit_of_work() as session:
                services.cancel_shift(
                    session,
                    actor=current_user,
                    now=now(),
                    campaign=current_campaign(),
                    shift_id=shift_id,
                    reason=form.reason.data or "",
                )
        except DomainError as error:
            form.show_error(error)
        else:
            flash(_("The shift was cancelled."), "success")
            return redirect(url_for("volunteers.show_shift", slug=slug, shift_id=shift_id))
    page = render_template("volunteers/cancel_shift.html", shift=shift, form=form)
    return page, 422 if form.errors else 200


@blueprint.route(f"{SHIFT}/edit", methods=["GET", "POST"])
@requires(Permission.SHIFT_EDIT)
def edit_shift(slug: str, shift_id: int) -> Answer:
    """Change a shift; whom another time or rule concerns is named before it is saved."""
    campaign_shift(shift_id)
    shift = db.session().get_one(Shift, shift_id)
    form = EditShiftForm(data=form_values(services.details_of(shift)))
    form.kind.choices = enum_choices(rules.ShiftKind)
    affected: list[services.Affected] = []
    if form.validate_on_submit():
        try:
            with unit_of_work() as session:
                services.edit_shift(
                    session,
                    actor=current_user,
                    now=now(),
                    campaign=current_campaign(),
                    shift_id=shift_id,
                    details=shift_details(form),
                    zone=zone(),
                    is_confirmed=form.is_confirmed.data,
                )
        except rules.ChangeNotConfirmed as error:
            form.show_error(error)
            shift = db.session().get_one(Shift, shift_id)
            affected = services.find_affected(db.session(), shift, shift_details(form), zone())
        except DomainError as error:
            form.show_error(error)
        else:
            flash(_("The changes were saved."), "success")
            return redirect(url_for("volunteers.show_shift", slug=slug, shift_id=shift_id))
    page = render_template(
        "volunteers/edit_shift.html",
        shift=campaign_shift(shift_id),
        form=form,
        affected=[(each, error_text(each.why)) for each in affected],
    )
    return page, 422 if form.errors else 200
