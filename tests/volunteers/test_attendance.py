"""Recording at the place, confirming, correcting with a trace; the database guards it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError, IntegrityError

from campaign_app.core.audit import AuditEvent, write_pending_events
from campaign_app.volunteers import queries, rules, services
from campaign_app.volunteers.models import Attendance, AttendanceCorrection
from campaign_app.volunteers.rules import attendance as day_rules
from campaign_app.volunteers.rules.attendance import PresenceMark
from tests.factories import make_account, make_campaign
from tests.volunteers.attendance_makers import (
    ENDS,
    STARTS,
    after,
    make_shift,
    make_volunteer,
    sign_up,
)


@pytest.fixture
def campaign(session):
    return make_campaign(session)


@pytest.fixture
def shift(session, campaign):
    return make_shift(session, campaign)


@pytest.fixture
def account(session):
    return make_account(session, full_name="Аян Ерікті")


@pytest.fixture
def signed(session, shift, account):
    return sign_up(session, shift, make_volunteer(session, account=account))


@pytest.fixture
def organiser(session):
    return make_account(session, full_name="Айгүл Ұйымдастырушы")


@pytest.fixture
def mark(session, campaign, organiser, signed):
    def act(which, at, *, actor=organiser):
        return services.mark_presence(
            session,
            actor=actor,
            now=at,
            campaign=campaign,
            sign_up_id=signed.id,
            mark=PresenceMark(which),
        )

    return act


@pytest.fixture
def confirm(session, campaign, organiser, signed):
    def act(came=True, *, at=ENDS, actor=organiser, **more):
        return services.record_attendance(
            session,
            actor=actor,
            now=at,
            campaign=campaign,
            sign_up_id=signed.id,
            has_attended=came,
            **more,
        )

    return act


def test_taps_at_the_place_become_hours_when_somebody_confirms(session, signed, mark, confirm):
    mark("came", after(10))
    mark("came", after(50))  # a second tap: the first time stays
    assert (signed.has_attended, signed.worked_minutes) == (True, None)
    with pytest.raises(day_rules.ShiftNotOver):
        confirm(at=after(60))
    mark("left", after(130))
    mark("left", after(150))
    confirm(at=after(140), break_minutes=20)
    assert signed.worked_minutes == 100
    line = queries.find_attendance(session, signed.shift_id, signed.id)
    assert (line.arrived_at, line.left_at) == (after(10), after(130))
    assert line.confirmed_by == "Айгүл Ұйымдастырушы"


def test_a_mark_can_be_undone_until_it_is_confirmed(session, signed, mark, confirm):
    mark("came", after(1))
    mark("cleared", after(2))
    assert signed.has_attended is None
    mark("absent", after(3))
    assert signed.has_attended is False
    mark("came", after(40))
    assert session.get_one(Attendance, signed.id).arrived_at == after(40)
    confirm()
    with pytest.raises(day_rules.HoursConfirmed):
        mark("cleared", ENDS)


def test_who_may_be_marked_when(session, signed, mark, account):
    mark("came", STARTS - timedelta(minutes=60))
    with pytest.raises(rules.ShiftNotBegun):
        mark("came", STARTS - timedelta(minutes=61))
    with pytest.raises(rules.ShiftNotBegun):
        mark("absent", STARTS - timedelta(minutes=1))
    with pytest.raises(rules.ConfirmedByOneself):
        mark("came", after(1), actor=account)


def test_no_shows_stand_at_the_volunteer(session, signed, confirm):
    assert queries.no_shows_of(session, signed.volunteer_id) == []
    confirm(False)
    (row,) = queries.no_shows_of(session, signed.volunteer_id)
    assert (row.shift_id, row.title) == (signed.shift_id, "Жеткізу")
    assert signed.worked_minutes is None


def test_a_correction_needs_a_reason_and_leaves_a_trace(session, signed, confirm, organiser):
    confirm(break_minutes=0)
    confirm()  # the same again is no change
    with pytest.raises(day_rules.HoursConfirmed) as refusal:
        confirm(times=services.Times(left_at=after(60)), reason=" ")
    assert refusal.value.field == "reason"
    session.rollback()


def test_what_was_confirmed_is_kept(session, signed, confirm):
    confirm(break_minutes=0)
    other = make_account(session, full_name="Екінші Ұйымдастырушы")
    times = services.Times(arrived_at=after(15), left_at=after(75), break_minutes=5)
    confirm(times=times, reason="Ерте кетті", actor=other)
    assert signed.worked_minutes == 55
    assert signed.confirmed_by_id == other.id
    confirm(False, reason="Басқа адам болған")
    second, first = queries.corrections_of(session, volunteer_id=signed.volunteer_id)
    assert (first.had_minutes, first.minutes, first.reason) == (180, 55, "Ерте кетті")
    assert first.by == "Екінші Ұйымдастырушы"
    assert (second.had_attended, second.has_attended, second.minutes) == (True, False, None)
    write_pending_events(session)
    actions = session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)).all()
    assert actions.count("shift:correct") == 2


@pytest.mark.parametrize("statement", ["UPDATE {} SET reason = 'x'", "DELETE FROM {}"])
def test_the_trace_cannot_be_changed(session, signed, confirm, statement):
    confirm()
    confirm(False, reason="Қате")
    with pytest.raises(DatabaseError):
        session.execute(text(statement.format("attendance_corrections")))


def refused_by_the_database(session):
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


@pytest.mark.parametrize(
    "values",
    [
        {"arrived_at": after(60), "left_at": after(30)},
        {"left_at": after(30)},
        {"break_minutes": -1},
        {"break_minutes": 1441},
        {"over_places_reason": "Көп жұмыс"},
    ],
)
def test_the_database_holds_the_times(session, signed, values):
    session.add(
        Attendance(
            **{
                "sign_up_id": signed.id,
                "recorded_at": STARTS,
                "counts_outside": False,
                "is_walk_in": False,
                "over_places_reason": "",
                **values,
            }
        )
    )
    refused_by_the_database(session)


def test_the_database_holds_that_another_confirms(session, signed, confirm, account):
    confirm()
    session.get_one(Attendance, signed.id).confirmed_by_id = account.id
    refused_by_the_database(session)


def test_the_database_holds_that_who_did_not_come_has_no_hours(session, signed, confirm):
    confirm()
    signed.has_attended = False
    refused_by_the_database(session)


@pytest.mark.parametrize("values", [{"reason": ""}, {"minutes": -1}, {"had_minutes": -1}])
def test_the_database_holds_corrections_to_a_reason(session, signed, organiser, values):
    common = {"sign_up_id": signed.id, "at": ENDS, "by_id": organiser.id, "reason": "Қате"}
    states = {"had_attended": True, "has_attended": True}
    session.add(AttendanceCorrection(**{**common, **states, **values}))
    refused_by_the_database(session)
