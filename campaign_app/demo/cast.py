"""Who and what the steps of the demo hand on to each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.beneficiaries.models import Beneficiary
from campaign_app.campaigns.models import Campaign
from campaign_app.volunteers.models import Volunteer

ALMATY = ZoneInfo("Asia/Almaty")


def at(day: str | date, clock: str = "12:00") -> datetime:
    """An instant on Temirtau's clock of that day."""
    found = date.fromisoformat(day) if isinstance(day, str) else day
    return datetime.combine(found, time.fromisoformat(clock), ALMATY).astimezone(UTC)


@dataclass
class Cast:
    """What has been made so far; keys are the ids of the data files."""

    session: Session
    password: str
    accounts: dict[str, Account] = field(default_factory=dict)
    campaigns: dict[str, Campaign] = field(default_factory=dict)
    volunteers: dict[str, Volunteer] = field(default_factory=dict)
    beneficiaries: dict[str, Beneficiary] = field(default_factory=dict)

    @property
    def organiser(self) -> Account:
        """Who does most of it."""
        return self.accounts["organiser"]

    @property
    def food(self) -> Campaign:
        """The campaign of the food packages."""
        return self.campaigns["food-packages-2020"]
