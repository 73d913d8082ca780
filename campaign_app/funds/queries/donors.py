"""Donors: the list, one of them, what they gave. Amounts are tiyn."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, case, func, or_, select
from sqlalchemy.orm import Session

from campaign_app.core.mail import MailMessage
from campaign_app.core.mail.recipients import knows_addressees, knows_what_is_unwanted
from campaign_app.core.mail.rules import MailFailure
from campaign_app.core.names import fold
from campaign_app.core.pagination import ROWS_PER_PAGE, Page, Rows
from campaign_app.funds.models import Donation, Donor

#: The letter that a donor gets.
THANKS = "funds/mail_thanks"


@dataclass(frozen=True)
class DonorRow:
    """A donor in a list; `is_hidden` when all that they gave is anonymous."""

    id: int
    name: str
    email: str
    gifts: int
    kept_minor: int
    last_on: date | None
    is_hidden: bool


def find_donors_named(session: Session, campaign_id: int, name_search: str) -> list[Donor]:
    """The donors of a campaign with this folded name, in the order in which they came."""
    statement = (
        select(Donor)
        .where(Donor.campaign_id == campaign_id, Donor.name_search == name_search)
        .order_by(Donor.id)
    )
    return list(session.scalars(statement))


def find_donor(session: Session, campaign_id: int, donor_id: int) -> Donor | None:
    """The donor, if it is one of the campaign's."""
    found = session.get(Donor, donor_id)
    return found if found is not None and found.campaign_id == campaign_id else None


@knows_addressees
def donors_addresses(session: Session, addresses: Collection[str]) -> dict[str, bool]:
    """Which of these are addresses of donors: they may be written to."""
    found = session.scalars(select(Donor.email).where(Donor.email.in_(addresses)))
    return dict.fromkeys(found, True)


@knows_what_is_unwanted
def outdated_thanks(session: Session, messages: Sequence[MailMessage]) -> dict[int, MailFailure]:
    """Thanks for a gift that was voided since they were written."""
    gifts = {
        message.id: int(message.values["donation_id"])
        for message in messages
        if message.template == THANKS
    }
    voided = set(
        session.scalars(
            select(Donation.id).where(
                Donation.id.in_(gifts.values()), Donation.voided_at.is_not(None)
            )
        )
    )
    return {id_: MailFailure.OUTDATED for id_, gift in gifts.items() if gift in voided}


def _donors(campaign_id: int, q: str, *, anonymous_too: bool = True) -> Rows:
    is_valid: Any = Donation.voided_at.is_(None)
    if not anonymous_too:
        is_valid &= ~Donation.is_anonymous
    statement: Rows = (
        select(
            Donor.id,
            Donor.name,
            Donor.email,
            func.count(case((is_valid, 1))).label("gifts"),
            func.coalesce(func.sum(case((is_valid, Donation.kept_minor), else_=0)), 0).label(
                "kept"
            ),
            func.max(case((is_valid, Donation.received_on))).label("last_on"),
            func.min(case((Donation.is_anonymous, 1), else_=0)).label("hidden"),
        )
        .outerjoin(Donation, Donation.donor_id == Donor.id)
        .where(Donor.campaign_id == campaign_id, *_conditions(q))
        .group_by(Donor.id, Donor.name, Donor.email, Donor.name_search)
        .order_by(Donor.name_search, Donor.id)
    )
    return statement


def _conditions(q: str) -> list[Any]:
    found = []
    for word in q.split():
        matches = Donor.email.contains(word.lower(), autoescape=True)
        folded = fold(word)
        found.append(
            or_(matches, Donor.name_search.contains(folded, autoescape=True)) if folded else matches
        )
    return found


def list_donors(
    session: Session, campaign_id: int, *, q: str, page: int, per_page: int = ROWS_PER_PAGE
) -> Page[DonorRow]:
    """The donors of a campaign, by name."""
    counted = select(func.count()).select_from(Donor)
    total = int(
        session.scalar(counted.where(Donor.campaign_id == campaign_id, *_conditions(q))) or 0
    )
    page = min(max(1, page), max(1, -(-total // per_page)))
    # The page is cut before the gifts are counted: a list of thousands counts those of fifty.
    ids = (
        select(Donor.id)
        .where(Donor.campaign_id == campaign_id, *_conditions(q))
        .order_by(Donor.name_search, Donor.id)
        .limit(per_page)
        .offset((page - 1) * per_page)
    )
    rows = session.execute(_donors(campaign_id, "").where(Donor.id.in_(ids)))
    return Page([_row(row) for row in rows], page, total, per_page)


def stream_donors(session: Session, campaign_id: int, *, q: str) -> list[DonorRow]:
    """All donors that the search shows, for an export: without those who gave anonymously only."""
    found = [_row(row) for row in session.execute(_donors(campaign_id, q, anonymous_too=False))]
    return [row for row in found if not row.is_hidden]


def _row(row: Row[Any]) -> DonorRow:
    values = row._mapping
    return DonorRow(
        id=values["id"],
        name=values["name"],
        email=values["email"],
        gifts=values["gifts"],
        kept_minor=int(values["kept"]),
        last_on=values["last_on"],
        is_hidden=bool(values["hidden"]),
    )


def gifts_of_donor(session: Session, donor_id: int, *, year: int | None = None) -> list[Donation]:
    """What a donor gave, of all years or of one, in the order of the days."""
    statement = select(Donation).where(Donation.donor_id == donor_id)
    if year is not None:
        first, last = date(year, 1, 1), date(year, 12, 31)
        statement = statement.where(Donation.received_on.between(first, last))
    return list(session.scalars(statement.order_by(Donation.received_on, Donation.id)))
