"""What people do with a campaign as a whole."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from campaign_app.accounts.rules import CampaignRole
from campaign_app.campaigns import queries, rules, services
from campaign_app.campaigns.models import Campaign
from campaign_app.core.errors import NotFound
from tests.factories import NOW, make_account, make_administrator, make_campaign

TITLE = {"kk": "Қар", "ru": "Снег", "en": "Snow"}


def create(session, actor, **changes):
    values = {
        "code": "SNOW-27",
        "slug": "snow-2027",
        "kind": rules.CampaignKind.CHALLENGE,
        "level": rules.CampaignLevel.CITY,
        "title": TITLE,
        "starts_on": date(2027, 1, 18),
        "ends_on": date(2027, 1, 25),
    }
    return services.create_campaign(session, actor=actor, now=NOW, **{**values, **changes})


def test_a_new_campaign_is_a_draft_and_its_maker_organises_it(session):
    actor = make_administrator(session)
    campaign = create(session, actor)
    assert campaign.status is rules.CampaignStatus.DRAFT
    assert campaign.title_kk == "Қар"
    assert queries.campaign_roles_of(session, actor.id) == {campaign.id: {CampaignRole.ORGANISER}}


@pytest.mark.parametrize(
    ("changes", "error", "field"),
    [
        ({"code": "OTHER"}, rules.SlugTaken, "slug"),
        ({"slug": "other"}, rules.CodeTaken, "code"),
        ({"slug": "Snow 2027", "code": "OTHER"}, rules.SlugInvalid, "slug"),
        (
            {"slug": "other", "code": "OTHER", "ends_on": date(2027, 1, 17)},
            rules.PeriodInvalid,
            "ends_on",
        ),
    ],
)
def test_what_a_new_campaign_may_not_be(session, changes, error, field):
    actor = make_administrator(session)
    create(session, actor)
    with pytest.raises(error) as refusal:
        create(session, actor, **changes)
    assert refusal.value.field == field


def test_the_database_refuses_a_period_that_ends_before_it_begins(session):
    campaign = create(session, make_administrator(session))
    campaign.ends_on = date(2026, 1, 1)
    with pytest.raises(IntegrityError):
        session.flush()


def test_a_goal_that_changes_keeps_its_old_value(session):
    actor = make_administrator(session)
    campaign = create(session, actor)
    for days, target in ((0, 100_000_00), (1, 150_000_00)):
        services.set_goal(
            session,
            actor=actor,
            now=NOW + timedelta(days=days),
            campaign=campaign,
            kind=rules.GoalKind.MONEY,
            target=target,
        )
    goals = queries.list_goals(session, campaign.id)
    assert [goal.target for goal in goals] == [150_000_00, 100_000_00]
    assert queries.current_goals(session, campaign.id) == {rules.GoalKind.MONEY: 150_000_00}
    with pytest.raises(rules.GoalNotPositive):
        services.set_goal(
            session,
            actor=actor,
            now=NOW,
            campaign=campaign,
            kind=rules.GoalKind.MONEY,
            target=0,
        )


def test_an_umbrella_cannot_stand_below_its_own_part(session):
    actor = make_administrator(session)
    umbrella = create(session, actor)
    part = create(session, actor, code="PART", slug="part", parent_id=umbrella.id)
    assert set(queries.family_ids(session, umbrella.id)) == {umbrella.id, part.id}
    with pytest.raises(rules.ParentRefused):
        services.edit_campaign(session, actor=actor, now=NOW, campaign=umbrella, parent_id=part.id)


def test_a_closed_campaign_cannot_be_locked_for_entries(session):
    actor = make_administrator(session)
    campaign = create(session, actor)
    for action in (
        rules.CampaignAction.START,
        rules.CampaignAction.BEGIN_CLOSING,
        rules.CampaignAction.CLOSE,
    ):
        services.change_status(session, actor=actor, now=NOW, campaign=campaign, action=action)
    with pytest.raises(rules.CampaignClosed):
        services.lock_campaign(session, campaign.id)


def test_a_role_of_another_campaign_is_not_taken_away(session):
    actor = make_administrator(session)
    campaign, other = make_campaign(session, slug="one"), make_campaign(session, slug="two")
    account = make_account(session, email="who@demo.example")
    membership = services.add_member(
        session,
        actor=actor,
        now=NOW,
        campaign=campaign,
        account_id=account.id,
        role=CampaignRole.TREASURER,
    )
    with pytest.raises(NotFound):
        services.remove_member(
            session, actor=actor, now=NOW, campaign=other, membership_id=membership.id
        )


def test_a_draft_is_not_public(session):
    campaign = create(session, make_administrator(session))
    assert queries.find_public_campaign(session, campaign.slug) is None
    campaign.status = rules.CampaignStatus.ACTIVE
    session.flush()
    found = queries.find_public_campaign(session, campaign.slug)
    assert isinstance(found, Campaign)
    assert found.id == campaign.id
