"""Routes of a round: a new one, one with its stops and volunteers, more stops."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from campaign_app.beneficiaries.disclosing import disclose
from campaign_app.beneficiaries.rules.disclosures import DisclosureKind
from campaign_app.campaigns.scope import current_campaign
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now, today
from campaign_app.core.errors import DomainError
from campaign_app.core.requests import searched
from campaign_app.core.submissions import AlreadySubmitted, claim_submission
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.distribution import queries, rules, services
from campaign_app.distribution.forms import NewRouteForm, RouteForm, StopsForm
from campaign_app.distribution.models import DistributionRound, Route
from campaign_app.distribution.queries import Line
from campaign_app.distribution.rules import GroupOfPlace, RouteStatus
from campaign_app.distribution.views.blueprint import MANAGED, blueprint
from campaign_app.distribution.views.rounds import note_list, round_or_404
from campaign_app.extensions import db

Page = str | Response | tuple[str, int]
ROUTES = f"{MANAGED}/distributions/<int:round_id>/routes"


def route_or_404(round_id: int, route_id: int) -> Route:
    """The route of the URL, if it is the round's and the campaign's."""
    found = queries.find_route(db.session(), current_campaign().id, round_id, route_id)
    return found if found is not None else abort(404)


def note_stops(route: Route) -> None:
    """Note that somebody sees where a route leads."""
    disclose(
        DisclosureKind.ROUND_LIST,
        campaign_id=route.campaign_id,
        round_id=route.round_id,
        row_count=lambda: queries.count_stops(db.session(), route.id).stops,
    )


def address_of(slug: str, route: Route) -> str:
    """The page of a route."""
    return url_for("distribution.show_route", slug=slug, round_id=route.round_id, route_id=route.id)


@blueprint.route(f"{ROUTES}/new", methods=["GET", "POST"])
@requires(Permission.DISTRIBUTION_PLAN)
def new_route(slug: str, round_id: int) -> Page:
    """Plan a route: its area, its day, whom it leads to."""
    round_ = round_or_404(round_id)
    if request.method == "GET":
        note_list(DisclosureKind.ROUND_LIST, round_)
    groups = _free_groups(round_)
    form = NewRouteForm()
    if request.method == "GET" and form.runs_on.data is None:
        form.runs_on.data = max(today(), round_.starts_on)
    page = {"round": round_, "form": form, "groups": groups}
    if not form.validate_on_submit():
        return _form_page("distribution/new_route.html", **page)
    try:
        with unit_of_work() as session:
            submission = claim_submission(
                session,
                submission_id=form.submission(),
                purpose="distribution.new_route",
                actor_id=current_user.id,
                now=now(),
            )
            route = services.plan_route(
                session,
                actor=current_user,
                now=now(),
                round_=round_,
                plan=_plan(form),
                delivery_ids=_chosen(form, groups),
            )
            submission.result_url = address_of(slug, route)
    except AlreadySubmitted as done:
        return redirect(done.result_url)
    except DomainError as error:
        form.show_error(error)
        return _form_page("distribution/new_route.html", **page)
    flash(_("The route is planned. Now put volunteers on it."), "success")
    return redirect(address_of(slug, route))


def _free_groups(round_: DistributionRound) -> list[GroupOfPlace[Line]]:
    lines = queries.list_free_lines(db.session(), round_.id)
    return rules.group_by_place([(line.person, line) for line in lines])


def _chosen(form: StopsForm, groups: Sequence[GroupOfPlace[Line]]) -> set[int]:
    """The lines that were ticked, one by one, by street, or all at once."""
    places = set(form.places.data or [])
    chosen = {
        line.id
        for group in groups
        for line in group.doors
        if form.has_everybody.data or group.place in places
    }
    return chosen | {int(text) for text in form.lines.data or [] if _is_record_number(text)}


def _is_record_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 9


def _plan(form: RouteForm) -> services.RoutePlan:
    return services.RoutePlan(title=form.title.data or "", runs_on=form.runs_on.data or today())


def _form_page(template: str, form: Any, **page: Any) -> tuple[str, int]:
    has_errors = bool(form.errors or form.form_errors)
    return render_template(template, form=form, **page), 422 if has_errors else 200


@blueprint.get(f"{ROUTES}/<int:route_id>")
@requires(Permission.DISTRIBUTION_READ)
def show_route(slug: str, round_id: int, route_id: int) -> str:
    """Where a route leads, who goes, and what is next."""
    route = route_or_404(round_id, route_id)
    note_stops(route)
    form = RouteForm(formdata=None, title=route.title, runs_on=route.runs_on)
    return _route_page(route, form)


def _route_page(route: Route, form: RouteForm) -> str:
    session, q = db.session(), searched()
    round_ = session.get_one(DistributionRound, route.round_id)
    is_over = route.status is RouteStatus.FINISHED
    counts = queries.count_stops(session, route.id)
    return render_template(
        "distribution/show_route.html",
        round=round_,
        route=route,
        stops=queries.list_stops(session, route),
        others=[] if is_over else queries.list_other_planned(session, route),
        counts=counts,
        courier=queries.courier_sum(session, route),
        carriers=queries.list_carriers(session, route),
        candidates=[] if is_over else queries.list_candidates(session, route, q=q),
        volunteers_needed=rules.VOLUNTEERS_FOR_LONELY if counts.lonely_homes else 1,
        is_seen_now=rules.is_open_to_volunteers(
            route.status, route.runs_on, today(), round_.status
        ),
        waiting=rules.WAITING,
        served=rules.SERVED,
        form=form,
        q=q,
    )


@blueprint.post(f"{ROUTES}/<int:route_id>/edit")
@requires(Permission.DISTRIBUTION_PLAN)
def edit_route(slug: str, round_id: int, route_id: int) -> Page:
    """Change the area or the day."""
    route = route_or_404(round_id, route_id)
    form = RouteForm()
    if not form.validate_on_submit():
        return _route_page(route, form), 422
    try:
        with unit_of_work() as session:
            services.edit_route(
                session, actor=current_user, now=now(), route=route, plan=_plan(form)
            )
    except DomainError as error:
        form.show_error(error)
        return _route_page(route, form), 422
    flash(_("The route was changed."), "success")
    return redirect(address_of(slug, route))


@blueprint.route(f"{ROUTES}/<int:route_id>/stops", methods=["GET", "POST"])
@requires(Permission.DISTRIBUTION_PLAN)
def add_stops(slug: str, round_id: int, route_id: int) -> Page:
    """Choose more doors for a route that has not started."""
    round_, route = round_or_404(round_id), route_or_404(round_id, route_id)
    if request.method == "GET":
        note_list(DisclosureKind.ROUND_LIST, round_)
    groups = _free_groups(round_)
    form = StopsForm()
    page = {"round": round_, "route": route, "form": form, "groups": groups}
    if not form.validate_on_submit():
        return _form_page("distribution/add_stops.html", **page)
    try:
        with unit_of_work() as session:
            services.add_stops(
                session,
                actor=current_user,
                now=now(),
                route=route,
                delivery_ids=_chosen(form, groups),
            )
    except DomainError as error:
        form.show_error(error)
        return _form_page("distribution/add_stops.html", **page)
    flash(_("The stops were added at the end of the route."), "success")
    return redirect(address_of(slug, route))
