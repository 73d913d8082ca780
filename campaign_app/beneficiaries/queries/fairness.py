"""Reads of who waits for help, how long, and whether groups fare alike."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Date, func, select
from sqlalchemy.orm import Session

from campaign_app.beneficiaries.models import Beneficiary
from campaign_app.beneficiaries.queries.registry import IS_USABLE, registry_conditions
from campaign_app.beneficiaries.rules import BeneficiaryCategory
from campaign_app.beneficiaries.rules.fairness import (
    GroupFigures,
    Waiting,
    measure,
    measure_groups,
)
from campaign_app.core.addresses import street_key
from campaign_app.core.names import fold, full_name
from campaign_app.core.pagination import Page, Rows, fetch_page


@dataclass(frozen=True)
class WaitingPerson:
    """Somebody in the list of those who wait: the house and the flat are not needed here."""

    id: int
    category: BeneficiaryCategory
    surname: str
    given_name: str
    patronymic: str
    city: str
    street: str
    dormitory: str
    last_helped_on: date | None
    registered_at: datetime

    @property
    def display_name(self) -> str:
        """Surname first, as documents have it."""
        return full_name(self.surname, self.given_name, self.patronymic)

    @property
    def place(self) -> str:
        """The dormitory, or city and street."""
        return self.dormitory or ", ".join(part for part in (self.city, self.street) if part)


@dataclass(frozen=True)
class Group:
    """A group by its name as people write it; a category by itself."""

    name: str | BeneficiaryCategory
    figures: GroupFigures


@dataclass(frozen=True)
class Fairness:
    """Everybody, and the same figures by category, dormitory and street."""

    everybody: GroupFigures
    by_category: list[Group]
    by_dormitory: list[Group]
    by_street: list[Group]


@dataclass(frozen=True)
class _Known:
    category: BeneficiaryCategory
    dormitory_key: str
    dormitory: str
    city: str
    street: str
    waiting: Waiting


def show_fairness(session: Session, today: date) -> Fairness:
    """How everybody on the registry fares, in one query that counts alike people together."""
    known = list(_counted(session))
    return Fairness(
        everybody=measure((each.waiting for each in known), today),
        by_category=_grouped(known, today, key=lambda one: one.category, name=_category),
        by_dormitory=_grouped(
            [each for each in known if each.dormitory_key],
            today,
            key=lambda one: one.dormitory_key,
            name=lambda one: one.dormitory,
        ),
        by_street=_grouped(
            [each for each in known if each.street and not each.dormitory_key],
            today,
            key=lambda one: (_city_key(one.city), _street_key(one.street)),
            name=lambda one: ", ".join(part for part in (one.city, one.street) if part),
        ),
    )


def _counted(session: Session) -> Iterator[_Known]:
    registered_on = func.date(Beneficiary.registered_at, type_=Date)
    alike = (
        Beneficiary.category,
        Beneficiary.dormitory_key,
        Beneficiary.dormitory,
        Beneficiary.city,
        Beneficiary.street,
        Beneficiary.last_helped_on,
        registered_on,
    )
    statement: Rows = select(*alike, func.count()).where(IS_USABLE).group_by(*alike)
    for row in session.execute(statement):
        helped_on, registered, people = row[5:]
        waiting = Waiting(helped_on or registered, helped_on is not None, people)
        yield _Known(row[0], row[1], row[2], row[3], row[4], waiting)


_street_key = lru_cache(maxsize=10_000)(street_key)
_city_key = lru_cache(maxsize=1_000)(fold)


def _category(one: _Known) -> BeneficiaryCategory:
    return one.category


def _grouped(
    known: Sequence[_Known],
    today: date,
    *,
    key: Callable[[_Known], Hashable],
    name: Callable[[_Known], str | BeneficiaryCategory],
) -> list[Group]:
    """One group for one key, called as most of its people write it."""
    spellings: dict[Hashable, dict[Any, int]] = {}
    for each in known:
        counted = spellings.setdefault(key(each), {})
        counted[name(each)] = counted.get(name(each), 0) + each.waiting.people
    found = measure_groups(((key(each), each.waiting) for each in known), today)
    return [
        Group(max(spellings[one], key=lambda text: (spellings[one][text], text)), figures)
        for one, figures in found.items()
    ]


def list_waiting(
    session: Session,
    *,
    q: str = "",
    category: BeneficiaryCategory | None = None,
    dormitory: str = "",
    is_never_helped: bool = False,
    page: int,
    per_page: int,
) -> Page[WaitingPerson]:
    """Who waits longest: the never helped first, as the published criteria have it."""
    conditions = [*registry_conditions(q=q, category=category, dormitory=dormitory), IS_USABLE]
    if is_never_helped:
        conditions.append(Beneficiary.last_helped_on.is_(None))
    statement: Rows = (
        select(
            Beneficiary.id,
            Beneficiary.category,
            Beneficiary.surname,
            Beneficiary.given_name,
            Beneficiary.patronymic,
            Beneficiary.city,
            Beneficiary.street,
            Beneficiary.dormitory,
            Beneficiary.last_helped_on,
            Beneficiary.registered_at,
        )
        .where(*conditions)
        .order_by(
            Beneficiary.last_helped_on.is_not(None),
            Beneficiary.last_helped_on,
            Beneficiary.registered_at,
            Beneficiary.sort_key,
            Beneficiary.id,
        )
    )
    return fetch_page(
        session,
        statement,
        page=page,
        per_page=per_page,
        make_row=lambda row: WaitingPerson(*row),
        count=select(func.count(Beneficiary.id)).where(*conditions),
    )
