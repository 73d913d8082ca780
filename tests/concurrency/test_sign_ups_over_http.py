"""A hundred people press at once for five places: real requests to the server as it is run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.accounts.rules import Role
from campaign_app.core.audit import AuditEvent, verify_chain
from campaign_app.core.clock import now
from campaign_app.volunteers import queries, rules, services
from campaign_app.volunteers.models import SignUp, Volunteer
from campaign_app.volunteers.rules import SignUpStatus
from tests.concurrency.test_sign_ups import ZONE
from tests.factories import make_account, make_campaign
from tests.support.browser import serve
from tests.support.client import USER_AGENT, make_client, settle
from tests.support.databases import Database
from tests.support.presses import Press, send_together

pytestmark = pytest.mark.concurrency
PEOPLE, PLACES, CLIENTS = 100, 5, 4


@dataclass(frozen=True)
class Crowd:
    """A shift, and people who are signed in."""

    shift_id: int
    accounts: list[Account]
    volunteers: list[Volunteer]
    sessions: list[tuple[str, str]]

    def press(self, port: int, numbers: Sequence[int], what: str = "sign-up") -> list[Press]:
        """What these people send."""
        path = f"/shifts/{self.shift_id}/{what}"
        return [Press(port, path, *self.sessions[number], USER_AGENT) for number in numbers]


def make_crowd(app: Flask, session: Session) -> Crowd:
    """A hundred volunteers with sessions of their own; the passwords are not asked again."""
    begins = now() + timedelta(days=2)
    details = services.ShiftDetails(
        title="Жеткізу",
        kind=rules.ShiftKind.DELIVERY,
        starts_at=begins,
        ends_at=begins + timedelta(hours=3),
        places=PLACES,
    )
    shift = services.create_shift(
        session, actor=None, now=now(), campaign=make_campaign(session), details=details
    )
    accounts = [make_account(session, role=Role.VOLUNTEER) for _ in range(PEOPLE)]
    volunteers = [
        services.register_volunteer(
            session,
            actor=None,
            now=now(),
            details=services.VolunteerDetails(
                surname=f"Ерікті {number}", born_on=date(1990, 1, 1), account_id=account.id
            ),
        )
        for number, account in enumerate(accounts)
    ]
    settle(session)
    sessions = []
    for account in accounts:
        client = make_client(app, None).sign_in(account)
        token = client._csrf_token()
        cookie = client.get_cookie("session")
        assert cookie is not None
        sessions.append((cookie.value, token))
    return Crowd(shift.id, accounts, volunteers, sessions)


def rows_of(session: Session, crowd: Crowd) -> list[SignUp]:
    session.expire_all()
    found = select(SignUp).where(SignUp.shift_id == crowd.shift_id).order_by(SignUp.position)
    return list(session.scalars(found))


def order_of_commits(session: Session) -> list[int]:
    """Who signed up, as the audit log has it: its lines follow each other as the commits did."""
    events = select(AuditEvent.subject_id).where(AuditEvent.action == "shift:sign_up")
    return [row or 0 for row in session.scalars(events.order_by(AuditEvent.id))]


def test_a_hundred_press_for_five_places(
    app: Flask, session: Session, database: Database, tmp_path: Path
) -> None:
    crowd = make_crowd(app, session)
    with serve(database.url, tmp_path) as server:
        port = int(server.url.rpartition(":")[2])
        # Some press twice, as impatient people do.
        presses = crowd.press(port, [*range(PEOPLE), *range(0, PEOPLE, 10)])
        assert send_together(presses, clients=CLIENTS) == {302: PEOPLE + 10}
    rows = rows_of(session, crowd)
    assert sorted(row.volunteer_id for row in rows) == [each.id for each in crowd.volunteers]
    assert [row.position for row in rows] == list(range(1, PEOPLE + 1))
    assert {row.status for row in rows[:PLACES]} == {SignUpStatus.CONFIRMED}
    assert {row.status for row in rows[PLACES:]} == {SignUpStatus.WAITING}
    assert [row.id for row in rows] == order_of_commits(session)
    assert verify_chain(session) is None


def test_a_hundred_press_while_others_cancel(
    app: Flask, session: Session, database: Database, tmp_path: Path
) -> None:
    crowd = make_crowd(app, session)
    early = range(20)
    for number in early:
        services.sign_up(
            session,
            actor=crowd.accounts[number],
            now=now(),
            shift_id=crowd.shift_id,
            volunteer=crowd.volunteers[number],
            zone=ZONE,
        )
    settle(session)
    with serve(database.url, tmp_path) as server:
        port = int(server.url.rpartition(":")[2])
        newcomers = crowd.press(port, range(len(early), PEOPLE))
        leaving = crowd.press(port, early, "cancel")
        mixed = [
            press for four in zip(*[iter(newcomers)] * 4, leaving, strict=False) for press in four
        ]
        assert sorted(mixed, key=repr) == sorted([*newcomers, *leaving], key=repr)
        assert send_together(mixed, clients=CLIENTS) == {302: PEOPLE}
    rows = rows_of(session, crowd)
    states = Counter(row.status for row in rows)
    held = states[SignUpStatus.CONFIRMED] + states[SignUpStatus.OFFERED]
    assert held == PLACES, states
    assert states[SignUpStatus.CANCELLED] == len(early)
    assert states[SignUpStatus.WAITING] == PEOPLE - len(early) - PLACES
    assert sorted(row.volunteer_id for row in rows) == [each.id for each in crowd.volunteers]
    # Nobody is offered a place before one who came earlier and still waits.
    waiting = min(row.position for row in rows if row.status is SignUpStatus.WAITING)
    holds = [row.position for row in rows if row.status in rules.HOLDS_A_PLACE]
    assert max(holds) < waiting
    assert [row.id for row in rows] == order_of_commits(session)
    assert queries.tally(session, crowd.shift_id).taken == PLACES
    assert verify_chain(session) is None
