"""Donations: the list, its sum, one of them, its likely twins. Amounts are tiyn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from campaign_app.core.names import fold
from campaign_app.core.pagination import ROWS_PER_PAGE, Page, Rows, fetch_page
from campaign_app.funds.models import Donation
from campaign_app.funds.rules import DonationMethod, receipt_number


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
        return receipt_number(self.receipt_year, self.receipt_sequence)


@dataclass(frozen=True, kw_only=True)
class DonationFilter:
    """What a list of donations is narrowed to."""

    q: str = ""
    method: DonationMethod | None = None
    received_from: date | None = None
    received_to: date | None = None


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
    if chosen.method is not None:
        statement = statement.where(Donation.method == chosen.method)
    if chosen.received_from is not None:
        statement = statement.where(Donation.received_on >= chosen.received_from)
    if chosen.received_to is not None:
        statement = statement.where(Donation.received_on <= chosen.received_to)
    if chosen.q:
        statement = statement.where(_matches(chosen.q))
    return statement.order_by(Donation.received_on.desc(), Donation.id.desc())


def _matches(q: str) -> Any:
    found = or_(
        Donation.donor_search.contains(fold(q), autoescape=True),
        Donation.reference.icontains(q, autoescape=True),
    )
    year, _, number = q.partition("-")
    if year.isdecimal() and number.isdecimal() and len(number) < 10:
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
) -> Page[DonationRow]:
    """Donations, the latest first; voided ones stay visible."""
    statement = _donations(campaign_id, chosen)
    return fetch_page(
        session,
        statement,
        page=page,
        per_page=per_page,
        make_row=lambda row: DonationRow(*row),
        count=statement.with_only_columns(func.count()).order_by(None),
    )


def stream_donations(
    session: Session, campaign_id: int, *, chosen: DonationFilter
) -> list[DonationRow]:
    """All donations that the filter shows, for an export."""
    return [DonationRow(*row) for row in session.execute(_donations(campaign_id, chosen))]


def sum_donations(session: Session, campaign_id: int, *, chosen: DonationFilter) -> int:
    """The sum of the donations that the filter shows, without voided ones and gifts in kind."""
    statement = (
        _donations(campaign_id, chosen)
        .where(Donation.voided_at.is_(None), Donation.method != DonationMethod.IN_KIND)
        .order_by(None)
        .with_only_columns(func.coalesce(func.sum(Donation.amount_minor), 0))
    )
    return int(session.execute(statement).scalar_one())


def find_donation(session: Session, campaign_id: int, donation_id: int) -> Donation | None:
    """The donation, if it is one of the campaign's."""
    found = session.get(Donation, donation_id)
    return found if found is not None and found.campaign_id == campaign_id else None


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
