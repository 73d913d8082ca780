"""What people do with a route before it starts: plan it, choose its doors, order them.

The campaign is locked first, as everywhere: two people cannot put one line on two routes.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.beneficiaries import queries as beneficiaries
from campaign_app.campaigns.services import lock_campaign
from campaign_app.core.audit import record_event
from campaign_app.core.errors import NotFound
from campaign_app.distribution import queries, rules
from campaign_app.distribution.models import Delivery, DistributionRound, Route
from campaign_app.distribution.rules import RouteStatus

LONGEST_TITLE = 200


@dataclass(frozen=True, kw_only=True)
class RoutePlan:
    """What an organiser decides about a route."""

    title: str
    runs_on: date


def lock_route(session: Session, route: Route) -> Route:
    """Lock a route and give it as it is now; its round must be open."""
    lock_campaign(session, route.campaign_id)
    rules.check_round_open(session.get_one(DistributionRound, route.round_id).status)
    return session.scalars(
        select(Route)
        .where(Route.id == route.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def plan_route(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    round_: DistributionRound,
    plan: RoutePlan,
    delivery_ids: Collection[int],
) -> Route:
    """Plan a route through these doors, in walking order.

    Refuses a closed round, an empty choice, and lines that are on another route or settled.
    """
    lock_campaign(session, round_.campaign_id)
    rules.check_round_open(session.get_one(DistributionRound, round_.id).status)
    chosen = choose_free(session, round_.id, delivery_ids)
    return open_route(session, actor=actor, now=now, round_=round_, plan=plan, chosen=chosen)


def open_route(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    round_: DistributionRound,
    plan: RoutePlan,
    chosen: Sequence[Delivery],
) -> Route:
    """A new route through lines that `choose_free` gave, in their order."""
    last = session.execute(
        select(func.max(Route.number)).where(Route.round_id == round_.id)
    ).scalar_one()
    route = Route(
        campaign_id=round_.campaign_id,
        round_id=round_.id,
        number=(last or 0) + 1,
        title=plan.title,
        runs_on=plan.runs_on,
        status=RouteStatus.PLANNED,
        created_at=now,
        created_by_id=actor.id,
    )
    session.add(route)
    record_event(session, actor_id=actor.id, now=now, action="route:plan", subject=route)
    session.flush()
    _put_on(session, actor, now, route, chosen, first=1)
    return route


def edit_route(
    session: Session, *, actor: Account, now: datetime, route: Route, plan: RoutePlan
) -> None:
    """Change the title or the day of a route that has not started."""
    route = lock_route(session, route)
    rules.check_still_planned(route.status)
    route.title, route.runs_on = plan.title, plan.runs_on
    record_event(session, actor_id=actor.id, now=now, action="route:edit", subject=route)
    session.flush()


def add_stops(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    route: Route,
    delivery_ids: Collection[int],
) -> None:
    """Put more doors at the end of a route that has not started."""
    route = lock_route(session, route)
    rules.check_still_planned(route.status)
    chosen = choose_free(session, route.round_id, delivery_ids)
    first = len(queries.list_stops(session, route)) + 1
    _put_on(session, actor, now, route, chosen, first=first)


def choose_free(session: Session, round_id: int, ids: Collection[int]) -> list[Delivery]:
    """Those lines in walking order, if all of them can be put on a route."""
    if not ids:
        raise rules.NobodyChosen(field="lines")
    chosen = _lines_of_round(session, round_id, ids)
    free = {line.id: line for line in queries.list_free_lines(session, round_id)}
    for delivery in chosen:
        if delivery.id not in free:
            name = beneficiaries.display_name(session, delivery.beneficiary_id)
            raise rules.OnAnotherRoute(field="lines", recipient=name)
    return sorted(chosen, key=lambda each: rules.walking_order(free[each.id].person))


def _put_on(
    session: Session,
    actor: Account,
    now: datetime,
    route: Route,
    chosen: Sequence[Delivery],
    *,
    first: int,
) -> None:
    for number, delivery in enumerate(chosen, start=first):
        delivery.route_id, delivery.stop_number = route.id, number
        record_event(session, actor_id=actor.id, now=now, action="delivery:route", subject=delivery)
    session.flush()


def _lines_of_round(session: Session, round_id: int, ids: Collection[int]) -> list[Delivery]:
    found = list(
        session.scalars(select(Delivery).where(Delivery.round_id == round_id).with_for_update())
    )
    asked = set(ids)
    chosen = [delivery for delivery in found if delivery.id in asked]
    if len(chosen) != len(asked):
        raise NotFound(field="lines")
    return chosen


def stops_in_order(session: Session, route: Route) -> list[Delivery]:
    """The stops of a route, locked, to be changed."""
    statement = (
        select(Delivery)
        .where(Delivery.route_id == route.id)
        .order_by(Delivery.stop_number, Delivery.line_number)
        .with_for_update()
    )
    return list(session.scalars(statement))


def _number(stops: Sequence[Delivery]) -> None:
    for number, stop in enumerate(stops, start=1):
        if stop.stop_number != number:
            stop.stop_number = number


def move_stop(
    session: Session, *, actor: Account, now: datetime, route: Route, delivery_id: int, by: int
) -> None:
    """Move a stop of a planned route `by` places; the ends hold it."""
    route = lock_route(session, route)
    rules.check_still_planned(route.status)
    stops = stops_in_order(session, route)
    moved = _stop(stops, delivery_id)
    place = stops.index(moved)
    stops.remove(moved)
    stops.insert(min(max(0, place + by), len(stops)), moved)
    _number(stops)
    record_event(session, actor_id=actor.id, now=now, action="route:order", subject=route)
    session.flush()


def remove_stop(
    session: Session, *, actor: Account, now: datetime, route: Route, delivery_id: int
) -> None:
    """Take a door off a route that has not started. Refuses one whose package is out."""
    route = lock_route(session, route)
    rules.check_still_planned(route.status)
    stops = stops_in_order(session, route)
    removed = _stop(stops, delivery_id)
    if removed.is_with_courier:
        raise rules.AlreadyWithCourier()
    stops.remove(removed)
    removed.route_id = removed.stop_number = None
    _number(stops)
    record_event(session, actor_id=actor.id, now=now, action="delivery:route", subject=removed)
    session.flush()


def hand_stop_over(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    route: Route,
    delivery_id: int,
    to_route_id: int,
) -> None:
    """Move a door to the end of another route of the round; both have not started yet.

    Refuses a route of another round, one that has started, and a package that is out.
    """
    round_id = route.round_id
    lock_campaign(session, route.campaign_id)
    other = queries.find_route(session, route.campaign_id, round_id, to_route_id)
    if other is None or other.id == route.id:
        raise NotFound(field="to_route_id")
    remove_stop(session, actor=actor, now=now, route=route, delivery_id=delivery_id)
    add_stops(session, actor=actor, now=now, route=other, delivery_ids=[delivery_id])


def _stop(stops: Sequence[Delivery], delivery_id: int) -> Delivery:
    for stop in stops:
        if stop.id == delivery_id:
            return stop
    raise NotFound()
