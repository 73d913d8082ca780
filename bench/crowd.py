"""People who sign up at once: prepared in a process of its own, then sent by parallel clients.

`python -m bench.crowd PEOPLE SHIFTS PLACES` makes volunteers with accounts and coming shifts in
the database of the environment and prints their sessions, signed with the program's own key.
"""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import threading
import time
import urllib.parse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
USER_AGENT = "bench"
Form = Mapping[str, str]


@dataclass(frozen=True)
class Press:
    """A form that one person sends, with her session."""

    path: str
    session: str
    form: Form


@dataclass(frozen=True)
class Crowd:
    """What the program made: shifts, and for each person the session and its token."""

    shifts: list[int]
    people: list[tuple[str, str]]

    def presses(self, shift_id: int) -> list[Press]:
        """Everybody signs up for one shift."""
        path = f"/shifts/{shift_id}/sign-up"
        return [Press(path, session, {"csrf_token": token}) for session, token in self.people]


def make_crowd(environment: Mapping[str, str], people: int, shifts: int, places: int) -> Crowd:
    """Make it in the program's database, as its services make it."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.crowd", str(people), str(shifts), str(places)],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        check=True,
        text=True,
    )
    made = json.loads(done.stdout.strip().splitlines()[-1])
    return Crowd(made["shifts"], [(session, token) for session, token in made["people"]])


def press_all(port: int, presses: Sequence[Press], clients: int) -> float:
    """Send all by parallel clients, each on one connection; the seconds until the last answer."""
    barrier = threading.Barrier(clients + 1)
    failures: list[int] = []

    def one(mine: Sequence[Press]) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.connect()
        barrier.wait()
        for press in mine:
            headers = {
                "Cookie": f"session={press.session}",
                "Content-Type": "application/x-www-form-urlencoded",
                "User-Agent": USER_AGENT,
            }
            connection.request("POST", press.path, urllib.parse.urlencode(press.form), headers)
            response = connection.getresponse()
            response.read()
            if response.status != 302:
                failures.append(response.status)
        connection.close()

    threads = [
        threading.Thread(target=one, args=(presses[start::clients],)) for start in range(clients)
    ]
    for thread in threads:
        thread.start()
    barrier.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - began
    if failures:
        raise RuntimeError(f"sign-ups were answered by {sorted(set(failures))}")
    return seconds


def _print_crowd(people: int, shifts: int, places: int) -> None:
    from campaign_app import create_app
    from campaign_app.core.unit_of_work import unit_of_work

    app = create_app()
    with app.app_context(), unit_of_work() as session:
        made = [_open_shift(session, number, places) for number in range(shifts)]
        cookie_ids = [_register(session, number) for number in range(people)]
    sessions = [_session_of(app, cookie_id) for cookie_id in cookie_ids]
    print(json.dumps({"shifts": made, "people": sessions}))


def _open_shift(session: Any, number: int, places: int) -> int:
    from campaign_app.campaigns.models import Campaign
    from campaign_app.core.clock import now
    from campaign_app.volunteers import queries, rules, services

    open_ones = session.query(Campaign).filter(Campaign.status.in_(queries.OPEN_STATUSES))
    begins = now() + timedelta(days=30 + number)
    details = services.ShiftDetails(
        title="Жеткізу",
        kind=rules.ShiftKind.DELIVERY,
        starts_at=begins,
        ends_at=begins + timedelta(hours=3),
        places=places,
    )
    return services.create_shift(
        session, actor=None, now=now(), campaign=open_ones.first(), details=details
    ).id


def _register(session: Any, number: int) -> str:
    from campaign_app.accounts import services as accounts
    from campaign_app.accounts.rules import Role
    from campaign_app.core.clock import now
    from campaign_app.volunteers import services

    account = accounts.create_account(
        session,
        actor=None,
        now=now(),
        email=f"crowd{number}@bench.example",
        full_name="Айгүл Серікқызы",
        role=Role.VOLUNTEER,
        password="a password for the benchmark",
    )
    details = services.VolunteerDetails(
        surname=f"Ерікті {number}", born_on=date(1990, 1, 1), account_id=account.id
    )
    services.register_volunteer(session, actor=None, now=now(), details=details)
    return str(account.get_id())


def _session_of(app: Any, cookie_id: str) -> tuple[str, str]:
    """The session of somebody who has signed in, and its token."""
    from flask import session as cookie
    from flask_login.utils import _create_identifier
    from flask_wtf.csrf import generate_csrf

    with app.test_request_context(
        headers={"User-Agent": USER_AGENT}, environ_base={"REMOTE_ADDR": "127.0.0.1"}
    ):
        token = generate_csrf()
        cookie.update(_user_id=cookie_id, _fresh=True, _id=_create_identifier())
        serializer = app.session_interface.get_signing_serializer(app)
        return serializer.dumps(dict(cookie)), token


if __name__ == "__main__":
    _print_crowd(*map(int, sys.argv[1:]))
