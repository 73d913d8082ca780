"""Reads of campaigns."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from campaign_app.accounts.rules import CampaignRole
from campaign_app.campaigns.models import (
    Campaign,
    CampaignGoal,
    CampaignParty,
    Membership,
    Organisation,
)
from campaign_app.campaigns.rules import CampaignStatus, GoalKind
from campaign_app.core.pagination import Page, fetch_page

PUBLIC_STATUSES = (CampaignStatus.ACTIVE, CampaignStatus.CLOSING, CampaignStatus.CLOSED)


@dataclass(frozen=True)
class MemberRow:
    """Somebody's role in a campaign."""

    id: int
    account_id: int
    role: CampaignRole


def find_campaign(session: Session, slug: str) -> Campaign | None:
    """The campaign with this address, its umbrella loaded with it."""
    statement = select(Campaign).where(Campaign.slug == slug).options(joinedload(Campaign.parent))
    return session.scalars(statement).one_or_none()


def find_by_id(session: Session, campaign_id: int) -> Campaign | None:
    """The campaign with this id."""
    return session.get(Campaign, campaign_id)


def find_public_campaign(session: Session, slug: str) -> Campaign | None:
    """The campaign with this address, if it has begun: a draft is nobody's business yet."""
    campaign = find_campaign(session, slug)
    return campaign if campaign is not None and campaign.status in PUBLIC_STATUSES else None


def list_campaigns(
    session: Session,
    *,
    page: int,
    visible_ids: frozenset[int] | None,
    status: CampaignStatus | None = None,
) -> Page[Campaign]:
    """Campaigns, the latest first; `visible_ids` None means all of them."""
    statement = select(Campaign).options(joinedload(Campaign.parent))
    if visible_ids is not None:
        statement = statement.where(Campaign.id.in_(visible_ids))
    if status is not None:
        statement = statement.where(Campaign.status == status)
    statement = statement.order_by(Campaign.starts_on.desc(), Campaign.id)
    return fetch_page(session, statement, page=page, make_row=lambda row: row[0])


def list_open_campaigns(session: Session, visible_ids: frozenset[int] | None) -> list[Campaign]:
    """Campaigns that are not closed, drafts among them, the latest first."""
    statement = select(Campaign).where(Campaign.status != CampaignStatus.CLOSED)
    if visible_ids is not None:
        statement = statement.where(Campaign.id.in_(visible_ids))
    return list(session.scalars(statement.order_by(Campaign.starts_on.desc(), Campaign.id)))


def list_public_campaigns(session: Session) -> list[Campaign]:
    """All campaigns that have begun, those under way first, then the latest."""
    statement = (
        select(Campaign)
        .where(Campaign.status.in_(PUBLIC_STATUSES))
        .order_by(
            (Campaign.status == CampaignStatus.CLOSED), Campaign.starts_on.desc(), Campaign.id
        )
    )
    return list(session.scalars(statement))


def list_parts(session: Session, campaign_id: int) -> list[Campaign]:
    """The campaigns directly below an umbrella, in the order in which they began."""
    statement = (
        select(Campaign)
        .where(Campaign.parent_id == campaign_id)
        .order_by(Campaign.starts_on, Campaign.id)
    )
    return list(session.scalars(statement))


def family_ids(session: Session, campaign_id: int) -> list[int]:
    """The campaign and everything below it."""
    tree = select(Campaign.id).where(Campaign.id == campaign_id).cte(recursive=True)
    tree = tree.union(select(Campaign.id).where(Campaign.parent_id == tree.c.id))
    return list(session.scalars(select(tree.c.id)))


def list_family(session: Session, campaign_id: int) -> list[Campaign]:
    """The campaign and everything below it, in the order in which they began."""
    tree = select(Campaign.id).where(Campaign.id == campaign_id).cte(recursive=True)
    tree = tree.union(select(Campaign.id).where(Campaign.parent_id == tree.c.id))
    statement = select(Campaign).join(tree, tree.c.id == Campaign.id)
    return list(session.scalars(statement.order_by(Campaign.starts_on, Campaign.id)))


def parent_choices(session: Session) -> list[Campaign]:
    """Campaigns that another one can be a part of."""
    return list(session.scalars(select(Campaign).order_by(Campaign.starts_on.desc(), Campaign.id)))


def campaign_roles_of(session: Session, account_id: int) -> dict[int, frozenset[CampaignRole]]:
    """The roles of an account, by campaign id."""
    statement = select(Membership.campaign_id, Membership.role)
    found: dict[int, set[CampaignRole]] = defaultdict(set)
    for campaign_id, role in session.execute(statement.where(Membership.account_id == account_id)):
        found[campaign_id].add(role)
    return {campaign_id: frozenset(roles) for campaign_id, roles in found.items()}


def list_members(session: Session, campaign_id: int) -> list[MemberRow]:
    """Who works on a campaign, in which role."""
    statement = (
        select(Membership.id, Membership.account_id, Membership.role)
        .where(Membership.campaign_id == campaign_id)
        .order_by(Membership.role, Membership.id)
    )
    return [MemberRow(*row) for row in session.execute(statement)]


def list_parties(session: Session, campaign_id: int) -> list[CampaignParty]:
    """The organisations of a campaign with their roles."""
    statement = (
        select(CampaignParty)
        .where(CampaignParty.campaign_id == campaign_id)
        .options(joinedload(CampaignParty.organisation))
        .order_by(CampaignParty.id)
    )
    return list(session.scalars(statement))


def list_goals(session: Session, campaign_id: int) -> list[CampaignGoal]:
    """The goals with their history, the latest first."""
    statement = (
        select(CampaignGoal)
        .where(CampaignGoal.campaign_id == campaign_id)
        .order_by(CampaignGoal.set_at.desc(), CampaignGoal.id.desc())
    )
    return list(session.scalars(statement))


def current_goals(session: Session, campaign_id: int) -> dict[GoalKind, int]:
    """The goal of each kind that is in force; a kind without one is absent."""
    goals: dict[GoalKind, int] = {}
    for goal in list_goals(session, campaign_id):
        goals.setdefault(goal.kind, goal.target)
    return goals


def current_goals_of(session: Session, campaign_ids: list[int]) -> dict[int, dict[GoalKind, int]]:
    """The goals in force of several campaigns; one without goals is absent."""
    statement = (
        select(CampaignGoal.campaign_id, CampaignGoal.kind, CampaignGoal.target)
        .where(CampaignGoal.campaign_id.in_(campaign_ids))
        .order_by(CampaignGoal.set_at.desc(), CampaignGoal.id.desc())
    )
    goals: defaultdict[int, dict[GoalKind, int]] = defaultdict(dict)
    for campaign_id, kind, target in session.execute(statement):
        goals[campaign_id].setdefault(kind, target)
    return dict(goals)


def find_organisation_by_bin(session: Session, number: str) -> Organisation | None:
    """The organisation with this BIN."""
    return session.scalars(select(Organisation).where(Organisation.bin == number)).one_or_none()


def list_organisations(session: Session) -> list[Organisation]:
    """Every organisation we know."""
    return list(session.scalars(select(Organisation).order_by(Organisation.name_ru)))
