"""How one begins to help: a page that registers and takes the shift."""

from __future__ import annotations

import re

import pytest

from campaign_app.volunteers import queries
from campaign_app.volunteers.models import Volunteer
from tests.factories import NOW, PASSWORD, make_campaign
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
