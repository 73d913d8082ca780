"""What a volunteer sees: open shifts, the shift that she took, her pages, her calendar."""

from __future__ import annotations

import logging
import re
import uuid
from datetime import date, timedelta
from typing import Any

import pytest
import vobject
from icalendar import Calendar
from sqlalchemy import select

from campaign_app.accounts.models import Account
from campaign_app.accounts.rules import Role
from campaign_app.accounts.services import close_account
from campaign_app.core.audit import AuditEvent
from campaign_app.volunteers import queries, rules, services
from campaign_app.volunteers.models import CalendarLink, Shift, Volunteer
from tests.factories import NOW, make_account, make_campaign

BRING = "Жылы қолғап"
CONTACT = "Айгүл, +7 700 000 00 12"
THERE = "№4 автобус, соңғы аялдама"


@pytest.fixture(autouse=True)
def spring(frozen_clock):
    frozen_clock.set(NOW)
    return frozen_clock


def make_shift(session, *, hours=24, places=5, campaign=None, title="Қар тазалау", **more) -> Shift:
    details = services.ShiftDetails(
        title=title,
        kind=rules.ShiftKind.SNOW_CLEARING,
        place="№4 аялдама",
        starts_at=NOW + timedelta(hours=hours),
        ends_at=NOW + timedelta(hours=hours + 3),
        places=places,
        directions=THERE,
        what_to_bring=BRING,
        contact=CONTACT,
        **more,
    )
    campaign = campaign or make_campaign(session)
    return services.create_shift(session, actor=None, now=NOW, campaign=campaign, details=details)


def make_volunteer(session, *, born_on=date(1990, 1, 1), **account) -> tuple[Account, Volunteer]:
    somebody = make_account(session, role=Role.VOLUNTEER, **account)
    details = services.VolunteerDetails(surname="Ким", born_on=born_on, account_id=somebody.id)
    return somebody, services.register_volunteer(session, actor=None, now=NOW, details=details)


def events(content: bytes) -> dict[str, dict[str, Any]]:
    """The events of a calendar file by their titles; two libraries must agree on them."""
    found = {
        str(each["summary"]): {
            "uid": str(each["uid"]),
            "begins": each.decoded("dtstart"),
            "status": str(each["status"]),
            "revision": int(each["sequence"]),
            "text": str(each["description"]),
        }
        for each in Calendar.from_ical(content).walk("VEVENT")
    }
    read = vobject.readOne(content.decode())
    for each in getattr(read, "vevent_list", []):
        same = found[each.summary.value]
        assert each.uid.value == same["uid"]
        assert each.dtstart.value == same["begins"]
        assert each.status.value == same["status"]
    assert len(getattr(read, "vevent_list", [])) == len(found)
    return found


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_the_home_page_leads_to_the_next_shifts(session, client, locale):
    campaign = make_campaign(session)
    ids = [make_shift(session, hours=hours, campaign=campaign).id for hours in (72, 2, 48, 96)]
    client.read_in(locale)
    page = client.get("/").text
    assert re.search(r' · <span class="nowrap">\d\d:\d\d–\d\d:\d\d</span>', page)
    shown = re.findall(r'href="/shifts/(\d+)"', page)
    assert list(dict.fromkeys(map(int, shown))) == [ids[1], ids[2], ids[0]]


def test_a_place_can_be_taken_on_the_home_page(session, client_for):
    shift = make_shift(session)
    account, volunteer = make_volunteer(session)
    client = client_for(account)
    assert f'action="/shifts/{shift.id}/sign-up"' in client.get("/").text
    client.post(f"/shifts/{shift.id}/sign-up")
    page = client.get("/").text
    assert f'action="/shifts/{shift.id}/sign-up"' not in page
    assert "confirmed" in page
    assert queries.statuses_of(session, volunteer.id, [shift.id]) == {
        shift.id: rules.SignUpStatus.CONFIRMED
    }


