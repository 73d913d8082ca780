"""The day at the place, as organiser and volunteers use it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from campaign_app.accounts.rules import CampaignRole, Role
from campaign_app.volunteers import queries, services
from campaign_app.volunteers.models import SignUp, Volunteer
from tests.factories import NOW, PASSWORD, make_account, make_auditor, make_campaign, make_member
from tests.volunteers.attendance_makers import (
    ENDS,
    STARTS,
    ZONE,
    make_shift,
    make_volunteer,
    sign_up,
)


@pytest.fixture(autouse=True)
def clock(frozen_clock):
    frozen_clock.set(NOW)
    return frozen_clock


@pytest.fixture
def campaign(session):
    return make_campaign(session)


@pytest.fixture
def organiser(session, campaign):
    return make_member(session, campaign=campaign, role=CampaignRole.ORGANISER)


@pytest.fixture
def shift(session, campaign):
    return make_shift(session, campaign, places=3)


@pytest.fixture
def base(campaign, shift):
    return f"/manage/campaigns/{campaign.slug}/shifts/{shift.id}"


@pytest.fixture
def helper(session):
    """Somebody who signs in as a volunteer."""
    account = make_account(session, role=Role.VOLUNTEER, email="helper@tests.example")
    make_volunteer(session, surname="Қасымова", account=account)
    return account


def row_of(session, shift, account):
    volunteer = queries.find_volunteer_of(session, account.id)
    return queries.find_own_attendance(session, shift.id, volunteer.id)


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_an_organiser_taps_who_came_and_confirms_afterwards(
    session, client_for, clock, shift, base, organiser, helper, locale
):
    volunteer = queries.find_volunteer_of(session, helper.id)
    signed = sign_up(session, shift, volunteer)
    absent = sign_up(session, shift, make_volunteer(session, surname="Ли"))
    client = client_for(organiser, locale=locale)
    assert f"{signed.id}/mark" not in client.get(f"{base}/attendance").text  # too early
    clock.set(STARTS + timedelta(minutes=12))
    assert client.get(f"{base}/attendance").status_code == 200
    address = f"{base}/attendance/{signed.id}"
    assert client.post(f"{address}/mark", data={"mark": "came"}).status_code == 302
    client.post(f"{base}/attendance/{absent.id}/mark", data={"mark": "absent"})
    assert client.post(f"{address}/mark", data={"mark": "x"}).status_code == 404
    assert "20.04" not in client.get(f"{base}/attendance").text
    assert client.get(address).status_code == 200
    saved = client.submit(address, {"left_at": "20:30", "break_minutes": "15"})
    assert saved.status_code == 302
    clock.set(ENDS)
    assert client.get(f"{base}/attendance").status_code == 200
    done = client.submit(f"{base}/attendance", {})  # who came is ticked already
    assert done.status_code == 302
    line = row_of(session, shift, helper)
    assert (line.worked_minutes, line.break_minutes) == (123, 15)
    assert client.get(f"{base}/attendance").status_code == 200
    assert queries.no_shows_of(session, absent.volunteer_id) != []
    assert client.get(f"/manage/volunteers/{absent.volunteer_id}").status_code == 200
    refused = client.submit(address, {"left_at": "19:30"})
    assert refused.status_code == 422
    corrected = client.submit(address, {"left_at": "19:30", "reason": "Ертерек кетті"})
    assert corrected.status_code == 302
    assert row_of(session, shift, helper).worked_minutes == 63
    assert "Ертерек кетті" in client.get(address).text
    assert "Ертерек кетті" in client.get(f"/manage/volunteers/{volunteer.id}").text
    assert "Ертерек кетті" in client_for(helper, locale=locale).get("/my/hours").text


def test_a_list_that_was_confirmed_meanwhile_is_not_overwritten(
    session, client_for, clock, shift, base, organiser, helper
):
    signed = sign_up(session, shift, queries.find_volunteer_of(session, helper.id))
    clock.set(ENDS)
    first, second = client_for(organiser), client_for(organiser)
    first.post(f"{base}/attendance", data={"came": [str(signed.id)], "break_minutes": "0"})
    late = second.post(f"{base}/attendance", data={"break_minutes": "0"})
    assert late.status_code == 422
    assert "Қасымова: This is confirmed already" in late.text
    assert row_of(session, shift, helper).worked_minutes == 180


def test_the_night_of_the_clock_change_is_asked_about(session, client_for, clock, campaign):
    organiser = make_member(session, campaign=campaign, role=CampaignRole.ORGANISER)
    starts = datetime(2024, 2, 29, 16, tzinfo=UTC)  # 22:00, until 00:00 on the new clock
    shift = make_shift(session, campaign, starts_at=starts)
    signed = sign_up(session, shift, make_volunteer(session))
    clock.set(starts + timedelta(hours=5))
    client = client_for(organiser)
    address = f"/manage/campaigns/{campaign.slug}/shifts/{shift.id}/attendance/{signed.id}"
    values = {"arrived_at": "23:30", "left_at": "23:45"}
    asked = client.submit(address, values)
    assert asked.status_code == 422
    assert "showed 23:30 twice" in asked.text
    chosen = {"arrived_which": "first", "left_which": "second"}
    assert client.submit(address, {**values, **chosen}).status_code == 302
    line = queries.find_attendance(session, shift.id, signed.id)
    assert line.arrived_at == datetime(2024, 2, 29, 17, 30, tzinfo=UTC)
    assert line.left_at - line.arrived_at == timedelta(minutes=75)
    # What was chosen is chosen again when the page is opened.
    assert client.submit(address, {"break_minutes": "5"}).status_code == 302
    assert queries.find_attendance(session, shift.id, signed.id).left_at == line.left_at


def shown_code(page: str) -> tuple[str, str]:
    digits = re.search(r"place-code-digits[^>]*>([\d ]+)<", page)
    assert digits
    return digits[1], page


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_a_volunteer_scans_the_code_and_presses_once(
    session, client, client_for, clock, shift, base, organiser, helper, locale
):
    sign_up(session, shift, queries.find_volunteer_of(session, helper.id))
    staff = client_for(organiser, locale=locale)
    assert staff.get(f"{base}/code").status_code == 200  # says from when
    clock.set(STARTS - timedelta(minutes=5))
    page = staff.get(f"{base}/code")
    assert "<svg" in page.text
    assert "http-equiv" in page.text  # renews itself without JavaScript too
    assert client_for(make_auditor(session)).get(f"{base}/code").status_code == 403
    code, _digits = services.code_at(shift.id, STARTS - timedelta(minutes=5))
    here = f"/shifts/{shift.id}/check-in"
    client.read_in(locale)
    scanned = client.get(f"{here}?code={code}")
    assert f"/sign-in?next={here}" in scanned.text
    clock.advance(minutes=4)  # signing in takes longer than the code lives
    values = {"email": "helper@tests.example", "password": PASSWORD}
    signed_in = client.post(f"/sign-in?next={here}", data=values)
    assert signed_in.location == here
    answer = client.post(here)
    assert answer.location == here
    arrived = STARTS - timedelta(minutes=1)
    assert row_of(session, shift, helper).arrived_at == arrived
    clock.advance(minutes=3)
    client.post(here)
    assert row_of(session, shift, helper).arrived_at == arrived
    clock.set(STARTS + timedelta(hours=2))
    # From home, with the code of two hours ago: nothing to press but the digits.
    assert client.post(f"/shifts/{shift.id}/check-out").status_code == 422
    assert 'name="code"' in client.get(f"{here}?code={code}").text
    fresh = services.code_at(shift.id, STARTS + timedelta(hours=2))[1]
    client.post(f"/shifts/{shift.id}/check-out", data={"code": fresh})
    assert row_of(session, shift, helper).left_at == STARTS + timedelta(hours=2)
    assert client.get(here).status_code == 200


def test_digits_are_typed_and_guessing_ends(session, client_for, clock, shift, helper):
    sign_up(session, shift, queries.find_volunteer_of(session, helper.id))
    clock.set(STARTS)
    client, here = client_for(helper), f"/shifts/{shift.id}/check-in"
    assert "I am at the place" in client.get(f"/shifts/{shift.id}").text
    digits = services.code_at(shift.id, STARTS)[1]
    wrong = "000000" if digits != "000000" else "111111"
    for _ in range(5):
        refused = client.post(here, data={"code": wrong})
        assert refused.status_code == 422
        assert "not valid" in refused.text
    stopped = client.post(here, data={"code": digits})
    assert "Too many wrong codes" in stopped.text
    assert row_of(session, shift, helper).arrived_at is None


def test_who_scans_without_a_sign_up_takes_a_free_place(
    session, client_for, clock, campaign, helper
):
    shift = make_shift(session, campaign, places=1)
    clock.set(STARTS + timedelta(minutes=1))
    client, here = client_for(helper), f"/shifts/{shift.id}/check-in"
    code, _digits = services.code_at(shift.id, STARTS + timedelta(minutes=1))
    page = client.get(f"{here}?code={code}", follow_redirects=True)
    assert "free place" in page.text
    client.submit(here, {}, follow_redirects=True)
    line = row_of(session, shift, helper)
    assert (line.is_walk_in, line.arrived_at) == (True, STARTS + timedelta(minutes=1))
    late = make_account(session, role=Role.VOLUNTEER)
    make_volunteer(session, surname="Ли", account=late)
    other = client_for(late)
    page = other.get(f"{here}?code={code}", follow_redirects=True)
    assert "All places are taken" in page.text
    other.post(here, data={"walk_in": "yes"})
    assert row_of(session, shift, late) is None


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_an_organiser_adds_who_came(
    session, client_for, clock, campaign, organiser, helper, locale
):
    shift = make_shift(session, campaign, places=2, minimum_age=16)
    base = f"/manage/campaigns/{campaign.slug}/shifts/{shift.id}"
    clock.set(STARTS)
    client, address = client_for(organiser, locale=locale), f"{base}/walk-in"
    volunteer = queries.find_volunteer_of(session, helper.id)
    found = client.get(f"{address}?q=касымова")
    assert "Қасымова" in found.text
    sent = {"volunteer_id": str(volunteer.id), "submission_id": "one"}
    assert client.post(address, data=sent).status_code == 302
    assert client.post(address, data=sent).status_code == 302  # a second click
    new = {
        "full_name": "Жаңа Ерікті",
        "phone": "+7 701 555 01 01",
        "born_on": "2005-04-22",
        "consent": "y",
        "submission_id": "two",
    }
    assert client.post(address, data=new).status_code == 422  # 14: the shift is from 16
    assert session.query(Volunteer).filter_by(surname="Жаңа").count() == 0
    new["born_on"] = "2000-04-22"
    assert client.post(address, data=new).status_code == 302
    more = {**new, "full_name": "Тағы Біреу", "submission_id": "three"}
    assert client.post(address, data=more).status_code == 422  # two places, two people
    assert client.post(address, data={**more, "reason": "Көлік келді"}).status_code == 302
    assert session.query(SignUp).count() == 3
    assert "Көлік келді" in client.get(f"{base}/attendance").text
    assert client.post(address, data={"volunteer_id": "x"}).status_code == 422


@pytest.mark.parametrize("language", ["kk", "ru", "en", "kk%2Bru"])
def test_the_list_is_printed(session, client_for, shift, base, organiser, helper, language):
    sign_up(session, shift, queries.find_volunteer_of(session, helper.id))
    client = client_for(organiser)
    printed = client.get(f"{base}/attendance.pdf?language={language}")
    assert printed.data.startswith(b"%PDF")
    assert client.get(f"{base}/attendance.pdf?language=de").status_code == 404


def test_ones_own_row_waits_for_somebody_else(session, client_for, clock, shift, base, organiser):
    make_volunteer(session, account=organiser)
    signed = sign_up(session, shift, queries.find_volunteer_of(session, organiser.id))
    clock.set(STARTS)
    client = client_for(organiser)
    assert "another person" in client.get(f"{base}/attendance").text
    client.post(f"{base}/attendance/{signed.id}/mark", data={"mark": "came"})
    assert row_of(session, shift, organiser).has_attended is None
    page = client.get(f"{base}/attendance/{signed.id}")
    assert 'name="outcome"' not in page.text


def test_whoever_came_while_the_list_was_open_is_no_no_show(
    session, client_for, clock, campaign, shift, base, organiser
):
    known = sign_up(session, shift, make_volunteer(session))
    clock.set(ENDS)
    client = client_for(organiser)
    page = {"came": str(known.id), "listed": str(known.id), "break_minutes": "0"}
    later = services.add_walk_in(
        session,
        actor=organiser,
        now=ENDS,
        campaign=campaign,
        shift_id=shift.id,
        volunteer=make_volunteer(session, surname="Ли"),
        zone=ZONE,
    )
    session.commit()
    assert f'name="listed" value="{later.id}"' in client.get(f"{base}/attendance").text
    assert client.post(f"{base}/attendance", data=page).status_code == 302
    rows = {row.id: row for row in queries.list_attendance(session, shift.id)}
    assert rows[known.id].confirmed_at == ENDS
    assert (rows[later.id].has_attended, rows[later.id].confirmed_at) == (True, None)


def test_hours_that_are_not_worked_yet_are_not_confirmed(
    session, client_for, clock, shift, base, organiser
):
    signed = sign_up(session, shift, make_volunteer(session))
    clock.set(STARTS + timedelta(minutes=5))
    values = {"outcome": "came", "left_at": "20:00", "confirm": "1"}
    answer = client_for(organiser).post(f"{base}/attendance/{signed.id}", data=values)
    assert answer.status_code == 422
    assert "has not come yet" in answer.text
    assert session.get_one(SignUp, signed.id).worked_minutes is None
