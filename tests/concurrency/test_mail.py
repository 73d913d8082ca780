"""Several workers at once, and one that is killed: every message arrives, and none is lost."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from campaign_app.core.mail import MailMessage, queue_mail
from campaign_app.core.mail.sending import send_waiting
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.volunteers import services
from tests.factories import NOW, make_account, make_campaign
from tests.support.client import settle
from tests.support.databases import Database
from tests.support.mailbox import Mailbox, open_mailbox
from tests.support.processes import run_together
from tests.support.shifts import STARTS_AT, make_shift, make_volunteer, sign_up
from tests.support.workers import WAIT_SECONDS, wait_until, worker

pytestmark = pytest.mark.concurrency
WORKERS, MESSAGES = 3, 60


def work(app: Flask, port: int) -> int:
    """Send what waits; how many that were."""
    mailbox = Mailbox()
    mailbox.port = port
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], mail_server=mailbox.server)
    return send_waiting()["sent"]


def queue(session: Session) -> None:
    for number in range(MESSAGES):
        address = make_account(session, email=f"person{number}@students.internal").email
        queue_mail(
            session,
            now=NOW,
            key=f"test:{number}",
            recipient=address,
            language="kk",
            template="volunteers/mail_shift_cancelled",
            values={"title": "Қар", "starts_at": NOW.isoformat(), "place": "", "reason": ""},
        )
    settle(session)


def count(session: Session, *conditions: ColumnElement[bool]) -> int:
    session.rollback()
    return session.execute(select(func.count(MailMessage.id)).where(*conditions)).scalar_one()


def test_three_workers_send_each_message_once(session: Session, database: Database) -> None:
    queue(session)
    with open_mailbox() as mailbox:
        sent = run_together(database.url, work, [mailbox.port] * WORKERS)
        arrived = [address for (address,) in mailbox.recipients]
    assert sum(sent) == MESSAGES, sent
    assert len(arrived) == len(set(arrived)) == MESSAGES
    assert count(session, MailMessage.sent_at.is_not(None), MailMessage.attempts == 1) == MESSAGES


def test_a_worker_that_is_killed_loses_nothing(
    session: Session, database: Database, tmp_path: Path
) -> None:
    """It is killed while the server answers: what it had claimed is sent when the claim is over."""
    queue(session)
    running: list[subprocess.Popen[bytes]] = []

    def kill() -> None:
        if len(mailbox.messages) == 7:
            running[0].kill()

    with open_mailbox() as mailbox:
        mailbox.after_data = kill
        with worker(database.url, tmp_path / "one.db", MAIL_URL=mailbox.url) as first:
            running.append(first)
            first.wait(WAIT_SECONDS)
        assert count(session, MailMessage.sent_at.is_not(None)) == 6, "the seventh was not noted"
        # Nobody waits ten minutes for the claim of the dead one to run out.
        session.execute(update(MailMessage).values(claimed_until=None))
        settle(session)
        with worker(database.url, tmp_path / "two.db", MAIL_URL=mailbox.url):
            wait_until(lambda: count(session, MailMessage.sent_at.is_(None)) == 0)
    arrived = [address for (address,) in mailbox.recipients]
    assert set(arrived) == {f"person{number}@students.internal" for number in range(MESSAGES)}
    numbers = [mail["Message-ID"] for mail in mailbox.messages]
    assert len(numbers) == MESSAGES + 1
    assert len(set(numbers)) == MESSAGES, "the one that came twice has the number that it had"


def remind(app: Flask, _argument: None) -> dict[str, int]:
    """Write the reminders that are due, as two workers and a cron job would."""
    with unit_of_work() as session:
        return services.queue_reminders(
            session, now=STARTS_AT - timedelta(days=1), zone=app.config["ZONE"]
        )


def test_two_workers_remind_of_a_shift_once(session: Session, database: Database) -> None:
    shift = make_shift(session, make_campaign(session))
    for number in range(20):
        sign_up(session, shift, make_volunteer(session, f"ayan{number}", has_account=False))
    settle(session)
    found = run_together(database.url, remind, [None] * WORKERS)
    assert sorted(each["day_before"] for each in found) == [0, 0, 20], found
    assert count(session) == 20
