"""Many gifts from one list, all of them or none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.services import lock_campaign
from campaign_app.core.errors import DomainError
from campaign_app.funds import rules
from campaign_app.funds.models import Donation
from campaign_app.funds.services.donations import DonationDetails, record_donation


class RowRefused(Exception):
    """One row cannot be posted; `index` counts the rows from 0."""

    def __init__(self, index: int, error: DomainError) -> None:
        """`error` is why, with the field at which it stands."""
        self.index, self.error = index, error
        super().__init__(f"row {index}: {error}")


def record_batch(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    today: date,
    campaign: Campaign,
    rows: Sequence[DonationDetails],
    control_minor: int,
    control_count: int,
) -> list[Donation]:
    """Write gifts down in the order of the list, a receipt each.

    Refuses a sum or a number of rows that is not what the paper says. Raises RowRefused for
    the first row that `record_donation` refuses.
    """
    lock_campaign(session, campaign.id)
    rules.check_control(
        len(rows), control_count, sum(row.amount_minor for row in rows), control_minor
    )
    made = []
    for index, details in enumerate(rows):
        try:
            made.append(
                record_donation(
                    session,
                    actor=actor,
                    now=now,
                    today=today,
                    campaign=campaign,
                    details=details,
                )
            )
        except DomainError as error:
            raise RowRefused(index, error) from error
    return made