def test_filters_are_in_the_address_and_add_up(session, client_for):
    make_shift(session, hours=2, title="Tonight")
    full = make_shift(session, hours=5, places=1, title="Full")
    make_shift(session, hours=24, title="Later")
    other, _somebody = make_volunteer(session)
    client_for(other).post(f"/shifts/{full.id}/sign-up")
    account, _volunteer = make_volunteer(session)
    client = client_for(account)
    campaign = queries.open_campaigns(session, now=NOW)[0]
    titles = {
        "": ["Tonight", "Full", "Later"],
        "?day=today": ["Tonight", "Full"],
        "?day=tomorrow": ["Later"],
        "?day=2020-04-21&kind=snow_clearing": ["Later"],
        "?day=21.04.2020": ["Later"],
        "?day=today&fits=yes": ["Tonight"],
        f"?campaign={campaign.slug}": ["Tonight"],
        "?kind=delivery": [],
        "?day=nonsense&campaign=none&kind=other-than-all": ["Tonight", "Full", "Later"],
    }
    for query, expected in titles.items():
        page = client.get(f"/shifts{query}").text
        assert re.findall(r'translate="no">(Tonight|Full|Later)</a></h2>', page) == expected, query
    assert "Show all" in client.get("/shifts?kind=delivery").text
    kept = client.get("/shifts?day=today&fits=yes").text
    assert "/shifts?fits=yes&amp;day=today&amp;kind=snow_clearing" in kept or "fits=yes" in kept


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_who_is_in_is_told_all_that_she_needs_and_nobody_else_is(session, client_for, locale):
    shift = make_shift(session, places=1)
    account, _volunteer = make_volunteer(session)
    client = client_for(account, locale)
    before = client.get(f"/shifts/{shift.id}").text
    assert CONTACT not in before
    page = client.post(f"/shifts/{shift.id}/sign-up", follow_redirects=True).text
    for told in (BRING, THERE, CONTACT, f"/shifts/{shift.id}.ics", f"/shifts/{shift.id}/cancel"):
        assert told in page
    stranger, _somebody = make_volunteer(session)
    other = client_for(stranger, locale)
    assert CONTACT not in other.get(f"/shifts/{shift.id}").text
    assert CONTACT.split(",")[0] not in other.get(f"/shifts/{shift.id}.ics").text
    other.post(f"/shifts/{shift.id}/sign-up")
    assert other.get(f"/shifts/{shift.id}").status_code == 200  # on the waiting list


def test_one_shift_as_a_calendar_file(session, client, client_for):
    shift = make_shift(session)
    hidden = make_shift(session, campaign=make_campaign(session, is_active=False))
    anybody = client.get(f"/shifts/{shift.id}.ics")
    assert anybody.content_type == "text/calendar; charset=utf-8"
    (event,) = events(anybody.data).values()
    assert (event["status"], event["begins"]) == ("TENTATIVE", NOW + timedelta(hours=24))
    assert client.get(f"/shifts/{hidden.id}.ics").status_code == 404
    account, _volunteer = make_volunteer(session)
    mine = client_for(account, "kk")
    mine.post(f"/shifts/{shift.id}/sign-up")
    (event,) = events(mine.get(f"/shifts/{shift.id}.ics").data).values()
    assert event["status"] == "CONFIRMED"
    assert CONTACT in event["text"]
    assert event["text"].startswith("Жұмыс түрі: ")


def make_address(client) -> str:
    assert 'action="/my/calendar"' in client.get("/my/shifts").text
    page = client.post("/my/calendar", data={"submission_id": uuid.uuid4().hex}).text
    return re.search(r'value="http://[^/"]+(/my/calendar/[^"]+\.ics)"', page)[1]


