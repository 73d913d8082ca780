"""Three workers send at once: every message arrives once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign_app.core.mail import MailMessage, queue_mail
from campaign_app.core.mail.sending import send_waiting
from tests.factories import NOW, make_account
from tests.support.client import settle
from tests.support.databases import Database
from tests.support.mailbox import Mailbox, open_mailbox
from tests.support.processes import run_together

pytestmark = pytest.mark.concurrency
WORKERS, MESSAGES = 3, 60


def work(app: Flask, port: int) -> int:
    """Send what waits; how many that were."""
    mailbox = Mailbox()
    mailbox.port = port
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], mail_server=mailbox.server)
    return send_waiting()["sent"]


def test_three_workers_send_each_message_once(session: Session, database: Database) -> None:
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
    with open_mailbox() as mailbox:
        sent = run_together(database.url, work, [mailbox.port] * WORKERS)
        arrived = [address for (address,) in mailbox.recipients]
    assert sum(sent) == MESSAGES, sent
    assert len(arrived) == len(set(arrived)) == MESSAGES
    session.expire_all()
    done = select(func.count()).where(MailMessage.sent_at.is_not(None), MailMessage.attempts == 1)
    assert session.execute(done).scalar_one() == MESSAGES
