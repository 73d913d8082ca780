"""What may be sent where, how often it is tried, and why something was not sent."""

from __future__ import annotations

from datetime import timedelta

from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_, LabelledEnum

#: How long is waited after the first, the second … attempt; after the last one it is given up.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))
MOST_ATTEMPTS = len(PAUSES) + 1
#: Nobody else sends what somebody has claimed for so long; then its worker has died.
LEASE = timedelta(minutes=10)
#: Nothing is begun when less than this is left: a slow server answers each of five
#: commands within half a minute, or not at all.
LEAST_LEFT = timedelta(minutes=4)
FAILURE_LENGTH = 200
#: Names that are nobody's by RFC 2606 and RFC 6761: fictitious people have them.
RESERVED_DOMAINS = ("example", "invalid", "test", "localhost")
RESERVED_NAMES = ("example.com", "example.net", "example.org")


class MailFailure(LabelledEnum):
    """Why a message was not sent; what a mail server answered is kept in its own words."""

    DEMO = "demo", N_("the data is fictitious: nothing is sent")
    RESERVED = "reserved", N_("the address is an invented one")
    EXPIRED = "expired", N_("it came too late to be of use")
    CLOSED = "closed", N_("the account was closed")
    UNKNOWN = "unknown", N_("the address is nobody's any more")
    DECLINED = "declined", N_("such messages are not wanted")
    OUTDATED = "outdated", N_("what it told is no longer so")
    UNWRITABLE = "unwritable", N_("the text could not be written")
    BAD_ADDRESS = "bad_address", N_("the address cannot be used")
    DIED = "died", N_("the sending was interrupted too often")


class MailState(LabelledEnum):
    """What became of a message."""

    WAITING = "waiting", N_("waiting to be sent")
    SENT = "sent", N_("sent")
    FAILED = "failed", N_("not sent")


class MailIsOver(DomainError):
    """It was sent, its time is over, or its address was forgotten."""

    message = N_("This message cannot be sent again.")


def pause_after(attempts: int) -> timedelta | None:
    """How long to wait after so many attempts; None when it is given up."""
    return PAUSES[attempts - 1] if attempts < MOST_ATTEMPTS else None


def is_reserved(address: str) -> bool:
    """Whether the domain is one that exists only in examples and tests."""
    domain = address.rpartition("@")[2].strip().rstrip(".").casefold()
    return any(
        domain == name or domain.endswith(f".{name}") for name in RESERVED_DOMAINS + RESERVED_NAMES
    )


def masked(address: str) -> str:
    """An address that can be told from others and not be written to: `a…n@university.kz`."""
    local, _, domain = address.rpartition("@")
    if not local:
        return ""
    return f"{local[:1]}…{local[-1:] if len(local) > 2 else ''}@{domain}"


def told_failure(text: str, address: str) -> str:
    """A server's answer on one line, without the address that it names."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if address:
        start = line.casefold().find(address.casefold())
        while start >= 0:
            line = f"{line[:start]}…{line[start + len(address) :]}"
            start = line.casefold().find(address.casefold())
    return line[:FAILURE_LENGTH]
