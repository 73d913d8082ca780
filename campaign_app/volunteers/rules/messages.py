"""What an organiser may write to all of a shift."""

from __future__ import annotations

from datetime import timedelta

from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_

LONGEST_SUBJECT = 150
LONGEST_BODY = 2000
MOST_MESSAGES = 3
WINDOW = timedelta(hours=1)
#: After so long a message about a shift is not sent any more.
MESSAGE_ENDS = timedelta(days=2)


class MessageTooLong(DomainError):
    """A message is read on a phone."""

    message = N_("The text may have at most %(most)s characters; this one has %(count)s.")


class MessageEmpty(DomainError):
    """There is nothing to read."""

    message = N_("Write a subject and a text.")


class TooManyMessages(DomainError):
    """Whoever gets too many reads none."""

    message = N_("At most %(most)s messages an hour go to a shift. Wait, and say it all in one.")


class NobodyToWriteTo(DomainError):
    """No message would reach anybody."""

    message = N_("Nobody in this shift can be reached by e-mail.")


def check_message(subject: str, body: str) -> None:
    """Refuse a message that says nothing or too much."""
    if not subject.strip() or not body.strip():
        raise MessageEmpty(field="body")
    if len(body) > LONGEST_BODY:
        raise MessageTooLong(field="body", most=LONGEST_BODY, count=len(body))


def check_not_too_many(written_lately: int) -> None:
    """Refuse more than three within an hour."""
    if written_lately >= MOST_MESSAGES:
        raise TooManyMessages(most=MOST_MESSAGES)
