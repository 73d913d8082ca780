"""Groups come and go; a bed is given once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from campaign_app.campaigns import services as campaigns
from campaign_app.campaigns.rules import CampaignAction, CampaignClosed
from campaign_app.core.audit import AuditEvent
from campaign_app.shelter import queries, rules, services
from campaign_app.shelter.models import ShelterBuilding, Stay
from campaign_app.shelter.rules import RoomPlan
from tests.factories import NOW, make_account, make_campaign
from tests.support.client import settle

NAME = {"kk": "Жатақхана №1", "ru": "Общежитие №1", "en": "Dormitory 1"}


@pytest.fixture
def actor(session):
    return make_account(session)


@pytest.fixture
def building(session, actor):
    rooms = [RoomPlan("304", 4, 3), RoomPlan("305", 2, 3), RoomPlan("306", 3, 3)]
    return services.add_building(session, actor=actor, now=NOW, name=NAME, rooms=rooms)


def take_in(session, actor, campaign, adults, children=0, names=(), now=NOW):
    return services.take_in_group(
        session,
        actor=actor,
        now=now,
        campaign=campaign,
        adults=adults,
        children=children,
        names=names,
    )


def leave(session, actor, campaign, group_number, now):
    return services.check_out_group(
        session, actor=actor, now=now, campaign=campaign, group_number=group_number
    )


def test_a_family_comes_sleeps_and_leaves(session, actor, building):
    campaign = make_campaign(session)
    stays = take_in(session, actor, campaign, 2, 1, ["Ким Анна", "  "])
    assert [stay.is_child for stay in stays] == [False, False, True]
    assert [stay.guest_name for stay in stays] == ["Ким Анна", None, None]
    assert queries.group_rooms(session, campaign.id, 1) == ["306"]
    assert queries.free_beds(session) == 6
    assert queries.present_count(session) == (2, 1)
    group = queries.list_present(session)[0]
    assert (group.group_number, group.adults, group.children) == (1, 2, 1)
    assert (group.rooms, group.names) == (["306"], ["Ким Анна"])
    assert queries.list_present(session, visible_ids=[]) == []
    leave(session, actor, campaign, 1, NOW + timedelta(days=2))
    assert queries.free_beds(session) == 9
    assert queries.list_present(session) == []
    assert queries.guests_count(session, [campaign.id]) == 3
    assert queries.bed_nights(session, [campaign.id]) == 6


def test_what_is_not_known_is_not_zero(session):
    campaign = make_campaign(session)
    assert queries.guests_count(session, [campaign.id]) is None
    assert queries.bed_nights(session, [campaign.id]) is None


def test_who_is_still_in_counts_up_to_now(session, actor, building):
    campaign = make_campaign(session)
    take_in(session, actor, campaign, 2)
    assert queries.bed_nights(session, [campaign.id]) == 2
    later = NOW + timedelta(days=3)
    assert queries.bed_nights(session, [campaign.id], now=later) == 6


def test_never_more_people_than_beds(session, actor, building):
    campaign, other = make_campaign(session), make_campaign(session)
    take_in(session, actor, campaign, 7)
    with pytest.raises(rules.BedsShort) as refusal:
        take_in(session, actor, other, 3)
    assert refusal.value.params == {"asked": 3, "left": 2}
    assert session.scalar(select(func.count()).select_from(Stay)) == 7
    assert [stay.group_number for stay in take_in(session, actor, other, 2)] == [1, 1]
    assert [room.free for room in queries.list_rooms(session)] == [0, 0, 0]


def test_a_freed_bed_is_given_again(session, actor, building):
    campaign = make_campaign(session)
    take_in(session, actor, campaign, 9)
    leave(session, actor, campaign, 1, NOW + timedelta(hours=8))
    again = take_in(session, actor, campaign, 9, now=NOW + timedelta(hours=9))
    assert {stay.group_number for stay in again} == {2}


def test_the_database_gives_a_bed_once(session, actor, building):
    campaign = make_campaign(session)
    stay = take_in(session, actor, campaign, 1)[0]
    session.add(Stay(campaign_id=campaign.id, group_number=9, bed_id=stay.bed_id, arrived_at=NOW))
    with pytest.raises(IntegrityError):
        session.flush()


def test_the_database_refuses_to_leave_before_coming(session, actor, building):
    stay = take_in(session, actor, make_campaign(session), 1)[0]
    stay.left_at = NOW - timedelta(seconds=1)
    with pytest.raises(IntegrityError):
        session.flush()


def test_what_check_out_is_refused_for(session, actor, building):
    campaign, other = make_campaign(session), make_campaign(session)
    take_in(session, actor, campaign, 2)
    with pytest.raises(rules.GroupGone):
        leave(session, actor, other, 1, NOW)
    with pytest.raises(rules.LeftBeforeArrival):
        leave(session, actor, campaign, 1, NOW - timedelta(hours=1))
    leave(session, actor, campaign, 1, NOW)
    with pytest.raises(rules.GroupGone):
        leave(session, actor, campaign, 1, NOW)


def test_a_closed_campaign_takes_nobody_in(session, actor, building):
    campaign = make_campaign(session)
    for action in (CampaignAction.BEGIN_CLOSING, CampaignAction.CLOSE):
        campaigns.change_status(session, actor=None, now=NOW, campaign=campaign, action=action)
    with pytest.raises(CampaignClosed):
        take_in(session, actor, campaign, 1)


def test_a_building_without_rooms_is_refused(session, actor):
    with pytest.raises(rules.RoomsMissing):
        services.add_building(session, actor=actor, now=NOW, name=NAME, rooms=[])
    assert session.scalar(select(func.count()).select_from(ShelterBuilding)) == 0


def test_the_log_knows_that_a_name_was_written_and_not_which(session, actor, building):
    take_in(session, actor, make_campaign(session), 1, names=["Ким Анна"])
    settle(session)
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "shelter:take_in")).one()
    assert "personal:" in (event.after or "")
    assert "Ким" not in (event.after or "")
