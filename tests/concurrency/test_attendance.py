"""Several hands on one list: the first arrival stays, and nobody overwrites what was confirmed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.campaigns.models import Campaign
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.volunteers import services
from campaign_app.volunteers.models import (
    Attendance,
    AttendanceCorrection,
    CodeAttempt,
    SignUp,
    Volunteer,
)
from campaign_app.volunteers.rules import attendance as rules
from tests.factories import make_account, make_campaign
from tests.support.client import settle
from tests.support.databases import Database
from tests.support.processes import run_together
from tests.volunteers.attendance_makers import (
    ENDS,
    STARTS,
    ZONE,
    make_shift,
    make_volunteer,
    sign_up,
)

pytestmark = pytest.mark.concurrency


def press_check_in(app: Flask, task: tuple[int, int, int, int]) -> str:
    """Check in at an instant of one's own; give the arrival that counts."""
    del app
    shift_id, volunteer_id, actor_id, minutes = task
    with unit_of_work() as session:
        arrived = services.check_in(
            session,
            actor=session.get_one(Account, actor_id),
            now=STARTS + timedelta(minutes=minutes),
            shift_id=shift_id,
            volunteer=session.get_one(Volunteer, volunteer_id),
        )
    return arrived.isoformat()


def confirm(app: Flask, task: tuple[int, int, int, bool]) -> str:
    """An organiser confirms that somebody came, or that she did not."""
    del app
    campaign_id, sign_up_id, actor_id, came = task
    with unit_of_work() as session:
        services.record_attendance(
            session,
            actor=session.get_one(Account, actor_id),
            now=ENDS,
            campaign=session.get_one(Campaign, campaign_id),
            sign_up_id=sign_up_id,
            has_attended=came,
        )
    return "came" if came else "absent"


def come_without_sign_up(app: Flask, task: tuple[int, int, int]) -> str:
    """Take a free place at the place."""
    del app
    shift_id, volunteer_id, actor_id = task
    with unit_of_work() as session:
        services.walk_in(
            session,
            actor=session.get_one(Account, actor_id),
            now=STARTS,
            shift_id=shift_id,
            volunteer=session.get_one(Volunteer, volunteer_id),
            zone=ZONE,
        )
    return "in"


def guess(app: Flask, task: tuple[int, int, int]) -> list[str]:
    """Type three wrong codes, one after the other."""
    del app
    shift_id, volunteer_id, account_id = task
    found = []
    for _ in range(3):
        try:
            with unit_of_work() as session:
                services.has_typed(
                    session,
                    account=session.get_one(Account, account_id),
                    volunteer=session.get_one(Volunteer, volunteer_id),
                    now=STARTS,
                    shift_id=shift_id,
                    code="not a code",
                )
        except rules.TooManyCodes:
            found.append("stopped")
        else:
            found.append("wrong")
    return found


def test_pressed_four_times_there_is_one_arrival(session: Session, database: Database) -> None:
    account, shift = make_account(session), make_shift(session, make_campaign(session))
    volunteer = make_volunteer(session, account=account)
    sign_up(session, shift, volunteer)
    settle(session)
    tasks = [(shift.id, volunteer.id, account.id, minutes) for minutes in range(4)]
    results = run_together(database.url, press_check_in, tasks)
    assert len(set(results)) == 1, results
    session.expire_all()
    assert session.scalars(select(Attendance.arrived_at)).one().isoformat() == results[0]


def test_two_organisers_who_differ_do_not_overwrite(session: Session, database: Database) -> None:
    campaign = make_campaign(session)
    signed = sign_up(session, make_shift(session, campaign), make_volunteer(session))
    actors = [make_account(session).id for _ in range(4)]
    settle(session)
    tasks = [(campaign.id, signed.id, actor, n % 2 == 0) for n, actor in enumerate(actors)]
    results = run_together(database.url, confirm, tasks)
    refused = [each for each in results if each.startswith("HoursConfirmed")]
    assert len(refused) == 2, results
    assert len(set(results) - set(refused)) == 1, results
    session.expire_all()
    assert session.get_one(SignUp, signed.id).has_attended is ("came" in results)
    assert session.scalar(select(func.count()).select_from(AttendanceCorrection)) == 0


def test_one_free_place_is_taken_once_at_the_place(session: Session, database: Database) -> None:
    shift = make_shift(session, make_campaign(session), places=1)
    accounts = [make_account(session) for _ in range(4)]
    people = [make_volunteer(session, account=each) for each in accounts]
    settle(session)
    tasks = [(shift.id, v.id, a.id) for v, a in zip(people, accounts, strict=True)]
    results = run_together(database.url, come_without_sign_up, tasks)
    assert results.count("in") == 1, results
    assert sum(each.startswith("ShiftFull") for each in results) == 3, results


def test_guesses_of_one_person_are_counted_together(session: Session, database: Database) -> None:
    account, shift = make_account(session), make_shift(session, make_campaign(session))
    volunteer = make_volunteer(session, account=account)
    settle(session)
    results = run_together(database.url, guess, [(shift.id, volunteer.id, account.id)] * 4)
    found = [each for one in results for each in one]
    assert (found.count("wrong"), found.count("stopped")) == (5, 7), results
    assert session.scalar(select(func.count()).select_from(CodeAttempt)) == 5
