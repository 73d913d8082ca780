"""Open shifts, and taking one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from campaign_app.core.access import Permission, public, requires
from campaign_app.core.clock import now, today
from campaign_app.core.errors import DomainError
from campaign_app.core.localisation import error_text, zone
from campaign_app.core.requests import page_number
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db
from campaign_app.volunteers import queries, rules, services
from campaign_app.volunteers.models import Volunteer
from campaign_app.volunteers.rules import SignUpStatus
from campaign_app.volunteers.views.blueprint import blueprint
from campaign_app.volunteers.views.my_pages import my_volunteer
from campaign_app.volunteers.views.offers import offer_in, why_and_what_else
from campaign_app.volunteers.views.shift_filters import midnight, read_filters, shift_filter

Answer = Response | tuple[str, int]


@blueprint.get("/shifts")
@public
def list_open_shifts() -> str:
    """Where one can help now."""
    asked, session, volunteer = read_filters(), db.session(), my_volunteer()
    shifts = queries.list_open_shifts(
        session, now=now(), page=page_number(), wanted=shift_filter(asked, volunteer)
    )
    return render_template(
        "volunteers/list_open_shifts.html",
        shifts=shifts,
        asked=asked,
        days=rules.Days,
        kinds=queries.open_kinds(session, now=now()),
        campaigns=queries.open_campaigns(session, now=now()),
        tomorrow=midnight(today() + timedelta(days=1)),
        mine=statuses_in(shifts.items, volunteer),
        is_volunteer=volunteer is not None,
    )


def statuses_in(
    shifts: Sequence[queries.ShiftRow], volunteer: Volunteer | None
) -> dict[int, SignUpStatus]:
    """Which of these shifts the person who looks is in or waits for."""
    if volunteer is None or not shifts:
        return {}
    return queries.statuses_of(db.session(), volunteer.id, [shift.id for shift in shifts])


@blueprint.get("/shifts/<int:shift_id>")
@public
def show_open_shift(shift_id: int) -> str:
    """What is done, where, when, what it takes; for who is in: all that she needs to come."""
    return open_shift_page(shift_id)


def open_shift_page(shift_id: int, **refusal: Any) -> str:
    """The page of a shift; `refusal` says why it could not be taken and what can be."""
    shift = queries.find_open_shift(db.session(), shift_id)
    if shift is None:
        abort(404)
    return render_template(
        "volunteers/show_open_shift.html",
        shift=shift,
        status=statuses_in([shift], my_volunteer()).get(shift.id),
        has_begun=shift.starts_at <= now(),
        **offer_in(shift.id),
        **refusal,
    )


@blueprint.post("/shifts/<int:shift_id>/sign-up")
@requires(Permission.OWN_PAGES)
def sign_up(shift_id: int) -> Answer:
    """Take a place, or one on the waiting list."""
    volunteer = my_volunteer()
    if not queries.is_shown(db.session(), shift_id):
        abort(404)
    if volunteer is None:
        flash(_("Only volunteers sign up: ask an organiser to register you."), "error")
        return redirect(url_for("volunteers.show_open_shift", shift_id=shift_id))
    try:
        with unit_of_work() as session:
            signed = services.sign_up(
                session,
                actor=current_user,
                now=now(),
                shift_id=shift_id,
                volunteer=volunteer,
                zone=zone(),
            )
    except rules.AlreadySignedUp as error:
        flash(error_text(error), "error")
        return redirect(url_for("volunteers.show_open_shift", shift_id=shift_id))
    except DomainError as error:
        return open_shift_page(shift_id, **why_and_what_else(volunteer, error)), 422
    if signed.status is SignUpStatus.CONFIRMED:
        flash(_("You have a place. Thank you!"), "success")
    else:
        flash(_("All places are taken: you are on the waiting list."), "success")
    return redirect(url_for("volunteers.show_open_shift", shift_id=shift_id))


@blueprint.post("/shifts/<int:shift_id>/cancel")
@requires(Permission.OWN_PAGES)
def cancel_sign_up(shift_id: int) -> Response:
    """Give the place back; the first who waits gets it."""
    volunteer = my_volunteer()
    if volunteer is None or queries.find_open_shift(db.session(), shift_id) is None:
        abort(404)
    try:
        with unit_of_work() as session:
            services.cancel_sign_up(
                session,
                actor=current_user,
                now=now(),
                shift_id=shift_id,
                volunteer=volunteer,
                zone=zone(),
            )
    except DomainError as error:
        flash(error_text(error), "error")
    else:
        flash(_("The sign-up was cancelled."), "success")
    return redirect(url_for("volunteers.show_open_shift", shift_id=shift_id))
