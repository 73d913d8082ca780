"""Statements of a bank for tests."""

from __future__ import annotations

from datetime import date
from itertools import count

from sqlalchemy.orm import Session

from campaign_app.campaigns.models import Campaign
from campaign_app.funds import services
from campaign_app.funds.models import Statement, StatementSource
from campaign_app.funds.rules import DonationMethod
from tests.factories import NOW, TODAY, make_account

_numbers = count(1)


def make_source(
    session: Session, *, method: DonationMethod = DonationMethod.KASPI
) -> StatementSource:
    """A source of statements with a name of its own."""
    return services.add_source(session, name=f"Шот {next(_numbers)}", method=method)


def bring_in(
    session: Session,
    campaign: Campaign,
    source: StatementSource,
    content: str | bytes,
    *,
    name: str = "statement.csv",
) -> Statement:
    """A statement that waits for its confirmation."""
    return services.upload_statement(
        session,
        actor=make_account(session),
        now=NOW,
        campaign=campaign,
        source=source,
        table=services.Table(
            content=content.encode() if isinstance(content, str) else content, filename=name
        ),
    )


def confirm(
    session: Session, campaign: Campaign, statement: Statement, *, today: date = TODAY
) -> list[services.PlannedLine]:
    """Post it."""
    return services.confirm_statement(
        session,
        actor=make_account(session),
        now=NOW,
        today=today,
        campaign=campaign,
        statement=statement,
    )
