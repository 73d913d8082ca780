"""A volunteer's own routes: their stops on their day, while they run, and nothing else.

Whatever she may not see answers as what does not exist.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from campaign_app.beneficiaries.disclosing import disclose
from campaign_app.beneficiaries.rules.disclosures import DisclosureKind
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now, today
from campaign_app.core.dates import to_utc
from campaign_app.core.errors import DomainError, NotFound
from campaign_app.core.forms import enum_choices
from campaign_app.core.localisation import zone
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.distribution import queries, rules, services
from campaign_app.distribution.forms import DoorForm
from campaign_app.distribution.models import Route
from campaign_app.distribution.queries import Stop
from campaign_app.distribution.views.blueprint import blueprint
from campaign_app.distribution.views.door_records import proof_given
from campaign_app.distribution.views.proof_pictures import picture_of
from campaign_app.distribution.views.routes import note_stops
from campaign_app.extensions import db
from campaign_app.volunteers.queries import find_volunteer_of

Page = str | Response | tuple[str, int]


def _volunteer_id() -> int | None:
    volunteer = find_volunteer_of(db.session(), current_user.id)
    return None if volunteer is None else volunteer.id


def _own_route_or_404(route_id: int) -> Route:
    volunteer_id = _volunteer_id()
    if volunteer_id is None:
        abort(404)
    found = queries.find_own_route(db.session(), volunteer_id, route_id, today=today())
    return found if found is not None else abort(404)


def _own_stop_or_404(route: Route, delivery_id: int) -> Stop:
    for stop in queries.list_stops(db.session(), route, usable_only=True):
        if stop.line.id == delivery_id:
            return stop
    abort(404)


@blueprint.get("/my/routes")
@requires(Permission.OWN_PAGES)
def list_own_routes() -> str:
    """The routes on which I go now."""
    volunteer_id = _volunteer_id()
    routes = (
        queries.list_own_routes(db.session(), volunteer_id, today=today()) if volunteer_id else []
    )
    return render_template("distribution/list_own_routes.html", routes=routes)


@blueprint.get("/my/routes/<int:route_id>")
@requires(Permission.OWN_PAGES)
def show_own_route(route_id: int) -> str:
    """The stops of my route, in order."""
    route = _own_route_or_404(route_id)
    note_stops(route)
    return render_template(
        "distribution/show_own_route.html",
        route=route,
        stops=queries.list_stops(db.session(), route, usable_only=True),
        waiting=rules.WAITING,
        served=rules.SERVED,
        gone_at=_gone_at(route),
    )


def _gone_at(route: Route) -> datetime:
    """When the route's day is over: from then on no phone keeps it."""
    return to_utc(datetime.combine(route.runs_on + timedelta(days=1), time.min), zone())


@blueprint.get("/my/routes/<int:route_id>/deliveries/<int:delivery_id>")
@requires(Permission.OWN_PAGES)
def show_own_stop(route_id: int, delivery_id: int) -> str:
    """One door: where, who, what to hand over, and what happened."""
    route = _own_route_or_404(route_id)
    stop = _own_stop_or_404(route, delivery_id)
    disclose(
        DisclosureKind.PERSON_PAGE,
        beneficiary_id=stop.line.beneficiary_id,
        campaign_id=route.campaign_id,
    )
    return _stop_page(route, stop, DoorForm(formdata=None))


def _stop_page(route: Route, stop: Stop, form: DoorForm) -> str:
    _offer(form)
    return render_template(
        "distribution/show_own_stop.html",
        route=route,
        stop=stop,
        gone_at=_gone_at(route),
        form=form,
        is_waiting=stop.line.status in rules.WAITING,
        outcomes=[each for each in rules.OUTCOMES if each not in rules.SERVING],
    )


def _offer(form: DoorForm) -> None:
    form.outcome.choices = enum_choices(rules.OUTCOMES)
    form.proof.choices = enum_choices(rules.DOOR_PROOFS)


@blueprint.post("/my/routes/<int:route_id>/deliveries/<int:delivery_id>")
@requires(Permission.OWN_PAGES)
def record_own_stop(route_id: int, delivery_id: int) -> Page:
    """Record what happened at a door of my route."""
    route = _own_route_or_404(route_id)
    stop = _own_stop_or_404(route, delivery_id)
    form = DoorForm()
    _offer(form)
    if not form.validate_on_submit():
        return _stop_page(route, stop, form), 422
    try:
        picture = picture_of(form)
        with unit_of_work() as session:
            services.record_at_door(
                session,
                actor=current_user,
                now=now(),
                today=today(),
                volunteer_id=_volunteer_id() or 0,
                route_id=route_id,
                delivery_id=delivery_id,
                action=rules.DeliveryAction(form.outcome.data),
                proof=proof_given(form, picture),
                note=form.note.data or "",
            )
    except NotFound:
        abort(404)
    except DomainError as error:
        form.show_error(error)
        return _stop_page(route, stop, form), 422
    flash(_("Recorded. Thank you!"), "success")
    return redirect(url_for("distribution.show_own_route", route_id=route_id))
