"""A password goes to the mail server under encryption only, and every answer has its meaning."""

from __future__ import annotations

from dataclasses import replace
from email.message import EmailMessage

import pytest

from campaign_app.core.mail import transport
from campaign_app.core.mail.transport import NotTaken, ServerUnreachable, connected, hand_in
from tests.support.mailbox import open_mailbox

ADDRESS = "ayan@students.internal"


@pytest.fixture
def mailbox():
    with open_mailbox() as opened:
        yield opened


def send(server) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = server.sender, ADDRESS, "Қар"
    mail.set_content("Күрек")
    with connected(server) as smtp:
        hand_in(smtp, mail)


def test_a_password_is_not_sent_without_encryption(mailbox, monkeypatch):
    monkeypatch.setattr(transport, "LOOPBACK", ())
    server = replace(mailbox.server, user="birge", password="secret")
    with pytest.raises(ServerUnreachable, match="STARTTLS"):
        send(server)
    assert mailbox.messages == []


def test_where_encryption_is_asked_for_nothing_goes_without_it(mailbox):
    with pytest.raises(ServerUnreachable, match="STARTTLS"):
        send(replace(mailbox.server, security="starttls"))
    with pytest.raises(ServerUnreachable):
        send(replace(mailbox.server, security="smtps"))
    assert mailbox.messages == []


def test_a_sign_in_that_is_refused_is_nobodys_fault(mailbox):
    with pytest.raises(ServerUnreachable):
        send(replace(mailbox.server, user="birge", password="secret"))


@pytest.mark.parametrize(
    ("whose", "answer", "is_final"),
    [
        (ADDRESS, "550 5.1.1 no such user", True),
        (ADDRESS, "452 4.2.2 mailbox full", False),
        ("DATA", "554 5.7.1 looks like spam", True),
        ("DATA", "451 4.3.0 try later", False),
    ],
)
def test_what_an_answer_means(mailbox, whose, answer, is_final):
    mailbox.answers[whose] = answer
    with pytest.raises(NotTaken) as refused:
        send(mailbox.server)
    assert (refused.value.why, refused.value.is_final) == (answer, is_final)
    assert not isinstance(refused.value, ServerUnreachable)
