"""Reads of rounds and their lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from campaign_app.beneficiaries import queries as beneficiaries
from campaign_app.beneficiaries.queries import RecipientFacts
from campaign_app.core.pagination import Page, Rows, fetch_page
from campaign_app.core.variants import PackageVariant
from campaign_app.distribution.models import (
    Delivery,
    DeliveryAttempt,
    DistributionRound,
    Proof,
    SheetPrint,
)
from campaign_app.distribution.rules import (
    SERVED,
    WAITING,
    DeliveryAction,
    DeliveryStatus,
    ProofKind,
    RoundStatus,
)


@dataclass(frozen=True)
class RoundRow:
    """A round in a list, with how far it is."""

    id: int
    number: int
    title_kk: str
    title_ru: str
    title_en: str
    starts_on: date
    ends_on: date | None
    status: RoundStatus
    people: int
    served: int
    waiting: int


@dataclass(frozen=True)
class Line:
    """A line of a round with the person it is for."""

    id: int
    line_number: int
    beneficiary_id: int
    variant: PackageVariant
    package_count: int
    status: DeliveryStatus
    is_with_courier: bool
    handed_on: date | None
    note: str
    attempt_count: int
    proof_kind: ProofKind | None
    proxy_name: str | None
    person: RecipientFacts


@dataclass(frozen=True)
class AttemptRow:
    """One thing that was recorded about a line."""

    action: DeliveryAction
    recorded_at: datetime
    recorded_by_id: int | None
    note: str
    proof_kind: ProofKind | None


@dataclass(frozen=True)
class VariantCount:
    """The lines of one variant: how many are planned, served, settled without a package."""

    variant: PackageVariant
    people: int
    planned: int
    issued: int
    not_issued: int


def find_round(session: Session, campaign_id: int, round_id: int) -> DistributionRound | None:
    """The round, if it is one of the campaign's."""
    found = session.get(DistributionRound, round_id)
    return found if found is not None and found.campaign_id == campaign_id else None


def find_delivery(session: Session, campaign_id: int, delivery_id: int) -> Delivery | None:
    """The line, if it is one of the campaign's."""
    found = session.get(Delivery, delivery_id)
    return found if found is not None and found.campaign_id == campaign_id else None


def find_line_of(session: Session, round_id: int, beneficiary_id: int) -> Delivery | None:
    """The line of one record of somebody in a round."""
    return session.scalars(
        select(Delivery).where(
            Delivery.round_id == round_id, Delivery.beneficiary_id == beneficiary_id
        )
    ).one_or_none()


def _count_of(statuses: Iterable[DeliveryStatus]) -> Any:
    return func.coalesce(func.sum(case((Delivery.status.in_(list(statuses)), 1), else_=0)), 0)


def list_rounds(session: Session, campaign_id: int, *, page: int) -> Page[RoundRow]:
    """The rounds of a campaign, the latest first."""
    listed = Delivery.status != DeliveryStatus.CANCELLED
    statement = (
        select(
            DistributionRound.id,
            DistributionRound.number,
            DistributionRound.title_kk,
            DistributionRound.title_ru,
            DistributionRound.title_en,
            DistributionRound.starts_on,
            DistributionRound.ends_on,
            DistributionRound.status,
            func.coalesce(func.sum(case((listed, 1), else_=0)), 0),
            _count_of(SERVED),
            _count_of(WAITING),
        )
        .outerjoin(Delivery, Delivery.round_id == DistributionRound.id)
        .where(DistributionRound.campaign_id == campaign_id)
        .group_by(DistributionRound.id)
        .order_by(DistributionRound.number.desc())
    )
    return fetch_page(session, statement, page=page, make_row=lambda row: RoundRow(*row))


def _line_statement(*conditions: ColumnElement[bool]) -> Rows:
    return (
        select(
            Delivery.id,
            Delivery.line_number,
            Delivery.beneficiary_id,
            Delivery.variant,
            Delivery.package_count,
            Delivery.status,
            Delivery.is_with_courier,
            Delivery.handed_on,
            Delivery.note,
            Delivery.attempt_count,
            Proof.kind,
            Proof.proxy_name,
        )
        .outerjoin(Proof, Proof.id == Delivery.proof_id)
        .where(*conditions)
        .order_by(Delivery.line_number)
    )


def _with_people(session: Session, rows: list[tuple[Any, ...]]) -> list[Line]:
    people = beneficiaries.recipient_facts(session, {row[2] for row in rows})
    values: list[list[Any]] = [[*row, people[row[2]]] for row in rows]
    return [Line(*each) for each in values]


