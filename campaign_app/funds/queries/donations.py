"""Donations: the list, its sum, one of them, its likely twins. Amounts are tiyn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from campaign_app.core.names import fold
from campaign_app.core.pagination import ROWS_PER_PAGE, Page, Rows
from campaign_app.funds.models import Donation
from campaign_app.funds.rules import DonationMethod, DonationState, number_in_year


@dataclass(frozen=True)
class DonationRow:
    """A donation in a list."""

    id: int
    receipt_year: int
    receipt_sequence: int
    received_on: date
    donor_name: str
    is_anonymous: bool
    method: DonationMethod
    amount_minor: int
    reference: str
    note: str
    voided_at: datetime | None

    @property
    def receipt(self) -> str:
        """The number on the receipt."""
        return number_in_year(self.receipt_year, self.receipt_sequence)


@dataclass(frozen=True, kw_only=True)
class DonationFilter:
    """What a list of donations is narrowed to."""

    q: str = ""
    method: DonationMethod | None = None
    received_from: date | None = None
    received_to: date | None = None
    state: DonationState | None = None

    @property
    def is_narrowed(self) -> bool:
        """True when not all of the campaign's donations are asked for."""
        return self != DonationFilter()


@dataclass(frozen=True)
class DonationSums:
    """What the donations of a list come to."""

    count: int
    money_minor: int
    in_kind_minor: int
    voided_count: int


def _donations(campaign_id: int, chosen: DonationFilter) -> Rows:
    statement = select(
        Donation.id,
        Donation.receipt_year,
        Donation.receipt_sequence,
        Donation.received_on,
        Donation.donor_name,
        Donation.is_anonymous,
        Donation.method,
        Donation.amount_minor,
        Donation.reference,
        Donation.note,
        Donation.voided_at,
    ).where(Donation.campaign_id == campaign_id)
    return _narrowed(statement, chosen).order_by(Donation.received_on.desc(), Donation.id.desc())


def _narrowed(statement: Rows, chosen: DonationFilter) -> Rows:
    if chosen.method is not None:
        statement = statement.where(Donation.method == chosen.method)
    if chosen.received_from is not None:
        statement = statement.where(Donation.received_on >= chosen.received_from)
    if chosen.received_to is not None:
        statement = statement.where(Donation.received_on <= chosen.received_to)
    if chosen.state is not None:
        is_valid = Donation.voided_at.is_(None)
        statement = statement.where(
            is_valid if chosen.state is DonationState.VALID else ~is_valid,
        )
    for word in chosen.q.split():
        statement = statement.where(_matches(word))
    return statement


def _matches(word: str) -> Any:
    """A word of the donor's name, of the payment reference, or a receipt's number."""
    found = Donation.reference.icontains(word, autoescape=True)
    folded = fold(word)
    if folded:
        found = or_(found, Donation.donor_search.contains(folded, autoescape=True))
    year, _, number = word.partition("-")
    if all(part.isascii() and part.isdecimal() and len(part) < 10 for part in (year, number)):
        same = (Donation.receipt_year == int(year)) & (Donation.receipt_sequence == int(number))
        found = or_(found, same)
    return found


