"""Handing a message to a mail server over SMTP, and what its answers mean."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage

from campaign_app.config import MailServer

#: How long one answer is waited for.
TIMEOUT_SECONDS = 30
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class NotTaken(Exception):
    """The server did not take the message; `is_final` when it never will."""

    def __init__(self, why: str, *, is_final: bool = False) -> None:
        """`why` is the server's answer or what went wrong on the way."""
        self.why, self.is_final = why, is_final
        super().__init__(why)


class ServerUnreachable(NotTaken):
    """The server does not answer or does not let us in: the message is not to blame."""


@contextmanager
def connected(server: MailServer) -> Iterator[smtplib.SMTP]:
    """A session with the server. Raises ServerUnreachable."""
    try:
        smtp = _open(server)
    except (OSError, smtplib.SMTPException) as error:
        raise ServerUnreachable(_told(error)) from error
    try:
        yield smtp
    finally:
        with suppress(OSError, smtplib.SMTPException):
            smtp.quit()


def _open(server: MailServer) -> smtplib.SMTP:
    context = ssl.create_default_context()
    smtp: smtplib.SMTP
    if server.security == "smtps":
        smtp = smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT_SECONDS, context=context)
    else:
        smtp = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_SECONDS)
    try:
        # A password goes over the network under encryption only.
        secret = bool(server.user) and server.host not in LOOPBACK
        if server.security == "starttls" or (server.security == "smtp" and secret):
            smtp.starttls(context=context)
        if server.user:
            smtp.login(server.user, server.password)
    except BaseException:
        smtp.close()
        raise
    return smtp


def hand_in(smtp: smtplib.SMTP, mail: EmailMessage) -> None:
    """Give one message to the server. Raises NotTaken, final for a refusal of 5xx."""
    try:
        smtp.send_message(mail)
    except smtplib.SMTPRecipientsRefused as error:
        code, answer = next(iter(error.recipients.values()))
        raise NotTaken(_answer(code, answer), is_final=_is_final(code)) from error
    except smtplib.SMTPSenderRefused as error:
        # Our own setting is wrong, or the server has enough for now.
        raise ServerUnreachable(_answer(error.smtp_code, error.smtp_error)) from error
    except smtplib.SMTPDataError as error:
        final = _is_final(error.smtp_code)
        raise NotTaken(_answer(error.smtp_code, error.smtp_error), is_final=final) from error
    except (OSError, smtplib.SMTPException) as error:
        raise ServerUnreachable(_told(error)) from error


def _is_final(code: int) -> bool:
    return 500 <= code < 600


def _answer(code: int, answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return f"{code} {text}"


def _told(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _answer(error.smtp_code, error.smtp_error)
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