def list_lines(session: Session, round_id: int) -> list[Line]:
    """All lines of a round that are on its list, in their order: what the sheet prints."""
    return lines_where(
        session, Delivery.round_id == round_id, Delivery.status != DeliveryStatus.CANCELLED
    )


def lines_where(session: Session, *conditions: ColumnElement[bool]) -> list[Line]:
    """The lines that fulfil all conditions, with their people, in the order of the list."""
    statement = _line_statement(*conditions)
    return _with_people(session, [tuple(row) for row in session.execute(statement)])


def page_of_lines(
    session: Session, round_id: int, *, page: int, status: DeliveryStatus | None, q: str
) -> Page[Line]:
    """One page of a round's lines, those in `status`, whose name contains `q`."""
    statement = _line_statement(Delivery.round_id == round_id)
    if status is not None:
        statement = statement.where(Delivery.status == status)
    if q:
        matching = beneficiaries.ids_matching(q)
        statement = statement.where(Delivery.beneficiary_id.in_(matching))
    found = fetch_page(session, statement, page=page, make_row=tuple)
    return Page(_with_people(session, found.items), found.page, found.total, found.per_page)


def page_of_sheet(
    session: Session, round_id: int, *, page: int, lines: tuple[int, int] | None = None
) -> Page[Line]:
    """One page of a round's lines as its sheet prints them; `lines`: only from one to another."""
    on_list = [Delivery.round_id == round_id, Delivery.status != DeliveryStatus.CANCELLED]
    if lines is not None:
        on_list.append(Delivery.line_number.between(*lines))
    statement = _line_statement(*on_list)
    found = fetch_page(session, statement, page=page, make_row=tuple)
    return Page(_with_people(session, found.items), found.page, found.total, found.per_page)


def list_people(session: Session, round_id: int) -> list[int]:
    """Whom a round is for; who was taken off its list is left out."""
    statement = select(Delivery.beneficiary_id).where(
        Delivery.round_id == round_id, Delivery.status != DeliveryStatus.CANCELLED
    )
    return list(session.scalars(statement))


def find_line(session: Session, delivery: Delivery) -> Line:
    """One line with its person."""
    return lines_where(session, Delivery.id == delivery.id)[0]


def list_attempts(session: Session, delivery_id: int) -> list[AttemptRow]:
    """What was recorded about a line, the latest first."""
    statement = (
        select(
            DeliveryAttempt.action,
            DeliveryAttempt.recorded_at,
            DeliveryAttempt.recorded_by_id,
            DeliveryAttempt.note,
            Proof.kind,
        )
        .outerjoin(Proof, Proof.id == DeliveryAttempt.proof_id)
        .where(DeliveryAttempt.delivery_id == delivery_id)
        .order_by(DeliveryAttempt.id.desc())
    )
    return [AttemptRow(*row) for row in session.execute(statement)]


def count_by_status(session: Session, round_id: int) -> dict[DeliveryStatus, int]:
    """How many lines are in which state."""
    statement = (
        select(Delivery.status, func.count())
        .where(Delivery.round_id == round_id)
        .group_by(Delivery.status)
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def count_by_variant(session: Session, round_id: int) -> list[VariantCount]:
    """The list of a round by variant: packages planned, issued, not issued any more."""
    packages = Delivery.package_count
    served = Delivery.status.in_(list(SERVED))
    waiting = Delivery.status.in_(list(WAITING))
    statement = (
        select(
            Delivery.variant,
            func.count(),
            func.sum(packages),
            func.sum(case((served, packages), else_=0)),
            func.sum(case((served | waiting, 0), else_=packages)),
        )
        .where(Delivery.round_id == round_id, Delivery.status != DeliveryStatus.CANCELLED)
        .group_by(Delivery.variant)
        .order_by(Delivery.variant)
    )
    return [VariantCount(*row) for row in session.execute(statement)]


def count_with_couriers(session: Session, round_id: int) -> int:
    """Packages of a round that couriers have."""
    statement = select(func.coalesce(func.sum(Delivery.package_count), 0)).where(
        Delivery.round_id == round_id, Delivery.is_with_courier.is_(True)
    )
    return int(session.execute(statement).scalar_one())


def last_handed_on(session: Session, beneficiary_id: int) -> date | None:
    """The latest day on which somebody received a package; None for never."""
    statement = select(func.max(Delivery.handed_on)).where(
        Delivery.beneficiary_id == beneficiary_id, Delivery.status.in_(list(SERVED))
    )
    return session.execute(statement).scalar_one()


def was_printed(session: Session, round_id: int, content_hash: str) -> bool:
    """True when exactly this list was printed before."""
    statement = select(SheetPrint.id).where(
        SheetPrint.round_id == round_id, SheetPrint.content_hash == content_hash
    )
    return session.execute(statement).first() is not None
