"""What the public pages read: campaigns that have begun, and nothing of drafts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign_app.campaigns import queries as campaigns
from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.queries import PUBLIC_STATUSES
from campaign_app.campaigns.rules import CampaignStatus, GoalKind
from campaign_app.distribution import queries as distribution
from campaign_app.distribution.rules import DeliveryStatus
from campaign_app.funds import queries as funds
from campaign_app.reports.queries import CampaignFigures, gather_figures
from campaign_app.reports.rules import public_counts


@dataclass(frozen=True)
class CampaignCard:
    """A campaign on the first page: its goal and what came in, its parts added up."""

    campaign: Campaign
    goal_minor: int | None
    collected_minor: int
    parts: Sequence[Campaign]


def list_cards(session: Session) -> list[CampaignCard]:
    """Every campaign that has begun, umbrellas with their parts, in three queries."""
    found = campaigns.list_public_campaigns(session)
    ids = [campaign.id for campaign in found]
    goals = campaigns.current_goals_of(session, ids)
    collected = funds.collected_by_campaign(session, ids)
    cards = []
    for campaign in found:
        family = _below(campaign, found)
        cards.append(
            CampaignCard(
                campaign,
                goals.get(campaign.id, {}).get(GoalKind.MONEY),
                sum(collected.get(member.id, 0) for member in [campaign, *family]),
                family,
            )
        )
    return cards


def _below(campaign: Campaign, found: Sequence[Campaign]) -> list[Campaign]:
    parts = [part for part in found if part.parent_id == campaign.id]
    return parts + [deeper for part in parts for deeper in _below(part, found)]


def public_family(session: Session, campaign: Campaign) -> list[Campaign]:
    """The campaign and those of its parts that have begun."""
    family = campaigns.list_family(session, campaign.id)
    return [member for member in family if member.status in PUBLIC_STATUSES]


def public_figures(session: Session, campaign: Campaign, *, now: datetime) -> CampaignFigures:
    """The open figures of a campaign and of its parts that have begun."""
    family = public_family(session, campaign)
    return gather_figures(session, family, goals_of=campaign.id, now=now)


def count_campaigns_by_status(session: Session) -> dict[CampaignStatus, int]:
    """How many campaigns are where."""
    statement = select(Campaign.status, func.count()).group_by(Campaign.status)
    return {row[0]: row[1] for row in session.execute(statement)}


def open_distribution(
    session: Session, family: Sequence[Campaign]
) -> list[tuple[str, str, str | int]]:
    """What is counted, of which group, how many: people served by category, lines by outcome."""
    ids = [campaign.id for campaign in family]
    people = distribution.people_by_category(session, ids)
    served = public_counts({line.category.value: line.served for line in people})
    outcomes = distribution.outcome_counts(session, ids)
    lines = public_counts(
        {status.value: outcomes[status] for status in DeliveryStatus if status in outcomes}
    )
    return [
        *(("people_served", category, count) for category, count in served.items()),
        *(("lines_by_outcome", status, count) for status, count in lines.items()),
    ]
