"""Several wardens at once: a bed is never given twice, and nobody is taken in without one."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign_app.campaigns.models import Campaign
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.shelter import queries, services
from campaign_app.shelter.models import Stay
from campaign_app.shelter.rules import RoomPlan
from tests.factories import NOW, make_campaign
from tests.support.client import settle
from tests.support.databases import Database
from tests.support.processes import run_together

pytestmark = pytest.mark.concurrency


def take_in(app: Flask, campaign_id: int) -> int:
    del app
    with unit_of_work() as session:
        campaign = session.get_one(Campaign, campaign_id)
        stays = services.take_in_group(session, actor=None, now=NOW, campaign=campaign, adults=3)
        return len(stays)


def test_beds_are_given_once(session: Session, database: Database) -> None:
    # Two campaigns, so that the campaign's own lock does not help.
    campaigns = [make_campaign(session).id for _ in range(2)]
    rooms = [RoomPlan(str(number), 2) for number in range(301, 306)]
    name = {"kk": "Жатақхана", "ru": "Общежитие", "en": "Dormitory"}
    services.add_building(session, actor=None, now=NOW, name=name, rooms=rooms)
    settle(session)
    results = run_together(database.url, take_in, campaigns * 3)
    refused = [found for found in results if found != 3]
    assert results.count(3) == 3, results
    assert all(str(found).startswith("BedsShort") for found in refused), results
    session.expire_all()
    assert session.scalar(select(func.count()).select_from(Stay)) == 9
    assert queries.free_beds(session) == 1
