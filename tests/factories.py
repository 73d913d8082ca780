"""Makes what a test needs and does not assert on. Keyword-only; a test states what it asserts.

Each function goes through the feature's service, so that what it makes is what the program
makes: audited, folded, numbered. Numbers that must differ come from one counter.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count

from sqlalchemy.orm import Session

from campaign_app.accounts import services as accounts
from campaign_app.accounts.models import Account
from campaign_app.accounts.rules import CampaignRole, Role
from campaign_app.campaigns import services as campaigns
from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.rules import CampaignAction, CampaignKind, CampaignLevel

NOW = datetime(2020, 4, 20, 12, 0, tzinfo=UTC)
TODAY = date(2020, 4, 20)
PASSWORD = "a long password for tests"
_numbers = count(1)


def make_account(
    session: Session,
    *,
    role: Role = Role.STAFF,
    email: str | None = None,
    full_name: str = "Айгүл Серікқызы",
    password: str = PASSWORD,
    locale: str | None = None,
    born_on: date | None = None,
) -> Account:
    """Somebody who can sign in."""
    return accounts.create_account(
        session,
        actor=None,
        now=NOW,
        email=email or f"person{next(_numbers)}@tests.example",
        full_name=full_name,
        role=role,
        password=password,
        born_on=born_on,
        locale=locale,
    )


def make_administrator(session: Session) -> Account:
    """Somebody who may do everything."""
    return make_account(session, role=Role.ADMINISTRATOR)


def make_auditor(session: Session) -> Account:
    """Somebody who may read everything and change nothing."""
    return make_account(session, role=Role.AUDITOR)


def make_campaign(
    session: Session,
    *,
    slug: str | None = None,
    code: str | None = None,
    title: str = "Азық-түлік",
    starts_on: date = date(2020, 4, 1),
    ends_on: date | None = None,
    parent: Campaign | None = None,
    is_active: bool = True,
) -> Campaign:
    """A campaign that is under way, or a draft."""
    number = next(_numbers)
    campaign = campaigns.create_campaign(
        session,
        actor=None,
        now=NOW,
        code=code or f"C-{number}",
        slug=slug or f"campaign-{number}",
        kind=CampaignKind.CAMPAIGN,
        level=CampaignLevel.ORGANISATION,
        title={"kk": title, "ru": title, "en": title},
        starts_on=starts_on,
        ends_on=ends_on,
        parent_id=parent.id if parent else None,
    )
    if is_active:
        campaigns.change_status(
            session, actor=None, now=NOW, campaign=campaign, action=CampaignAction.START
        )
    return campaign


def make_member(
    session: Session, *, campaign: Campaign, role: CampaignRole, account: Account | None = None
) -> Account:
    """Somebody with a role in `campaign`."""
    account = account or make_account(session)
    campaigns.add_member(
        session, actor=None, now=NOW, campaign=campaign, account_id=account.id, role=role
    )
    return account
