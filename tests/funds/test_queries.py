"""Reads of money: filters, sums, totals, balances."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import event

from campaign_app.extensions import db
from campaign_app.funds import queries, services
from campaign_app.funds.queries import DonationFilter
from campaign_app.funds.rules import (
    AccountKind,
    DonationMethod,
    DonationSource,
    DonationState,
    ExpenseStatus,
)
from tests.factories import (
    NOW,
    TODAY,
    make_account,
    make_approved_expense,
    make_campaign,
    make_donation,
    make_expense,
)
from tests.support.client import settle


@pytest.fixture
def campaign(session):
    """Four gifts: 1 000, 2 000 (voided), 3 000 anonymous in a box, 4 000 in kind."""
    campaign = make_campaign(session)
    make_donation(
        session,
        campaign=campaign,
        amount_minor=1_000,
        donor_name="Қожахметов Ғани",
        method=DonationMethod.KASPI,
        reference="KSP-77",
        received_on=date(2020, 3, 24),
    )
    voided = make_donation(
        session, campaign=campaign, amount_minor=2_000, donor_name="Алексей Ершов"
    )
    services.void_donation(
        session,
        actor=make_account(session),
        now=NOW,
        today=TODAY,
        donation=voided,
        reason="екі рет",
    )
    make_donation(
        session,
        campaign=campaign,
        amount_minor=3_000,
        donor_name="",
        is_anonymous=True,
        method=DonationMethod.BOX,
    )
    make_donation(session, campaign=campaign, amount_minor=4_000, method=DonationMethod.IN_KIND)
    return campaign


@pytest.mark.parametrize(
    ("chosen", "amounts"),
    [
        (DonationFilter(), [4_000, 3_000, 2_000, 1_000]),
        (DonationFilter(q="кожахметов"), [1_000]),
        (DonationFilter(q="Ғани  ҚОЖА"), [1_000]),
        (DonationFilter(q="ksp-77"), [1_000]),
        (DonationFilter(q="2020-0003"), [3_000]),
        (DonationFilter(q="2020-3"), [3_000]),
        (DonationFilter(q="ершов алексеи"), [2_000]),
        (DonationFilter(q="100%"), []),
        (DonationFilter(method=DonationMethod.BOX), [3_000]),
        (DonationFilter(received_from=date(2020, 3, 25)), [4_000, 3_000, 2_000]),
        (DonationFilter(received_to=date(2020, 3, 24)), [1_000]),
        (DonationFilter(state=DonationState.VOIDED), [2_000]),
        (DonationFilter(state=DonationState.VALID, received_to=TODAY), [4_000, 3_000, 1_000]),
    ],
)
def test_a_list_is_narrowed_and_added_up(session, campaign, chosen, amounts):
    page, sums = queries.list_donations(session, campaign.id, chosen=chosen, page=1)
    assert [row.amount_minor for row in page.items] == amounts
    assert page.total == sums.count == len(amounts)
    assert sums.money_minor == sum(amount for amount in amounts if amount in (1_000, 3_000))
    assert sums.in_kind_minor == sum(amount for amount in amounts if amount == 4_000)
    assert sums.voided_count == amounts.count(2_000)
    streamed = queries.stream_donations(session, campaign.id, chosen=chosen)
    assert [row.amount_minor for row in streamed] == amounts


def test_a_list_has_pages(session):
    campaign = make_campaign(session)
    for amount in (1, 2, 3):
        make_donation(session, campaign=campaign, amount_minor=amount)
    seen = []
    for number in (1, 2, 99):
        page, _ = queries.list_donations(
            session, campaign.id, chosen=DonationFilter(), page=number, per_page=2
        )
        seen.append((page.page, [row.amount_minor for row in page.items]))
    assert seen == [(1, [3, 2]), (2, [1]), (2, [1])]


def test_the_list_takes_two_queries(session, campaign):
    settle(session)
    campaign_id, asked = campaign.id, []
    listener = lambda *arguments: asked.append(arguments[2])  # noqa: E731
    event.listen(db.engine, "before_cursor_execute", listener)
    try:
        queries.list_donations(session, campaign_id, chosen=DonationFilter(q="а"), page=1)
    finally:
        event.remove(db.engine, "before_cursor_execute", listener)
    assert len([statement for statement in asked if statement.startswith("SELECT")]) == 2


def test_totals_by_method_source_and_day(session, campaign):
    methods = {
        t.method: (t.count, t.amount_minor)
        for t in queries.totals_by_method(session, [campaign.id])
    }
    assert methods == {
        DonationMethod.KASPI: (1, 1_000),
        DonationMethod.BOX: (1, 3_000),
        DonationMethod.IN_KIND: (1, 4_000),
    }
    sources = {
        t.source: (t.count, t.amount_minor)
        for t in queries.totals_by_source(session, [campaign.id])
    }
    assert sources == {DonationSource.NAMED: (1, 1_000), DonationSource.BOX: (1, 3_000)}
    days = queries.totals_by_day(session, [campaign.id])
    assert days == [(date(2020, 3, 24), 1_000), (TODAY, 3_000)]


def test_the_richest_account_stands_first(session, campaign):
    found = queries.money_accounts(session, [campaign.id])
    assert [(each.kind, each.amount_minor) for each in found] == [
        (AccountKind.BOX, 3_000),
        (AccountKind.KASPI, 1_000),
        (AccountKind.CASH, 0),
        (AccountKind.BANK, 0),
        (AccountKind.IN_TRANSIT, 0),
    ]


def test_an_umbrella_adds_its_parts_up(session, campaign):
    other = make_campaign(session)
    make_approved_expense(session, campaign=other, amount_minor=500)
    make_donation(session, campaign=other, amount_minor=70)
    ids = [campaign.id, other.id]
    equation = queries.money_equation(session, ids)
    assert dict(equation.incoming) == {"collected": 4_570}
    assert dict(equation.outgoing) == {"spent": 500, "balance": 4_070}
    assert equation.difference == 0
    assert queries.collected_minor(session, ids) == 4_570
    assert queries.spent_minor(session, ids) == 500
    assert queries.in_kind_minor(session, ids) == 4_000


def test_twins_are_the_same_donor_amount_and_day(session):
    campaign = make_campaign(session)
    make = {"campaign": campaign, "amount_minor": 500, "donor_name": "Қасымов Ғани"}
    first = make_donation(session, **make)
    second = make_donation(session, **(make | {"donor_name": "касымов  гани"}))
    make_donation(session, **(make | {"amount_minor": 501}))
    make_donation(session, **(make | {"received_on": TODAY - timedelta(days=1)}))
    nobody = {"campaign": campaign, "amount_minor": 9, "donor_name": "", "is_anonymous": True}
    unknown = [make_donation(session, **nobody) for _ in range(2)]
    assert queries.find_likely_twins(session, first) == [second]
    assert queries.find_likely_twins(session, unknown[0]) == []


def test_expenses_by_state(session):
    campaign = make_campaign(session)
    approved = make_approved_expense(session, campaign=campaign, amount_minor=800)
    make_donation(session, campaign=campaign, amount_minor=900)
    waiting = make_expense(session, campaign=campaign, amount_minor=300)
    assert queries.count_by_status(session, campaign.id) == {
        ExpenseStatus.APPROVED: (1, 800),
        ExpenseStatus.ENTERED: (1, 300),
    }
    rows = queries.list_approved_expenses(session, campaign.id)
    assert [(row.id, row.number) for row in rows] == [(approved.id, "2020-0001")]
    page = queries.list_expenses(session, campaign.id, status=ExpenseStatus.ENTERED, page=1)
    assert [row.id for row in page.items] == [waiting.id]
    assert queries.count_waiting_expenses(session, [campaign.id]) == 1
