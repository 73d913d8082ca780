"""Sending what waits: claimed, written, handed in, written down, one after the other."""

from __future__ import annotations

import logging
import smtplib
from collections import Counter
from email.message import EmailMessage

from flask import current_app

from campaign_app.config import MailServer, Settings
from campaign_app.core import clock
from campaign_app.core.failures import describe_failure
from campaign_app.core.mail import claims
from campaign_app.core.mail.claims import Claimed
from campaign_app.core.mail.envelope import BadAddress, make_email
from campaign_app.core.mail.rules import LEAST_LEFT, MailFailure
from campaign_app.core.mail.texts import write_text
from campaign_app.core.mail.transport import NotTaken, ServerUnreachable, connected, hand_in
from campaign_app.core.site import is_demo
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db

AT_ONCE = 20
#: One run ends after so many messages: the worker has other work too.
MOST_A_RUN = 500
log = logging.getLogger("campaign_app")


def send_waiting() -> Counter[str]:
    """Send what is due; give how many were sent, put off and given up.

    In the demo nothing leaves: what is due is given up with that reason. Without `MAIL_URL`
    everything waits until it expires.
    """
    settings: Settings = current_app.config["SETTINGS"]
    told: Counter[str] = Counter()
    with unit_of_work() as session:
        demo = is_demo(session)
        if demo:
            told["given up"] += claims.hold_back(session, now=clock.now())
        told["given up"] += claims.expire_messages(session, now=clock.now())
    if demo or settings.mail_server is None:
        return told
    done = 0
    while done < MOST_A_RUN:
        with unit_of_work() as session:
            batch, refused = claims.claim_messages(session, now=clock.now(), limit=AT_ONCE)
        told["given up"] += refused
        if not batch and not refused:
            break
        done += len(batch)
        if batch and not _send(settings, settings.mail_server, batch, told):
            break
    return told


def _send(settings: Settings, server: MailServer, batch: list[Claimed], told: Counter[str]) -> bool:
    """Send what was claimed; False when the server is not to be spoken to for now."""
    left = list(batch)
    try:
        with connected(server) as smtp:
            while left and left[0].until - clock.now() >= LEAST_LEFT:
                _send_one(settings, smtp, left[0], told)
                left.pop(0)
    except ServerUnreachable as error:
        log.warning("mail: the server took nothing: %s", error.why[:200])
        # The one that it broke at has had its attempt; so have all, when it never answered.
        tried = left if len(left) == len(batch) else left[:1]
        for claimed in tried:
            _fail(claimed, error, told)
        _release(left[len(tried) :])
        return False
    _release(left)
    return not left


def _send_one(settings: Settings, smtp: smtplib.SMTP, claimed: Claimed, told: Counter[str]) -> None:
    """Raises ServerUnreachable; any other refusal is this message's own and written down."""
    try:
        hand_in(smtp, _write(settings, claimed))
    except ServerUnreachable:
        raise
    except NotTaken as error:
        _fail(claimed, error, told)
        return
    with unit_of_work() as session:
        claims.note_sent(session, now=clock.now(), claimed=claimed)
    told["sent"] += 1


def _write(settings: Settings, claimed: Claimed) -> EmailMessage:
    try:
        text = write_text(
            db.session(),
            template=claimed.template,
            language=claimed.language,
            values=claimed.values,
        )
        return make_email(
            settings,
            key=claimed.key,
            recipient=claimed.recipient,
            language=claimed.language,
            text=text,
            now=clock.now(),
        )
    except BadAddress as error:
        raise NotTaken(MailFailure.BAD_ADDRESS.value, is_final=True) from error
    except Exception as error:
        # A template that is wrong may be mended by the next release: it is tried again.
        log.error("mail: message %s was not written\n%s", claimed.id, describe_failure(error))
        raise NotTaken(MailFailure.UNWRITABLE.value) from error


def _fail(claimed: Claimed, error: NotTaken, told: Counter[str]) -> None:
    with unit_of_work() as session:
        is_over = claims.note_failure(
            session, now=clock.now(), claimed=claimed, why=error.why, is_final=error.is_final
        )
    told["given up" if is_over else "put off"] += 1


def _release(left: list[Claimed]) -> None:
    if left:
        with unit_of_work() as session:
            claims.release(session, left)