def list_donations(
    session: Session,
    campaign_id: int,
    *,
    chosen: DonationFilter,
    page: int,
    per_page: int = ROWS_PER_PAGE,
) -> tuple[Page[DonationRow], DonationSums]:
    """Donations, the latest first, and what all of them come to; voided ones stay visible."""
    sums = sum_donations(session, campaign_id, chosen=chosen)
    last = max(1, -(-sums.count // per_page))
    page = min(max(1, page), last)
    statement = _donations(campaign_id, chosen).limit(per_page).offset((page - 1) * per_page)
    rows = [DonationRow(*row) for row in session.execute(statement)]
    return Page(rows, page, sums.count, per_page), sums


def stream_donations(
    session: Session, campaign_id: int, *, chosen: DonationFilter
) -> Sequence[Row[Any]]:
    """All donations that the filter shows, for an export: the columns of DonationRow.

    Bare rows: a file of thousands need not make an object for each.
    """
    return session.connection().execute(_donations(campaign_id, chosen)).all()


def sum_donations(session: Session, campaign_id: int, *, chosen: DonationFilter) -> DonationSums:
    """What the donations that the filter shows come to; voided ones are counted, not added."""
    is_valid, is_goods = Donation.voided_at.is_(None), Donation.method == DonationMethod.IN_KIND

    def total(condition: Any) -> Any:
        return func.coalesce(func.sum(case((condition, Donation.kept_minor), else_=0)), 0)

    statement: Rows = select(
        func.count(),
        total(is_valid & ~is_goods),
        total(is_valid & is_goods),
        func.coalesce(func.sum(case((is_valid, 0), else_=1)), 0),
    ).where(Donation.campaign_id == campaign_id)
    row = session.execute(_narrowed(statement, chosen)).one()
    return DonationSums(row[0], int(row[1]), int(row[2]), int(row[3]))


def find_donation(session: Session, campaign_id: int, donation_id: int) -> Donation | None:
    """The donation, if it is one of the campaign's."""
    found = session.get(Donation, donation_id)
    return found if found is not None and found.campaign_id == campaign_id else None


def list_receipts(
    session: Session, campaign_id: int, first: date | None, last: date | None
) -> list[Donation]:
    """Donations received from `first` to `last`, voided ones too, in the order of receipts."""
    chosen = DonationFilter(received_from=first, received_to=last)
    statement = select(Donation).where(Donation.campaign_id == campaign_id)
    ordered = _narrowed(statement, chosen).order_by(
        Donation.receipt_year, Donation.receipt_sequence
    )
    return list(session.scalars(ordered))


def find_same_reference(
    session: Session, campaign_id: int, method: DonationMethod, reference: str
) -> Donation | None:
    """The donation that has this payment reference."""
    return session.scalars(
        select(Donation).where(
            Donation.campaign_id == campaign_id,
            Donation.method == method,
            Donation.reference == reference,
            Donation.voided_at.is_(None),
        )
    ).one_or_none()


def find_likely_twins(session: Session, donation: Donation) -> list[Donation]:
    """Other donations of the same donor with the same amount on the same day."""
    if not donation.donor_search:
        return []
    return list(
        session.scalars(
            select(Donation).where(
                Donation.campaign_id == donation.campaign_id,
                Donation.id != donation.id,
                Donation.received_on == donation.received_on,
                Donation.amount_minor == donation.amount_minor,
                Donation.donor_search == donation.donor_search,
                Donation.voided_at.is_(None),
            )
        )
    )


def find_twins_of(session: Session, campaign_id: int, donation_ids: Sequence[int]) -> list[str]:
    """The receipts of those gifts that are perhaps entered twice: same donor, amount and day."""
    other = aliased(Donation)
    statement = (
        select(Donation.receipt_year, Donation.receipt_sequence)
        .join(
            other,
            (other.campaign_id == Donation.campaign_id)
            & (other.donor_search == Donation.donor_search)
            & (other.amount_minor == Donation.amount_minor)
            & (other.received_on == Donation.received_on)
            & (other.id != Donation.id)
            & other.voided_at.is_(None),
        )
        .where(
            Donation.campaign_id == campaign_id,
            Donation.id.in_(donation_ids),
            Donation.donor_search != "",
        )
        .distinct()
        .order_by(Donation.receipt_year, Donation.receipt_sequence)
    )
    return [number_in_year(year, number) for year, number in session.execute(statement)]


def suggest_donors(session: Session, campaign_id: int, typed: str, *, limit: int = 8) -> list[str]:
    """Names of those who gave before and whose name holds every word of what is typed.

    Who gave anonymously only is not among them.
    """
    words = [folded for folded in (fold(word) for word in typed.split()) if folded]
    if not words:
        return []
    statement = (
        select(Donation.donor_name)
        .where(
            Donation.campaign_id == campaign_id,
            ~Donation.is_anonymous,
            *(Donation.donor_search.contains(word, autoescape=True) for word in words),
        )
        .group_by(Donation.donor_name)
        .order_by(func.max(Donation.id).desc())
        .limit(limit)
    )
    return list(session.scalars(statement))
