"""A message as mail programs read it."""

from __future__ import annotations

import hashlib
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import urlsplit

from campaign_app.config import Settings
from campaign_app.core.mail.texts import MailText

PREFERENCES = "/my/notifications"


class BadAddress(ValueError):
    """No mail can be addressed so."""


def message_id(key: str, site_url: str) -> str:
    """The same for the same message, so that a server can drop one that comes again."""
    digest = hashlib.sha256(key.encode()).hexdigest()[:32]
    return f"<{digest}@{urlsplit(site_url).hostname or 'localhost'}>"


def make_email(
    settings: Settings,
    *,
    key: str,
    recipient: str,
    language: str,
    text: MailText,
    now: datetime,
) -> EmailMessage:
    """One message to one address. Raises BadAddress."""
    server = settings.mail_server
    assert server is not None  # nothing is made where nothing is sent
    mail = EmailMessage(policy=SMTP)
    mail["From"] = _address(server.sender, settings.organisation_name)
    mail["To"] = _address(recipient)
    mail["Subject"] = text.subject
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = message_id(key, settings.site_url)
    mail["Content-Language"] = language
    # Out-of-office programs do not answer to it (RFC 3834).
    mail["Auto-Submitted"] = "auto-generated"
    mail["List-Unsubscribe"] = f"<{settings.site_url}{PREFERENCES}>"
    mail.set_content(text.body, cte="base64")
    return mail


def _address(text: str, name: str = "") -> Address:
    """An address, its domain in the letters that mail servers know."""
    local, _, domain = text.rpartition("@")
    if not text.isprintable() or any(c.isspace() or c in '<>,;:"' for c in text):
        raise BadAddress(text)
    try:
        ascii_domain = domain.encode("idna").decode("ascii")
        local.encode("ascii")
        return Address(display_name=name, addr_spec=f"{local}@{ascii_domain}")
    except (UnicodeError, MessageError, ValueError, IndexError) as error:
        raise BadAddress(text) from error
