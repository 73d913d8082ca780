"""Donation boxes, and where money lies, singly. Amounts are tiyn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign_app.core.pagination import Rows
from campaign_app.funds.models import BoxOpening, Donation, DonationBox, LedgerAccount, Posting
from campaign_app.funds.queries.balances import account_balance
from campaign_app.funds.rules import MONEY_ACCOUNTS, AccountKind, Place

# A box that is opened every week for two years; older acts are found by their donations.
LATEST_OPENINGS = 100


@dataclass(frozen=True)
class HeldPlace:
    """An account, or one box, and what it holds."""

    place: Place
    amount_minor: int
    box_number: str = ""


def find_box(session: Session, campaign_id: int, box_id: int) -> DonationBox | None:
    """The box, if it is one of the campaign's."""
    found = session.get(DonationBox, box_id)
    return found if found is not None and found.campaign_id == campaign_id else None


def find_opening(session: Session, campaign_id: int, opening_id: int) -> BoxOpening | None:
    """The opening, if it is of one of the campaign's boxes."""
    found = session.get(BoxOpening, opening_id)
    return found if found is not None and found.campaign_id == campaign_id else None


def find_open_opening(session: Session, box_id: int) -> BoxOpening | None:
    """The opening of a box that waits for its second count."""
    statement = select(BoxOpening).where(
        BoxOpening.box_id == box_id, BoxOpening.second_counted_at.is_(None)
    )
    return session.scalars(statement).one_or_none()


def list_openings(session: Session, box_id: int) -> list[BoxOpening]:
    """The openings of a box, the latest first."""
    statement = select(BoxOpening).where(BoxOpening.box_id == box_id).order_by(BoxOpening.id.desc())
    return list(session.scalars(statement.limit(LATEST_OPENINGS)))


@dataclass(frozen=True)
class BoxRow:
    """A box in the list: what it collected in all, what is in its account now."""

    id: int
    number: str
    place: str
    seal_number: str
    placed_on: date
    withdrawn_on: date | None
    last_opened_on: date | None
    is_open: bool
    collected_minor: int
    held_minor: int


def list_boxes(session: Session, campaign_id: int) -> list[BoxRow]:
    """The boxes of a campaign by number; those that were taken away come last."""
    collected = (
        select(Donation.box_id, func.sum(Donation.kept_minor).label("minor"))
        .where(Donation.campaign_id == campaign_id, Donation.voided_at.is_(None))
        .group_by(Donation.box_id)
        .subquery()
    )
    opened = (
        select(
            BoxOpening.box_id,
            func.max(BoxOpening.opened_on).label("last"),
            func.count().filter(BoxOpening.second_counted_at.is_(None)).label("open"),
        )
        .where(BoxOpening.campaign_id == campaign_id)
        .group_by(BoxOpening.box_id)
        .subquery()
    )
    statement: Rows = (
        select(
            DonationBox.id,
            DonationBox.number,
            DonationBox.place,
            DonationBox.seal_number,
            DonationBox.placed_on,
            DonationBox.withdrawn_on,
            opened.c.last,
            func.coalesce(opened.c.open, 0),
            func.coalesce(collected.c.minor, 0),
        )
        .outerjoin(collected, collected.c.box_id == DonationBox.id)
        .outerjoin(opened, opened.c.box_id == DonationBox.id)
        .where(DonationBox.campaign_id == campaign_id)
        .order_by(DonationBox.withdrawn_on.is_not(None), DonationBox.number)
    )
    held = {each.place.box_id: each.amount_minor for each in list_places(session, campaign_id)}
    return [
        BoxRow(
            id=row[0],
            number=row[1],
            place=row[2],
            seal_number=row[3],
            placed_on=row[4],
            withdrawn_on=row[5],
            last_opened_on=row[6],
            is_open=bool(row[7]),
            collected_minor=int(row[8]),
            held_minor=held.get(row[0], 0),
        )
        for row in session.execute(statement)
    ]


def list_places(session: Session, campaign_id: int) -> list[HeldPlace]:
    """Where money lies: the accounts, then every box of the campaign."""
    sums = (
        select(Posting.ledger_account_id, func.sum(Posting.amount_minor).label("held"))
        .where(Posting.campaign_id == campaign_id)
        .group_by(Posting.ledger_account_id)
        .subquery()
    )
    statement = (
        select(LedgerAccount.kind, LedgerAccount.box_id, func.coalesce(sums.c.held, 0))
        .outerjoin(sums, sums.c.ledger_account_id == LedgerAccount.id)
        .where(LedgerAccount.campaign_id == campaign_id)
    )
    held = {Place(kind, box_id): int(sum_) for kind, box_id, sum_ in session.execute(statement)}
    boxes = (
        select(DonationBox.id, DonationBox.number)
        .where(DonationBox.campaign_id == campaign_id)
        .order_by(DonationBox.number)
    )
    return [
        *(HeldPlace(Place(kind), held.get(Place(kind), 0)) for kind in MONEY_ACCOUNTS),
        *(
            HeldPlace(place, held.get(place, 0), number)
            for place, number in (
                (Place(AccountKind.BOX, row.id), row.number) for row in session.execute(boxes)
            )
        ),
    ]


def owed_minor(session: Session, campaign_id: int) -> int:
    """What others advanced by overrides and is to be paid back."""
    return -account_balance(session, campaign_id, AccountKind.ADVANCES)
