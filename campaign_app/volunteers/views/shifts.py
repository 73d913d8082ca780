"""What the staff does with shifts."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from campaign_app.campaigns.scope import current_campaign
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now
from campaign_app.core.dates import local_date, to_local, to_utc
from campaign_app.core.errors import DomainError
from campaign_app.core.forms import enum_choices
from campaign_app.core.localisation import zone
from campaign_app.core.requests import record_number
from campaign_app.core.submissions import AlreadySubmitted, claim_submission
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db
from campaign_app.volunteers import queries, rules, services
from campaign_app.volunteers.forms import ShiftForm
from campaign_app.volunteers.models import Shift
from campaign_app.volunteers.views.blueprint import blueprint
from campaign_app.volunteers.views.people import Answer


def _aware(field: Any) -> datetime:
    """What was typed, on the organisation's clock; the form asks for it."""
    typed: datetime = field.data
    return to_utc(typed, zone())


@blueprint.route("/manage/campaigns/<slug>/shifts/new", methods=["GET", "POST"])
@requires(Permission.SHIFT_EDIT)
def new_shift(slug: str) -> Answer:
    """Open a shift."""
    form = ShiftForm(data=_copied())
    form.kind.choices = enum_choices(rules.ShiftKind)
    if not form.validate_on_submit():
        return render_template("volunteers/new_shift.html", form=form), 422 if form.errors else 200
    try:
        with unit_of_work() as session:
            submission = claim_submission(
                session,
                submission_id=form.submission(),
                purpose="volunteers.new_shift",
                actor_id=current_user.id,
                now=now(),
            )
            shift = services.create_shift(
                session,
                actor=current_user,
                now=now(),
                campaign=current_campaign(),
                details=shift_details(form),
            )
            address = url_for("volunteers.show_shift", slug=slug, shift_id=shift.id)
            submission.result_url = address
    except AlreadySubmitted as done:
        return redirect(done.result_url)
    except DomainError as error:
        form.show_error(error)
        return render_template("volunteers/new_shift.html", form=form), 422
    flash(_("The shift is open."), "success")
    return redirect(address)


def _copied() -> dict[str, Any]:
    """What the form begins with: the shift that `from` names, a week later; else nothing."""
    original = db.session().get(Shift, record_number(request.args.get("from")))
    if original is None or original.campaign_id != current_campaign().id:
        return {}
    day = local_date(original.starts_at, zone()) + timedelta(weeks=1)
    starts_at, ends_at = rules.on_day(original.starts_at, original.ends_at, day, zone())
    return form_values(replace(services.details_of(original), starts_at=starts_at, ends_at=ends_at))


def form_values(details: services.ShiftDetails) -> dict[str, Any]:
    """The shift as its form shows it: the times on the organisation's clock."""
    local = {
        name: to_local(getattr(details, name), zone()).replace(tzinfo=None)
        for name in ("starts_at", "ends_at")
    }
    return {**vars(details), **local}


def shift_details(form: ShiftForm) -> services.ShiftDetails:
    return services.ShiftDetails(
        title=form.title.data or "",
        kind=rules.ShiftKind(form.kind.data),
        place=form.place.data or "",
        starts_at=_aware(form.starts_at),
        ends_at=_aware(form.ends_at),
        places=form.places.data or 0,
        minimum_age=form.minimum_age.data or 0,
        is_heavy_work=form.is_heavy_work.data,
        is_emergency_work=form.is_emergency_work.data,
        requires_briefing=form.requires_briefing.data,
        note=form.note.data or "",
        directions=form.directions.data or "",
        what_to_bring=form.what_to_bring.data or "",
        contact=form.contact.data or "",
    )


@blueprint.get("/manage/campaigns/<slug>/shifts/<int:shift_id>")
@requires(Permission.SHIFT_READ)
def show_shift(slug: str, shift_id: int) -> str:
    """Who is in a shift, who waits, who came."""
    session = db.session()
    shift = queries.find_shift(session, shift_id)
    if shift is None or shift.campaign_id != current_campaign().id:
        abort(404)
    return render_template(
        "volunteers/show_shift.html",
        shift=shift,
        sign_ups=queries.list_sign_ups(session, shift.id),
        to_call=queries.list_to_call(session, shift.id),
        has_begun=shift.starts_at <= now(),
        SignUpStatus=rules.SignUpStatus,
    )
