"""What waits is sent once each, to a real mail server, and never where it must not go."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from campaign_app.accounts import services as accounts
from campaign_app.core import background
from campaign_app.core.mail import MailMessage, claims, queue_mail
from campaign_app.core.mail.rules import LEASE, MOST_ATTEMPTS
from campaign_app.core.mail.sending import send_waiting
from campaign_app.core.site import mark_as_demo
from tests.factories import NOW, make_account, make_administrator
from tests.support.client import settle
from tests.support.databases import free_port
from tests.support.mailbox import Mailbox, open_mailbox

TEMPLATE = "volunteers/mail_shift_cancelled"
VALUES = {
    "title": "Қар тазалау: №7 аялдама",
    "starts_at": "2020-04-22T04:00:00+00:00",
    "place": "Бейбітшілік даңғылы",
    "reason": "",
    "path": "/shifts/7",
}


@pytest.fixture
def mailbox(app, monkeypatch):
    with open_mailbox() as opened:
        use(app, monkeypatch, mail_server=opened.server)
        yield opened


def use(app, monkeypatch, **changes) -> None:
    settings = replace(app.config["SETTINGS"], site_url="https://birge.internal", **changes)
    monkeypatch.setitem(app.config, "SETTINGS", settings)


def queue(session, name: str, *, make=True, **changes) -> str:
    address = f"{name}@students.internal"
    if make:
        make_account(session, email=address)
    values = {"language": "kk", "template": TEMPLATE, "values": VALUES, "recipient": address}
    queue_mail(session, now=NOW, key=f"test:{name}", **{**values, **changes})
    return address


def send(session, clock=None):
    settle(session)
    told = send_waiting()
    session.expire_all()
    return {name: count for name, count in told.items() if count}


def states(session) -> list[str]:
    session.rollback()
    rows = session.scalars(select(MailMessage).order_by(MailMessage.id))
    return [
        "sent" if row.sent_at else row.failure if row.given_up_at else "waiting" for row in rows
    ]


def test_a_message_arrives_in_its_language_addressed_to_one(session, mailbox, frozen_clock):
    first, second = queue(session, "ayan"), queue(session, "dina", language="ru")
    assert send(session) == {"sent": 2}
    assert mailbox.recipients == [[first], [second]]
    kazakh, russian = mailbox.messages
    assert kazakh["To"] == first
    assert kazakh["From"] == "Birge <birge@charity.internal>"
    assert "№7 аялдама" in kazakh["Subject"]
    body = kazakh.get_content()
    assert "Бейбітшілік даңғылы" in body
    assert "https://birge.internal/my/notifications" in body
    assert kazakh["List-Unsubscribe"] == "<https://birge.internal/my/notifications>"
    assert body != russian.get_content()
    assert second not in kazakh.as_string()


def test_it_is_sent_once(session, mailbox, frozen_clock):
    queue(session, "ayan")
    send(session)
    frozen_clock.advance(days=1)
    assert send(session) == {}
    assert len(mailbox.messages) == 1
    assert not claims.has_due(session, frozen_clock.instant)


def test_who_was_killed_after_the_server_took_it_sends_it_again_under_the_same_number(
    session, mailbox, frozen_clock
):
    """At least once: the receiving server can tell the double by its Message-ID."""
    queue(session, "ayan")

    def die(*_args: object, **_kwargs: object) -> None:
        raise KeyboardInterrupt

    settle(session)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(claims, "note_sent", die)
        with pytest.raises(KeyboardInterrupt):
            send_waiting()
    assert send(session) == {}, "its claim still holds"
    frozen_clock.advance(seconds=LEASE.total_seconds())
    assert send(session) == {"sent": 1}
    first, second = mailbox.messages
    assert first["Message-ID"] == second["Message-ID"]


def test_what_a_worker_kills_itself_with_is_given_up(session, mailbox, frozen_clock):
    queue(session, "ayan")
    message = session.scalars(select(MailMessage)).one()
    message.attempts = MOST_ATTEMPTS
    send(session)
    assert states(session) == ["died"]
    assert mailbox.messages == []


def test_a_refusal_for_now_is_tried_again_with_growing_pauses_and_given_up(
    session, mailbox, frozen_clock
):
    address = queue(session, "ayan")
    mailbox.answers[address] = f"451 <{address}> greylisted"
    assert send(session) == {"put off": 1}
    message = session.scalars(select(MailMessage)).one()
    assert message.failure == "451 <…> greylisted", "no address in what is kept"
    waits = []
    while message.given_up_at is None:
        waits.append(message.not_before - frozen_clock.instant)
        frozen_clock.instant = message.not_before
        send(session)
        message = session.scalars(select(MailMessage)).one()
    assert waits == sorted(waits)
    assert (len(waits) + 1, message.attempts) == (MOST_ATTEMPTS, MOST_ATTEMPTS)


def test_a_refusal_for_good_is_not_tried_again(session, mailbox, frozen_clock):
    address = queue(session, "ayan")
    queue(session, "dina")
    mailbox.answers[address] = "550 no such user"
    assert send(session) == {"given up": 1, "sent": 1}
    assert states(session) == ["550 no such user", "sent"]


def test_a_server_that_does_not_answer_puts_everything_off(app, session, monkeypatch, frozen_clock):
    closed = Mailbox()
    closed.port = free_port()
    use(app, monkeypatch, mail_server=closed.server)
    queue(session, "ayan")
    queue(session, "dina")
    assert send(session) == {"put off": 2}
    rows = session.scalars(select(MailMessage)).all()
    assert [row.attempts for row in rows] == [1, 1]
    assert all("refused" in row.failure for row in rows)


def test_what_came_too_late_is_never_sent(session, mailbox, frozen_clock):
    queue(session, "ayan", expires_at=NOW + timedelta(hours=1))
    frozen_clock.set(NOW + timedelta(hours=1))
    assert send(session) == {"given up": 1}
    assert states(session) == ["expired"]
    assert mailbox.messages == []


def test_what_is_for_later_waits(session, mailbox, frozen_clock):
    queue(session, "ayan", not_before=NOW + timedelta(hours=1))
    frozen_clock.set(NOW + timedelta(minutes=59))
    assert send(session) == {}
    frozen_clock.set(NOW + timedelta(hours=1))
    assert send(session) == {"sent": 1}


def test_nothing_leaves_the_demo(session, mailbox, frozen_clock):
    queue(session, "ayan")
    mark_as_demo(session)
    assert send(session) == {"given up": 1}
    assert states(session) == ["demo"]
    assert mailbox.messages == []


@pytest.mark.parametrize("domain", ["demo.example", "x.invalid", "a.test", "example.com"])
def test_invented_addresses_are_never_written_to(session, mailbox, frozen_clock, domain):
    make_account(session, email=f"ayan@{domain}")
    queue(session, "ayan", make=False, recipient=f"ayan@{domain}")
    send(session)
    assert states(session) == ["reserved"]
    assert mailbox.messages == []


def test_who_left_gets_nothing(session, mailbox, frozen_clock):
    address = queue(session, "ayan")
    queue(session, "erased", make=False)
    account = accounts.queries.find_account_by_email(session, address)
    accounts.close_account(session, actor=make_administrator(session), now=NOW, account=account)
    assert send(session) == {"given up": 2}
    assert states(session) == ["closed", "unknown"]
    assert mailbox.messages == []


def test_without_a_server_everything_waits_until_it_expires(
    app, session, monkeypatch, frozen_clock
):
    use(app, monkeypatch, mail_server=None)
    queue(session, "ayan")
    queue(session, "dina", expires_at=NOW + timedelta(hours=1))
    frozen_clock.set(NOW + timedelta(hours=2))
    assert send(session) == {"given up": 1}
    assert states(session) == ["waiting", "expired"]


def test_no_title_makes_another_header(session, mailbox, frozen_clock):
    title = "Қар\r\nBcc: all@students.internal\r\n\r\nспам"
    queue(session, "ayan", values={**VALUES, "title": title})
    assert send(session) == {"sent": 1}
    assert mailbox.messages[0]["Bcc"] is None
    assert mailbox.recipients == [["ayan@students.internal"]]
    assert "Bcc: all@students.internal" in mailbox.messages[0]["Subject"]


@pytest.mark.parametrize("address", ["ayan@students.internal\nBcc: x@y.kz", "a b@c.internal", "x"])
def test_an_address_that_is_none_is_given_up(session, mailbox, frozen_clock, address, monkeypatch):
    monkeypatch.setattr(claims, "find_unsendable", lambda *_: {})
    queue(session, "ayan", make=False, recipient=address)
    send(session)
    assert states(session) == ["bad_address"]
    assert mailbox.messages == []


def test_a_template_that_is_missing_does_not_stop_the_others(session, mailbox, frozen_clock):
    queue(session, "ayan", template="volunteers/mail_nothing")
    queue(session, "dina")
    assert send(session) == {"put off": 1, "sent": 1}


def test_the_worker_finds_what_waits_in_the_table(session, mailbox, frozen_clock):
    queue(session, "ayan")
    settle(session)
    background.resume_unfinished()
    assert len(mailbox.messages) == 1
    assert background.resume_unfinished() == 0
