"""The worker's part: every minute it looks whether something is to be sent."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from flask import current_app

from campaign_app.core import background, clock
from campaign_app.core.failures import describe_failure
from campaign_app.core.mail import claims
from campaign_app.core.mail.sending import send_waiting
from campaign_app.core.site import is_demo
from campaign_app.extensions import db

SEND = "mail.send_waiting"
log = logging.getLogger("campaign_app")


@background.resumes
def waiting_mail() -> Iterable[tuple[str, int]]:
    """Whether there is mail to send or to give up; the table says it, not the queue."""
    session, instant = db.session(), clock.now()
    # Without a server what waits is left alone, except that the demo's is given up.
    is_handled = current_app.config["SETTINGS"].mail_server is not None or is_demo(session)
    due = claims.has_expired(session, instant) or (is_handled and claims.has_due(session, instant))
    session.rollback()
    return [(SEND, 0)] if due else []


@background.task(SEND)
def send_mail(_record_id: int) -> None:
    """Send what is due; what fails is tried again later, and stops no other work."""
    try:
        told = send_waiting()
    except Exception as error:
        db.session.rollback()
        log.error("mail: the sending was interrupted\n%s", describe_failure(error))
        return
    if told.total():
        log.info("mail: %s", ", ".join(f"{count} {what}" for what, count in told.items()))
