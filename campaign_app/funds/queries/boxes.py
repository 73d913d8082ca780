"""Donation boxes, and where money lies, singly. Amounts are tiyn."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign_app.funds.models import DonationBox, LedgerAccount, Posting
from campaign_app.funds.queries.balances import account_balance
from campaign_app.funds.rules import MONEY_ACCOUNTS, AccountKind, Place


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
