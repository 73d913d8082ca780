"""Synthetic volume for benchmarks: one campaign with the numbers of a profile.

Rows are written in bulk, past the services, because twenty thousand donations by hand
take minutes; they keep every rule that the database and the equations check: keys made
by the same functions, postings that sum to zero, receipt numbers without gaps.
"""

from __future__ import annotations

import random

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.accounts.rules import CampaignRole
from campaign_app.beneficiaries.models import Beneficiary
from campaign_app.campaigns import services as campaigns
from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.rules import CampaignAction, CampaignKind, CampaignLevel
from campaign_app.demo.scale.bulk import (
    FIRST_DAY,
    PROFILES,
    START,
    Profile,
    catch_up_sequences,
    next_id,
)
from campaign_app.demo.scale.handing_out import add_rounds
from campaign_app.demo.scale.money import add_donations, add_expenses
from campaign_app.demo.scale.people import add_beneficiaries, add_volunteers
from campaign_app.demo.scale.registers import add_appeals, add_disclosures, add_suggestions
from campaign_app.funds.models import JournalEntry
from campaign_app.volunteers.models import Shift, Volunteer

SEED = 20200403
__all__ = ["PROFILES", "Profile", "add_volume"]


def add_volume(session: Session, profile: Profile) -> Campaign:
    """Add a campaign with the volume of `profile`. Refuses to do it twice (its code is taken)."""
    chance = random.Random(SEED)  # noqa: S311 - the same volume every time, no secret
    campaign = campaigns.create_campaign(
        session,
        actor=None,
        now=START,
        code=profile.slug.upper(),
        slug=profile.slug,
        kind=CampaignKind.CAMPAIGN,
        level=CampaignLevel.REGIONAL,
        title=dict.fromkeys(("kk", "ru", "en"), f"{profile.slug} (synthetic)"),
        starts_on=FIRST_DAY,
    )
    campaigns.change_status(
        session, actor=None, now=START, campaign=campaign, action=CampaignAction.START
    )
    people = session.scalars(select(Account.id).order_by(Account.id)).all()
    for account_id, role in zip(people[1:4], CampaignRole, strict=False):
        campaigns.add_member(
            session, actor=None, now=START, campaign=campaign, account_id=account_id, role=role
        )
    add_donations(session, campaign, profile, chance)
    add_expenses(session, campaign, profile, chance, people)
    first_person = next_id(session, Beneficiary)
    add_beneficiaries(session, campaign, profile, chance)
    add_volunteers(session, campaign, profile, chance)
    add_rounds(session, campaign, profile)
    add_suggestions(session, first_person)
    add_disclosures(session, campaign, profile, first_person, list(people))
    add_appeals(session, campaign, profile)
    catch_up_sequences(session, [JournalEntry, Beneficiary, Volunteer, Shift])
    return campaign