def test_a_calendar_program_reads_my_shifts_and_nobody_elses(session, client, client_for):
    shift, full = (
        make_shift(session, title="Mine"),
        make_shift(session, title="Full", hours=48, places=1),
    )
    make_shift(session, title="Nobody's")
    (one, volunteer), (two, _somebody) = (
        make_volunteer(session, locale="kk"),
        make_volunteer(session),
    )
    mine, other = client_for(one, "kk"), client_for(two)
    other.post(f"/shifts/{full.id}/sign-up")
    for wanted in (shift, full):
        mine.post(f"/shifts/{wanted.id}/sign-up")
    address = make_address(mine)
    answer = client.get(address)
    assert answer.headers["Cache-Control"] == "private, max-age=300"
    found = events(answer.data)
    assert set(found) == {"Mine", "Күту тізімі: Full"}
    assert found["Mine"]["status"] == "CONFIRMED"
    assert found["Күту тізімі: Full"]["status"] == "TENTATIVE"
    again = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert volunteer.surname not in answer.text
    # What she gives back stays in the calendar as cancelled, and counts as a change.
    mine.post(f"/shifts/{shift.id}/cancel")
    cancelled = events(client.get(address).data)["Mine"]
    assert cancelled["status"] == "CANCELLED"
    assert cancelled["uid"] == found["Mine"]["uid"]
    assert cancelled["revision"] > found["Mine"]["revision"]
    assert CONTACT not in cancelled["text"]


def test_a_calendar_address_is_shown_once_renewed_and_ended(session, client, client_for, caplog):
    account, volunteer = make_volunteer(session)
    mine = client_for(account)
    with caplog.at_level(logging.DEBUG):
        first = make_address(mine)
        assert client.get(first).status_code == 200
    token = first.removeprefix("/my/calendar/").removesuffix(".ics")
    assert token not in caplog.text
    assert token not in mine.get("/my/shifts").text
    second = make_address(mine)
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    mine.post("/my/calendar/revoke")
    for address in (first, second, "/my/calendar/x.ics", f"/my/calendar/{'x' * 300}.ics"):
        assert client.get(address).status_code == 404
    # Only hashes are kept, and the log has not even these.
    links = session.scalars(select(CalendarLink).where(CalendarLink.revoked_at.is_not(None))).all()
    assert len(links) == 2
    assert token not in {link.token_hash for link in links}
    log = " ".join(
        f"{event.before}{event.after}"
        for event in session.scalars(
            select(AuditEvent).where(AuditEvent.subject_type == "calendar_links")
        )
    )
    assert "(secret)" in log
    assert token not in log
    assert not any(link.token_hash in log for link in links)
    assert queries.calendar_link_of(session, volunteer.id) is None


def test_a_second_press_of_the_button_shows_no_other_address(session, client, client_for):
    account, _volunteer = make_volunteer(session)
    mine = client_for(account)
    address = make_address(mine)
    form_id = "f" * 32
    page = mine.post("/my/calendar", data={"submission_id": form_id})
    assert page.status_code == 200
    assert client.get(address).status_code == 404
    assert mine.post("/my/calendar", data={"submission_id": form_id}).status_code == 302
    assert session.query(CalendarLink).count() == 2


def test_the_calendar_of_a_closed_account_is_gone(session, client, client_for):
    account, _volunteer = make_volunteer(session)
    address = make_address(client_for(account))
    close_account(session, actor=make_account(session), now=NOW, account=account)
    assert client.get(address).status_code == 404


def test_who_is_no_volunteer_has_no_calendar(session, client_for):
    client = client_for(make_account(session))
    assert "/my/calendar" not in client.get("/my/shifts").text
    assert client.post("/my/calendar").status_code == 404
    assert client.post("/my/calendar/revoke").status_code == 404


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_my_page_begins_with_the_next_shift(session, client_for, spring, locale):
    first = make_shift(session, hours=5, title="First")
    second = make_shift(session, hours=50, title="Second")
    account, _volunteer = make_volunteer(session)
    client = client_for(account, locale)
    for shift in (second, first):
        client.post(f"/shifts/{shift.id}/sign-up")
    until = {"kk": "5 сағаттан кейін", "ru": "через 5 часов", "en": "in 5 hours"}[locale]
    page = client.get("/my").text
    assert until in page
    assert page.index("First") < page.index("Second")
    assert f"/shifts/{first.id}/cancel" in page
    spring.set(NOW + timedelta(days=1))
    page = client.get("/my/shifts").text
    assert page.index("Second") < page.index("/my/calendar") < page.index("First")
    spring.set(NOW + timedelta(days=9))
    assert client.get("/my").status_code == 200
