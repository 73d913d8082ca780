"""Boxes and periods with many hands: opened once, counted again once, closed once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.campaigns.models import Campaign
from campaign_app.core.errors import DomainError
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.funds import queries, services
from campaign_app.funds.models import BoxOpening, ClosedPeriod, Donation, DonationBox
from tests.factories import NOW, TODAY, make_account, make_campaign
from tests.support.boxes import make_box
from tests.support.client import settle
from tests.support.databases import Database
from tests.support.processes import run_together

pytestmark = pytest.mark.concurrency
PIECES = {500: 4}


def open_then_recount(app: Flask, asked: tuple[int, int, int]) -> list[str]:
    """What became of opening the box, and of counting again whoever opened it."""
    del app
    campaign_id, box_id, account_id = asked
    told = []
    for act in (_open, _recount):
        try:
            with unit_of_work() as session:
                act(session, campaign_id, box_id, session.get_one(Account, account_id))
            told.append("done")
        except DomainError as error:
            told.append(type(error).__name__)
    return told


def _open(session: Session, campaign_id: int, box_id: int, actor: Account) -> None:
    del campaign_id
    services.open_box(
        session,
        actor=actor,
        now=NOW,
        today=TODAY,
        box=session.get_one(DonationBox, box_id),
        opened_on=TODAY,
        seal_found="A-1",
        seal_note="",
        pieces=PIECES,
    )


def _recount(session: Session, campaign_id: int, box_id: int, actor: Account) -> None:
    opening_id = session.scalars(
        select(BoxOpening.id).where(BoxOpening.box_id == box_id).order_by(BoxOpening.id)
    ).first()
    services.recount_box(
        session,
        actor=actor,
        now=NOW,
        today=TODAY,
        campaign=session.get_one(Campaign, campaign_id),
        opening=session.get_one(BoxOpening, opening_id),
        pieces=PIECES,
        difference_reason="",
        new_seal="A-1",
        to_cash=True,
    )


def test_a_box_is_opened_and_counted_again_once(session: Session, database: Database) -> None:
    campaign = make_campaign(session)
    box = make_box(session, campaign=campaign)
    people = [make_account(session) for _ in range(4)]
    settle(session)
    asked = [(campaign.id, box.id, each.id) for each in people]
    results = run_together(database.url, open_then_recount, asked)
    assert all(isinstance(found, list) for found in results), results
    counted = [second for _first, second in results]
    assert counted.count("done") >= 1
    donations = session.scalar(select(func.count()).select_from(Donation))
    assert donations == counted.count("done")
    openings = session.scalars(select(BoxOpening)).all()
    finished = [each for each in openings if each.second_counted_at is not None]
    assert len(finished) == donations
    assert len(openings) - len(finished) <= 1
    assert all(each.first_counted_by_id != each.second_counted_by_id for each in finished)
    assert queries.balance(session, [campaign.id]) == donations * 2_000_00


def close(app: Flask, asked: tuple[int, int]) -> str:
    del app
    campaign_id, account_id = asked
    try:
        with unit_of_work() as session:
            services.close_period(
                session,
                actor=session.get_one(Account, account_id),
                now=NOW,
                today=TODAY,
                campaign=session.get_one(Campaign, campaign_id),
                ends_on=TODAY - timedelta(days=1),
                found=services.Reconciliation(
                    pieces={}, bank_minor=0, kaspi_minor=0, counted_with="Ким В."
                ),
            )
    except DomainError as error:
        return type(error).__name__
    return "closed"


def test_a_period_is_closed_once(session: Session, database: Database) -> None:
    campaign, actor = make_campaign(session), make_account(session)
    settle(session)
    results = run_together(database.url, close, [(campaign.id, actor.id)] * 4)
    assert sorted(results) == ["PeriodClosed"] * 3 + ["closed"]
    assert session.scalar(select(func.count()).select_from(ClosedPeriod)) == 1
