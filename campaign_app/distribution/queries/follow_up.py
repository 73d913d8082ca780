"""Follow-up calls: whom one may draw, who took part, what was said."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from campaign_app.beneficiaries import queries as beneficiaries
from campaign_app.beneficiaries.models import Beneficiary
from campaign_app.beneficiaries.queries import RecipientFacts
from campaign_app.distribution.models import (
    Delivery,
    DeliveryAttempt,
    FollowUpCall,
    RouteVolunteer,
)
from campaign_app.distribution.rules import SERVED, CallOutcome
from campaign_app.volunteers.models import Volunteer


@dataclass(frozen=True)
class CallRow:
    """A call with the person it goes to."""

    call: FollowUpCall
    delivery_id: int
    took_part: frozenset[int]
    person: RecipientFacts


def deliveries_to_call(session: Session, round_id: int) -> list[int]:
    """Served lines of people with a telephone whose data may be used, not drawn yet."""
    drawn = select(FollowUpCall.delivery_id).where(FollowUpCall.round_id == round_id)
    statement = (
        select(Delivery.id)
        .join(Beneficiary, Beneficiary.id == Delivery.beneficiary_id)
        .where(
            Delivery.round_id == round_id,
            Delivery.status.in_(list(SERVED)),
            Delivery.id.not_in(drawn),
            Beneficiary.phone.is_not(None),
            Beneficiary.restricted_at.is_(None),
        )
        .order_by(Delivery.id)
    )
    return list(session.scalars(statement))


def who_took_part(session: Session, delivery_id: int) -> frozenset[int]:
    """The accounts that recorded something about a delivery or went on its route."""
    recorded = select(DeliveryAttempt.recorded_by_id).where(
        DeliveryAttempt.delivery_id == delivery_id, DeliveryAttempt.recorded_by_id.is_not(None)
    )
    carried = (
        select(Volunteer.account_id)
        .join(RouteVolunteer, RouteVolunteer.volunteer_id == Volunteer.id)
        .join(Delivery, Delivery.route_id == RouteVolunteer.route_id)
        .where(Delivery.id == delivery_id, Volunteer.account_id.is_not(None))
    )
    found = [*session.scalars(recorded), *session.scalars(carried)]
    return frozenset(id_ for id_ in found if id_ is not None)


def find_call(session: Session, round_id: int, call_id: int) -> FollowUpCall | None:
    """The call, if it is one of the round's."""
    found = session.get(FollowUpCall, call_id)
    return found if found is not None and found.round_id == round_id else None


def list_calls(session: Session, round_id: int) -> list[CallRow]:
    """The calls of a round: those to be made first."""
    waits = or_(FollowUpCall.outcome.is_(None), FollowUpCall.outcome == CallOutcome.UNREACHED)
    statement = (
        select(FollowUpCall, Delivery.beneficiary_id)
        .join(Delivery, Delivery.id == FollowUpCall.delivery_id)
        .where(FollowUpCall.round_id == round_id)
        .order_by(waits.desc(), FollowUpCall.id)
    )
    found = session.execute(statement).all()
    people = beneficiaries.recipient_facts(session, {row[1] for row in found})
    took_part = _took_part(session, [call.delivery_id for call, _who in found])
    return [
        CallRow(call, call.delivery_id, took_part.get(call.delivery_id, frozenset()), people[who])
        for call, who in found
    ]


def _took_part(session: Session, delivery_ids: list[int]) -> dict[int, frozenset[int]]:
    """The same as `who_took_part`, of many deliveries in two queries."""
    recorded = select(DeliveryAttempt.delivery_id, DeliveryAttempt.recorded_by_id).where(
        DeliveryAttempt.delivery_id.in_(delivery_ids)
    )
    carried = (
        select(Delivery.id, Volunteer.account_id)
        .join(RouteVolunteer, RouteVolunteer.route_id == Delivery.route_id)
        .join(Volunteer, Volunteer.id == RouteVolunteer.volunteer_id)
        .where(Delivery.id.in_(delivery_ids))
    )
    found: dict[int, set[int]] = {}
    for statement in (recorded, carried):
        for delivery_id, account_id in session.execute(statement):
            if account_id is not None:
                found.setdefault(delivery_id, set()).add(account_id)
    return {id_: frozenset(accounts) for id_, accounts in found.items()}


def count_calls(session: Session, round_id: int) -> dict[CallOutcome | None, int]:
    """How many calls of a round ended how; None are still to be made."""
    statement = (
        select(FollowUpCall.outcome, func.count())
        .where(FollowUpCall.round_id == round_id)
        .group_by(FollowUpCall.outcome)
    )
    return {row[0]: row[1] for row in session.execute(statement)}
