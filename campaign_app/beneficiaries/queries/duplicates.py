"""Reads of pairs that may be one person and of decisions about them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session, aliased, defer

from campaign_app.beneficiaries.models import (
    Beneficiary,
    DuplicateDecision,
    DuplicateSuggestion,
)
from campaign_app.beneficiaries.queries.look_alikes import identity_of
from campaign_app.beneficiaries.queries.registry import IS_KEPT, ShownPerson, in_parts
from campaign_app.beneficiaries.rules import BeneficiaryCategory, Identity, MatchReason, Sureness
from campaign_app.beneficiaries.rules.duplicates import PairDecision, basis_of
from campaign_app.core import names
from campaign_app.core.column_types import DataKey
from campaign_app.core.pagination import Page, Rows, fetch_page

PAIRS_PER_PAGE = 20
_LOW, _HIGH = aliased(Beneficiary), aliased(Beneficiary)
_RANK = {Sureness.NEARLY_CERTAIN: 0, Sureness.LIKELY: 1, Sureness.POSSIBLE: 2}


@dataclass(frozen=True)
class PairedPerson(ShownPerson):
    """One of two records that may be of one person; numbers only by their last four."""

    id: int
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
    registered_at: datetime


@dataclass(frozen=True)
class SuggestedPair:
    """Two records side by side, with what speaks for and against one person."""

    low: PairedPerson
    high: PairedPerson
    sureness: Sureness
    score: int
    reasons: tuple[MatchReason, ...]
    was_different: bool


@dataclass(frozen=True)
class DecidedPair:
    """Two records that somebody said are different people."""

    decision_id: int
    low: PairedPerson
    high: PairedPerson
    decided_at: datetime
    decided_by_id: int | None


def _columns(person: Any) -> tuple[Any, ...]:
    return tuple(getattr(person, name) for name in PairedPerson.__dataclass_fields__)


_WIDTH = len(PairedPerson.__dataclass_fields__)
_BOTH_KEPT = and_(
    _LOW.merged_into_id.is_(None),
    _LOW.erased_at.is_(None),
    _LOW.restricted_at.is_(None),
    _HIGH.merged_into_id.is_(None),
    _HIGH.erased_at.is_(None),
    _HIGH.restricted_at.is_(None),
)


def _suggested(statement: Rows) -> Rows:
    return (
        statement.join(_LOW, _LOW.id == DuplicateSuggestion.low_id)
        .join(_HIGH, _HIGH.id == DuplicateSuggestion.high_id)
        .where(_BOTH_KEPT)
    )


def list_suggested_pairs(session: Session, *, page: int) -> Page[SuggestedPair]:
    """The open pairs, the surest first."""
    decided_before = (
        select(DuplicateDecision.id)
        .where(
            DuplicateDecision.low_id == DuplicateSuggestion.low_id,
            DuplicateDecision.high_id == DuplicateSuggestion.high_id,
            DuplicateDecision.decision == PairDecision.DIFFERENT,
            DuplicateDecision.taken_back_at.is_(None),
        )
        .exists()
    )
    statement: Rows = select(
        *_columns(_LOW),
        *_columns(_HIGH),
        DuplicateSuggestion.sureness,
        DuplicateSuggestion.score,
        DuplicateSuggestion.reasons,
        decided_before,
    )
    rank = case(_RANK, value=DuplicateSuggestion.sureness, else_=len(_RANK))
    return fetch_page(
        session,
        _suggested(statement).order_by(
            rank, DuplicateSuggestion.score.desc(), DuplicateSuggestion.id
        ),
        page=page,
        per_page=PAIRS_PER_PAGE,
        make_row=_suggested_pair,
        count=_suggested(select(func.count(DuplicateSuggestion.id))),
    )


def _suggested_pair(row: Any) -> SuggestedPair:
    low, high = PairedPerson(*row[:_WIDTH]), PairedPerson(*row[_WIDTH : 2 * _WIDTH])
    sureness, score, reasons, was_different = row[2 * _WIDTH :]
    known = {reason.value: reason for reason in MatchReason}
    found = tuple(known[code] for code in reasons.split() if code in known)
    return SuggestedPair(low, high, sureness, score, found, bool(was_different))


def count_suggested_pairs(session: Session) -> int:
    """How many pairs wait for somebody's decision."""
    statement = _suggested(select(func.count(DuplicateSuggestion.id)))
    return int(session.execute(statement).scalar_one())


