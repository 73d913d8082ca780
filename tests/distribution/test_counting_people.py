"""A person with two records has one place on a list and counts once in every figure."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from campaign_app.beneficiaries import queries as beneficiaries
from campaign_app.beneficiaries import services as registry
from campaign_app.beneficiaries.rules import BeneficiaryCategory
from campaign_app.distribution import queries
from campaign_app.distribution.models import Delivery
from campaign_app.inventory import queries as inventory
from campaign_app.reports import queries as reports
from tests.factories import NOW, TODAY
from tests.support.client import settle
from tests.support.merging import merge, undo
from tests.support.rounds import make_beneficiary
from tests.support.two_records import Scene


@pytest.fixture
def scene(session):
    return Scene(session)


# The list of the campaign


def test_two_records_on_a_list_are_one_person(session, scene):
    merged = merge(session, scene.one, scene.other)
    assert scene.on_list() == sorted([scene.one.id, scene.third.id])
    assert beneficiaries.count_enrolled_in(session, [scene.campaign.id]) == 2
    assert beneficiaries.count_enrolled(session, scene.campaign.id) == 2
    undo(session, merged)
    assert len(scene.on_list()) == 3
    assert beneficiaries.count_enrolled_in(session, [scene.campaign.id]) == 3


def test_the_kept_record_takes_the_place_of_its_copy(session):
    scene = Scene(session, enrols_one=False)
    assert scene.one.id in beneficiaries.ids_not_enrolled(session, scene.campaign.id)
    merged = merge(session, scene.one, scene.other)
    assert scene.on_list() == sorted([scene.one.id, scene.third.id])
    assert beneficiaries.is_enrolled(session, scene.campaign.id, scene.one.id)
    assert scene.one.id not in beneficiaries.ids_not_enrolled(session, scene.campaign.id)
    assert beneficiaries.count_not_enrolled(session, scene.campaign.id) == {}
    ((_campaign, enrolment),) = beneficiaries.campaigns_of(session, scene.one.id)
    assert enrolment.beneficiary_id == scene.other.id
    undo(session, merged)
    assert scene.on_list() == sorted([scene.other.id, scene.third.id])


def test_of_two_copies_on_a_list_one_takes_the_place(session, scene):
    kept = make_beneficiary(session, surname="Касимова")
    merge(session, kept, scene.one)
    merge(session, kept, scene.other)
    assert scene.on_list() == sorted([kept.id, scene.third.id])
    assert beneficiaries.count_enrolled(session, scene.campaign.id) == 2


def test_who_is_taken_off_the_list_does_not_come_back_as_a_copy(session, scene):
    merge(session, scene.one, scene.other)
    row = next(
        row
        for row in beneficiaries.list_enrolled(session, scene.campaign.id)
        if row.beneficiary_id == scene.one.id
    )
    registry.end_enrolment(
        session,
        actor=scene.actor,
        now=NOW,
        campaign=scene.campaign,
        enrolment_id=row.enrolment_id,
        reason="Көшіп кетті",
    )
    assert scene.on_list() == [scene.third.id]


def test_a_round_has_one_line_for_a_merged_person(session, scene):
    merge(session, scene.one, scene.other)
    round_ = scene.plan()
    lines = session.scalars(
        select(Delivery.beneficiary_id).where(Delivery.round_id == round_.id)
    ).all()
    assert sorted(lines) == sorted([scene.one.id, scene.third.id])


# Counting


def test_figures_count_a_person_once_and_every_package(session, scene):
    round_ = scene.plan()
    for person in (scene.one, scene.other, scene.third):
        scene.deliver(scene.line(round_, person))
    pensioner, other = BeneficiaryCategory.LONELY_PENSIONER, BeneficiaryCategory.OTHER
    assert scene.figures() == ({pensioner: (2, 2, 2), other: (1, 1, 1)}, 3)
    stock = inventory.packages_in_stock(session, scene.version_id)
    merged = merge(session, scene.one, scene.other)
    assert scene.figures() == ({pensioner: (2, 2, 3)}, 2)
    assert inventory.packages_in_stock(session, scene.version_id) == stock
    undo(session, merged)
    assert scene.figures() == ({pensioner: (2, 2, 2), other: (1, 1, 1)}, 3)


def test_the_report_after_a_merge_is_new_and_its_money_the_same(session, scene):
    round_ = scene.plan()
    for person in (scene.one, scene.other):
        scene.deliver(scene.line(round_, person))
    before = reports.gather_report(session, scene.campaign, now=NOW)
    merge(session, scene.one, scene.other)
    settle(session)
    after = reports.gather_report(session, scene.campaign, now=NOW)
    assert (before.open.recipients, after.open.recipients) == (2, 1)
    assert (before.entitled, after.entitled) == (3, 2)
    assert before.open.packages_delivered == after.open.packages_delivered == 2
    assert before.open.money == after.open.money
    assert after.is_settled


def test_the_last_help_is_the_latest_of_both(session, scene):
    round_ = scene.plan()
    merged = merge(session, scene.one, scene.other)
    scene.deliver(scene.line(round_, scene.other))
    assert scene.one.last_helped_on == TODAY
    undo(session, merged)
    assert (scene.one.last_helped_on, scene.other.last_helped_on) == (None, TODAY)


def test_a_sheet_writes_what_the_kept_record_knows(session, scene):
    round_ = scene.plan()
    registry.edit_beneficiary(
        session,
        actor=None,
        now=NOW,
        today=TODAY,
        beneficiary=scene.one,
        details=registry.BeneficiaryDetails(
            category=scene.one.category, surname="Қасымова", given_name="Әлия", house="7"
        ),
    )
    merge(session, scene.one, scene.other)
    line = queries.find_line(session, scene.line(round_, scene.other))
    assert (line.person.full_name, line.person.house) == ("Қасымова Әлия", "7")
