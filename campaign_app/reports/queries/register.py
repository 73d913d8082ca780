"""What the register of volunteer activity is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.accounts.rules import CampaignRole
from campaign_app.campaigns.models import Campaign, CampaignParty, Membership, Organisation
from campaign_app.campaigns.rules import PartyRole
from campaign_app.core.i18n import LabelledEnum
from campaign_app.volunteers import queries as volunteers
from campaign_app.volunteers.queries import HoursFilter, RegisterAction, RegisterCount
from campaign_app.volunteers.queries.register import RegisterVolunteer
from campaign_app.volunteers.rules.hours import Between


@dataclass(frozen=True, kw_only=True)
class RegisterData:
    """What stands in the register; `campaigns` are those that the reader works on."""

    campaigns: Sequence[Campaign]
    parties: Sequence[tuple[Organisation, PartyRole, int]]
    volunteers: Sequence[RegisterVolunteer]
    groups: Sequence[tuple[str, int, int, int]]
    leaders: Sequence[tuple[str, LabelledEnum, int]]
    actions: Sequence[RegisterAction]


def gather_register(
    session: Session, campaigns: Sequence[Campaign], *, between: Between | None
) -> RegisterData:
    """Everything of these campaigns in that time; None: of all times."""
    ids = [campaign.id for campaign in campaigns]
    everywhere = HoursFilter(between=between)
    statement = (
        select(Organisation, CampaignParty.role, CampaignParty.campaign_id)
        .join(CampaignParty, CampaignParty.organisation_id == Organisation.id)
        .where(CampaignParty.campaign_id.in_(ids))
        .order_by(CampaignParty.campaign_id, CampaignParty.id)
    )
    return RegisterData(
        campaigns=campaigns,
        parties=[(row[0], row[1], row[2]) for row in session.execute(statement)],
        volunteers=volunteers.register_volunteers(session, everywhere),
        groups=volunteers.register_groups(session, everywhere),
        leaders=_leaders(session, ids),
        actions=volunteers.register_actions(
            session, HoursFilter(between=between, campaign_ids=ids)
        ),
    )


def _leaders(session: Session, ids: Sequence[int]) -> list[tuple[str, LabelledEnum, int]]:
    """Who organises by her role in the program, and who managed and coordinated as a volunteer."""
    statement = (
        select(Account.full_name, Membership.role, Membership.campaign_id)
        .join(Membership, Membership.account_id == Account.id)
        .where(Membership.campaign_id.in_(ids), Membership.role == CampaignRole.ORGANISER)
        .order_by(Membership.campaign_id, Account.full_name)
    )
    organisers = [(row[0], row[1], row[2]) for row in session.execute(statement)]
    leaders = volunteers.register_leaders(session, ids)
    return organisers + [(row.full_name, row.role, row.campaign_id) for row in leaders]


def gather_counts(
    session: Session, campaigns: Sequence[Campaign], *, between: Between | None
) -> list[RegisterCount]:
    """How many took part in what, in these campaigns."""
    ids = [campaign.id for campaign in campaigns]
    return volunteers.register_counts(session, HoursFilter(between=between, campaign_ids=ids))
