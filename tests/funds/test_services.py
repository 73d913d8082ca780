"""Money through the services: numbers, balances, reversals, four eyes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from campaign_app.funds import queries, rules, services
from campaign_app.funds.models import Posting
from campaign_app.funds.rules import AccountKind, DonationMethod
from tests.factories import NOW, TODAY, make_account, make_campaign
from tests.support.client import settle


def give(session, campaign, actor, *, amount_minor=500_050, method=DonationMethod.KASPI, **more):
    values = {"donor_name": "Үмбетова Айгүл", "received_on": TODAY, **more}
    details = services.DonationDetails(amount_minor=amount_minor, method=method, **values)
    return services.record_donation(
        session, actor=actor, now=NOW, today=TODAY, campaign=campaign, details=details
    )


def enter(session, campaign, actor, *, amount_minor, account=AccountKind.KASPI):
    return services.enter_expense(
        session,
        actor=actor,
        now=NOW,
        today=TODAY,
        campaign=campaign,
        details=services.ExpenseDetails(
            supplier="«Демо» ЖШС",
            amount_minor=amount_minor,
            spent_on=TODAY,
            purpose="Азық-түлік",
            account=account,
        ),
    )


@pytest.fixture
def people(session):
    return make_account(session), make_account(session)


def test_receipts_are_numbered_without_gaps_by_year_of_receipt(session, people):
    campaign = make_campaign(session, slug="one")
    last_year = TODAY.replace(year=2019)
    made = [
        give(session, campaign, people[0], received_on=day) for day in (TODAY, last_year, TODAY)
    ]
    assert [d.receipt for d in made] == ["2020-0001", "2019-0001", "2020-0002"]


def test_the_journal_sums_to_zero_and_the_equation_holds(session, people):
    campaign = make_campaign(session, slug="one")
    give(session, campaign, people[0], amount_minor=1_000_000)
    give(session, campaign, people[0], amount_minor=70_000, method=DonationMethod.IN_KIND)
    expense = enter(session, campaign, people[0], amount_minor=400_000)
    services.approve_expense(session, actor=people[1], now=NOW, expense=expense)
    assert session.execute(select(func.sum(Posting.amount_minor))).scalar_one() == 0
    equation = queries.money_equation(session, [campaign.id])
    assert dict(equation.incoming) == {"collected": 1_000_000}
    assert dict(equation.outgoing) == {"spent": 400_000, "balance": 600_000}
    assert equation.difference == 0
    assert queries.in_kind_minor(session, [campaign.id]) == 70_000


def test_a_void_is_a_reversal_that_stays(session, people):
    campaign = make_campaign(session, slug="one")
    donation = give(session, campaign, people[0])
    services.void_donation(
        session, actor=people[1], now=NOW, today=TODAY, donation=donation, reason="екі рет"
    )
    assert donation.voided_at == NOW
    assert queries.balance(session, [campaign.id]) == 0
    assert queries.collected_minor(session, [campaign.id]) == 0
    with pytest.raises(rules.AlreadyVoided):
        services.void_donation(
            session, actor=people[1], now=NOW, today=TODAY, donation=donation, reason="again"
        )


def test_a_void_needs_a_reason_and_the_money(session, people):
    campaign = make_campaign(session, slug="one")
    donation = give(session, campaign, people[0])
    with pytest.raises(rules.ReasonMissing):
        services.void_donation(
            session, actor=people[1], now=NOW, today=TODAY, donation=donation, reason="  "
        )
    expense = enter(session, campaign, people[0], amount_minor=100)
    services.approve_expense(session, actor=people[1], now=NOW, expense=expense)
    with pytest.raises(rules.MoneySpentAlready) as refusal:
        services.void_donation(
            session, actor=people[1], now=NOW, today=TODAY, donation=donation, reason="why"
        )
    assert refusal.value.params["left"].minor == 499_950


def test_nothing_is_spent_that_is_not_there(session, people):
    campaign, other = make_campaign(session, slug="one"), make_campaign(session, slug="two")
    give(session, campaign, people[0], amount_minor=1_000)
    with pytest.raises(rules.InsufficientFunds):
        enter(session, campaign, people[0], amount_minor=1_001)
    with pytest.raises(rules.InsufficientFunds):
        enter(session, other, people[0], amount_minor=1)
    first = enter(session, campaign, people[0], amount_minor=600)
    second = enter(session, campaign, people[0], amount_minor=600)
    services.approve_expense(session, actor=people[1], now=NOW, expense=first)
    with pytest.raises(rules.InsufficientFunds) as refusal:
        services.approve_expense(session, actor=people[1], now=NOW, expense=second)
    assert refusal.value.params["left"].minor == 400


def test_an_expense_is_approved_once_by_somebody_else(session, people):
    campaign = make_campaign(session, slug="one")
    give(session, campaign, people[0])
    expense = enter(session, campaign, people[0], amount_minor=100)
    with pytest.raises(rules.OwnExpense):
        services.approve_expense(session, actor=people[0], now=NOW, expense=expense)
    services.approve_expense(session, actor=people[1], now=NOW, expense=expense)
    with pytest.raises(rules.ExpenseDecided):
        services.reject_expense(
            session, actor=people[1], now=NOW, expense=expense, reason="too late"
        )


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"received_on": TODAY + timedelta(days=1)}, rules.DateInFuture),
        ({"donor_name": ""}, rules.DonorMissing),
    ],
)
def test_what_a_donation_may_not_be(session, people, more, error):
    with pytest.raises(error):
        give(session, make_campaign(session, slug="one"), people[0], **more)


def test_a_payment_reference_is_entered_once(session, people):
    campaign = make_campaign(session, slug="one")
    first = give(session, campaign, people[0], reference="K-1")
    with pytest.raises(rules.ReferenceTaken) as refusal:
        give(session, campaign, people[0], reference="K-1")
    assert refusal.value.params == {"receipt": first.receipt}
    give(session, campaign, people[0], reference="K-1", method=DonationMethod.BANK)


@pytest.mark.parametrize("verb", ["UPDATE postings SET amount_minor = 1", "DELETE FROM postings"])
def test_the_database_refuses_to_change_a_posting(session, people, verb):
    give(session, make_campaign(session, slug="one"), people[0])
    settle(session)
    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(text(verb))
