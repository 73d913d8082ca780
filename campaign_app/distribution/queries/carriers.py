"""Reads of who goes on a route, and of who could: familiar faces first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Subquery, func, select
from sqlalchemy.orm import Session

from campaign_app.core.names import fold, full_name
from campaign_app.distribution.models import Delivery, Route, RouteVolunteer
from campaign_app.distribution.rules import SERVED
from campaign_app.volunteers.models import Participation, Volunteer

CANDIDATES = 20


@dataclass(frozen=True)
class Carrier:
    """A volunteer who goes, or could go; `knows`: people of the route whom she served before."""

    volunteer_id: int
    full_name: str
    unit: str
    phone: str | None
    has_account: bool
    knows: int


_CARRIER = (
    Volunteer.id,
    Volunteer.surname,
    Volunteer.given_name,
    Volunteer.patronymic,
    Volunteer.unit,
    Volunteer.phone,
    Volunteer.account_id,
)


def _familiar_faces(route: Route) -> Subquery:
    """For each volunteer, how many of the route's people other routes of hers have served."""
    people = select(Delivery.beneficiary_id).where(Delivery.route_id == route.id)
    return (
        select(
            RouteVolunteer.volunteer_id,
            func.count(Delivery.beneficiary_id.distinct()).label("knows"),
        )
        .join(Delivery, Delivery.route_id == RouteVolunteer.route_id)
        .where(
            RouteVolunteer.removed_at.is_(None),
            RouteVolunteer.route_id != route.id,
            Delivery.status.in_(list(SERVED)),
            Delivery.beneficiary_id.in_(people),
        )
        .group_by(RouteVolunteer.volunteer_id)
        .subquery()
    )


def list_carriers(session: Session, route: Route) -> list[Carrier]:
    """Who goes on a route, in Kazakh order."""
    faces = _familiar_faces(route)
    statement = (
        select(*_CARRIER, func.coalesce(faces.c.knows, 0))
        .join(RouteVolunteer, RouteVolunteer.volunteer_id == Volunteer.id)
        .outerjoin(faces, faces.c.volunteer_id == Volunteer.id)
        .where(RouteVolunteer.route_id == route.id, RouteVolunteer.removed_at.is_(None))
        .order_by(Volunteer.sort_key, Volunteer.id)
    )
    return [_carrier(row) for row in session.execute(statement)]


def list_candidates(session: Session, route: Route, *, q: str) -> list[Carrier]:
    """Who could go: the campaign's participants, or whoever on the register contains `q`.

    Those who know most of the route's people come first.
    """
    going = select(RouteVolunteer.volunteer_id).where(
        RouteVolunteer.route_id == route.id, RouteVolunteer.removed_at.is_(None)
    )
    faces = _familiar_faces(route)
    knows = func.coalesce(faces.c.knows, 0)
    statement = (
        select(*_CARRIER, knows)
        .outerjoin(faces, faces.c.volunteer_id == Volunteer.id)
        .where(Volunteer.id.not_in(going))
    )
    if q:
        statement = statement.where(Volunteer.search_text.contains(fold(q), autoescape=True))
    else:
        taking_part = select(Participation.volunteer_id).where(
            Participation.campaign_id == route.campaign_id
        )
        statement = statement.where(Volunteer.id.in_(taking_part))
    statement = statement.order_by(knows.desc(), Volunteer.sort_key, Volunteer.id)
    return [_carrier(row) for row in session.execute(statement.limit(CANDIDATES))]


def _carrier(row: Any) -> Carrier:
    id_, surname, given_name, patronymic, unit, phone, account_id, knows = row
    name = full_name(surname, given_name, patronymic)
    return Carrier(id_, name, unit, phone, account_id is not None, knows)
