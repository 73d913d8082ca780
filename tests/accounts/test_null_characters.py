"""A NUL that came with a text is dropped: PostgreSQL would refuse the whole text."""

from __future__ import annotations

from campaign_app.accounts.queries import find_account_by_email
from tests.factories import make_administrator


def test_a_nul_in_a_name_is_dropped(client_for, session):
    browser = client_for(make_administrator(session))
    answer = browser.post(
        "/manage/accounts/new",
        data={
            "full_name": "Ай\x00гүл",
            "email": "new@tests.example",
            "role": "staff",
            "password": "a long password",
        },
    )
    assert answer.status_code == 302
    account = find_account_by_email(session, "new@tests.example")
    assert account is not None
    assert account.full_name == "Айгүл"


def test_a_nul_in_a_search_finds_what_it_can(client_for, session):
    browser = client_for(make_administrator(session))
    assert browser.get("/manage/accounts?q=a%00b").status_code == 200
    assert browser.get("/manage/volunteers?q=a%00b").status_code == 200
    assert browser.get("/manage/audit?subject_type=a%00b").status_code == 200
