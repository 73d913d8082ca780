"""Pages of the register of volunteers: lists that come in and go out, and changed data."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta

import pytest

from campaign_app.accounts.rules import CampaignRole
from campaign_app.volunteers import queries, rules, services
from campaign_app.volunteers.models import VolunteerList
from tests.factories import NOW, make_campaign, make_member
from tests.volunteers.test_lists import csv_of
from tests.volunteers.test_planning import make_shift, make_volunteer, sign_up


@pytest.fixture(autouse=True)
def spring(frozen_clock):
    frozen_clock.set(NOW)
    return frozen_clock


@pytest.fixture
def organiser_in(session, client_for):
    def make(locale="en"):
        account = make_member(session, campaign=make_campaign(session), role=CampaignRole.ORGANISER)
        return client_for(account, locale=locale)

    return make


def upload(client, content, name="тізім.csv"):
    return client.post(
        "/manage/volunteers/import",
        data={"kind": "student", "file": (io.BytesIO(content), name)},
        content_type="multipart/form-data",
    )


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_a_list_is_looked_through_before_it_is_written(session, organiser_in, locale):
    client = organiser_in(locale)
    assert client.get("/manage/volunteers/import").status_code == 200
    assert upload(client, b"%PDF-1.7").status_code == 422
    answer = upload(client, csv_of())
    assert answer.status_code == 302
    address = answer.location
    page = client.get(address)
    assert "Қасымов Ғалымжан Серікұлы" in page.text
    assert client.get(f"{address}?outcome=error").text.count("<tr>") == 3
    assert client.get(f"{address}/problems.csv").text.count("\n") == 3
    assert queries.list_volunteers(session, q="", page=1).total == 0
    stranger = organiser_in(locale)
    assert stranger.get(address).status_code == 404
    assert stranger.post(f"{address}/confirm").status_code == 404
    assert client.post(f"{address}/confirm").status_code == 302
    assert queries.list_volunteers(session, q="", page=1).total == 2
    assert session.query(VolunteerList).count() == 0
    assert client.post(f"{address}/confirm").status_code == 404
    assert client.get("/manage/volunteers").status_code == 200


def test_what_nobody_confirms_goes_in_a_day(session, organiser_in, spring):
    client = organiser_in()
    upload(client, csv_of())
    spring.set(NOW + timedelta(hours=25))
    new = upload(client, csv_of()).location
    assert session.query(VolunteerList).count() == 1
    assert client.post(f"{new}/discard").status_code == 302
    assert session.query(VolunteerList).count() == 0


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_what_was_exported_is_imported_again_unchanged(session, organiser_in, locale):
    client = organiser_in(locale)
    client.post(upload(client, csv_of()).location + "/confirm")
    for extension in ("csv", "xlsx"):
        file = client.get(f"/manage/volunteers.{extension}").data
        address = upload(client, file, f"volunteers.{extension}").location
        page = client.get(f"{address}?outcome=already_there")
        assert page.text.count("<tr>") == 3, page.text


def test_the_register_is_narrowed_by_group_and_telephone(session, organiser_in):
    client = organiser_in()
    one = make_volunteer(session, surname="Ким", unit="ИС-18", phone="+77011234567")
    make_volunteer(session, surname="Ли", unit="ИС-19")

    def shown(query):
        return re.findall(r"volunteers/(\d+)\"", client.get(f"/manage/volunteers?{query}").text)

    for query in ("unit=ИС-18", "q=8+701+123-45-67", "q=%2B7+701+1234567", "q=701123"):
        assert shown(query) == [str(one.id)], query
    assert client.get("/manage/volunteers.csv?unit=ИС-18").text.count("\n") == 2


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_a_volunteers_data_are_changed(session, organiser_in, locale):
    client = organiser_in(locale)
    one = make_volunteer(session, surname="Ким", unit="ИС-18")
    address = f"/manage/volunteers/{one.id}"
    assert 'value="ИС-18"' in client.get(f"{address}/edit").text
    values = {"surname": "Ким", "kind": "student", "unit": "ИС-28", "phone": "87011234567"}
    assert client.post(f"{address}/edit", data={**values, "phone": "12"}).status_code == 422
    assert client.post(f"{address}/edit", data=values).status_code == 302
    (row,) = queries.list_volunteers(session, q="ИС-28", page=1).items
    assert (row.kind, row.phone) == (rules.VolunteerKind.STUDENT, "+77011234567")
    assert client.get("/manage/volunteers/999999/edit").status_code == 404


def test_whoever_helps_no_longer_keeps_the_hours_and_takes_no_shift(session, organiser_in):
    client = organiser_in()
    shift = make_shift(session, make_campaign(session), places=5)
    one = make_volunteer(session, born_on=date(1990, 1, 1))
    address = f"/manage/volunteers/{one.id}"
    assert client.post(f"{address}/left", data={"left": "1"}).status_code == 302
    assert queries.list_volunteers(session, q="", page=1).total == 0
    assert queries.list_volunteers(session, q="", page=1, has_left=True).total == 1
    session.refresh(one)
    with pytest.raises(rules.VolunteerLeft):
        sign_up(session, shift, one)
    assert client.post(f"{address}/left", data={"left": "0"}).status_code == 302
    session.refresh(one)
    assert services.details_of_volunteer(one).born_on == date(1990, 1, 1)
    assert sign_up(session, shift, one).status is rules.SignUpStatus.CONFIRMED
