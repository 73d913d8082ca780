"""Thirty press at once for five places: five are in, the rest wait in the order of arrival."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.core.audit import verify_chain
from campaign_app.core.errors import DomainError
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.volunteers import queries, services
from campaign_app.volunteers.models import SignUp, Volunteer
from campaign_app.volunteers.rules import ShiftKind, SignUpStatus
from tests.factories import NOW, make_account, make_campaign
from tests.support.client import settle
from tests.support.databases import Database
from tests.support.processes import run_together

pytestmark = pytest.mark.concurrency
ZONE = ZoneInfo("Asia/Almaty")
PROCESSES, PRESSES, PLACES = 6, 5, 5


def press(app: Flask, task: tuple[list[tuple[int, int]], int]) -> list[str]:
    """Sign each (shift, volunteer) up, one after the other."""
    del app
    pairs, actor_id = task
    found = []
    for shift_id, volunteer_id in pairs:
        try:
            with unit_of_work() as session:
                signed = services.sign_up(
                    session,
                    actor=session.get_one(Account, actor_id),
                    now=NOW,
                    shift_id=shift_id,
                    volunteer=session.get_one(Volunteer, volunteer_id),
                    zone=ZONE,
                )
                found.append(signed.status.value)
        except DomainError as error:
            found.append(type(error).__name__)
    return found


def make_shift(session: Session, campaign) -> int:
    details = services.ShiftDetails(
        title="Жеткізу",
        kind=ShiftKind.DELIVERY,
        starts_at=NOW + timedelta(days=1),
        ends_at=NOW + timedelta(days=1, hours=3),
        places=PLACES,
    )
    return services.create_shift(
        session, actor=None, now=NOW, campaign=campaign, details=details
    ).id


def make_volunteer(session: Session, number: int) -> int:
    details = services.VolunteerDetails(surname=f"Ерікті {number}")
    return services.register_volunteer(session, actor=None, now=NOW, details=details).id


def test_five_places_go_to_the_first_five(session: Session, database: Database) -> None:
    actor, shift_id = make_account(session), make_shift(session, make_campaign(session))
    ids = [make_volunteer(session, number) for number in range(PROCESSES * PRESSES)]
    tasks = [
        ([(shift_id, one) for one in ids[start::PROCESSES]], actor.id) for start in range(PROCESSES)
    ]
    settle(session)
    results = [status for found in run_together(database.url, press, tasks) for status in found]
    assert (results.count("confirmed"), results.count("waiting")) == (5, 25), results
    session.expire_all()
    rows = session.scalars(select(SignUp).order_by(SignUp.position)).all()
    assert [row.position for row in rows] == list(range(1, 31))
    assert [row.status for row in rows[:5]] == [SignUpStatus.CONFIRMED] * 5
    assert [row.status for row in rows[5:]] == [SignUpStatus.WAITING] * 25
    assert verify_chain(session) is None


def test_one_person_gets_one_of_two_shifts_at_the_same_hour(
    session: Session, database: Database
) -> None:
    campaign, actor = make_campaign(session), make_account(session)
    shifts = [make_shift(session, campaign) for _ in range(4)]
    one = make_volunteer(session, 1)
    settle(session)
    tasks = [([(shift_id, one)], actor.id) for shift_id in shifts]
    results = [status for found in run_together(database.url, press, tasks) for status in found]
    assert sorted(results) == ["ShiftOverlaps"] * 3 + ["confirmed"], results
    assert len(queries.commitments_of(session, one)) == 1
