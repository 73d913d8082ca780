"""Money with many hands: receipts without gaps, and never more spent than is there."""

from __future__ import annotations

from itertools import chain

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.accounts.rules import CampaignRole, Role
from campaign_app.campaigns.models import Campaign
from campaign_app.core.audit import verify_chain
from campaign_app.core.errors import DomainError
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db
from campaign_app.funds import queries, services
from campaign_app.funds.models import Donation, Expense, Posting
from campaign_app.funds.rules import DonationMethod, ExpenseStatus
from tests.factories import (
    NOW,
    TODAY,
    make_account,
    make_campaign,
    make_donation,
    make_expense,
    make_member,
)
from tests.support.client import Client, make_client, settle
from tests.support.databases import Database
from tests.support.processes import run_together

pytestmark = pytest.mark.concurrency
RECEIPTS_OF_EACH = 25


def issue_receipts(app: Flask, campaign_id: int) -> list[int]:
    del app
    issued = []
    for _ in range(RECEIPTS_OF_EACH):
        with unit_of_work() as session:
            donation = services.record_donation(
                session,
                actor=None,
                now=NOW,
                today=TODAY,
                campaign=session.get_one(Campaign, campaign_id),
                details=services.DonationDetails(
                    amount_minor=100_00,
                    method=DonationMethod.CASH,
                    received_on=TODAY,
                    donor_name="Демо",
                ),
            )
            issued.append(donation.receipt_sequence)
    return issued


def test_eight_processes_issue_receipts_without_gaps(session: Session, database: Database) -> None:
    one, two = make_campaign(session), make_campaign(session)
    settle(session)
    results = run_together(database.url, issue_receipts, [one.id, two.id] * 4)
    assert all(isinstance(found, list) for found in results), results
    assert sorted(chain.from_iterable(results)) == list(range(1, 201))
    assert session.scalar(select(func.sum(Posting.amount_minor))) == 0
    assert queries.money_equation(session, [one.id, two.id]).total == 200 * 100_00
    assert queries.money_equation(session, [one.id, two.id]).difference == 0
    assert verify_chain(session) is None


def approve(app: Flask, asked: tuple[int, list[int]]) -> list[str]:
    del app
    approver_id, expense_ids = asked
    results = []
    for expense_id in expense_ids:
        try:
            with unit_of_work() as session:
                services.approve_expense(
                    session,
                    actor=session.get_one(Account, approver_id),
                    now=NOW,
                    expense=session.get_one(Expense, expense_id),
                )
            results.append("approved")
        except DomainError as error:
            results.append(type(error).__name__)
    return results


def test_a_balance_for_ten_approves_ten_of_fifty(session: Session, database: Database) -> None:
    campaign, entered_by = make_campaign(session), make_account(session)
    approver = make_member(session, campaign=campaign, role=CampaignRole.TREASURER)
    make_donation(session, campaign=campaign, amount_minor=10_900)
    ids = [
        make_expense(session, campaign=campaign, amount_minor=1_000, actor=entered_by).id
        for _ in range(50)
    ]
    settle(session)
    asked = [(approver.id, ids[start::5]) for start in range(5)]
    results = list(chain.from_iterable(run_together(database.url, approve, asked)))
    assert sorted(set(results)) == ["InsufficientFunds", "approved"], results
    assert results.count("approved") == 10
    assert queries.balance(session, [campaign.id]) == 900
    assert queries.count_by_status(session, campaign.id)[ExpenseStatus.APPROVED] == (10, 10_000)
    assert session.scalar(select(func.sum(Posting.amount_minor))) == 0


def approve_one(app: Flask, asked: tuple[int, int]) -> str:
    return approve(app, (asked[0], [asked[1]]))[0]


def test_one_expense_is_decided_once(session: Session, database: Database) -> None:
    campaign = make_campaign(session)
    approver = make_account(session)
    make_donation(session, campaign=campaign, amount_minor=5_000)
    expense = make_expense(session, campaign=campaign, amount_minor=1_000)
    settle(session)
    results = run_together(database.url, approve_one, [(approver.id, expense.id)] * 4)
    assert sorted(results) == ["ExpenseDecided"] * 3 + ["approved"]
    assert queries.balance(session, [campaign.id]) == 4_000


def send_form(app: Flask, asked: tuple[str, int]) -> tuple[int, str]:
    slug, account_id = asked
    app.test_client_class = Client
    account = db.session.get_one(Account, account_id)
    client = make_client(app, None).sign_in(account)
    answer = client.post(
        f"/manage/campaigns/{slug}/donations/new",
        data={
            "donor_name": "Демо",
            "amount": "5000",
            "method": "cash",
            "received_on": "2020-04-20",
            "submission_id": "one-form-sent-four-times",
        },
    )
    return answer.status_code, answer.headers.get("Location", "")


def test_one_form_sent_four_times_is_one_donation(session: Session, database: Database) -> None:
    campaign = make_campaign(session)
    account = make_account(session, role=Role.ADMINISTRATOR)
    settle(session)
    results = run_together(database.url, send_form, [(campaign.slug, account.id)] * 4)
    donation = session.scalars(select(Donation)).one()
    url = f"/manage/campaigns/{campaign.slug}/donations/{donation.id}"
    assert results == [(302, url)] * 4
