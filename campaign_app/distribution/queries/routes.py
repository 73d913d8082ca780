"""Reads of routes and their stops."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from campaign_app.beneficiaries.models import Beneficiary
from campaign_app.beneficiaries.queries.registry import IS_USABLE
from campaign_app.beneficiaries.rules import BeneficiaryCategory
from campaign_app.core.pagination import Page, fetch_page
from campaign_app.distribution.models import Delivery, DistributionRound, Route, RouteVolunteer
from campaign_app.distribution.queries.rounds import Line, lines_where
from campaign_app.distribution.rules import (
    MOST_ROUTES,
    SERVED,
    WAITING,
    DeliveryStatus,
    RoundStatus,
    RouteStatus,
)

ON_LIST = Delivery.status != DeliveryStatus.CANCELLED


@dataclass(frozen=True)
class RouteRow:
    """A route in a list, with how far it is."""

    id: int
    number: int
    title: str
    runs_on: date
    status: RouteStatus
    stops: int
    served: int
    waiting: int
    volunteers: int


@dataclass(frozen=True)
class Stop:
    """A door of a route, in its order, with what to know there."""

    number: int
    door_note: str
    line: Line


@dataclass(frozen=True)
class RouteCounts:
    """Stops of a route; `waiting`: nobody has been there; `with_courier`: packages."""

    stops: int
    served: int
    waiting: int
    lonely_homes: int
    with_courier: int


@dataclass(frozen=True)
class OwnRoute:
    """A route that a volunteer may see today."""

    id: int
    number: int
    title: str
    runs_on: date
    stops: int
    waiting: int


def find_route(session: Session, campaign_id: int, round_id: int, route_id: int) -> Route | None:
    """The route, if it is one of the round's and the campaign's."""
    found = session.get(Route, route_id)
    if found is None or (found.campaign_id, found.round_id) != (campaign_id, round_id):
        return None
    return found


def list_routes(session: Session, round_id: int, *, page: int) -> Page[RouteRow]:
    """The routes of a round, by their numbers."""
    lines = (
        select(
            Delivery.route_id,
            func.count().label("stops"),
            func.sum(case((Delivery.status.in_(list(SERVED)), 1), else_=0)).label("served"),
            func.sum(case((Delivery.status.in_(list(WAITING)), 1), else_=0)).label("waiting"),
        )
        .where(Delivery.round_id == round_id, Delivery.route_id.is_not(None), ON_LIST)
        .group_by(Delivery.route_id)
        .subquery()
    )
    people = (
        select(RouteVolunteer.route_id, func.count().label("people"))
        .where(RouteVolunteer.removed_at.is_(None))
        .group_by(RouteVolunteer.route_id)
        .subquery()
    )
    statement = (
        select(
            Route.id,
            Route.number,
            Route.title,
            Route.runs_on,
            Route.status,
            func.coalesce(lines.c.stops, 0),
            func.coalesce(lines.c.served, 0),
            func.coalesce(lines.c.waiting, 0),
            func.coalesce(people.c.people, 0),
        )
        .outerjoin(lines, lines.c.route_id == Route.id)
        .outerjoin(people, people.c.route_id == Route.id)
        .where(Route.round_id == round_id)
        .order_by(Route.number)
    )
    return fetch_page(session, statement, page=page, make_row=lambda row: RouteRow(*row))


def list_other_planned(session: Session, route: Route) -> list[tuple[int, int, str]]:
    """Id, number and title of the round's other routes that have not started."""
    statement = (
        select(Route.id, Route.number, Route.title)
        .where(
            Route.round_id == route.round_id,
            Route.id != route.id,
            Route.status == RouteStatus.PLANNED,
        )
        .order_by(Route.number)
        .limit(MOST_ROUTES)
    )
    return [(row.id, row.number, row.title) for row in session.execute(statement)]


def list_stops(session: Session, route: Route, *, usable_only: bool = False) -> list[Stop]:
    """The doors of a route in their order.

    `usable_only` leaves out those whose processing was stopped or who were emptied: a
    volunteer does not see them.
    """
    conditions: list[ColumnElement[bool]] = [Delivery.route_id == route.id, ON_LIST]
    if usable_only:
        usable = select(Beneficiary.id).where(IS_USABLE)
        conditions.append(Delivery.beneficiary_id.in_(usable))
    order = {
        row.id: (row.stop_number, row.door_note)
        for row in session.execute(
            select(Delivery.id, Delivery.stop_number, Delivery.door_note).where(*conditions)
        )
    }
    lines = lines_where(session, *conditions)
    return sorted(
        (Stop(order[line.id][0] or 0, order[line.id][1], line) for line in lines),
        key=lambda stop: (stop.number, stop.line.line_number),
    )


