"""Reads of the registry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from campaign_app.beneficiaries.models import Beneficiary, Consent
from campaign_app.beneficiaries.rules import (
    BeneficiaryCategory,
    BeneficiaryKind,
    ConsentScope,
    NeedFacts,
)
from campaign_app.core import names
from campaign_app.core.addresses import dormitory_key
from campaign_app.core.column_types import DataKey
from campaign_app.core.number_slips import document_key
from campaign_app.core.pagination import ROWS_PER_PAGE, Page, Rows, fetch_page
from campaign_app.core.variants import PackageVariant

#: What stands for a name that was erased.
NAMELESS = "—"
Key = TypeVar("Key", int, str, date)


class ShownPerson:
    """How a row of a list calls somebody."""

    surname: str
    given_name: str
    patronymic: str
    city: str
    street: str
    house: str
    flat: str
    dormitory: str
    room: str

    @property
    def display_name(self) -> str:
        """Surname first, as documents have it."""
        return names.full_name(self.surname, self.given_name, self.patronymic) or NAMELESS

    @property
    def district_text(self) -> str:
        """Where somebody lives, without the door: enough for a list that many read."""
        return self.dormitory or self.street or self.city

    @property
    def address_text(self) -> str:
        """The address on one line."""
        return address_text(
            self.city, self.street, self.house, self.flat, self.dormitory, self.room
        )


@dataclass(frozen=True)
class BeneficiaryRow(ShownPerson):
    """Somebody in a list; numbers only by their last four."""

    id: int
    kind: BeneficiaryKind
    category: BeneficiaryCategory
    surname: str
    given_name: str
    patronymic: str
    born_on: date | None
    iin_last4: str
    document_last4: str
    phone: str | None
    city: str
    street: str
    house: str
    flat: str
    dormitory: str
    room: str
    package_variant: PackageVariant
    household_size: int
    restricted_at: datetime | None


def address_text(city: str, street: str, house: str, flat: str, dormitory: str, room: str) -> str:
    """An address on one line, of the parts that are known: words only as they were written."""
    if dormitory:
        return ", ".join(part for part in (dormitory, room) if part)
    door = f"{house}-{flat}" if house and flat else house or flat
    return ", ".join(part for part in (city, street, door) if part)


ROW = (
    Beneficiary.id,
    Beneficiary.kind,
    Beneficiary.category,
    Beneficiary.surname,
    Beneficiary.given_name,
    Beneficiary.patronymic,
    Beneficiary.born_on,
    Beneficiary.iin_last4,
    Beneficiary.document_last4,
    Beneficiary.phone,
    Beneficiary.city,
    Beneficiary.street,
    Beneficiary.house,
    Beneficiary.flat,
    Beneficiary.dormitory,
    Beneficiary.room,
    Beneficiary.package_variant,
    Beneficiary.household_size,
    Beneficiary.restricted_at,
)
#: Where somebody lives and what identifies her: not shown while her processing is stopped.
_HIDDEN_TEXTS = frozenset(
    {"iin_last4", "document_last4", "city", "street", "house", "flat", "entrance", "floor"}
    | {"dormitory", "room"}
)


def shown_values(row: Any) -> dict[str, Any]:
    """The values of a row by name; of a stopped person without where she lives."""
    values = dict(row._mapping)
    if row.restricted_at is not None:
        hidden: dict[str, Any] = dict.fromkeys(_HIDDEN_TEXTS & values.keys(), "")
        values |= hidden | {"phone": None}
    return values


def in_parts(ids: Iterable[Key]) -> Iterator[list[Key]]:
    """Sorted, 500 at a time: databases limit the number of parameters."""
    wanted = sorted(ids)
    for start in range(0, len(wanted), 500):
        yield wanted[start : start + 500]


def iin_hash(number: str) -> str:
    """By what an encrypted IIN is found again."""
    return DataKey.look_up_hash("iin:" + number)


def normal_document(typed: str) -> str:
    """One spelling for one document number: capitals, no spaces."""
    return "".join(typed.split()).upper()


def document_hash(number: str) -> str:
    """By what an encrypted document number is found again, in whichever alphabet it was typed."""
    return DataKey.look_up_hash("document:" + document_key(number))


def name_contains(q: str) -> ColumnElement[bool]:
    """Every word of the query, in whatever case, script or spelling.

    Digits find telephones as people write them, and a whole IIN or document number finds
    its owner.
    """
    text = Beneficiary.search_text
    words = names.fold(q).split() or [q.strip()]
    found = and_(*(text.contains(word, autoescape=True) for word in words))
    digits = re.sub(r"[\s()+-]", "", q)
    if not (digits.isascii() and any(map(str.isdigit, digits)) and len(digits) >= 5):
        return found
    whole = or_(
        Beneficiary.iin_hash == iin_hash(digits), Beneficiary.document_hash == document_hash(q)
    )
    if not digits.isdecimal():
        return or_(found, whole)
    phone = digits[1:] if len(digits) == 11 and digits[0] == "8" else digits
    return or_(found, text.contains(phone), whole)


def records_of(beneficiary_id: int) -> Rows:
    """The ids of all records of a person, as a sub-query: the one that is kept, its copies."""
    return select(Beneficiary.id).where(
        or_(Beneficiary.id == beneficiary_id, Beneficiary.merged_into_id == beneficiary_id)
    )


#: Records that stand for somebody: neither the copies that were merged nor the emptied ones.
IS_KEPT = and_(Beneficiary.merged_into_id.is_(None), Beneficiary.erased_at.is_(None))
#: Those of them that may be used: their processing was not stopped.
IS_USABLE = and_(IS_KEPT, Beneficiary.restricted_at.is_(None))


def has_valid_consent(scope: ConsentScope) -> ColumnElement[bool]:
    """True for a row of the registry whose consent to `scope` was given and not withdrawn.

    A consent on a merged copy is the person's as well.
    """
    valid = (
        select(Consent.id)
        .where(Consent.scope == scope, Consent.withdrawn_on.is_(None))
        .correlate(Beneficiary)
    )
    copy = aliased(Beneficiary)
    of_copy = valid.join(copy, copy.id == Consent.beneficiary_id)
    return or_(
        valid.where(Consent.beneficiary_id == Beneficiary.id).exists(),
        of_copy.where(copy.merged_into_id == Beneficiary.id).exists(),
    )


def has_no_consent() -> ColumnElement[bool]:
    """People, not institutions, whose consent to keep their data is still to be obtained."""
    return and_(
        Beneficiary.kind == BeneficiaryKind.PERSON,
        ~has_valid_consent(ConsentScope.REGISTRATION),
    )


def registry_conditions(
    *,
    q: str = "",
    category: BeneficiaryCategory | None = None,
    dormitory: str = "",
    lacks_consent: bool = False,
) -> list[ColumnElement[bool]]:
    """What the list and its exports are narrowed by."""
    conditions = [IS_KEPT]
    if q:
        conditions.append(name_contains(q))
    if category is not None:
        conditions.append(Beneficiary.category == category)
    if dormitory:
        conditions.append(Beneficiary.dormitory_key == dormitory_key(dormitory))
    if lacks_consent:
        conditions.append(has_no_consent())
    return conditions


def find_beneficiary(session: Session, beneficiary_id: int) -> Beneficiary | None:
    """Somebody with everything that is known of her, to be shown or edited."""
    return session.get(Beneficiary, beneficiary_id)


def list_beneficiaries(
    session: Session,
    *,
    q: str = "",
    category: BeneficiaryCategory | None = None,
    dormitory: str = "",
    lacks_consent: bool = False,
    page: int,
    per_page: int = ROWS_PER_PAGE,
) -> Page[BeneficiaryRow]:
    """The registry in Kazakh order, narrowed."""
    conditions = registry_conditions(
        q=q, category=category, dormitory=dormitory, lacks_consent=lacks_consent
    )
    statement = select(*ROW)
    count = select(func.count(Beneficiary.id))
    return fetch_page(
        session,
        statement.where(*conditions).order_by(Beneficiary.sort_key, Beneficiary.id),
        page=page,
        per_page=per_page,
        make_row=lambda row: BeneficiaryRow(**shown_values(row)),
        count=count.where(*conditions),
    )


def ids_matching(q: str) -> Rows:
    """The ids of those whose name, phone or address contains `q`, as a sub-query."""
    return select(Beneficiary.id).where(name_contains(q))


def need_facts(session: Session, ids: set[int]) -> dict[int, NeedFacts]:
    """What the criteria look at, by id."""
    facts: dict[int, NeedFacts] = {}
    for some in in_parts(ids):
        statement = select(
            Beneficiary.id,
            Beneficiary.category,
            Beneficiary.born_on,
            Beneficiary.household_size,
            Beneficiary.last_helped_on,
            Beneficiary.needs,
        ).where(Beneficiary.id.in_(some))
        for id_, category, born_on, size, helped_on, needs in session.execute(statement):
            declared = frozenset(needs.split())
            facts[id_] = NeedFacts(category, born_on, size, helped_on, declared)
    return facts


def usable_ids(session: Session, ids: set[int]) -> set[int]:
    """Those of `ids` that stand for somebody whose data may be worked with."""
    usable: set[int] = set()
    for some in in_parts(ids):
        found = select(Beneficiary.id).where(Beneficiary.id.in_(some), IS_USABLE)
        usable.update(session.scalars(found))
    return usable


def display_name(session: Session, beneficiary_id: int) -> str:
    """The name of somebody, surname first."""
    row = session.execute(
        select(Beneficiary.surname, Beneficiary.given_name, Beneficiary.patronymic).where(
            Beneficiary.id == beneficiary_id
        )
    ).one_or_none()
    return "" if row is None else names.full_name(*row) or NAMELESS
