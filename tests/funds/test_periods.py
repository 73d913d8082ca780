"""Closing a period: decided, counted, reconciled to zero, locked."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from campaign_app.accounts.rules import CampaignRole
from campaign_app.funds import queries, rules, services
from campaign_app.funds.rules import AccountKind, DonationMethod, Place
from tests.factories import (
    NOW,
    TODAY,
    make_account,
    make_campaign,
    make_donation,
    make_member,
)
from tests.support.boxes import make_box
from tests.support.client import settle

BASE = "/manage/campaigns/food"
END = TODAY - timedelta(days=3)
LATER = TODAY - timedelta(days=1)


@pytest.fixture
def campaign(session, frozen_clock):
    """500 ₸ in cash, 800 ₸ in the bank at the end of the period; later 70 ₸ more in cash."""
    frozen_clock.set(NOW)
    campaign = make_campaign(session, slug="food")
    for amount, method, day in (
        (500_00, DonationMethod.CASH, END),
        (800_00, DonationMethod.BANK, END),
        (70_00, DonationMethod.CASH, LATER),
    ):
        make_donation(
            session, campaign=campaign, amount_minor=amount, method=method, received_on=day
        )
    return campaign


def close(session, campaign, ends_on=END, **values):
    given = {"pieces": {500: 1, 50: 1, 20: 1}, "bank_minor": 800_00, "kaspi_minor": 0, **values}
    return services.close_period(
        session,
        actor=make_account(session),
        now=NOW,
        today=TODAY,
        campaign=campaign,
        ends_on=ends_on,
        found=services.Reconciliation(counted_with="Ким В.", **given),
    )


def test_a_closed_period_is_reconciled_and_locked(session, campaign):
    close(session, campaign)
    assert queries.closed_until(session, campaign.id) == END
    with pytest.raises(rules.PeriodClosed) as refusal:
        make_donation(session, campaign=campaign, amount_minor=1, received_on=END)
    assert refusal.value.field == "received_on"
    with pytest.raises(rules.PeriodClosed):
        make_expense_on(session, campaign, END)
    (row,) = queries.list_periods(session, campaign.id)
    assert (row.opening_minor, row.in_minor, row.out_minor) == (0, 1_300_00, 0)
    assert (row.closing_minor, row.cash_minor, row.difference_minor) == (1_300_00, 570_00, 0)


def make_expense_on(session, campaign, day):
    return services.enter_expense(
        session,
        actor=make_account(session),
        now=NOW,
        today=TODAY,
        campaign=campaign,
        details=services.ExpenseDetails(
            supplier="«Демо» ЖШС",
            amount_minor=10_00,
            spent_on=day,
            purpose="Жол",
            account=AccountKind.BANK,
        ),
    )


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"pieces": {500: 1, 50: 1, 10: 1}}, "pieces_20000"),
        ({"bank_minor": 799_99}, "bank"),
        ({"kaspi_minor": 1}, "kaspi"),
    ],
)
def test_what_differs_from_the_books_does_not_close(session, campaign, values, field):
    with pytest.raises(rules.NotReconciled) as refusal:
        close(session, campaign, **values)
    assert refusal.value.field == field
    assert queries.closed_until(session, campaign.id) is None


def test_a_difference_is_written_first(session, campaign):
    services.record_count(
        session,
        actor=make_account(session),
        now=NOW,
        today=TODAY,
        campaign=campaign,
        place=Place(AccountKind.CASH),
        counted_minor=560_00,
        counted_on=TODAY,
        reason="10 ₸ жетпейді",
    )
    close(session, campaign, pieces={500: 1, 50: 1, 10: 1})


@pytest.mark.parametrize("day", [TODAY, TODAY + timedelta(days=9)])
def test_a_period_that_is_not_over_stays_open(session, campaign, day):
    with pytest.raises(rules.PeriodNotOver):
        close(session, campaign, day)


def test_periods_follow_each_other(session, campaign):
    close(session, campaign)
    for day in (END, END - timedelta(days=1)):
        with pytest.raises(rules.PeriodClosed):
            close(session, campaign, day)
    close(session, campaign, LATER)
    latest, _first = queries.list_periods(session, campaign.id)
    assert (latest.starts_on, latest.opening_minor, latest.in_minor) == (END, 1_300_00, 70_00)


def test_what_waits_keeps_a_period_open(session, campaign):
    expense = make_expense_on(session, campaign, END)
    box = make_box(session, campaign=campaign)
    services.open_box(
        session,
        actor=make_account(session),
        now=NOW,
        today=TODAY,
        box=box,
        opened_on=END,
        seal_found="A-1",
        seal_note="",
        pieces={},
    )
    waiting = queries.waiting_until(session, campaign.id, END)
    assert [(each.expense_id, each.box_id) for each in waiting] == [
        (expense.id, None),
        (None, box.id),
    ]
    with pytest.raises(rules.PeriodWaits):
        close(session, campaign)
    assert queries.waiting_until(session, campaign.id, END - timedelta(days=1)) == []


def test_a_later_correction_stands_in_the_next_period_and_is_named(session, campaign):
    donation = make_donation(
        session, campaign=campaign, amount_minor=30_00, method=DonationMethod.CASH, received_on=END
    )
    close(session, campaign, pieces={500: 1, 100: 1})
    services.void_donation(
        session,
        actor=make_account(session),
        now=NOW,
        today=TODAY,
        donation=donation,
        reason="екі рет",
    )
    (row,) = queries.list_periods(session, campaign.id)
    assert row.corrections == [donation.reversal_entry_id]
    assert row.closing_minor == 1_330_00


@pytest.mark.parametrize("statement", ["UPDATE closed_periods SET note = 'x'", "DELETE FROM {}"])
def test_the_database_keeps_a_closed_period(session, campaign, statement):
    close(session, campaign)
    settle(session)
    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(text(statement.format("closed_periods")))
    session.rollback()


VALUES = {
    "ends_on": END.isoformat(),
    "pieces_500": "1",
    "pieces_50": "1",
    "pieces_20": "1",
    "bank": "800",
    "kaspi": "0",
    "counted_with": "Ким В.",
}


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_a_treasurer_closes_a_period_in_the_browser(session, campaign, client_for, locale):
    member = make_member(session, campaign=campaign, role=CampaignRole.TREASURER)
    treasurer = client_for(member, locale)
    url = f"{BASE}/periods/new"
    assert treasurer.get(f"{BASE}/periods").status_code == 200
    assert treasurer.get(url).status_code == 200
    for wrong in ({"bank": "-1"}, {"bank": "801"}, {"ends_on": "x"}, {"counted_with": ""}):
        answer = treasurer.submit(url, {**VALUES, **wrong})
        assert (answer.status_code, 'value="Ким В."' in answer.text) == (
            422,
            "counted_with" not in wrong,
        )
    assert treasurer.submit(url, VALUES).location == f"{BASE}/periods"
    assert treasurer.submit(url, VALUES).status_code == 422
    page = treasurer.get(f"{BASE}/periods").text
    assert "1,300.00" in page or "1 300,00" in page.replace("\u00a0", " ")
    rows = csv.reader(io.StringIO(treasurer.get(f"{BASE}/periods.csv").data.decode("utf-8-sig")))
    assert next(row for row in rows if row[0] == END.isoformat())[5] == "1300.00"
    late = {
        "donor_name": "Демо",
        "amount": "5",
        "method": "cash",
        "received_on": END.isoformat(),
    }
    answer = treasurer.submit(f"{BASE}/donations/new", late)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
