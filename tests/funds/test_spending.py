"""Two people for what is large or beyond what is there."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from campaign_app.accounts.rules import CampaignRole
from campaign_app.funds import queries, rules, services
from campaign_app.funds.rules import AccountKind, ExpenseStatus
from tests.factories import (
    NOW,
    TODAY,
    make_account,
    make_administrator,
    make_campaign,
    make_donation,
    make_expense,
    make_member,
)
from tests.support.client import settle

BASE = "/manage/campaigns/food"
LIMIT = 500_00


@pytest.fixture
def campaign(session, frozen_clock):
    """1 000 ₸ in the bank; above 500 ₸ two approve."""
    frozen_clock.set(NOW)
    campaign = make_campaign(session, slug="food")
    make_donation(session, campaign=campaign, amount_minor=1_000_00)
    services.set_spending_limit(
        session, actor=make_account(session), now=NOW, campaign=campaign, amount_minor=LIMIT
    )
    return campaign


def approve(session, expense, actor=None):
    actor = actor or make_account(session)
    return services.approve_expense(session, actor=actor, now=NOW, expense=expense)


def enter(session, campaign, amount_minor, reason=""):
    return services.enter_expense(
        session,
        actor=make_account(session),
        now=NOW,
        today=TODAY,
        campaign=campaign,
        details=services.ExpenseDetails(
            supplier="«Демо» ЖШС",
            amount_minor=amount_minor,
            spent_on=TODAY,
            purpose="Жол",
            account=AccountKind.BANK,
            override_reason=reason,
        ),
    )


@pytest.mark.parametrize(("amount", "needs_two"), [(LIMIT, False), (LIMIT + 1, True)])
def test_who_approves_how_much(session, campaign, amount, needs_two):
    expense = make_expense(session, campaign=campaign, amount_minor=amount)
    assert expense.needs_two_approvals is needs_two
    first = make_account(session)
    approve(session, expense, first)
    assert (expense.status is ExpenseStatus.HALF_APPROVED) is needs_two
    if needs_two:
        assert queries.spent_minor(session, [campaign.id]) == 0
        assert queries.count_waiting_expenses(session, [campaign.id]) == 1
        with pytest.raises(rules.SameApprover):
            approve(session, expense, first)
        approve(session, expense)
    assert expense.status is ExpenseStatus.APPROVED
    assert queries.spent_minor(session, [campaign.id]) == amount
    with pytest.raises(rules.ExpenseDecided):
        approve(session, expense)


def test_the_limit_of_the_day_stays_with_the_expense(session, campaign):
    expense = make_expense(session, campaign=campaign, amount_minor=LIMIT + 1)
    services.set_spending_limit(
        session, actor=make_account(session), now=NOW, campaign=campaign, amount_minor=900_00
    )
    assert queries.spending_limit(session, campaign.id) == 900_00
    assert approve(session, expense).status is ExpenseStatus.HALF_APPROVED
    settle(session)
    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(text("UPDATE spending_limits SET amount_minor = 0"))
    session.rollback()


def test_half_an_approval_can_still_be_rejected(session, campaign):
    expense = approve(session, make_expense(session, campaign=campaign, amount_minor=600_00))
    services.reject_expense(
        session, actor=make_account(session), now=NOW, expense=expense, reason="қымбат"
    )
    assert expense.status is ExpenseStatus.REJECTED


def test_more_than_is_there_takes_a_reason_and_two(session, campaign):
    with pytest.raises(rules.InsufficientFunds):
        enter(session, campaign, 1_200_00)
    expense = enter(session, campaign, 1_200_00, "боранда қалғандарға")
    assert expense.needs_two_approvals
    approve(session, approve(session, expense))
    assert expense.overdraft_minor == 200_00
    assert queries.account_balance(session, campaign.id, AccountKind.BANK) == 0
    assert queries.owed_minor(session, campaign.id) == 200_00
    assert queries.balance(session, [campaign.id]) == -200_00
    assert queries.money_equation(session, [campaign.id]).difference == 0
    # What comes in next is owed to them first.
    make_donation(session, campaign=campaign, amount_minor=300_00)
    with pytest.raises(rules.InsufficientFunds):
        enter(session, campaign, 101_00)
    services.transfer_money(
        session,
        actor=make_account(session),
        now=NOW,
        today=TODAY,
        campaign=campaign,
        source=rules.Place(AccountKind.BANK),
        target=rules.Place(AccountKind.ADVANCES),
        amount_minor=200_00,
    )
    assert queries.owed_minor(session, campaign.id) == 0
    assert queries.balance(session, [campaign.id]) == 100_00


def test_a_reason_that_is_not_needed_overrides_nothing(session, campaign):
    expense = enter(session, campaign, 100_00, "керек емес")
    assert (expense.override_reason, expense.needs_two_approvals) == ("", False)


@pytest.mark.parametrize(
    "change",
    [
        "status = 'approved', entry_id = 1, decided_by_id = first_approved_by_id",
        "first_approved_by_id = entered_by_id",
        "overdraft_minor = 1",
        "overdraft_minor = amount_minor + 1, override_reason = 'x'",
        "refunded_minor = 1",
    ],
)
def test_the_database_keeps_the_rules_too(session, campaign, change):
    expense = approve(session, make_expense(session, campaign=campaign, amount_minor=600_00))
    settle(session)
    with pytest.raises(IntegrityError):
        session.execute(text(f"UPDATE expenses SET {change} WHERE id = {expense.id}"))
    session.rollback()


def test_it_is_done_and_seen_in_the_browser(session, campaign, client_for):
    organiser = client_for(make_member(session, campaign=campaign, role=CampaignRole.ORGANISER))
    treasurer = client_for(make_member(session, campaign=campaign, role=CampaignRole.TREASURER))
    admin = client_for(make_administrator(session))
    values = {"supplier": "«Демо» ЖШС", "amount": "1200", "purpose": "Жол", "account": "bank"}
    answer = organiser.submit(f"{BASE}/expenses/new", values)
    assert answer.status_code == 422
    assert "1,200.00" in answer.text
    assert '<details class="fold" open>' in answer.text
    answer = organiser.submit(f"{BASE}/expenses/new", {**values, "override_reason": "Боран"})
    url = answer.location
    assert "Two people approve it" in treasurer.get(url).text
    treasurer.post(f"{url}/approve")
    page = treasurer.get(url).text
    assert "somebody else gives the second approval" in page
    assert treasurer.post(f"{url}/approve").status_code == 422
    assert admin.post(f"{url}/approve").status_code == 302
    page = organiser.get(url).text
    assert "Others advanced" in page
    assert "beyond what was there" in organiser.get(f"{BASE}/expenses").text
    report = organiser.get(f"{BASE}/reports").text
    assert "Spent beyond what was there" in report
    assert "Боран" in report
    assert "it is to be paid back" in organiser.get(f"{BASE}/accounts").text


def test_a_divided_purchase_is_pointed_out(session, campaign, client_for):
    treasurer = client_for(make_member(session, campaign=campaign, role=CampaignRole.TREASURER))
    one, _other = (make_expense(session, campaign=campaign, amount_minor=300_00) for _ in range(2))
    assert "Perhaps one purchase was divided" in treasurer.get(f"{BASE}/expenses/{one.id}").text


def test_the_organiser_sets_the_limit(session, campaign, client_for):
    organiser = client_for(make_member(session, campaign=campaign, role=CampaignRole.ORGANISER))
    url = f"{BASE}/accounts/limit"
    for wrong in ("", "x", "-1", "1e999"):
        answer = organiser.post(url, data={"limit": wrong})
        assert answer.status_code == 422, wrong
    assert organiser.post(url, data={"limit": "25 000"}).status_code == 302
    assert queries.spending_limit(session, campaign.id) == 25_000_00
