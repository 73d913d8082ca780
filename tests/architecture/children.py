"""How to make what an id in a campaign's address names, so that its 404 elsewhere is tested.

A feature that adds an address with an id below `/manage/campaigns/<slug>/` adds a line here:
the parameter's name, and a function that makes one in a campaign and gives its id.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.accounts.rules import CampaignRole
from campaign_app.campaigns.models import Campaign, Membership
from tests.factories import make_member

Maker = Callable[[Session, Campaign], int]


def make_membership(session: Session, campaign: Campaign) -> int:
    """Somebody's role in the campaign."""
    account = make_member(session, campaign=campaign, role=CampaignRole.TREASURER)
    found = select(Membership.id).where(Membership.account_id == account.id)
    return session.execute(found).scalar_one()


CHILDREN: dict[str, Maker] = {
    "membership_id": make_membership,
}
