"""How one begins to help: a page that registers and takes the shift."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from campaign_app.accounts.models import Account
from campaign_app.volunteers import queries
from campaign_app.volunteers.models import Volunteer
from tests.factories import NOW, PASSWORD, make_account, make_administrator, make_campaign
from tests.volunteers.test_door import CONTACT, make_shift


@pytest.fixture(autouse=True)
def spring(frozen_clock):
    frozen_clock.set(NOW)
    return frozen_clock


def newcomer(**changes: str) -> dict[str, str]:
    return {
        "full_name": "Қасымов Ғалымжан Серікұлы",
        "email": "new@tests.example",
        "born_on": "2000-01-01",
        "password": PASSWORD,
        "consent": "y",
        **changes,
    }


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_a_newcomer_registers_and_takes_the_shift_on_one_page(session, client, locale):
    shift = make_shift(session)
    client.read_in(locale)
    answer = client.submit(f"/sign-up?shift={shift.id}", newcomer(), follow_redirects=True)
    assert answer.request.path == f"/shifts/{shift.id}"
    assert CONTACT in answer.text
    assert queries.count_confirmed(session, shift.id) == 1


def test_a_newcomer_who_is_refused_the_shift_is_registered_and_shown_what_is_free(session, client):
    heavy = make_shift(session, hours=30, is_heavy_work=True, title="Heavy")
    make_shift(session, hours=30, title="Light")
    values = newcomer(born_on="2003-01-01")
    answer = client.submit(f"/sign-up?shift={heavy.id}", values, follow_redirects=True)
    assert "open from the age of 18" in answer.text
    assert answer.request.args["fits"] == "yes"
    assert re.findall(r">(Light|Heavy)</a></h2>", answer.text) == ["Light"]
    assert session.query(Volunteer).count() == 1
    assert queries.count_confirmed(session, heavy.id) == 0


def test_a_newcomer_who_comes_for_what_is_gone_is_registered_without_it(session, client):
    draft = make_shift(session, campaign=make_campaign(session, is_active=False))
    for number, asked in enumerate((draft.id, "0", "nonsense")):
        values = newcomer(email=f"new{number}@tests.example")
        assert client.submit(f"/sign-up?shift={asked}", values).headers["Location"] == "/shifts"
        client.post("/sign-out")
    assert queries.count_confirmed(session, draft.id) == 0


def only_phone(**changes: str) -> dict[str, str]:
    return newcomer(email="", phone="8 701 123 45 67", **changes)


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_a_telephone_is_enough_to_begin_and_to_come_back(session, client, client_for, locale):
    shift = make_shift(session)
    client.read_in(locale)
    client.submit(f"/sign-up?shift={shift.id}", only_phone())
    account, volunteer = session.query(Account).one(), session.query(Volunteer).one()
    assert (account.email, account.phone) == (None, "+77011234567")
    assert (volunteer.email, volunteer.phone) == (None, "+77011234567")
    assert queries.count_confirmed(session, shift.id) == 1
    client.post("/sign-out")
    for typed in ("+7 701 123-45-67", "87011234567", "7011234567"):
        values = {"email": typed, "password": PASSWORD}
        assert client.submit("/sign-in", values).headers["Location"].startswith("/"), typed
        assert client.get("/my").status_code == 200
        client.post("/sign-out")
    wrong = client.submit("/sign-in", {"email": "87011234568", "password": PASSWORD})
    assert wrong.status_code == 422
    listed = client_for(make_administrator(session), locale)
    assert "+7 701 123 45 67" in listed.get("/manage/accounts?q=701 123").text
    assert "+7 701 123 45 67" not in listed.get("/manage/accounts?q=701 999").text


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_nothing_to_sign_in_with_is_refused_and_nothing_typed_is_lost(session, client, locale):
    shift = make_shift(session)
    client.read_in(locale)
    answer = client.submit(f"/sign-up?shift={shift.id}", newcomer(email=""))
    assert answer.status_code == 422
    assert 'id="phone-error"' in answer.text
    assert "Қасымов Ғалымжан Серікұлы" in answer.text
    assert f"/sign-up?shift={shift.id}" in answer.text
    assert session.query(Account).count() == 0


def test_either_way_in_when_both_were_given(session, client):
    client.submit("/sign-up", newcomer(phone="8 701 123 45 67"))
    client.post("/sign-out")
    for typed in ("new@tests.example", "87011234567"):
        assert client.submit("/sign-in", {"email": typed, "password": PASSWORD}).status_code == 302
        client.post("/sign-out")


def test_a_telephone_that_a_family_shares_is_one_way_in_only(session, client):
    client.submit("/sign-up", only_phone())
    client.post("/sign-out")
    again = client.submit("/sign-up", only_phone(full_name="Сәуле"))
    assert again.status_code == 422
    assert "an account with this telephone number" in again.text
    both = newcomer(full_name="Сәуле", phone="+77011234567")
    assert client.submit("/sign-up", both).status_code == 302
    accounts = session.scalars(select(Account).order_by(Account.id)).all()
    assert [account.phone for account in accounts] == ["+77011234567", None]
    # The second one is still reached by that telephone.
    assert {volunteer.phone for volunteer in session.query(Volunteer)} == {"+77011234567"}


def test_under_fourteen_nobody_begins_alone(session, client):
    shift = make_shift(session)
    answer = client.submit(f"/sign-up?shift={shift.id}", only_phone(born_on="2006-04-21"))
    assert answer.status_code == 422
    assert "together with an adult" in answer.text
    assert session.query(Account).count() == 0
    assert queries.count_confirmed(session, shift.id) == 0


def test_the_page_does_not_tell_who_of_thousands_is_registered(
    session, client, client_for, spring, monkeypatch
):
    monkeypatch.setattr("campaign_app.volunteers.views.newcomers.MOST_KNOWN_CONTACTS", 2)
    make_account(session, email="known@tests.example")
    asked = newcomer(email="known@tests.example")
    assert [client.submit("/sign-up", asked).status_code for _ in range(3)] == [422, 422, 429]
    assert client.submit("/sign-up", newcomer()).status_code == 429
    spring.set(NOW + timedelta(minutes=16))
    assert client.submit("/sign-up", newcomer()).status_code == 302


@pytest.mark.parametrize("born_on", ["0001-01-01", "9999-12-31", "2020-04-21"])
def test_a_date_of_birth_that_cannot_be_is_refused(session, client, client_for, born_on):
    assert client.submit("/sign-up", newcomer(born_on=born_on)).status_code == 422
    staff = client_for(make_administrator(session))
    values = {"surname": "Ким", "born_on": born_on}
    assert staff.submit("/manage/volunteers/new", values).status_code == 422
    assert session.query(Volunteer).count() == 0


def test_what_a_database_cannot_hold_does_not_get_there(session, client, client_for):
    long = "/sign-up?next=/shifts?q=" + "a" * 600
    values = {**newcomer(), "submission_id": "a\x00b"}
    assert client.post(long, data=values).status_code == 302
    staff = client_for(make_administrator(session))
    assert staff.get("/manage/volunteers/statistics?campaign=a%00b").status_code == 200
    table = (io.BytesIO("Аты-жөні\nКим Вера\n".encode()), "a\x00b.csv")
    answer = staff.post("/manage/volunteers/import", data={"file": table, "kind": "student"})
    assert answer.status_code in (302, 422)
