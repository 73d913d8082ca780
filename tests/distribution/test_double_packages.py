"""One person with two records: counted once, one package a round, two packages come to light."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from campaign_app.accounts.rules import CampaignRole
from campaign_app.core.variants import PackageVariant
from campaign_app.distribution import queries, rules, services
from campaign_app.distribution.models import DoublePackage
from campaign_app.distribution.rules import DeliveryAction
from tests.factories import NOW, TODAY, make_campaign, make_member
from tests.support.merging import merge, undo
from tests.support.two_records import Scene


@pytest.fixture
def scene(session):
    return Scene(session)


# One package a round


def test_the_second_package_is_refused_and_says_when_the_first_was_received(session, scene):
    round_ = scene.plan()
    scene.deliver(scene.line(round_, scene.one))
    merge(session, scene.one, scene.other)
    second = scene.line(round_, scene.other)
    with pytest.raises(rules.ServedOnOtherRecord) as refused:
        scene.deliver(second)
    assert refused.value.params["round"] == round_.number
    assert refused.value.params["when"] == TODAY
    with pytest.raises(rules.AlreadyServed):
        services.take_out(session, actor=scene.actor, now=NOW, delivery=second)
    assert not second.is_with_courier


def test_who_was_not_at_home_is_still_recorded_on_the_second_line(session, scene):
    round_ = scene.plan()
    merge(session, scene.one, scene.other)
    scene.deliver(scene.line(round_, scene.one))
    missed = services.record_outcome(
        session,
        actor=scene.actor,
        now=NOW,
        delivery=scene.line(round_, scene.other),
        action=DeliveryAction.REFUSE,
        handed_on=TODAY,
    )
    assert missed.status is rules.DeliveryStatus.REFUSED


def test_after_an_undo_of_the_merge_both_get_their_package(session, scene):
    round_ = scene.plan()
    merged = merge(session, scene.one, scene.other)
    scene.deliver(scene.line(round_, scene.one))
    undo(session, merged)
    scene.deliver(scene.line(round_, scene.other))
    assert scene.figures()[1] == 2


def test_a_person_whose_copy_is_on_the_round_is_not_added(session):
    scene = Scene(session, enrols_one=False)
    round_ = scene.plan()
    merge(session, scene.one, scene.other)
    with pytest.raises(rules.AlreadyOnList):
        services.add_line(
            session,
            actor=scene.actor,
            now=NOW,
            round_=round_,
            beneficiary_id=scene.one.id,
            variant=PackageVariant.STANDARD,
        )


# Two packages come to light


def test_two_packages_are_listed_until_somebody_says_how_it_came(session, scene):
    round_ = scene.plan()
    one, other = scene.line(round_, scene.one), scene.line(round_, scene.other)
    for line in (one, other):
        scene.deliver(line)
    assert queries.double_packages(session, None).items == []
    (foreseen,) = queries.shared_rounds(session, [scene.one.id, scene.other.id], None)
    assert {line.id for line in foreseen} == {one.id, other.id}
    merge(session, scene.one, scene.other)
    (found,) = queries.double_packages(session, None).items
    assert (found.person_id, found.is_double, found.note) == (scene.one.id, True, None)
    for note in ("Көршісі алып берген", "Қайтарып берді"):
        services.settle_double_package(
            session, actor=scene.actor, now=NOW, delivery=other, other_id=one.id, note=note
        )
    (found,) = queries.double_packages(session, None, person_id=scene.one.id).items
    assert (found.note, found.settled_by_id) == ("Қайтарып берді", scene.actor.id)
    assert session.scalar(select(func.count()).select_from(DoublePackage)) == 1
    assert queries.double_packages(session, [], person_id=scene.one.id).items == []


def test_only_two_packages_of_one_person_are_settled(session, scene):
    round_ = scene.plan()
    one, other = scene.line(round_, scene.one), scene.line(round_, scene.other)
    third = scene.line(round_, scene.third)
    merge(session, scene.one, scene.other)
    scene.deliver(one)
    scene.deliver(third)
    for delivery, other_id in ((one, other.id), (one, one.id), (one, third.id)):
        with pytest.raises(rules.NoDoublePackage):
            services.settle_double_package(
                session, actor=scene.actor, now=NOW, delivery=delivery, other_id=other_id, note="х"
            )
    with pytest.raises(rules.ReasonMissing):
        services.settle_double_package(
            session, actor=scene.actor, now=NOW, delivery=one, other_id=other.id, note=" "
        )


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_pages_show_two_packages_before_and_after_the_merge(session, client_for, scene, locale):
    organiser = make_member(session, campaign=scene.campaign, role=CampaignRole.ORGANISER)
    stranger = make_member(session, campaign=make_campaign(session), role=CampaignRole.ORGANISER)
    round_ = scene.plan()
    one, other = scene.line(round_, scene.one), scene.line(round_, scene.other)
    for line in (one, other):
        scene.deliver(line)
    client = client_for(organiser, locale)
    packages = "/manage/beneficiaries/duplicates?show=packages"
    url = f"/manage/campaigns/food/deliveries/{other.id}"
    assert url not in client.get(packages).text
    assert (
        url in client.get(f"/manage/beneficiaries/{scene.one.id}/merge?with={scene.other.id}").text
    )
    merge(session, scene.one, scene.other)
    assert url in client.get(f"/manage/beneficiaries/{scene.one.id}").text
    assert url in client.get(packages).text
    assert url not in client_for(stranger, locale).get(packages).text
    answer = client.submit(
        packages, {"note": "Көршісі алып берген"}, action="/settle-double", follow_redirects=True
    )
    assert "Көршісі алып берген" in answer.text
    assert session.scalars(select(DoublePackage)).one().note == "Көршісі алып берген"
    refused = client.post(f"{url}/settle-double", data={"other": "x", "note": "y"})
    assert refused.status_code == 404
