"""Who comes without a sign-up, or from the waiting list."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from campaign_app.volunteers import queries, rules, services
from campaign_app.volunteers.models import Attendance, SignUp
from campaign_app.volunteers.rules import SignUpStatus
from campaign_app.volunteers.rules import attendance as day_rules
from campaign_app.volunteers.rules.attendance import PresenceMark
from tests.factories import make_account, make_campaign
from tests.volunteers.attendance_makers import (
    STARTS,
    ZONE,
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


def walk_in(session, shift, volunteer, *, at, reason="", campaign=None, actor=None):
    return services.add_walk_in(
        session,
        actor=actor or make_account(session),
        now=at,
        campaign=campaign,
        shift_id=shift.id,
        volunteer=volunteer,
        zone=ZONE,
        reason=reason,
    )


def test_a_walk_in_has_a_place_and_is_here(session, campaign, shift):
    volunteer = make_volunteer(session)
    signed = walk_in(session, shift, volunteer, at=after(5), campaign=campaign)
    assert (signed.status, signed.has_attended) == (SignUpStatus.CONFIRMED, True)
    line = queries.find_attendance(session, shift.id, signed.id)
    assert (line.is_walk_in, line.arrived_at, line.over_places_reason) == (True, after(5), "")
    with pytest.raises(rules.AlreadySignedUp):
        walk_in(session, shift, volunteer, at=after(6), campaign=campaign)


def test_more_than_planned_only_with_a_reason(session, campaign):
    shift = make_shift(session, campaign, places=1)
    sign_up(session, shift, make_volunteer(session))
    waiting = make_volunteer(session, surname="Ли")
    waits = sign_up(session, shift, waiting)
    assert waits.status is SignUpStatus.WAITING
    with pytest.raises(day_rules.OverPlacesWithoutReason):
        walk_in(session, shift, waiting, at=after(5), campaign=campaign)
    signed = walk_in(
        session, shift, waiting, at=after(5), campaign=campaign, reason="Көлік тиеу керек"
    )
    # Who waited and came has a place now: the same sign-up, no second one.
    assert (signed.id, signed.status) == (waits.id, SignUpStatus.CONFIRMED)
    assert session.get_one(Attendance, signed.id).over_places_reason == "Көлік тиеу керек"


def test_who_left_is_not_let_in(session, campaign, shift):
    volunteer = make_volunteer(session)
    volunteer.left_at = STARTS
    with pytest.raises(rules.VolunteerLeft):
        walk_in(session, shift, volunteer, at=after(5), campaign=campaign)


def test_an_offered_place_is_nobody_elses_until_the_deadline(session, campaign):
    """The shift was moved forward after the offer: the deadline is after the door opens."""
    shift = make_shift(session, campaign, places=1)
    offered = sign_up(session, shift, make_volunteer(session))
    offered.status, offered.offered_until = SignUpStatus.OFFERED, STARTS
    with pytest.raises(day_rules.OverPlacesWithoutReason):
        walk_in(session, shift, make_volunteer(session), at=after(-10), campaign=campaign)
    assert queries.free_places_now(session, shift.id, 1, now=after(-10)) == 0
    assert queries.free_places_now(session, shift.id, 1, now=STARTS) == 1


def test_the_place_of_a_no_show_goes_to_who_is_here(session, campaign, organiser):
    shift = make_shift(session, campaign, places=1)
    absent = sign_up(session, shift, make_volunteer(session))
    account = make_account(session)
    volunteer = make_volunteer(session, surname="Ли", account=account)

    def come(at):
        return services.walk_in(
            session, actor=account, now=at, shift_id=shift.id, volunteer=volunteer, zone=ZONE
        )

    with pytest.raises(day_rules.ShiftFull):
        come(after(20))
    services.mark_presence(
        session,
        actor=organiser,
        now=after(25),
        campaign=campaign,
        sign_up_id=absent.id,
        mark=PresenceMark.ABSENT,
    )
    signed = come(after(30))
    assert session.get_one(Attendance, signed.id).way is day_rules.ArrivalWay.CODE


def test_a_walk_in_keeps_the_rules_of_age_and_time(session, campaign):
    shift = make_shift(session, campaign, is_heavy_work=True)
    minor = make_volunteer(session, born_on=date(2002, 11, 9))
    with pytest.raises(rules.HeavyWorkForMinor):
        walk_in(session, shift, minor, at=after(5), campaign=campaign)
    adult = make_volunteer(session)
    with pytest.raises(rules.ShiftNotBegun):
        walk_in(session, shift, adult, at=STARTS - timedelta(hours=2), campaign=campaign)
    with pytest.raises(rules.NotSignedUp):
        walk_in(session, shift, adult, at=after(5), campaign=make_campaign(session))
    assert session.query(SignUp).count() == 0
