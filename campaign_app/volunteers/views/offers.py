"""A place that was offered, and what else somebody can take who was refused one."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now
from campaign_app.core.errors import DomainError
from campaign_app.core.localisation import error_text, zone
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db
from campaign_app.volunteers import queries, rules, services
from campaign_app.volunteers.models import Volunteer
from campaign_app.volunteers.views.blueprint import blueprint
from campaign_app.volunteers.views.my_pages import my_volunteer


def offer_in(shift_id: int) -> dict[str, Any]:
    """What a shift's page says of an offer: `offered_until`, or the deadline that passed."""
    volunteer, session = my_volunteer(), db.session()
    if volunteer is None:
        return {"offered_until": None, "lapsed_at": None}
    offers = queries.offers_of(session, volunteer.id, now=now())
    return {
        "offered_until": next((until for shift, until in offers if shift.id == shift_id), None),
        "lapsed_at": queries.lapsed_offer_of(session, shift_id, volunteer.id),
    }


def why_and_what_else(volunteer: Volunteer, error: DomainError) -> dict[str, Any]:
    """Why a shift was refused, and up to three that this person can take now."""
    others = services.find_other_shifts(db.session(), volunteer=volunteer, now=now(), zone=zone())
    return {"refusal": error_text(error), "other_shifts": others}


@blueprint.post("/shifts/<int:shift_id>/confirm")
@requires(Permission.OWN_PAGES)
def confirm_place(shift_id: int) -> Response:
    """Take the place that was offered."""
    volunteer = my_volunteer()
    if volunteer is None or queries.find_open_shift(db.session(), shift_id) is None:
        abort(404)
    try:
        with unit_of_work() as session:
            services.confirm_place(
                session,
                actor=current_user,
                now=now(),
                shift_id=shift_id,
                volunteer=volunteer,
                zone=zone(),
            )
    except rules.OfferLapsed as error:
        # Her own visit shows that the deadline has passed: the next one need not wait for more.
        with unit_of_work() as session:
            services.settle_shift(session, now=now(), shift_id=shift_id, zone=zone())
        flash(error_text(error), "error")
    except DomainError as error:
        flash(error_text(error), "error")
    else:
        flash(_("You have a place. Thank you!"), "success")
    return redirect(url_for("volunteers.show_open_shift", shift_id=shift_id))
