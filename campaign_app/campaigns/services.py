"""What people do with a campaign as a whole."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.accounts.rules import CampaignRole
from campaign_app.campaigns import queries, rules
from campaign_app.campaigns.models import (
    Campaign,
    CampaignGoal,
    CampaignParty,
    Membership,
    Organisation,
)
from campaign_app.core.audit import record_event
from campaign_app.core.errors import NotFound

TEXTS = ("title", "summary", "how_to_help")


def lock_campaign(session: Session, campaign_id: int) -> Campaign:
    """Lock a campaign until the transaction ends and give it as it is now.

    Whatever must not happen twice in a campaign at once, such as spending its balance,
    locks it first. Raises CampaignClosed when nothing more may be entered.
    """
    campaign = session.scalars(
        select(Campaign)
        .where(Campaign.id == campaign_id)
        .with_for_update(of=Campaign)
        .execution_options(populate_existing=True)
    ).one()
    rules.check_open_for_entries(campaign.status)
    return campaign


def create_campaign(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    code: str,
    slug: str,
    kind: rules.CampaignKind,
    level: rules.CampaignLevel,
    title: dict[str, str],
    starts_on: date,
    ends_on: date | None = None,
    parent_id: int | None = None,
    summary: dict[str, str] | None = None,
    how_to_help: dict[str, str] | None = None,
    hashtag: str = "",
    order_number: str = "",
) -> Campaign:
    """Create a draft. Refuses a taken code or address and a period that ends before it begins.

    `title`, `summary` and `how_to_help` are texts by language code.
    """
    rules.check_slug(slug)
    campaign = Campaign(
        status=rules.CampaignStatus.DRAFT,
        kind=kind,
        level=level,
        created_at=now,
        code=code,
        slug=slug,
    )
    _fill(
        session,
        campaign,
        {
            "code": code,
            "slug": slug,
            "kind": kind,
            "level": level,
            "starts_on": starts_on,
            "ends_on": ends_on,
            "parent_id": parent_id,
            "hashtag": hashtag,
            "order_number": order_number,
            "title": title,
            "summary": summary or {},
            "how_to_help": how_to_help or {},
        },
    )
    session.add(campaign)
    _record(session, actor, now, "campaign:create", campaign)
    session.flush()
    if actor is not None:
        _add_membership(session, campaign.id, actor.id, CampaignRole.ORGANISER)
    return campaign


def edit_campaign(
    session: Session, *, actor: Account, now: datetime, campaign: Campaign, **values: object
) -> None:
    """Change what describes a campaign. Refuses what `create_campaign` refuses."""
    _fill(session, campaign, values)
    _record(session, actor, now, "campaign:edit", campaign)
    session.flush()


def change_status(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    campaign: Campaign,
    action: rules.CampaignAction,
) -> None:
    """Move a campaign on. Refuses a step that its state does not allow."""
    campaign.status = rules.next_status(campaign.status, action)
    _record(session, actor, now, f"campaign:{action}", campaign)
    session.flush()


def set_goal(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    campaign: Campaign,
    kind: rules.GoalKind,
    target: int,
    reason: str = "",
) -> CampaignGoal:
    """Set a goal from now on; the goals before it stay in the history. Refuses zero and less."""
    if target <= 0:
        raise rules.GoalNotPositive(field="target")
    goal = CampaignGoal(
        campaign_id=campaign.id,
        kind=kind,
        target=target,
        set_at=now,
        set_by_id=actor.id if actor else None,
        reason=reason,
    )
    session.add(goal)
    _record(session, actor, now, "campaign:set_goal", goal)
    session.flush()
    return goal


def add_organisation(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    name: dict[str, str],
    bin_number: str | None = None,
    aliases: str = "",
) -> Organisation:
    """Add an organisation, or give the one that has this BIN."""
    known = queries.find_organisation_by_bin(session, bin_number) if bin_number else None
    if known is not None:
        return known
    organisation = Organisation(
        name_kk=name["kk"], name_ru=name["ru"], name_en=name["en"], bin=bin_number, aliases=aliases
    )
    session.add(organisation)
    _record(session, actor, now, "organisation:create", organisation)
    session.flush()
    return organisation


def add_party(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    campaign: Campaign,
    organisation: Organisation,
    role: rules.PartyRole,
) -> CampaignParty:
    """Name an organisation's role in a campaign; once is enough."""
    for party in queries.list_parties(session, campaign.id):
        if party.organisation_id == organisation.id and party.role is role:
            return party
    party = CampaignParty(campaign_id=campaign.id, organisation_id=organisation.id, role=role)
    session.add(party)
    _record(session, actor, now, "campaign:add_party", party)
    session.flush()
    return party


def add_member(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    campaign: Campaign,
    account_id: int,
    role: CampaignRole,
) -> Membership:
    """Give somebody a role in a campaign; once is enough. Refuses an account that is not there."""
    if session.get(Account, account_id) is None:
        raise NotFound(field="account_id")
    membership = _add_membership(session, campaign.id, account_id, role)
    _record(session, actor, now, "campaign:add_member", membership)
    session.flush()
    return membership


def remove_member(
    session: Session, *, actor: Account, now: datetime, campaign: Campaign, membership_id: int
) -> None:
    """Take a role away. Refuses a role that is not one of this campaign's."""
    membership = session.get(Membership, membership_id)
    if membership is None or membership.campaign_id != campaign.id:
        raise NotFound()
    _record(session, actor, now, "campaign:remove_member", campaign, removed=membership.account_id)
    session.delete(membership)
    session.flush()


def _add_membership(
    session: Session, campaign_id: int, account_id: int, role: CampaignRole
) -> Membership:
    known = session.scalars(
        select(Membership).where(
            Membership.campaign_id == campaign_id,
            Membership.account_id == account_id,
            Membership.role == role,
        )
    ).one_or_none()
    if known is not None:
        return known
    membership = Membership(campaign_id=campaign_id, account_id=account_id, role=role)
    session.add(membership)
    return membership


def _fill(session: Session, campaign: Campaign, values: dict[str, object]) -> None:
    for name, value in values.items():
        if name in TEXTS:
            for code, text in (value or {}).items():  # type: ignore[attr-defined]
                setattr(campaign, f"{name}_{code}", text or "")
        else:
            setattr(campaign, name, value)
    if campaign.ends_on is not None and campaign.ends_on < campaign.starts_on:
        raise rules.PeriodInvalid(
            field="ends_on", starts_on=campaign.starts_on, ends_on=campaign.ends_on
        )
    with session.no_autoflush:
        _check_unique(session, campaign)
        below = [] if campaign.id is None else queries.family_ids(session, campaign.id)
        if campaign.parent_id in below:
            raise rules.ParentRefused(field="parent_id")


def _check_unique(session: Session, campaign: Campaign) -> None:
    for column, error in (("slug", rules.SlugTaken), ("code", rules.CodeTaken)):
        same = select(Campaign.id).where(getattr(Campaign, column) == getattr(campaign, column))
        if campaign.id is not None:
            same = same.where(Campaign.id != campaign.id)
        if session.execute(same).first() is not None:
            raise error(field=column)


def _record(
    session: Session,
    actor: Account | None,
    now: datetime,
    action: str,
    subject: object,
    **extra: object,
) -> None:
    record_event(
        session,
        actor_id=actor.id if actor else None,
        now=now,
        action=action,
        subject=subject,
        campaign_id=subject.id if isinstance(subject, Campaign) else None,
        **extra,
    )
