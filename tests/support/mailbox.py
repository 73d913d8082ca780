"""A real mail server on the loopback that keeps what arrives and refuses what it is told to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from campaign_app.config import MailServer
from tests.support.databases import free_port


class Mailbox:
    """What arrived, and what is answered to whom."""

    def __init__(self) -> None:
        """Take everything."""
        self.messages: list[EmailMessage] = []
        self.recipients: list[list[str]] = []
        self.answers: dict[str, str] = {}
        self.after_data: Any = None
        self.port = 0

    async def handle_RCPT(
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        """Refuse an address that has an answer of its own."""
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        """Keep the message."""
        parsed = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        self.messages.append(parsed)
        self.recipients.append(list(envelope.rcpt_tos))
        if self.after_data is not None:
            self.after_data()
        return self.answers.get("DATA", "250 OK")

    @property
    def server(self) -> MailServer:
        """The setting that sends here."""
        return MailServer(
            security="smtp", host="127.0.0.1", port=self.port, sender="birge@charity.internal"
        )

    @property
    def url(self) -> str:
        """The same as `MAIL_URL`."""
        return f"smtp://127.0.0.1:{self.port}?from=birge@charity.internal"


@contextmanager
def open_mailbox() -> Iterator[Mailbox]:
    """A mailbox behind a server on a free port."""
    mailbox = Mailbox()
    controller = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    mailbox.port = controller.port
    try:
        yield mailbox
    finally:
        controller.stop()
