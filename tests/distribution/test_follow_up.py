"""Follow-up calls: drawn by chance, made by somebody else, nothing asked twice."""

from __future__ import annotations

from random import Random

import pytest
from sqlalchemy import select

from campaign_app.accounts.rules import CampaignRole
from campaign_app.distribution import queries, rules, services
from campaign_app.distribution.models import FollowUpCall
from campaign_app.distribution.rules import CallOutcome, DeliveryAction, ProofKind
from tests.factories import NOW, TODAY, make_account, make_campaign, make_member
from tests.support.routes import RouteScene


def test_everybody_is_as_likely_and_nobody_twice():
    found = [rules.draw_sample(list(range(10)), 3, Random(seed)) for seed in range(400)]
    assert all(len(set(each)) == 3 for each in found)
    times = [sum(number in each for each in found) for number in range(10)]
    assert min(times) > 80
    assert max(times) < 160
    assert rules.draw_sample([7], 5, Random(1)) == [7]
    with pytest.raises(rules.NobodyToCall):
        rules.draw_sample([], 1, Random(1))


@pytest.fixture
def scene(session, frozen_clock):
    """Two of three were served; all have telephones."""
    frozen_clock.set(NOW)
    scene = RouteScene(session, campaign=make_campaign(session, slug="food"))
    scene.assign()
    for number, person in enumerate(scene.people):
        person.phone = f"+7700000000{number}"
    for line in scene.lines[:2]:
        services.record_outcome(
            session,
            actor=scene.actor,
            now=NOW,
            delivery=line,
            action=DeliveryAction.DELIVER,
            handed_on=TODAY,
            proof=services.ProofGiven(kind=ProofKind.PAPER_SIGNATURE),
        )
    session.flush()
    return scene


def draw(session, scene, count=5):
    return services.draw_calls(
        session, actor=scene.actor, now=NOW, round_=scene.round, count=count, chance=Random(1)
    )


def test_only_who_was_served_and_has_a_telephone_is_drawn_once(session, scene):
    calls = draw(session, scene)
    assert {call.delivery_id for call in calls} == {line.id for line in scene.lines[:2]}
    with pytest.raises(rules.NobodyToCall):
        draw(session, scene)


def test_whoever_brought_it_does_not_ask(session, scene):
    call = draw(session, scene)[0]
    assert queries.who_took_part(session, call.delivery_id) == {scene.actor.id, scene.account.id}
    for actor in (scene.actor, scene.account):
        with pytest.raises(rules.OwnDelivery):
            services.record_call(
                session, actor=actor, now=NOW, call=call, outcome=CallOutcome.RECEIVED
            )
    other = make_account(session)
    services.record_call(session, actor=other, now=NOW, call=call, outcome=CallOutcome.UNREACHED)
    services.record_call(session, actor=other, now=NOW, call=call, outcome=CallOutcome.RECEIVED)
    with pytest.raises(rules.CalledAlready):
        services.record_call(
            session, actor=other, now=NOW, call=call, outcome=CallOutcome.NOT_RECEIVED
        )


def test_calls_are_drawn_made_and_counted_on_the_screen(session, scene, client_for):
    session.commit()
    organiser = client_for(
        make_member(session, campaign=scene.campaign, role=CampaignRole.ORGANISER)
    )
    url = f"/manage/campaigns/food/distributions/{scene.round.id}/follow-up"
    assert organiser.post(url, data={"count": "0"}).status_code == 422
    organiser.post(url, data={"count": "2"})
    assert organiser.post(url, data={"count": "1"}).status_code == 422
    first, second = session.scalars(select(FollowUpCall.id).order_by(FollowUpCall.id))
    assert (
        "Choose what was said."
        in organiser.post(f"{url}/{first}", data={"outcome": "?"}, follow_redirects=True).text
    )
    organiser.post(f"{url}/{first}", data={"outcome": "not_received", "note": "Ештеңе келмеді"})
    organiser.post(f"{url}/{second}", data={"outcome": "received"})
    page = organiser.get(url).text
    assert "Ештеңе келмеді" in page
    assert "Somebody says that nothing came" in page
    assert queries.count_calls(session, scene.round.id) == {
        CallOutcome.NOT_RECEIVED: 1,
        CallOutcome.RECEIVED: 1,
    }
    again = organiser.post(
        f"{url}/{first}", data={"outcome": "received"}, follow_redirects=True
    ).text
    assert "This call is recorded already" in again
    assert organiser.post(f"{url}/999", data={"outcome": "received"}).status_code == 404
