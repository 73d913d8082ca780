"""Reads of who lives together, who only has the same address, and who may receive for whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from campaign_app.beneficiaries.models import Beneficiary, HeadCount, Proxy
from campaign_app.beneficiaries.queries.registry import IS_USABLE, in_parts, name_contains
from campaign_app.beneficiaries.rules import BeneficiaryKind
from campaign_app.core import names

LISTED = 20


@dataclass(frozen=True)
class Housemate:
    """Somebody beside a person: only her name."""

    id: int
    display_name: str


@dataclass(frozen=True)
class HouseholdTwice:
    """People of one household who are on one list."""

    household_id: int
    members: tuple[Housemate, ...]


_NAMED = (
    Beneficiary.id,
    Beneficiary.surname,
    Beneficiary.given_name,
    Beneficiary.patronymic,
)


def list_household(session: Session, person: Beneficiary) -> list[Housemate]:
    """Who lives with somebody, she herself left out."""
    if person.household_id is None:
        return []
    statement = (
        select(*_NAMED)
        .where(
            Beneficiary.household_id == person.household_id, Beneficiary.id != person.id, IS_USABLE
        )
        .order_by(Beneficiary.sort_key, Beneficiary.id)
    )
    return [Housemate(row[0], names.full_name(*row[1:])) for row in session.execute(statement)]


def list_neighbours(session: Session, person: Beneficiary) -> list[Housemate]:
    """Who has the same address and is another household; the first twenty."""
    if not person.address_key or person.kind is BeneficiaryKind.INSTITUTION:
        return []
    statement = select(*_NAMED).where(
        Beneficiary.address_key == person.address_key,
        Beneficiary.id != person.id,
        Beneficiary.kind == BeneficiaryKind.PERSON,
        IS_USABLE,
    )
    if person.household_id is not None:
        other = Beneficiary.household_id != person.household_id
        statement = statement.where(or_(Beneficiary.household_id.is_(None), other))
    statement = statement.order_by(Beneficiary.sort_key, Beneficiary.id).limit(LISTED)
    return [Housemate(row[0], names.full_name(*row[1:])) for row in session.execute(statement)]


def search_housemates(session: Session, person: Beneficiary, q: str) -> list[Housemate]:
    """People who can be linked with somebody, by name; the first twenty."""
    statement = select(*_NAMED).where(
        name_contains(q),
        Beneficiary.id != person.id,
        Beneficiary.kind == BeneficiaryKind.PERSON,
        IS_USABLE,
    )
    if person.household_id is not None:
        other = Beneficiary.household_id != person.household_id
        statement = statement.where(or_(Beneficiary.household_id.is_(None), other))
    statement = statement.order_by(Beneficiary.sort_key, Beneficiary.id).limit(LISTED)
    return [Housemate(row[0], names.full_name(*row[1:])) for row in session.execute(statement)]


def households_twice(session: Session, ids: Iterable[int]) -> list[HouseholdTwice]:
    """The households of which more than one member is among these people."""
    found: dict[Any, list[Housemate]] = {}
    for some in in_parts(set(ids)):
        statement = (
            select(Beneficiary.household_id, *_NAMED)
            .where(Beneficiary.id.in_(some), Beneficiary.household_id.is_not(None))
            .order_by(Beneficiary.sort_key, Beneficiary.id)
        )
        for household_id, id_, *parts in session.execute(statement):
            found.setdefault(household_id, []).append(Housemate(id_, names.full_name(*parts)))
    return [
        HouseholdTwice(household_id, tuple(members))
        for household_id, members in sorted(found.items())
        if len(members) > 1
    ]


def list_proxies(session: Session, beneficiary_id: int) -> list[Proxy]:
    """Who may or might receive for somebody, the latest first."""
    statement = select(Proxy).where(Proxy.beneficiary_id == beneficiary_id)
    return list(session.scalars(statement.order_by(Proxy.id.desc())))


def find_proxy(session: Session, beneficiary_id: int, proxy_id: int) -> Proxy | None:
    """A proxy of this person."""
    found = session.get(Proxy, proxy_id)
    return found if found is not None and found.beneficiary_id == beneficiary_id else None


def list_head_counts(session: Session, beneficiary_id: int) -> list[HeadCount]:
    """What an institution's head-count was before, the latest first."""
    statement = select(HeadCount).where(HeadCount.beneficiary_id == beneficiary_id)
    return list(session.scalars(statement.order_by(HeadCount.id.desc())))
