"""The steps of one route: who goes, in which order, packages out and back, start and finish."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, request
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now, today
from campaign_app.core.errors import DomainError, NotFound
from campaign_app.core.localisation import error_text
from campaign_app.core.requests import record_number
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.distribution import services
from campaign_app.distribution.views.blueprint import blueprint
from campaign_app.distribution.views.routes import ROUTES, address_of, route_or_404

DIRECTIONS = {"up": -1, "down": 1}
Command = Callable[..., Any]


def _run(
    slug: str, round_id: int, route_id: int, command: Command, done: str, **values: Any
) -> Response:
    """Run a command on a route; a refusal is told on the route's page."""
    route = route_or_404(round_id, route_id)
    address = address_of(slug, route)
    try:
        with unit_of_work() as session:
            command(session, actor=current_user, now=now(), route=route, **values)
    except NotFound:
        abort(404)
    except DomainError as error:
        flash(error_text(error), "error")
    else:
        if done:
            flash(done, "success")
    return redirect(address)


@blueprint.post(f"{ROUTES}/<int:route_id>/start")
@requires(Permission.DISTRIBUTION_PLAN)
def start_route(slug: str, round_id: int, route_id: int) -> Response:
    """Start it: its volunteers see its stops."""
    done = _("The route is under way: its volunteers see its stops now.")
    return _run(slug, round_id, route_id, services.start_route, done, today=today())


@blueprint.post(f"{ROUTES}/<int:route_id>/finish")
@requires(Permission.DISTRIBUTION_PLAN)
def finish_route(slug: str, round_id: int, route_id: int) -> Response:
    """Finish it: its volunteers see nothing of it any more."""
    done = _("The route is finished: its volunteers no longer see it.")
    return _run(slug, round_id, route_id, services.finish_route, done)


@blueprint.post(f"{ROUTES}/<int:route_id>/take-out")
@requires(Permission.DELIVERY_RECORD)
def take_out_for_route(slug: str, round_id: int, route_id: int) -> Response:
    """Give the courier the packages of all stops."""
    done = _("The courier has the packages of the route.")
    return _run(slug, round_id, route_id, services.take_out_for_route, done)


@blueprint.post(f"{ROUTES}/<int:route_id>/return")
@requires(Permission.DELIVERY_RECORD)
def return_packages_of_route(slug: str, round_id: int, route_id: int) -> Response:
    """Take back what the courier still has."""
    done = _("What the courier brought back is in stock again.")
    return _run(slug, round_id, route_id, services.return_packages_of_route, done)


@blueprint.post(f"{ROUTES}/<int:route_id>/volunteers/<int:volunteer_id>")
@requires(Permission.DISTRIBUTION_PLAN)
def assign_volunteer(slug: str, round_id: int, route_id: int, volunteer_id: int) -> Response:
    """Put a volunteer on it."""
    return _run(
        slug,
        round_id,
        route_id,
        services.assign_volunteer,
        _("The volunteer is on the route."),
        volunteer_id=volunteer_id,
    )


@blueprint.post(f"{ROUTES}/<int:route_id>/volunteers/<int:volunteer_id>/remove")
@requires(Permission.DISTRIBUTION_PLAN)
def remove_volunteer(slug: str, round_id: int, route_id: int, volunteer_id: int) -> Response:
    """Take a volunteer off it."""
    return _run(
        slug,
        round_id,
        route_id,
        services.remove_volunteer,
        _("The volunteer is off the route and no longer sees it."),
        volunteer_id=volunteer_id,
    )


@blueprint.post(f"{ROUTES}/<int:route_id>/stops/<int:delivery_id>/move")
@requires(Permission.DISTRIBUTION_PLAN)
def move_stop(slug: str, round_id: int, route_id: int, delivery_id: int) -> Response:
    """Move a stop up or down by one."""
    route_or_404(round_id, route_id)
    by = DIRECTIONS.get(request.form.get("direction", ""))
    if by is None:
        abort(400)
    return _run(slug, round_id, route_id, services.move_stop, "", delivery_id=delivery_id, by=by)


@blueprint.post(f"{ROUTES}/<int:route_id>/stops/<int:delivery_id>/remove")
@requires(Permission.DISTRIBUTION_PLAN)
def remove_stop(slug: str, round_id: int, route_id: int, delivery_id: int) -> Response:
    """Take a door off it."""
    done = _("The stop is off the route.")
    return _run(slug, round_id, route_id, services.remove_stop, done, delivery_id=delivery_id)


@blueprint.post(f"{ROUTES}/<int:route_id>/stops/<int:delivery_id>/hand-over")
@requires(Permission.DISTRIBUTION_PLAN)
def hand_stop_over(slug: str, round_id: int, route_id: int, delivery_id: int) -> Response:
    """Move a door to another route of the round."""
    return _run(
        slug,
        round_id,
        route_id,
        services.hand_stop_over,
        _("The stop is on the other route now, at its end."),
        delivery_id=delivery_id,
        to_route_id=record_number(request.form.get("to_route_id")),
    )