def list_different_pairs(session: Session, *, page: int) -> Page[DecidedPair]:
    """The pairs that somebody said are different people, the latest first."""
    statement: Rows = (
        select(
            DuplicateDecision.id,
            *_columns(_LOW),
            *_columns(_HIGH),
            DuplicateDecision.decided_at,
            DuplicateDecision.decided_by_id,
        )
        .join(_LOW, _LOW.id == DuplicateDecision.low_id)
        .join(_HIGH, _HIGH.id == DuplicateDecision.high_id)
        .where(
            DuplicateDecision.decision == PairDecision.DIFFERENT,
            DuplicateDecision.taken_back_at.is_(None),
            _BOTH_KEPT,
        )
        .order_by(DuplicateDecision.decided_at.desc(), DuplicateDecision.id.desc())
    )

    def make_row(row: Any) -> DecidedPair:
        low, high = PairedPerson(*row[1 : _WIDTH + 1]), PairedPerson(*row[_WIDTH + 1 : -2])
        return DecidedPair(row[0], low, high, row[-2], row[-1])

    return fetch_page(session, statement, page=page, per_page=PAIRS_PER_PAGE, make_row=make_row)


def list_open_decisions(session: Session, low_id: int, high_id: int) -> list[DuplicateDecision]:
    """What was decided about a pair and not taken back, the latest first."""
    statement = (
        select(DuplicateDecision)
        .where(
            DuplicateDecision.low_id == low_id,
            DuplicateDecision.high_id == high_id,
            DuplicateDecision.taken_back_at.is_(None),
        )
        .order_by(DuplicateDecision.id.desc())
    )
    return list(session.scalars(statement))


def different_bases(session: Session, ids: Iterable[int]) -> dict[tuple[int, int], set[str]]:
    """On what "different" rests, by pair, for the pairs in which one of these people is."""
    found: dict[tuple[int, int], set[str]] = {}
    for some in in_parts(ids):
        statement = select(
            DuplicateDecision.low_id, DuplicateDecision.high_id, DuplicateDecision.basis
        ).where(
            or_(DuplicateDecision.low_id.in_(some), DuplicateDecision.high_id.in_(some)),
            DuplicateDecision.decision == PairDecision.DIFFERENT,
            DuplicateDecision.taken_back_at.is_(None),
        )
        for low_id, high_id, basis in session.execute(statement):
            found.setdefault((low_id, high_id), set()).add(basis)
    return found


def suggestions_about(
    session: Session, ids: Iterable[int]
) -> dict[tuple[int, int], DuplicateSuggestion]:
    """The suggestions in which one of these people is, by pair."""
    return {
        (each.low_id, each.high_id): each
        for some in in_parts(ids)
        for each in session.scalars(
            select(DuplicateSuggestion).where(
                or_(DuplicateSuggestion.low_id.in_(some), DuplicateSuggestion.high_id.in_(some))
            )
        )
    }


def identities_of(
    session: Session, ids: Iterable[int], *, with_copies: bool = False
) -> dict[int, Identity]:
    """By what these people are recognised; emptied records are left out, copies if not asked."""
    shown = Beneficiary.erased_at.is_(None) if with_copies else IS_KEPT
    # The IIN is needed for its slips: asked for one by one it would be a query for each person.
    without_document = defer(Beneficiary.document_number)
    return {
        person.id: identity_of(person)
        for some in in_parts(ids)
        for person in session.scalars(
            select(Beneficiary).where(Beneficiary.id.in_(some), shown).options(without_document)
        )
    }


def identity_basis(*identities: Identity) -> str:
    """A keyed fingerprint of what a decision about these people rests on."""
    parts = [
        (names.normalise(each.name), each.born_on, each.iin, each.document) for each in identities
    ]
    return DataKey.look_up_hash("pair:" + basis_of(parts))


def ids_after(session: Session, after_id: int, *, limit: int) -> list[int]:
    """The next ids of kept records, in their order."""
    statement = (
        select(Beneficiary.id)
        .where(Beneficiary.id > after_id, IS_KEPT)
        .order_by(Beneficiary.id)
        .limit(limit)
    )
    return list(session.scalars(statement))
