"""The code at the place: the organiser shows it, the volunteer scans it and presses a button."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any

import segno
from flask import abort, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup
from werkzeug.wrappers import Response

from campaign_app.core.access import Permission, public, requires
from campaign_app.core.clock import now
from campaign_app.core.dates import format_time
from campaign_app.core.errors import DomainError
from campaign_app.core.localisation import error_text, zone
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db
from campaign_app.volunteers import queries, rules, services
from campaign_app.volunteers.forms import CheckInForm
from campaign_app.volunteers.models import Volunteer
from campaign_app.volunteers.queries import ShiftRow
from campaign_app.volunteers.rules import attendance as day_rules
from campaign_app.volunteers.views.blueprint import blueprint
from campaign_app.volunteers.views.my_pages import my_volunteer
from campaign_app.volunteers.views.people import Answer
from campaign_app.volunteers.views.shift_changes import SHIFT, campaign_shift

SCANNED = "scanned_at_place"


@blueprint.app_template_filter("clock_time")
def clock_time(moment: datetime) -> str:
    """`09:05` on the organisation's clock."""
    return format_time(moment, zone())


@blueprint.app_template_test("open_for_check_in")
def is_open_for_check_in(shift: ShiftRow) -> bool:
    """Whether somebody who is at the place can check in or out now."""
    is_time = day_rules.check_in_is_open(shift.starts_at, shift.ends_at, now())
    return is_time and shift.cancelled_at is None


@blueprint.get(f"{SHIFT}/code")
@requires(Permission.SHIFT_EDIT)
def show_code(slug: str, shift_id: int) -> str:
    """The code of this half minute, for a screen at the place; the page renews itself."""
    shift, moment = campaign_shift(shift_id), now()
    scanned, digits = services.code_at(shift.id, moment)
    address = url_for("volunteers.show_check_in", shift_id=shift.id, code=scanned, _external=True)
    rows = queries.list_attendance(db.session(), shift.id)
    return render_template(
        "volunteers/show_code.html",
        shift=shift,
        opens_at=shift.starts_at - day_rules.OPENS_BEFORE,
        picture=_picture(address),
        digits=f"{digits[:3]} {digits[3:]}",
        seconds=day_rules.seconds_left(moment),
        came=sum(1 for row in rows if row.has_attended),
        expected=len(rows),
    )


def _picture(address: str) -> Markup:
    """The QR code as SVG that takes the width it is given, dark on white in every theme."""
    out = BytesIO()
    segno.make(address, error="m", micro=False).save(
        out,
        kind="svg",
        border=3,
        xmldecl=False,
        omitsize=True,
        light="#fff",
        title=_("QR code for checking in and out"),
    )
    return Markup(out.getvalue().decode())  # noqa: S704 - drawn by the library from our address


@blueprint.get("/shifts/<int:shift_id>/check-in")
@public
def show_check_in(shift_id: int) -> Answer:
    """What one sees after scanning: one button; who is not signed in signs in first."""
    shift, moment = _shift(shift_id), now()
    if services.has_scanned(shift_id, request.args.get("code", ""), moment):
        session[SCANNED] = {"shift": shift_id, "at": int(moment.timestamp())}
        if current_user.is_authenticated:
            # Reloading, or going back, must not bring an old code along.
            return redirect(url_for("volunteers.show_check_in", shift_id=shift_id))
    return _page(shift, CheckInForm(formdata=None))


def _shift(shift_id: int) -> ShiftRow:
    shift = queries.find_open_shift(db.session(), shift_id)
    if shift is None:
        abort(404)
    return shift


def _page(shift: ShiftRow, form: CheckInForm) -> str:
    volunteer, moment = my_volunteer(), now()
    own = queries.find_own_attendance(db.session(), shift.id, volunteer.id) if volunteer else None
    has_place = own is not None and own.status is rules.SignUpStatus.CONFIRMED
    return render_template(
        "volunteers/show_check_in.html",
        shift=shift,
        form=form,
        own=own if has_place else None,
        has_place=has_place,
        is_volunteer=volunteer is not None,
        opens_at=shift.starts_at - day_rules.OPENS_BEFORE,
        is_early=moment < shift.starts_at - day_rules.OPENS_BEFORE,
        is_here=_scanned_lately(shift.id, moment),
        was_late=bool(request.args.get("code")) and not _scanned_lately(shift.id, moment),
        free=queries.free_places_now(db.session(), shift.id, shift.places, now=moment),
    )


def _scanned_lately(shift_id: int, moment: datetime) -> bool:
    """The cookie is signed: it says that this browser saw the code, for the time of signing in."""
    mark: dict[str, Any] = session.get(SCANNED) or {}
    age = moment.timestamp() - float(mark.get("at", 0))
    return mark.get("shift") == shift_id and 0 <= age <= day_rules.SCAN_LASTS.total_seconds()


@blueprint.post("/shifts/<int:shift_id>/check-in")
@requires(Permission.OWN_PAGES)
def check_in(shift_id: int) -> Answer:
    """I am here; with `walk_in`, also without a sign-up."""

    def act(volunteer: Volunteer) -> str:
        with unit_of_work() as writing:
            if "walk_in" in request.form:
                services.walk_in(
                    writing,
                    actor=current_user,
                    now=now(),
                    shift_id=shift_id,
                    volunteer=volunteer,
                    zone=zone(),
                )
            else:
                services.check_in(
                    writing,
                    actor=current_user,
                    now=now(),
                    shift_id=shift_id,
                    volunteer=volunteer,
                )
        return _("You are checked in. Thank you for coming!")

    return _with_code(shift_id, act)


@blueprint.post("/shifts/<int:shift_id>/check-out")
@requires(Permission.OWN_PAGES)
def check_out(shift_id: int) -> Answer:
    """I am leaving."""

    def act(volunteer: Volunteer) -> str:
        with unit_of_work() as writing:
            services.check_out(
                writing, actor=current_user, now=now(), shift_id=shift_id, volunteer=volunteer
            )
        return _("You are checked out. The organiser confirms the hours.")

    return _with_code(shift_id, act)


def _with_code(shift_id: int, act: Any) -> Answer:
    """Do what was pressed for who has scanned the code or types its digits."""
    shift, form = _shift(shift_id), CheckInForm()
    volunteer = my_volunteer()
    if volunteer is None:
        flash(_("Only volunteers sign up: ask an organiser to register you."), "error")
        return _back(shift_id)
    try:
        if not _scanned_lately(shift_id, now()):
            _check_typed(shift_id, volunteer, form.code.data or "")
        text = act(volunteer)
    except DomainError as error:
        if error.field == "code":
            form.show_error(error)
            return _page(shift, form), 422
        flash(error_text(error), "error")
        return _back(shift_id)
    flash(text, "success")
    return _back(shift_id)


def _check_typed(shift_id: int, volunteer: Volunteer, code: str) -> None:
    """Raise CodeWrong, after the failure was counted, or TooManyCodes."""
    with unit_of_work() as writing:
        is_right = services.has_typed(
            writing,
            account=current_user,
            volunteer=volunteer,
            now=now(),
            shift_id=shift_id,
            code=code,
        )
    if not is_right:
        raise day_rules.CodeWrong(field="code")


def _back(shift_id: int) -> Response:
    return redirect(url_for("volunteers.show_check_in", shift_id=shift_id))
