"""The figures: an umbrella counts a person once, and nothing that is unknown is a zero."""

from __future__ import annotations

from datetime import timedelta

from campaign_app.campaigns.rules import GoalKind
from campaign_app.distribution.rules import DeliveryStatus
from campaign_app.funds.rules import AccountKind, DonationMethod
from campaign_app.reports import queries
from campaign_app.volunteers import services as volunteers
from campaign_app.volunteers.rules import ShiftKind
from tests.factories import NOW, make_campaign, make_donation, make_expense
from tests.support.reported import Story
from tests.support.rounds import make_packages, make_round


def test_a_new_campaign_knows_nothing_yet(session):
    campaign = make_campaign(session)
    report = queries.gather_report(session, campaign, now=NOW)
    assert report.open.participants is None
    assert report.open.recipients is None
    assert report.open.packages_delivered is None
    assert report.minutes is None
    assert report.guests is None
    assert report.open.money.collected_minor == 0
    assert report.is_settled


def test_the_figures_of_a_campaign(session):
    story = Story(session)
    report = queries.gather_report(session, story.food, now=NOW)
    figures = report.open
    assert figures.money.collected_minor == 500_050
    assert [(line.method, line.count) for line in figures.money.by_method] == [
        (DonationMethod.KASPI, 1)
    ]
    assert figures.people is not None
    assert (figures.people.planned, figures.recipients, figures.packages_delivered) == (3, 2, 2)
    assert figures.participants == 1
    assert report.entitled == 3
    assert report.outcomes == [(DeliveryStatus.PLANNED, 1), (DeliveryStatus.DELIVERED, 2)]
    assert figures.goals == {GoalKind.MONEY: 100_000_000}
    assert figures.reached(GoalKind.MONEY) == 500_050
    assert [check.equation.difference for check in report.checks] == [0] * len(report.checks)


def test_an_umbrella_adds_up_its_parts_and_counts_a_person_once(session):
    story = Story(session)
    figures = queries.gather_report(session, story.umbrella, now=NOW).open
    assert figures.money.collected_minor == 500_050 + 70_000
    assert figures.packages_delivered == 3
    assert figures.recipients == 2
    assert figures.participants == 1


def test_a_package_that_left_without_proof_shows_as_a_difference(session):
    story = Story(session)
    before = queries.gather_report(session, story.food, now=NOW)
    assert before.is_settled
    tampered = before.packages.variants[0]
    forged = type(before.packages)(
        [type(tampered)(**{**vars(tampered), "delivered": 3, "in_stock": 0})]
    )
    checks = queries.check_balances(before.open, forged, before.goods)
    assert [check.equation.difference for check in checks[:3]] == [0, 0, 1]


def test_what_waits(session):
    story = Story(session)
    make_donation(session, campaign=story.food, amount_minor=30_000)
    expense = make_expense(
        session, campaign=story.food, amount_minor=30_000, account=AccountKind.BANK
    )
    empty = make_packages(session, campaign=story.food, count=0)
    make_round(session, campaign=story.food, actor=story.actor, version_id=empty)
    details = volunteers.ShiftDetails(
        title="Жеткізу",
        kind=ShiftKind.DELIVERY,
        starts_at=NOW + timedelta(hours=1),
        ends_at=NOW + timedelta(hours=3),
        places=2,
    )
    volunteers.create_shift(session, actor=None, now=NOW, campaign=story.food, details=details)
    mine = [story.food.id]
    waiting = queries.what_waits(
        session, now=NOW, shifts_of=mine, expenses_of=mine, rounds_of=mine, packing_of=mine
    )
    assert [shift.places_left for shift in waiting.shifts] == [2]
    assert [found.number for found in waiting.expenses] == [expense.number]
    assert sorted(found.waiting for found in waiting.rounds) == [1, 3]
    assert waiting.to_pack == {story.food.id: 3}
    nothing = queries.what_waits(
        session, now=NOW, shifts_of=[], expenses_of=[], rounds_of=[], packing_of=[]
    )
    assert nothing.is_nothing
