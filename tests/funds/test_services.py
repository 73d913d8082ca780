"""Money through the services: numbers, balances, reversals, four eyes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from campaign_app.campaigns.rules import CampaignAction, CampaignClosed
from campaign_app.campaigns.services import change_status
from campaign_app.funds import queries, rules, services
from campaign_app.funds.models import Posting
from campaign_app.funds.rules import AccountKind, DonationMethod
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


def give(session, campaign, actor, *, amount_minor=500_050, method=DonationMethod.KASPI, **more):
    values = {"donor_name": "Үмбетова Айгүл", **more}
    return make_donation(
        session, campaign=campaign, actor=actor, amount_minor=amount_minor, method=method, **values
    )


def enter(session, campaign, actor, *, amount_minor, account=AccountKind.KASPI):
    return make_expense(
        session, campaign=campaign, actor=actor, amount_minor=amount_minor, account=account
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


@pytest.mark.parametrize(
    "verb", ["UPDATE journal_entries SET reason = 'x'", "DELETE FROM journal_entries"]
)
def test_the_database_refuses_to_change_an_entry(session, people, verb):
    give(session, make_campaign(session, slug="one"), people[0])
    settle(session)
    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(text(verb))


def test_the_database_refuses_that_one_approves_her_own(session, people):
    campaign = make_campaign(session, slug="one")
    expense = make_approved_expense(session, campaign=campaign)
    settle(session)
    with pytest.raises(DBAPIError, match="approved_by_another"):
        session.execute(text("UPDATE expenses SET decided_by_id = entered_by_id"))
    session.rollback()
    assert expense.decided_by_id != expense.entered_by_id


def test_expenses_are_numbered_without_gaps_by_year(session, people):
    campaign, other = make_campaign(session, slug="one"), make_campaign(session, slug="two")
    for each in (campaign, other):
        give(session, each, people[0])
    made = [enter(session, each, people[0], amount_minor=1) for each in (campaign, other)]
    assert [expense.number for expense in made] == ["2020-0001", "2020-0002"]


def test_nothing_is_entered_in_a_closed_campaign(session, people):
    campaign = make_campaign(session, slug="one")
    donation = give(session, campaign, people[0])
    expense = enter(session, campaign, people[0], amount_minor=1)
    for action in (CampaignAction.BEGIN_CLOSING, CampaignAction.CLOSE):
        change_status(session, actor=people[0], now=NOW, campaign=campaign, action=action)
    with pytest.raises(CampaignClosed):
        give(session, campaign, people[0])
    with pytest.raises(CampaignClosed):
        enter(session, campaign, people[0], amount_minor=1)
    with pytest.raises(CampaignClosed):
        services.approve_expense(session, actor=people[1], now=NOW, expense=expense)
    with pytest.raises(CampaignClosed):
        services.void_donation(
            session, actor=people[1], now=NOW, today=TODAY, donation=donation, reason="why"
        )


def test_a_voided_reference_is_free_again(session, people):
    campaign = make_campaign(session, slug="one")
    first = give(session, campaign, people[0], reference="K-1")
    services.void_donation(
        session, actor=people[1], now=NOW, today=TODAY, donation=first, reason="сома қате"
    )
    again = give(session, campaign, people[0], reference="K-1")
    assert [first.receipt, again.receipt] == ["2020-0001", "2020-0002"]


def test_a_rejected_expense_spends_nothing_and_says_why(session, people):
    campaign = make_campaign(session, slug="one")
    give(session, campaign, people[0], amount_minor=1_000)
    expense = enter(session, campaign, people[0], amount_minor=1_000)
    with pytest.raises(rules.ReasonMissing):
        services.reject_expense(session, actor=people[1], now=NOW, expense=expense, reason=" ")
    services.reject_expense(session, actor=people[1], now=NOW, expense=expense, reason="құжат жоқ")
    assert expense.reject_reason == "құжат жоқ"
    assert queries.balance(session, [campaign.id]) == 1_000


def test_an_account_may_be_somebodys_own(session, people):
    campaign = make_campaign(session, slug="one")
    services.describe_account(
        session,
        actor=people[0],
        now=NOW,
        campaign=campaign,
        kind=AccountKind.KASPI,
        is_personal=True,
        owner_note="Демо Айгүл",
    )
    personal = [a for a in queries.money_accounts(session, [campaign.id]) if a.is_personal]
    assert [(a.kind, a.owner_note) for a in personal] == [(AccountKind.KASPI, "Демо Айгүл")]
    with pytest.raises(rules.AccountUnknown):
        services.describe_account(
            session,
            actor=people[0],
            now=NOW,
            campaign=campaign,
            kind=AccountKind.SPENT,
            is_personal=True,
        )
