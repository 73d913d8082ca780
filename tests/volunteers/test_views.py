"""The pages of volunteers, as people and browsers use them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from campaign_app.accounts.models import Account
from campaign_app.accounts.rules import CampaignRole, Role
from campaign_app.volunteers import queries, rules, services
from campaign_app.volunteers.models import Volunteer
from campaign_app.volunteers.rules import SignUpStatus
from tests.factories import NOW, PASSWORD, make_account, make_campaign, make_member

ZONE = ZoneInfo("Asia/Almaty")


@pytest.fixture(autouse=True)
def spring(frozen_clock):
    frozen_clock.set(NOW)
    return frozen_clock


def make_shift(session, campaign, *, hours=3, places=1, **more):
    details = services.ShiftDetails(
        title="Жеткізу",
        kind=rules.ShiftKind.DELIVERY,
        place="Металлургтер даңғылы",
        starts_at=NOW + timedelta(hours=hours),
        ends_at=NOW + timedelta(hours=hours + 3),
        places=places,
        **more,
    )
    return services.create_shift(session, actor=None, now=NOW, campaign=campaign, details=details)


def make_volunteer(session, account, *, surname="Ким", born_on=date(1990, 1, 1)):
    details = services.VolunteerDetails(surname=surname, born_on=born_on, account_id=account.id)
    return services.register_volunteer(session, actor=None, now=NOW, details=details)


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_open_shifts_are_read_without_an_account(session, client, locale):
    shift = make_shift(session, make_campaign(session))
    far = make_shift(session, make_campaign(session), hours=60)
    hidden = make_shift(session, make_campaign(session, is_active=False))
    client.read_in(locale)
    page = client.get("/shifts")
    assert f"/shifts/{shift.id}" in page.text
    assert f"/shifts/{far.id}" in page.text
    assert f"/shifts/{hidden.id}" not in page.text
    assert f"/shifts/{far.id}" not in client.get("/shifts?day=today").text
    assert client.get(f"/shifts/{shift.id}").status_code == 200
    assert client.get(f"/shifts/{hidden.id}").status_code == 404


def test_a_place_then_the_waiting_list_then_moving_up(session, client_for):
    shift = make_shift(session, make_campaign(session))
    first, second = (make_account(session, role=Role.VOLUNTEER) for _ in range(2))
    volunteers = [make_volunteer(session, account) for account in (first, second)]
    one, two = client_for(first), client_for(second)
    page = one.post(f"/shifts/{shift.id}/sign-up", follow_redirects=True)
    assert "You have a place" in page.text
    page = two.post(f"/shifts/{shift.id}/sign-up", follow_redirects=True)
    assert "waiting list" in page.text
    again = two.post(f"/shifts/{shift.id}/sign-up", follow_redirects=True)
    assert "signed up for this shift already" in again.text
    one.post(f"/shifts/{shift.id}/cancel", follow_redirects=True)
    assert queries.shifts_of(session, volunteers[0].id) == []
    assert queries.shifts_of(session, volunteers[1].id)[0][1] is SignUpStatus.CONFIRMED
    for address in ("/my", "/my/shifts", "/my/hours", "/shifts"):
        assert two.get(address).status_code == 200
    assert "Жеткізу" in two.get("/my").text


def test_a_minor_is_told_why(session, client_for):
    shift = make_shift(session, make_campaign(session), is_heavy_work=True)
    account = make_account(session, role=Role.VOLUNTEER)
    make_volunteer(session, account, born_on=date(2002, 4, 21))  # 18 the day after
    page = client_for(account).post(f"/shifts/{shift.id}/sign-up", follow_redirects=True)
    assert "open from the age of 18" in page.text
    assert queries.count_confirmed(session, shift.id) == 0


def newcomer(**changes):
    return {
        "full_name": "Қасымов Ғалымжан Серікұлы",
        "email": "new@tests.example",
        "born_on": "2000-01-01",
        "password": PASSWORD,
        "consent": "y",
        **changes,
    }


def test_a_newcomer_begins_and_is_signed_in(session, client):
    shift = make_shift(session, make_campaign(session))
    answer = client.submit(f"/sign-up?next=/shifts/{shift.id}", newcomer())
    assert answer.status_code == 302
    volunteer = session.query(Volunteer).one()
    assert (volunteer.surname, volunteer.given_name) == ("Қасымов", "Ғалымжан")
    assert volunteer.consent_at == NOW
    assert session.get_one(Account, volunteer.account_id).role is Role.VOLUNTEER
    client.post(f"/shifts/{shift.id}/sign-up")
    assert queries.count_confirmed(session, shift.id) == 1
    assert client.get("/manage/volunteers").status_code == 404


@pytest.mark.parametrize(
    "changes",
    [
        {"born_on": "2006-04-21"},
        {"born_on": "2030-01-01"},
        {"password": "short"},
        {"full_name": ""},
        {"email": "no address"},
        {"email": "two@at@tests.example"},
    ],
)
def test_what_a_newcomer_may_not_be(session, client, changes):
    answer = client.submit("/sign-up", newcomer(**changes))
    assert answer.status_code == 422
    assert session.query(Volunteer).count() == 0


def test_without_consent_nothing_is_kept(session, client):
    values = newcomer()
    values.pop("consent")
    assert client.submit("/sign-up", values).status_code == 422
    assert session.query(Volunteer).count() == 0


def test_staff_registers_volunteers_and_lists_them(session, client_for):
    campaign = make_campaign(session)
    client = client_for(make_member(session, campaign=campaign, role=CampaignRole.ORGANISER))
    values = {"surname": "Қанатова", "given_name": "Мәдина", "kind": "teacher", "unit": "Кафедра"}
    answer = client.submit("/manage/volunteers/new", values, follow_redirects=True)
    assert "Қанатова Мәдина" in answer.text
    assert "Қанатова" in client.get("/manage/volunteers?q=канатова").text
    assert "Қанатова" not in client.get("/manage/volunteers?kind=student").text
    exported = client.get("/manage/volunteers.csv").data.decode("utf-8-sig")
    assert "Қанатова,Мәдина" in exported
    assert client.get("/manage/volunteers.xlsx").data[:2] == b"PK"
    assert client.submit("/manage/volunteers/new", {"kind": "other"}).status_code == 422
    assert client.submit("/manage/volunteers/new", {"kind": "staff"}).status_code == 422


def test_a_shift_is_opened_and_its_attendance_recorded(session, client_for, spring):
    campaign = make_campaign(session)
    organiser = make_member(session, campaign=campaign, role=CampaignRole.ORGANISER)
    client = client_for(organiser)
    base = f"/manage/campaigns/{campaign.slug}/shifts"
    values = {
        "title": "Қар тазалау",
        "kind": "snow_clearing",
        "starts_at": "2020-04-21T09:00",
        "ends_at": "2020-04-21T12:00",
        "places": "3",
    }
    assert (
        client.submit(f"{base}/new", {**values, "ends_at": "2020-04-21T08:00"}).status_code == 422
    )
    assert client.submit(f"{base}/new", values).status_code == 302
    shift = queries.list_shifts(session, campaign.id, page=1).items[0]
    assert shift.starts_at == datetime(2020, 4, 21, 3, 0, tzinfo=UTC)  # UTC+6 in 2020
    people = [organiser, make_account(session), make_account(session)]
    for account in people:
        volunteer = make_volunteer(session, account)
        services.sign_up(
            session,
            actor=account,
            now=NOW,
            shift_id=shift.id,
            volunteer=volunteer,
            zone=ZONE,
        )
    rows = queries.list_sign_ups(session, shift.id)
    spring.set(shift.ends_at)
    assert client.get(f"{base}/{shift.id}").status_code == 200
    address = f"{base}/{shift.id}/attendance"
    came = {"came": [str(rows[0].id), str(rows[1].id)], "break_minutes": "30"}
    came["briefing_was_held"] = "y"
    assert client.post(address, data={**came, "break_minutes": "999"}).status_code == 422
    assert client.post(address, data={**came, "break_minutes": "x"}).status_code == 422
    assert client.post(address, data=came).status_code == 302
    rows = queries.list_sign_ups(session, shift.id)
    # The organiser's own hours wait for somebody else; who came has hours; who did not, has none.
    assert [row.has_attended for row in rows] == [None, True, False]
    assert [row.worked_minutes for row in rows] == [None, 150, None]


@pytest.mark.parametrize("locale", ["kk", "ru"])
def test_staff_pages_speak_the_readers_language(session, client_for, locale):
    campaign = make_campaign(session)
    organiser = make_member(session, campaign=campaign, role=CampaignRole.ORGANISER)
    volunteer = make_volunteer(session, organiser)
    shift = make_shift(session, campaign)
    client = client_for(organiser, locale=locale)
    base = f"/manage/campaigns/{campaign.slug}/shifts"
    for address in (
        "/manage/volunteers",
        "/manage/volunteers/new",
        f"/manage/volunteers/{volunteer.id}",
        base,
        f"{base}/new",
        f"{base}/{shift.id}",
        f"/shifts/{shift.id}",
        "/my",
        "/my/shifts",
        "/my/hours",
    ):
        assert client.get(address).status_code == 200, address
    client.post("/sign-out")
    assert client.get("/sign-up").status_code == 200
