"""Reads of whom mail reaches: the addresses of volunteers."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.core.mail.recipients import knows_addressees
from campaign_app.volunteers.models import Volunteer


@knows_addressees
def volunteers_addresses(session: Session, addresses: Collection[str]) -> dict[str, bool]:
    """Which of these are addresses of volunteers, and whether their accounts are open.

    Two people may share an address; it is written to while one of them may be.
    """
    statement = (
        select(Volunteer.email, Account.is_closed)
        .outerjoin(Account, Account.id == Volunteer.account_id)
        .where(Volunteer.email.in_(addresses))
    )
    found: dict[str, bool] = {}
    for email, is_closed in session.execute(statement):
        if email is not None:
            found[email] = found.get(email, False) or not is_closed
    return found
