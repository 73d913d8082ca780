"""What a merged copy has counts for the person when a round is decided."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from campaign_app.beneficiaries import queries as beneficiaries
from campaign_app.beneficiaries import services as registry
from campaign_app.beneficiaries.models import Enrolment
from campaign_app.core.variants import PackageVariant
from campaign_app.distribution import queries, rules, services
from campaign_app.distribution.models import Delivery
from campaign_app.distribution.rules import DecisionReason
from tests.factories import NOW, TODAY, make_administrator
from tests.support.merging import edit, merge, undo
from tests.support.rounds import make_round
from tests.support.two_records import Scene


def listed(session, round_):
    found = select(Delivery.beneficiary_id).where(Delivery.round_id == round_.id)
    return sorted(session.scalars(found))


def add(session, scene, round_, person, reason=""):
    return services.add_line(
        session,
        actor=scene.actor,
        now=NOW,
        round_=round_,
        beneficiary_id=person.id,
        variant=PackageVariant.STANDARD,
        reason=reason,
    )


def test_who_is_on_the_list_with_a_copy_only_gets_a_place_in_a_round(session):
    scene = Scene(session, enrols_one=False)
    merged = merge(session, scene.one, scene.other)
    assert listed(session, scene.plan()) == sorted([scene.one.id, scene.third.id])
    undo(session, merged)
    assert listed(session, scene.plan()) == sorted([scene.other.id, scene.third.id])


def test_who_is_on_the_list_with_a_copy_only_can_be_added_later(session):
    scene = Scene(session, enrols_one=False)
    registry.end_enrolment(
        session,
        actor=scene.actor,
        now=NOW,
        campaign=scene.campaign,
        enrolment_id=place_of(session, scene.other).id,
        reason="later",
    )
    round_ = scene.plan()
    registry.enrol(
        session,
        actor=scene.actor,
        now=NOW,
        today=TODAY,
        campaign=scene.campaign,
        beneficiary_ids=[scene.other.id],
    )
    merge(session, scene.one, scene.other)
    scene.one.address_key = ""  # all of them live in one house here
    add(session, scene, round_, scene.one)
    assert listed(session, round_) == sorted([scene.one.id, scene.third.id])


def place_of(session, person):
    return session.scalars(select(Enrolment).where(Enrolment.beneficiary_id == person.id)).one()


def test_the_need_of_a_place_is_that_of_the_record_that_is_kept(session):
    scene = Scene(session, enrols_one=False)
    merge(session, scene.one, scene.other)
    edit(session, scene.one, born_on=date(1930, 1, 1))
    before = place_of(session, scene.other).need_score
    registry.score_again(session, actor=scene.actor, now=NOW, today=TODAY, campaign=scene.campaign)
    (row,) = (
        row
        for row in beneficiaries.list_enrolled(session, scene.campaign.id)
        if row.beneficiary_id == scene.one.id
    )
    assert row.need_score > before


def test_what_a_copy_received_in_another_round_counts(session):
    scene = Scene(session)
    registry.end_enrolment(
        session,
        actor=scene.actor,
        now=NOW,
        campaign=scene.campaign,
        enrolment_id=place_of(session, scene.one).id,
        reason="later",
    )
    first = scene.plan()
    scene.deliver(scene.line(first, scene.other))
    services.leave_out(
        session,
        actor=scene.actor,
        now=NOW,
        round_=first,
        beneficiary_id=scene.third.id,
        reason="ill",
    )
    merge(session, scene.one, scene.other)
    second = make_round(
        session,
        campaign=scene.campaign,
        actor=scene.actor,
        version_id=scene.version_id,
        choice=services.Choice(leaves_out_served=True),
    )
    assert listed(session, second) == [scene.third.id]
    decided = queries.find_decision(session, second.id, scene.one.id)
    assert decided.reason is DecisionReason.IN_ANOTHER_ROUND


def test_who_was_left_out_with_a_copy_is_taken_in_by_two_only(session):
    scene = Scene(session, enrols_one=False)
    round_ = scene.plan()
    services.leave_out(
        session,
        actor=scene.actor,
        now=NOW,
        round_=round_,
        beneficiary_id=scene.other.id,
        reason="moved away",
    )
    merge(session, scene.one, scene.other)
    with pytest.raises(rules.SecondPersonNeeded), session.begin_nested():
        add(session, scene, round_, scene.one, reason="came back")
    who = {"now": NOW, "round_": round_, "beneficiary_id": scene.one.id}
    services.ask_to_take_in(session, actor=scene.actor, reason="came back", **who)
    services.take_in(session, actor=make_administrator(session), **who)
    decided = queries.find_decision(session, round_.id, scene.one.id)
    assert (decided.beneficiary_id, decided.reason) == (
        scene.other.id,
        DecisionReason.TAKEN_IN_BY_HAND,
    )
