"""Reads of shifts: how full one is costs no look at the sign-ups of all others."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from campaign_app.extensions import db
from campaign_app.volunteers import queries
from tests.factories import make_campaign
from tests.volunteers.test_services import make_shift, make_volunteer, sign_up


@pytest.mark.parametrize("find", [queries.find_shift, queries.find_open_shift])
def test_one_shift_counts_its_own_sign_ups_only(session, find):
    campaign = make_campaign(session)
    shift, other = (make_shift(session, campaign) for _ in range(2))
    for each in (shift, other, other):
        sign_up(session, each, make_volunteer(session))
    asked = []

    def listen(_connection, _cursor, statement, *_more):
        asked.append(" ".join(statement.split()))

    event.listen(db.engine, "before_cursor_execute", listen)
    try:
        found = find(session, other.id)
    finally:
        event.remove(db.engine, "before_cursor_execute", listen)
    assert (found.confirmed, found.waiting) == (1, 1)
    assert "WHERE sign_ups.shift_id = " in asked[-1]
