"""The staff sees what became of mail, sends again what failed; addresses go after a time."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from campaign_app.core.audit import AuditEvent
from campaign_app.core.mail import MailMessage, queue_mail
from campaign_app.core.mail.keeping import retry_message
from campaign_app.core.mail.rules import MailIsOver
from campaign_app.privacy import services as privacy
from campaign_app.privacy.rules.retention import RetentionPurpose
from campaign_app.volunteers.models import ShiftMessage
from tests.factories import NOW, make_administrator, make_auditor, make_campaign
from tests.support.client import settle
from tests.support.shifts import make_shift

ADDRESS = "ayan.testov@students.internal"


def make_message(session, key="one", **state) -> MailMessage:
    queue_mail(
        session,
        now=NOW,
        key=key,
        recipient=ADDRESS,
        language="kk",
        template="volunteers/mail_day_before",
        values={"title": "Қар"},
    )
    message = session.scalars(select(MailMessage).where(MailMessage.key == key)).one()
    for name, value in state.items():
        setattr(message, name, value)
    session.flush()
    return message


def test_the_list_shows_what_became_of_each_and_no_address(session, client_for, frozen_clock):
    make_message(session, "waits")
    make_message(session, "sent", sent_at=NOW)
    make_message(session, "failed", given_up_at=NOW, failure="550 mailbox unavailable")
    make_message(session, "late", given_up_at=NOW, failure="expired")
    browser = client_for(make_administrator(session))
    page = browser.get("/manage/mail").text
    assert "a…v@students.internal" in page
    assert ADDRESS not in page
    assert "550 mailbox unavailable" in page
    assert "it came too late to be of use" in page
    assert "No mail server is set" in page
    assert "550" not in browser.get("/manage/mail?state=sent").text
    assert "550" in browser.get("/manage/mail?state=failed").text


def test_an_administrator_sends_again_what_failed(session, client_for, frozen_clock):
    failed = make_message(session, given_up_at=NOW, failure="550 no", attempts=8)
    administrator = make_administrator(session)
    browser = client_for(administrator)
    frozen_clock.advance(hours=1)
    assert browser.post(f"/manage/mail/{failed.id}/retry").status_code == 302
    session.expire_all()
    assert (failed.given_up_at, failed.failure, failed.attempts) == (None, "", 0)
    assert failed.not_before == frozen_clock.instant
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "mail:retry")).one()
    assert event.actor_id == administrator.id
    assert ADDRESS not in f"{event.before}{event.after}"


def test_an_auditor_reads_and_sends_nothing(session, client_for):
    failed = make_message(session, given_up_at=NOW, failure="550 no")
    browser = client_for(make_auditor(session))
    assert "Send again" not in browser.get("/manage/mail").text
    assert browser.post(f"/manage/mail/{failed.id}/retry").status_code == 403


@pytest.mark.parametrize(
    "state",
    [
        {},
        {"sent_at": NOW},
        {"given_up_at": NOW, "expires_at": NOW},
        {"given_up_at": NOW, "recipient": ""},
    ],
)
def test_what_is_over_is_not_sent_again(session, state):
    message = make_message(session, **state)
    with pytest.raises(MailIsOver):
        retry_message(session, actor_id=1, now=NOW, message_id=message.id)


def test_addresses_go_after_their_time(session):
    old = NOW - timedelta(days=91)
    sent = make_message(session, "sent", sent_at=old)
    failed = make_message(session, "failed", given_up_at=old)
    young = make_message(session, "young", sent_at=NOW - timedelta(days=89))
    waiting = make_message(session, "waiting", queued_at=old)

    def run() -> list[int]:
        due = privacy.run_retention(
            session, now=NOW, zone=ZoneInfo("Asia/Almaty"), purpose=RetentionPurpose.MAIL
        )
        settle(session)
        return due.ids

    assert run() == [sent.id, failed.id]
    session.expire_all()
    assert (sent.recipient, sent.values, sent.sent_at) == ("", {}, old)
    assert [young.recipient, waiting.recipient] == [ADDRESS, ADDRESS]
    assert run() == []


def test_what_was_written_to_a_shift_goes_after_its_time(session):
    shift, writer = make_shift(session, make_campaign(session)), make_administrator(session)
    rows = [
        ShiftMessage(
            shift_id=shift.id,
            subject="Күрек",
            body="Алып келіңіз",
            recipient_count=3,
            written_by_id=writer.id,
            written_at=NOW - timedelta(days=days),
        )
        for days in (366, 364)
    ]
    session.add_all(rows)
    session.flush()
    due = privacy.run_retention(
        session, now=NOW, zone=ZoneInfo("Asia/Almaty"), purpose=RetentionPurpose.SHIFT_MESSAGES
    )
    settle(session)
    session.expire_all()
    assert due.ids == [rows[0].id]
    assert [(row.subject, row.recipient_count) for row in rows] == [("", 3), ("Күрек", 3)]


@pytest.mark.parametrize(("locale", "words"), [("kk", "жіберілмеді"), ("ru", "не отправлено")])
def test_the_list_in_other_languages(session, client_for, locale, words):
    make_message(session, given_up_at=NOW, failure="demo")
    assert words in client_for(make_administrator(session), locale=locale).get("/manage/mail").text
