"""Checking in and out with the code at the place."""

from __future__ import annotations

from datetime import timedelta

import pytest

from campaign_app.volunteers import queries, rules, services
from campaign_app.volunteers.models import CodeAttempt
from campaign_app.volunteers.rules import attendance as day_rules
from tests.factories import make_account, make_campaign
from tests.volunteers.attendance_makers import (
    ENDS,
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


def check_in(session, signed, account, at):
    volunteer = queries.find_volunteer_of(session, account.id)
    return services.check_in(
        session, actor=account, now=at, shift_id=signed.shift_id, volunteer=volunteer
    )


def check_out(session, signed, account, at):
    volunteer = queries.find_volunteer_of(session, account.id)
    return services.check_out(
        session, actor=account, now=at, shift_id=signed.shift_id, volunteer=volunteer
    )


def test_who_is_at_the_place_checks_in_and_out(session, campaign, signed, account, organiser):
    with pytest.raises(day_rules.NotCheckedIn):
        check_out(session, signed, account, after(1))
    assert check_in(session, signed, account, after(2)) == after(2)
    assert check_in(session, signed, account, after(9)) == after(2)
    assert check_out(session, signed, account, after(170)) == after(170)
    assert check_out(session, signed, account, after(175)) == after(170)
    assert signed.worked_minutes is None  # another person confirms
    services.record_attendance(
        session,
        actor=organiser,
        now=ENDS,
        campaign=campaign,
        sign_up_id=signed.id,
        has_attended=True,
    )
    assert signed.worked_minutes == 168


def test_checking_in_is_for_who_has_a_place_in_time(session, campaign, shift, signed, account):
    with pytest.raises(day_rules.CheckInClosed):
        check_in(session, signed, account, STARTS - timedelta(hours=2))
    stranger = make_account(session)
    make_volunteer(session, account=stranger)
    with pytest.raises(rules.PlaceNotTaken):
        check_in(session, signed, stranger, after(1))


def test_codes_change_and_are_of_one_shift(shift):
    moment = after(0)
    code, digits = services.code_at(shift.id, moment)
    assert digits.isdecimal()
    assert len(digits) == 6
    assert services.has_scanned(shift.id, code, moment + timedelta(seconds=59))
    assert not services.has_scanned(shift.id, code, moment + timedelta(seconds=60))
    assert not services.has_scanned(shift.id + 1, code, moment)
    assert not services.has_scanned(shift.id, digits, moment)
    assert not services.has_scanned(shift.id, "қате", moment)


def test_wrong_digits_are_counted(session, shift, signed, account):
    volunteer = queries.find_volunteer_of(session, account.id)

    def typed(code, at):
        return services.has_typed(
            session, account=account, volunteer=volunteer, now=at, shift_id=shift.id, code=code
        )

    moment = after(0)
    digits = services.code_at(shift.id, moment)[1]
    wrong = "000000" if digits != "000000" else "111111"
    assert not any(typed(wrong, moment) for _ in range(4))
    assert typed(f"{digits[:3]} {digits[3:]}", moment)
    assert session.query(CodeAttempt).count() == 0  # the right one ends the count
    assert not any(typed(each, moment) for each in (wrong, "", "қате", wrong, wrong))
    with pytest.raises(day_rules.TooManyCodes):
        typed(digits, moment)
    later = moment + timedelta(minutes=16)
    assert typed(services.code_at(shift.id, later)[1], later)


def test_who_gives_the_place_back_was_not_there(session, campaign, shift, signed, account):
    """Before the shift one may check in, out, cancel, and take the place again."""
    volunteer = queries.find_volunteer_of(session, account.id)
    check_in(session, signed, account, after(-50))
    check_out(session, signed, account, after(-45))
    common = {"actor": account, "shift_id": shift.id, "volunteer": volunteer, "zone": ZONE}
    services.cancel_sign_up(session, now=after(-40), **common)
    assert signed.has_attended is None
    assert queries.count_recorded(session, shift.id) == 0  # the organiser may move the shift
    services.sign_up(session, now=after(-30), **common)
    assert check_in(session, signed, account, after(-5)) == after(-5)
    assert signed.has_attended is True
