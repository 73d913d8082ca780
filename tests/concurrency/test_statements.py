"""Statements with many hands: two files of the same days, one line for two people."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.campaigns.models import Campaign
from campaign_app.core.errors import DomainError
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.funds import queries, services
from campaign_app.funds.models import Donation, Statement, StatementLine
from tests.factories import NOW, TODAY, make_account, make_campaign
from tests.support.client import settle
from tests.support.databases import Database
from tests.support.processes import run_together
from tests.support.statements import bring_in, make_source

pytestmark = pytest.mark.concurrency
LINES = "received_on;amount;donor_name;reference\n" + "".join(
    f"20.04.2020;{100 + number};Ким {number};K-{number}\n" for number in range(20)
)


def confirm(app: Flask, asked: tuple[int, int, int]) -> str:
    """Post a statement."""
    del app
    campaign_id, statement_id, account_id = asked
    with unit_of_work() as session:
        planned = services.confirm_statement(
            session,
            actor=session.get_one(Account, account_id),
            now=NOW,
            today=TODAY,
            campaign=session.get_one(Campaign, campaign_id),
            statement=session.get_one(Statement, statement_id),
        )
        return "posted" if planned else "nothing"


def test_the_same_days_confirmed_by_four_are_posted_once(
    session: Session, database: Database
) -> None:
    campaign = make_campaign(session)
    source = make_source(session)
    first, second = (bring_in(session, campaign, source, LINES) for _ in range(2))
    people = [make_account(session) for _ in range(4)]
    settle(session)
    asked = [
        (campaign.id, statement.id, person.id)
        for statement, person in zip((first, first, second, second), people, strict=True)
    ]
    results = run_together(database.url, confirm, asked)
    assert sorted(results) == ["nothing", "nothing", "posted", "posted"]
    assert session.scalar(select(func.count()).select_from(Donation)) == 20
    assert session.scalar(select(func.count()).select_from(StatementLine)) == 20
    assert queries.balance(session, [campaign.id]) == sum(range(100, 120)) * 100


def book(app: Flask, asked: tuple[int, int, int]) -> str:
    """Book a parked line as a gift."""
    del app
    campaign_id, line_id, account_id = asked
    try:
        with unit_of_work() as session:
            services.book_line_as_donation(
                session,
                actor=session.get_one(Account, account_id),
                now=NOW,
                today=TODAY,
                campaign=session.get_one(Campaign, campaign_id),
                line=session.get_one(StatementLine, line_id),
                donor_name="Ким Вера",
                is_anonymous=False,
                received_on=TODAY,
            )
    except DomainError as error:
        return type(error).__name__
    return "done"


def test_a_line_is_decided_by_one_of_four(session: Session, database: Database) -> None:
    campaign = make_campaign(session)
    statement = bring_in(
        session, campaign, make_source(session), "received_on;amount;donor_name\n20.04.2020;5;\n"
    )
    person = make_account(session)
    services.confirm_statement(
        session, actor=person, now=NOW, today=TODAY, campaign=campaign, statement=statement
    )
    line = session.scalars(select(StatementLine)).one()
    settle(session)
    results = run_together(database.url, book, [(campaign.id, line.id, person.id)] * 4)
    assert sorted(results) == ["LineDecided", "LineDecided", "LineDecided", "done"]
    assert session.scalar(select(func.count()).select_from(Donation)) == 1
