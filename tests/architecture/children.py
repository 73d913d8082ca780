"""How to make what an id in a campaign's address names, so that its 404 elsewhere is tested.

A feature that adds an address with an id below `/manage/campaigns/<slug>/` adds a line here:
the parameter's name, and a function that makes one in a campaign and gives its id.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.accounts.rules import CampaignRole
from campaign_app.campaigns.models import Campaign, Membership
from campaign_app.volunteers import services as volunteers
from campaign_app.volunteers.rules import ShiftKind
from tests.factories import NOW, make_member

Maker = Callable[[Session, Campaign], int]


def make_membership(session: Session, campaign: Campaign) -> int:
    """Somebody's role in the campaign."""
    account = make_member(session, campaign=campaign, role=CampaignRole.TREASURER)
    found = select(Membership.id).where(Membership.account_id == account.id)
    return session.execute(found).scalar_one()


def make_shift(session: Session, campaign: Campaign) -> int:
    """A shift of the campaign."""
    details = volunteers.ShiftDetails(
        title="Қар тазалау",
        kind=ShiftKind.SNOW_CLEARING,
        starts_at=NOW,
        ends_at=NOW + timedelta(hours=3),
        places=5,
    )
    return volunteers.create_shift(
        session, actor=None, now=NOW, campaign=campaign, details=details
    ).id


CHILDREN: dict[str, Maker] = {
    "membership_id": make_membership,
    "shift_id": make_shift,
}
