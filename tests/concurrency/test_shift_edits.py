"""An organiser changes the places while many press: never more in than there are places."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.campaigns.models import Campaign
from campaign_app.core.audit import verify_chain
from campaign_app.core.errors import DomainError
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.volunteers import queries, services
from campaign_app.volunteers.models import Shift, Volunteer
from campaign_app.volunteers.rules import ShiftKind
from tests.factories import NOW, make_account, make_campaign
from tests.support.client import settle
from tests.support.databases import Database
from tests.support.processes import run_together

pytestmark = pytest.mark.concurrency
ZONE = ZoneInfo("Asia/Almaty")
Task = tuple[str, int, int, list[int]]


def work(app: Flask, task: Task) -> list[str]:
    """Sign people up, or try numbers of places, one after the other."""
    del app
    what, shift_id, actor_id, numbers = task
    found = []
    for number in numbers:
        try:
            with unit_of_work() as session:
                actor = session.get_one(Account, actor_id)
                if what == "sign_up":
                    services.sign_up(
                        session,
                        actor=actor,
                        now=NOW,
                        shift_id=shift_id,
                        volunteer=session.get_one(Volunteer, number),
                        zone=ZONE,
                    )
                else:
                    shift = session.get_one(Shift, shift_id)
                    services.edit_shift(
                        session,
                        actor=actor,
                        now=NOW,
                        campaign=session.get_one(Campaign, shift.campaign_id),
                        shift_id=shift_id,
                        details=replace(services.details_of(shift), places=number),
                        zone=ZONE,
                    )
            found.append("done")
        except DomainError as error:
            found.append(type(error).__name__)
    return found


def test_places_that_change_while_many_press_are_never_overbooked(
    session: Session, database: Database
) -> None:
    actor = make_account(session)
    details = services.ShiftDetails(
        title="Жеткізу",
        kind=ShiftKind.DELIVERY,
        starts_at=NOW + timedelta(days=1),
        ends_at=NOW + timedelta(days=1, hours=3),
        places=2,
    )
    shift_id = services.create_shift(
        session, actor=None, now=NOW, campaign=make_campaign(session), details=details
    ).id
    ids = [
        services.register_volunteer(
            session,
            actor=None,
            now=NOW,
            details=services.VolunteerDetails(surname=f"Ерікті {number}"),
        ).id
        for number in range(24)
    ]
    settle(session)
    tasks: list[Task] = [("sign_up", shift_id, actor.id, ids[start::4]) for start in range(4)]
    for numbers in ([6, 1, 5, 3], [4, 2, 7, 1]):
        tasks.append(("edit", shift_id, actor.id, numbers))
    results = run_together(database.url, work, tasks)
    assert [one for found in results[:4] for one in found] == ["done"] * 24, results
    refused = {one for found in results[4:] for one in found} - {"done"}
    assert refused <= {"PlacesTaken"}, results
    session.expire_all()
    places, tally = session.get_one(Shift, shift_id).places, queries.tally(session, shift_id)
    assert tally.taken == places, "nobody too many, and no place empty while somebody waits"
    assert tally.taken + tally.waiting == 24
    assert verify_chain(session) is None
