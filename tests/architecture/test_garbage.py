"""No failure, ever: every endpoint answers garbage with a page, on both databases."""

from __future__ import annotations

import random

import pytest
from flask import Flask
from werkzeug.routing import BuildError

from tests.factories import make_administrator, make_campaign
from tests.support.rounds import make_beneficiary, make_packages, make_round

JUNK = (
    *("", "x", "-1", "0", "9" * 30, "ә" * 3000, "2020-13-45", "0001-01-01", "9999-12-31"),
    *("'; DROP TABLE accounts;--", "a\x00b", "=1+1", "NaN", "1e9", "٣", "😀", "null", "../.."),
)
FIELDS = (
    "amount method donor_name received_on reference note submission_id supplier "
    "supplier_bin spent_on purpose document_number account reason outcome proof handed_on "
    "proxy_name q page from to status kind category version_id title_kk maximum starts_on "
    "ends_on places starts_at ends_at expense_id package count code slug name_kk action "
    "target role account_id beneficiary_id variant row came break_minutes surname iin phone "
    "born_on household_size head_count adults children names visited_at volunteer_id "
    "every_days full_name email password language subject_type "
)
NAMES = FIELDS.split()
TRIES = 4
# These would end the test's own session, or change its language.
LEFT_OUT = {"static", "accounts.sign_out", "public.set_language"}


@pytest.mark.parametrize("seed", [1, 2])
def test_garbage_is_answered_with_a_page(app: Flask, session, client_for, seed):
    admin = make_administrator(session)
    campaign = make_campaign(session, slug="food")
    make_beneficiary(session, enrolled_in=campaign)
    version_id = make_packages(session, campaign=campaign, count=1)
    make_round(session, campaign=campaign, actor=admin, version_id=version_id)
    browser = client_for(admin)
    chance = random.Random(seed)
    for rule in app.url_map.iter_rules():
        if rule.endpoint in LEFT_OUT:
            continue
        for _ in range(TRIES):
            _send_garbage(app, browser, chance, rule)


def _send_garbage(app, browser, chance, rule):
    known = {"slug": ["food", "food", "nope"], "code": ["kk", "xx"]}
    values = {
        name: chance.choice(known.get(name, [1, 1, 2, 99_999, 2**40])) for name in rule.arguments
    }
    try:
        with app.test_request_context():
            address = app.url_for(rule.endpoint, **values)
    except (BuildError, ValueError):
        return
    typed = {name: chance.choice(JUNK) for name in NAMES if chance.random() < 0.7}
    if "GET" in rule.methods:
        answer = browser.get(address, query_string=typed)
        assert answer.status_code < 500, f"GET {address}"
    if "POST" in rule.methods:
        answer = browser.post(address, data=typed)
        assert answer.status_code < 500, f"POST {address}"
