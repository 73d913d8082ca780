"""Reads of the log of who looked at personal data."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.beneficiaries.models import Beneficiary, Disclosure
from campaign_app.beneficiaries.queries.registry import ids_matching, in_parts
from campaign_app.beneficiaries.rules.disclosures import SAME_LOOK, DisclosureKind
from campaign_app.campaigns.models import Campaign
from campaign_app.core.names import full_name
from campaign_app.core.pagination import ROWS_PER_PAGE, Page, Rows, fetch_page


@dataclass(frozen=True)
class DisclosureRow:
    """A line of the log. `person` is empty where it was a list or her name is erased."""

    id: int
    at: datetime
    account_id: int
    account: str
    kind: DisclosureKind
    beneficiary_id: int | None
    person: str
    campaign_id: int | None
    title_kk: str | None
    title_ru: str | None
    title_en: str | None
    row_count: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class DisclosureFilter:
    """What the log is narrowed by; `before` is the first instant that is left out."""

    q: str = ""
    beneficiary_ids: Collection[int] | None = None
    account_id: int | None = None
    kind: DisclosureKind | None = None
    since: datetime | None = None
    before: datetime | None = None


def was_seen_lately(
    session: Session,
    *,
    account_id: int,
    now: datetime,
    kind: DisclosureKind,
    beneficiary_id: int | None = None,
    round_id: int | None = None,
) -> bool:
    """True when the same account opened the same page within the last ten minutes."""
    statement = select(Disclosure.id).where(
        Disclosure.account_id == account_id,
        Disclosure.at > now - SAME_LOOK,
        Disclosure.kind == kind,
        Disclosure.beneficiary_id.is_(None)
        if beneficiary_id is None
        else Disclosure.beneficiary_id == beneficiary_id,
        Disclosure.round_id.is_(None) if round_id is None else Disclosure.round_id == round_id,
    )
    return session.execute(statement.limit(1)).first() is not None


def seen_lately(
    session: Session, ids: Collection[int], *, account_id: int, now: datetime
) -> set[int]:
    """Whose record, of these, the same account opened within the last ten minutes."""
    found: set[int] = set()
    for some in in_parts(ids):
        statement = select(Disclosure.beneficiary_id).where(
            Disclosure.account_id == account_id,
            Disclosure.at > now - SAME_LOOK,
            Disclosure.kind == DisclosureKind.PERSON_PAGE,
            Disclosure.beneficiary_id.in_(some),
        )
        found.update(id_ for id_ in session.scalars(statement) if id_ is not None)
    return found


def _conditions(asked: DisclosureFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if asked.q:
        conditions.append(Disclosure.beneficiary_id.in_(ids_matching(asked.q)))
    if asked.beneficiary_ids is not None:
        conditions.append(Disclosure.beneficiary_id.in_(list(asked.beneficiary_ids)))
    if asked.account_id is not None:
        conditions.append(Disclosure.account_id == asked.account_id)
    if asked.kind is not None:
        conditions.append(Disclosure.kind == asked.kind)
    if asked.since is not None:
        conditions.append(Disclosure.at >= asked.since)
    if asked.before is not None:
        conditions.append(Disclosure.at < asked.before)
    return conditions


def _statement() -> Rows:
    return (
        select(
            Disclosure.id,
            Disclosure.at,
            Disclosure.account_id,
            Account.full_name,
            Disclosure.kind,
            Disclosure.beneficiary_id,
            Beneficiary.surname,
            Beneficiary.given_name,
            Beneficiary.patronymic,
            Disclosure.campaign_id,
            Campaign.title_kk,
            Campaign.title_ru,
            Campaign.title_en,
            Disclosure.row_count,
            Disclosure.reason,
        )
        .join(Account, Account.id == Disclosure.account_id)
        .outerjoin(Beneficiary, Beneficiary.id == Disclosure.beneficiary_id)
        .outerjoin(Campaign, Campaign.id == Disclosure.campaign_id)
        .order_by(Disclosure.at.desc(), Disclosure.id.desc())
    )


def list_disclosures(
    session: Session, asked: DisclosureFilter, *, page: int, per_page: int = ROWS_PER_PAGE
) -> Page[DisclosureRow]:
    """The log, newest first, narrowed."""
    return fetch_page(
        session,
        _statement().where(*_conditions(asked)),
        page=page,
        per_page=per_page,
        make_row=_row,
    )


def _row(row: Sequence[Any]) -> DisclosureRow:
    values: list[Any] = [*row[:6], full_name(*row[6:9]), *row[9:]]
    return DisclosureRow(*values)


def accounts_that_looked(session: Session) -> list[tuple[int, str]]:
    """The accounts that stand in the log, by name."""
    statement = (
        select(Account.id, Account.full_name)
        .where(Account.id.in_(select(Disclosure.account_id)))
        .order_by(Account.full_name, Account.id)
    )
    return [(row[0], row[1]) for row in session.execute(statement)]
