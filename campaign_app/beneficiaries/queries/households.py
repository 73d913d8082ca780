"""Reads of who lives together, who only has the same address, and who may receive for whom."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, aliased

from campaign_app.beneficiaries.models import Beneficiary, HeadCount, Proxy
from campaign_app.beneficiaries.queries.merges import kept_id_of
from campaign_app.beneficiaries.queries.registry import (
    IS_USABLE,
    in_parts,
    name_contains,
    records_of,
)
from campaign_app.beneficiaries.rules import BeneficiaryKind
from campaign_app.core import names
from campaign_app.core.pagination import Rows

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
#: A record that says who lives together, and the one that stands for its person.
_OWN = aliased(Beneficiary)
_PERSON = func.coalesce(_OWN.merged_into_id, _OWN.id)


def households_of(session: Session, kept_id: int) -> set[int]:
    """The households of a person: of her record and of its copies."""
    statement = select(Beneficiary.household_id).where(
        Beneficiary.id.in_(records_of(kept_id)), Beneficiary.household_id.is_not(None)
    )
    return {id_ for id_ in session.scalars(statement) if id_ is not None}


def _living_in(households: Collection[int]) -> Rows:
    """The ids of the people of these households, as a sub-query; a copy gives its person."""
    return select(_PERSON).where(_OWN.household_id.in_(households))


def list_household(session: Session, person: Beneficiary) -> list[Housemate]:
    """Who lives with somebody, she herself left out."""
    households = households_of(session, person.id)
    if not households:
        return []
    statement = select(*_NAMED).where(
        Beneficiary.id.in_(_living_in(households)), Beneficiary.id != person.id, IS_USABLE
    )
    return _named(session, statement.order_by(Beneficiary.sort_key, Beneficiary.id))


def list_neighbours(session: Session, person: Beneficiary) -> list[Housemate]:
    """Who has the same address and is another household; the first twenty."""
    if not person.address_key or person.kind is BeneficiaryKind.INSTITUTION:
        return []
    return _others(session, person, Beneficiary.address_key == person.address_key)


def search_housemates(session: Session, person: Beneficiary, q: str) -> list[Housemate]:
    """People who can be linked with somebody, by name; the first twenty."""
    return _others(session, person, name_contains(q))


def _others(
    session: Session, person: Beneficiary, condition: ColumnElement[bool]
) -> list[Housemate]:
    statement = select(*_NAMED).where(
        condition,
        Beneficiary.id != person.id,
        Beneficiary.kind == BeneficiaryKind.PERSON,
        IS_USABLE,
    )
    if households := households_of(session, person.id):
        statement = statement.where(Beneficiary.id.not_in(_living_in(households)))
    return _named(session, statement.order_by(Beneficiary.sort_key, Beneficiary.id).limit(LISTED))


def _named(session: Session, statement: Rows) -> list[Housemate]:
    return [Housemate(row[0], names.full_name(*row[1:])) for row in session.execute(statement)]


def households_twice(session: Session, ids: Iterable[int]) -> list[HouseholdTwice]:
    """The households of which more than one member is among these people."""
    found: dict[int, dict[int, Housemate]] = {}
    for some in in_parts(set(ids)):
        statement: Rows = (
            select(_OWN.household_id, *_NAMED)
            .join(Beneficiary, Beneficiary.id == _PERSON)
            .where(
                or_(_OWN.id.in_(some), _OWN.merged_into_id.in_(some)),
                _OWN.household_id.is_not(None),
            )
            .order_by(Beneficiary.sort_key, Beneficiary.id)
        )
        for household_id, id_, *parts in session.execute(statement):
            found.setdefault(household_id, {})[id_] = Housemate(id_, names.full_name(*parts))
    return [
        HouseholdTwice(household_id, tuple(members.values()))
        for household_id, members in sorted(found.items())
        if len(members) > 1
    ]


def list_proxies(session: Session, beneficiary_id: int) -> list[Proxy]:
    """Who may or might receive for somebody, the latest first; for any of her records."""
    kept_id = kept_id_of(session, beneficiary_id)
    statement = select(Proxy).where(Proxy.beneficiary_id.in_(records_of(kept_id)))
    return list(session.scalars(statement.order_by(Proxy.id.desc())))


def find_proxy(session: Session, beneficiary_id: int, proxy_id: int) -> Proxy | None:
    """A proxy of this person."""
    found = session.get(Proxy, proxy_id)
    if found is None or found.beneficiary_id == beneficiary_id:
        return found
    kept_id = kept_id_of(session, beneficiary_id)
    return found if kept_id_of(session, found.beneficiary_id) == kept_id else None


def list_head_counts(session: Session, beneficiary_id: int) -> list[HeadCount]:
    """What an institution's head-count was before, the latest first."""
    statement = select(HeadCount).where(HeadCount.beneficiary_id == beneficiary_id)
    return list(session.scalars(statement.order_by(HeadCount.id.desc())))
