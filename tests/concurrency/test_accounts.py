"""One address, many hands: the database lets one account through."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign_app.accounts import services
from campaign_app.accounts.models import Account
from campaign_app.accounts.rules import Role
from campaign_app.core.audit import AuditEvent, verify_chain
from campaign_app.core.unit_of_work import unit_of_work
from tests.factories import NOW, PASSWORD
from tests.support.client import settle
from tests.support.databases import Database
from tests.support.processes import run_together

pytestmark = pytest.mark.concurrency


def create(app: Flask, email: str) -> str:
    del app
    with unit_of_work() as session:
        account = services.create_account(
            session,
            actor=None,
            now=NOW,
            email=email,
            full_name="Айгүл Серікқызы",
            role=Role.STAFF,
            password=PASSWORD,
        )
        return account.email


def test_the_audit_chain_stays_whole_when_many_write(session: Session, database: Database) -> None:
    settle(session)
    emails = [f"person{number}@tests.example" for number in range(6)]
    assert run_together(database.url, create, emails) == emails
    assert session.scalar(select(func.count()).select_from(AuditEvent)) == 6
    assert verify_chain(session) is None


def test_an_address_is_given_once(session: Session, database: Database) -> None:
    settle(session)
    results = run_together(database.url, create, ["same@tests.example"] * 4)
    assert results.count("same@tests.example") == 1, results
    assert session.scalar(select(func.count()).select_from(Account)) == 1