def list_free_lines(session: Session, round_id: int) -> list[Line]:
    """Lines that wait for their package, on no route that is planned or runs, and not fetched."""
    return lines_where(session, Delivery.round_id == round_id, is_free())


def is_free() -> ColumnElement[bool]:
    """A line that can be put on a route: it waits, no open route has it, nobody fetches it."""
    done = select(Route.id).where(Route.status == RouteStatus.FINISHED)
    return and_(
        Delivery.status.in_(list(WAITING)),
        Delivery.is_with_courier.is_(False),
        Delivery.pickup_code.is_(None),
        or_(Delivery.route_id.is_(None), Delivery.route_id.in_(done)),
    )


def count_stops(session: Session, route_id: int) -> RouteCounts:
    """How far a route is."""
    lonely = and_(
        Beneficiary.category == BeneficiaryCategory.LONELY_PENSIONER,
        Delivery.status.in_(list(WAITING)),
    )
    statement = (
        select(
            func.count(),
            func.coalesce(func.sum(case((Delivery.status.in_(list(SERVED)), 1), else_=0)), 0),
            func.coalesce(
                func.sum(case((Delivery.status == DeliveryStatus.PLANNED, 1), else_=0)), 0
            ),
            func.coalesce(func.sum(case((lonely, 1), else_=0)), 0),
            func.coalesce(
                func.sum(case((Delivery.is_with_courier, Delivery.package_count), else_=0)), 0
            ),
        )
        .join(Beneficiary, Beneficiary.id == Delivery.beneficiary_id)
        .where(Delivery.route_id == route_id, ON_LIST)
    )
    return RouteCounts(*(int(count) for count in session.execute(statement).one()))


def count_routes_under_way(session: Session, round_id: int) -> int:
    """The routes of a round that run."""
    statement = select(func.count(Route.id)).where(
        Route.round_id == round_id, Route.status == RouteStatus.RUNNING
    )
    return int(session.execute(statement).scalar_one())


def _is_open(volunteer_id: int, today: date) -> ColumnElement[bool]:
    """What `rules.is_open_to_volunteers` says, for one volunteer, in the database."""
    mine = select(RouteVolunteer.route_id).where(
        RouteVolunteer.volunteer_id == volunteer_id, RouteVolunteer.removed_at.is_(None)
    )
    rounds = select(DistributionRound.id).where(DistributionRound.status == RoundStatus.OPEN)
    return and_(
        Route.id.in_(mine),
        Route.status == RouteStatus.RUNNING,
        Route.runs_on == today,
        Route.round_id.in_(rounds),
    )


def list_own_routes(session: Session, volunteer_id: int, *, today: date) -> list[OwnRoute]:
    """The routes that a volunteer goes on now."""
    statement = (
        select(
            Route.id,
            Route.number,
            Route.title,
            Route.runs_on,
            func.count(Delivery.id),
            func.coalesce(func.sum(case((Delivery.status.in_(list(WAITING)), 1), else_=0)), 0),
        )
        .outerjoin(Delivery, and_(Delivery.route_id == Route.id, ON_LIST))
        .where(_is_open(volunteer_id, today))
        .group_by(Route.id)
        .order_by(Route.id)
    )
    return [OwnRoute(*row) for row in session.execute(statement)]


def find_own_route(
    session: Session, volunteer_id: int, route_id: int, *, today: date
) -> Route | None:
    """The route, if this volunteer goes on it now; None as for one that does not exist."""
    return session.scalars(
        select(Route).where(Route.id == route_id, _is_open(volunteer_id, today))
    ).one_or_none()


def lines_to_label(
    session: Session, round_id: int, *, route_id: int | None = None
) -> list[tuple[Line, str]]:
    """The lines that wait, with the route and stop of each (`2-5`), route by route."""
    chosen = [Delivery.round_id == round_id, Delivery.status.in_(list(WAITING))]
    if route_id is not None:
        chosen.append(Delivery.route_id == route_id)
    places = {
        row[0]: (row[1], row[2])
        for row in session.execute(
            select(Delivery.id, Route.number, Delivery.stop_number)
            .join(Route, Route.id == Delivery.route_id)
            .where(*chosen)
        )
    }
    lines = lines_where(session, *chosen)
    lines.sort(key=lambda line: (*places.get(line.id, (1 << 30, 0)), line.line_number))
    return [
        (line, "-".join(str(part) for part in places[line.id]) if line.id in places else "")
        for line in lines
    ]
