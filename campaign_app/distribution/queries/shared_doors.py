"""People of one round who share a telephone or an address: perhaps one person twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql.functions import count

from campaign_app.beneficiaries.models import Beneficiary
from campaign_app.core.names import full_name
from campaign_app.core.pagination import Rows
from campaign_app.distribution.models import Delivery
from campaign_app.distribution.rules import DeliveryStatus

MOST_SHOWN = 50
MOST_NAMED = 5


@dataclass(frozen=True)
class PersonAtDoor:
    """A line of the round, and what her person has in common with others."""

    delivery_id: int
    beneficiary_id: int
    full_name: str
    phone: str | None
    address_key: str
    household_id: int | None


def group_shared(people: Iterable[PersonAtDoor]) -> list[tuple[PersonAtDoor, ...]]:
    """Those with one telephone, then those with one address; each group once.

    A group that is one household is left out: that it gets several packages is told apart.
    """
    groups: dict[tuple[str, str], list[PersonAtDoor]] = {}
    for person in people:
        if person.phone:
            groups.setdefault(("phone", person.phone), []).append(person)
        if person.address_key:
            groups.setdefault(("address", person.address_key), []).append(person)
    found: dict[frozenset[int], tuple[PersonAtDoor, ...]] = {}
    for _, group in sorted(groups.items(), key=lambda each: each[0][0], reverse=True):
        households = {person.household_id for person in group}
        if len(group) > 1 and (len(households) > 1 or households == {None}):
            found.setdefault(frozenset(person.delivery_id for person in group), tuple(group))
    return list(found.values())


def list_shared_doors(session: Session, round_id: int) -> list[tuple[PersonAtDoor, ...]]:
    """The groups of a round, at most fifty. Students of one room share its address rightly."""
    listed = [
        Delivery.round_id == round_id,
        Delivery.status != DeliveryStatus.CANCELLED,
    ]
    at_home = Beneficiary.dormitory_key == ""

    def shared(column: InstrumentedAttribute[Any], *conditions: ColumnElement[bool]) -> Rows:
        return (
            select(column)
            .join(Delivery, Delivery.beneficiary_id == Beneficiary.id)
            .where(*listed, column != "", *conditions)
            .group_by(column)
            .having(count() > 1)
        )

    statement = (
        select(
            Delivery.id,
            Beneficiary.id,
            Beneficiary.surname,
            Beneficiary.given_name,
            Beneficiary.patronymic,
            Beneficiary.phone,
            Beneficiary.address_key,
            Beneficiary.dormitory_key,
            Beneficiary.household_id,
        )
        .join(Beneficiary, Beneficiary.id == Delivery.beneficiary_id)
        .where(
            *listed,
            or_(
                Beneficiary.phone.in_(shared(Beneficiary.phone)),
                Beneficiary.address_key.in_(shared(Beneficiary.address_key, at_home)),
            ),
        )
        .order_by(Beneficiary.sort_key, Beneficiary.id)
    )
    people = [
        PersonAtDoor(
            row[0],
            row[1],
            full_name(row[2], row[3], row[4]),
            row[5],
            "" if row[7] else row[6],
            row[8],
        )
        for row in session.execute(statement)
    ]
    return group_shared(people)[:MOST_SHOWN]


def sharers_of(session: Session, round_id: int, beneficiary_id: int) -> list[str]:
    """Names of those on a round's list who share a telephone, an address or a household with her.

    Whoever lives in one room of a dormitory shares its address rightly.
    """
    person = session.get_one(Beneficiary, beneficiary_id)
    common: list[ColumnElement[bool]] = []
    if person.phone:
        common.append(Beneficiary.phone == person.phone)
    if person.address_key and not person.dormitory_key:
        common.append(Beneficiary.address_key == person.address_key)
    if person.household_id is not None:
        common.append(Beneficiary.household_id == person.household_id)
    if not common:
        return []
    statement = (
        select(Beneficiary.surname, Beneficiary.given_name, Beneficiary.patronymic)
        .join(Delivery, Delivery.beneficiary_id == Beneficiary.id)
        .where(
            Delivery.round_id == round_id,
            Delivery.status != DeliveryStatus.CANCELLED,
            Beneficiary.id != beneficiary_id,
            or_(*common),
        )
        .order_by(Beneficiary.sort_key, Beneficiary.id)
        .limit(MOST_NAMED)
    )
    return [full_name(*row) for row in session.execute(statement)]
