"""What people do with a route on its day: send volunteers, start it, hand over, finish it.

The campaign is locked first, as everywhere: nobody records at a door of a route that
somebody finishes at that moment.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.core.audit import record_event
from campaign_app.core.errors import NotFound
from campaign_app.distribution import queries, rules
from campaign_app.distribution.models import Delivery, Route, RouteVolunteer
from campaign_app.distribution.rules import DeliveryAction, DeliveryStatus, RouteAction, RouteStatus
from campaign_app.distribution.services.deliveries import (
    ProofGiven,
    record_outcome,
    return_package,
    take_out,
)
from campaign_app.distribution.services.routes import lock_route, stops_in_order
from campaign_app.volunteers.models import Volunteer


def assign_volunteer(
    session: Session, *, actor: Account, now: datetime, route: Route, volunteer_id: int
) -> None:
    """Put a volunteer on a route; again changes nothing. Refuses a finished route."""
    route = lock_route(session, route)
    if route.status is RouteStatus.FINISHED:
        raise rules.RouteStarted(status=route.status)
    if session.get(Volunteer, volunteer_id) is None:
        raise NotFound(field="volunteer_id")
    going = _place_of(session, route, volunteer_id)
    if going is None:
        session.add(RouteVolunteer(route_id=route.id, volunteer_id=volunteer_id))
    elif going.removed_at is None:
        return
    else:
        going.removed_at = None
    record_event(
        session,
        actor_id=actor.id,
        now=now,
        action="route:assign",
        subject=route,
        volunteer_id=volunteer_id,
    )
    session.flush()


def remove_volunteer(
    session: Session, *, actor: Account, now: datetime, route: Route, volunteer_id: int
) -> None:
    """Take a volunteer off a route: from now on she sees nothing of it.

    From a route under way too, so that who should not be there is out at once.
    """
    route = lock_route(session, route)
    if route.status is RouteStatus.FINISHED:
        raise rules.RouteStarted(status=route.status)
    going = _place_of(session, route, volunteer_id)
    if going is None or going.removed_at is not None:
        raise NotFound()
    going.removed_at = now
    record_event(
        session,
        actor_id=actor.id,
        now=now,
        action="route:remove",
        subject=route,
        volunteer_id=volunteer_id,
    )
    session.flush()


def _place_of(session: Session, route: Route, volunteer_id: int) -> RouteVolunteer | None:
    return session.scalars(
        select(RouteVolunteer).where(
            RouteVolunteer.route_id == route.id, RouteVolunteer.volunteer_id == volunteer_id
        )
    ).one_or_none()


def start_route(
    session: Session, *, actor: Account, now: datetime, today: date, route: Route
) -> None:
    """Start a route: from now on its volunteers see its stops.

    Refuses an empty one, one where too few go, another day than its own.
    """
    route = lock_route(session, route)
    status = rules.next_route_status(route.status, RouteAction.START)
    counts = queries.count_stops(session, route.id)
    rules.check_can_start(
        stops=counts.stops,
        lonely_homes=counts.lonely_homes,
        volunteers=len(queries.list_carriers(session, route)),
        runs_on=route.runs_on,
        today=today,
    )
    route.status, route.started_at = status, now
    record_event(session, actor_id=actor.id, now=now, action="route:start", subject=route)
    session.flush()


def finish_route(session: Session, *, actor: Account, now: datetime, route: Route) -> None:
    """Finish a route: its volunteers see it no more.

    Refuses while nobody has been at a stop or a package is with the courier.
    """
    route = lock_route(session, route)
    status = rules.next_route_status(route.status, RouteAction.FINISH)
    counts = queries.count_stops(session, route.id)
    open_doors = [
        (stop.number, stop.line.person.short_name)
        for stop in queries.list_stops(session, route)
        if stop.line.status is DeliveryStatus.PLANNED or stop.line.is_with_courier
    ]
    rules.check_can_finish(
        waiting=counts.waiting, with_courier=counts.with_courier, doors=open_doors
    )
    packages = queries.courier_sum(session, route)
    route.status, route.finished_at = status, now
    route.taken_count, route.delivered_count = packages.taken, packages.delivered
    route.returned_count, route.lost_count = packages.returned, packages.lost
    record_event(session, actor_id=actor.id, now=now, action="route:finish", subject=route)
    session.flush()


def take_out_for_route(session: Session, *, actor: Account, now: datetime, route: Route) -> int:
    """Give the courier the packages of all stops that wait; tells how many lines that were.

    Refuses a finished route, and more packages than are in stock: then none goes out.
    """
    route = lock_route(session, route)
    if route.status is RouteStatus.FINISHED:
        raise rules.RouteStarted(status=route.status)
    waiting = [
        stop
        for stop in stops_in_order(session, route)
        if stop.status in rules.WAITING and not stop.is_with_courier
    ]
    for stop in waiting:
        take_out(session, actor=actor, now=now, delivery=stop)
    return len(waiting)


def return_packages_of_route(
    session: Session, *, actor: Account, now: datetime, route: Route
) -> int:
    """Take back what the courier of a route still has; tells how many lines that were."""
    route = lock_route(session, route)
    left = [stop for stop in stops_in_order(session, route) if stop.is_with_courier]
    for stop in left:
        return_package(session, actor=actor, now=now, delivery=stop)
    return len(left)


def record_at_door(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    today: date,
    volunteer_id: int,
    route_id: int,
    delivery_id: int,
    action: DeliveryAction,
    proof: ProofGiven | None = None,
    note: str = "",
) -> Delivery:
    """A volunteer records what happened at a door of her own route, while it runs.

    For any other route, and for any other door, there is nothing: NotFound. Refuses a signature
    on the screen and a photo without the picture, and what `record_outcome` refuses.
    """
    route = queries.find_own_route(session, volunteer_id, route_id, today=today)
    if route is None:
        raise NotFound()
    lock_route(session, route)
    delivery = session.get(Delivery, delivery_id)
    if (
        delivery is None
        or delivery.route_id != route.id
        or queries.find_own_route(session, volunteer_id, route_id, today=today) is None
    ):
        raise NotFound()
    if proof is not None and action in rules.SERVING:
        picture = proof.picture
        rules.check_picture(
            proof.kind,
            is_there=picture is not None,
            is_blank=picture is not None and picture.is_blank,
        )
    return record_outcome(
        session,
        actor=actor,
        now=now,
        delivery=delivery,
        action=action,
        handed_on=today,
        proof=proof,
        note=note,
    )
