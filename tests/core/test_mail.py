"""Mail is written once, in the transaction of what it tells."""

from __future__ import annotations

from sqlalchemy import select

from campaign_app.core.mail import MailMessage, queue_mail
from tests.factories import NOW


def queue(session, *, key, **changes):
    values = {
        "recipient": "ayan@demo.example",
        "language": "kk",
        "template": "volunteers/mail_place_freed",
        "values": {"shift_id": 7},
    }
    return queue_mail(session, now=NOW, key=key, **{**values, **changes})


def test_a_message_waits_with_all_that_it_needs(session):
    assert queue(session, key="place_freed:7:1")
    message = session.scalars(select(MailMessage)).one()
    assert (message.recipient, message.language) == ("ayan@demo.example", "kk")
    assert (message.template, message.values) == ("volunteers/mail_place_freed", {"shift_id": 7})
    assert (message.queued_at, message.not_before, message.sent_at) == (NOW, NOW, None)


def test_the_same_thing_is_told_once(session):
    assert queue(session, key="place_freed:7:1")
    assert not queue(session, key="place_freed:7:1", language="ru")
    assert queue(session, key="place_freed:7:2")
    languages = session.scalars(select(MailMessage.language).order_by(MailMessage.id)).all()
    assert languages == ["kk", "kk"]
