"""Reads of consents, of their texts, and of who may be named or pictured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session, aliased

from campaign_app.beneficiaries.models import Beneficiary, Consent, ConsentText, ConsentTextBody
from campaign_app.beneficiaries.queries.registry import (
    IS_USABLE,
    has_valid_consent,
    name_contains,
    records_of,
)
from campaign_app.beneficiaries.rules import (
    ConsentBody,
    ConsentContent,
    ConsentItem,
    ConsentScope,
)
from campaign_app.core import names
from campaign_app.core.pagination import Page, Rows, fetch_page

PRESS_SCOPES = (ConsentScope.PUBLICATION, ConsentScope.PHOTO)
#: The record that somebody agreed on: her own or a copy of it.
_OWN = aliased(Beneficiary)


@dataclass(frozen=True)
class PressRow:
    """Somebody who agreed to be named or pictured, and since when."""

    beneficiary_id: int
    display_name: str
    named_since: date | None
    pictured_since: date | None


def list_consents(session: Session, beneficiary_id: int) -> list[Consent]:
    """The consents of somebody, also those on copies of her record, the latest first."""
    return list(
        session.scalars(
            select(Consent)
            .where(Consent.beneficiary_id.in_(records_of(beneficiary_id)))
            .order_by(Consent.given_on.desc(), Consent.id.desc())
        )
    )


def find_text(session: Session, text_id: int) -> ConsentText | None:
    """A version of a text."""
    return session.get(ConsentText, text_id)


def find_text_in_force(session: Session, scope: ConsentScope, *, lock: bool = False) -> ConsentText:
    """The latest version of a text; the first ones come with the program."""
    statement = (
        select(ConsentText)
        .where(ConsentText.scope == scope)
        .order_by(ConsentText.number.desc())
        .limit(1)
    )
    return session.scalars(statement.with_for_update() if lock else statement).one()


def text_number_on(session: Session, scope: ConsentScope, day: date) -> int:
    """The version that was in force at the end of a day; the first for days before it."""
    midnight = datetime.combine(day + timedelta(days=1), time(), UTC)
    statement = select(func.max(ConsentText.number)).where(
        ConsentText.scope == scope, ConsentText.published_at < midnight
    )
    return session.execute(statement).scalar_one() or 1


def list_texts(session: Session, scope: ConsentScope) -> list[ConsentText]:
    """All versions of a text, the one in force first."""
    statement = select(ConsentText).where(ConsentText.scope == scope)
    return list(session.scalars(statement.order_by(ConsentText.number.desc())))


def content_of(session: Session, text: ConsentText) -> ConsentContent:
    """What a version says, in all languages."""
    statement = select(ConsentTextBody).where(ConsentTextBody.text_id == text.id)
    return ConsentContent(
        scope=text.scope,
        operator_bin=text.operator_bin,
        passes_on=text.passes_on,
        crosses_border=text.crosses_border,
        is_public=text.is_public,
        bodies={
            str(body.language): ConsentBody(
                **{item.value: getattr(body, item.value) for item in ConsentItem}
            )
            for body in session.scalars(statement)
        },
    )


def _press() -> Rows:
    given = {
        scope: func.max(case((Consent.scope == scope, Consent.given_on))) for scope in PRESS_SCOPES
    }
    return (
        select(
            Beneficiary.id,
            Beneficiary.surname,
            Beneficiary.given_name,
            Beneficiary.patronymic,
            *given.values(),
        )
        .join(_OWN, func.coalesce(_OWN.merged_into_id, _OWN.id) == Beneficiary.id)
        .join(Consent, Consent.beneficiary_id == _OWN.id)
        .where(IS_USABLE, Consent.scope.in_(PRESS_SCOPES), Consent.withdrawn_on.is_(None))
        .group_by(Beneficiary.id)
        .order_by(Beneficiary.sort_key, Beneficiary.id)
    )


def _press_row(row: Any) -> PressRow:
    return PressRow(row[0], names.full_name(*row[1:4]), row[4], row[5])


def page_of_press(session: Session, *, q: str = "", page: int) -> Page[PressRow]:
    """Who may be named or pictured, in Kazakh order: nobody else, and nothing but the name."""
    statement, may_be = _press(), or_(*(has_valid_consent(scope) for scope in PRESS_SCOPES))
    count = select(func.count(Beneficiary.id)).where(IS_USABLE, may_be)
    if q:
        statement, count = statement.where(name_contains(q)), count.where(name_contains(q))
    return fetch_page(session, statement, page=page, make_row=_press_row, count=count)


def press_rows(session: Session) -> Iterator[PressRow]:
    """The whole list, for a file."""
    for row in session.execute(_press()):
        yield _press_row(row)
