"""Whom a message still may reach when it is sent: the features that know people say so.

A message waits in the table while accounts are closed, people are erased and change their
minds. So it is asked when it is sent, not only when it is written.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from sqlalchemy.orm import Session

from campaign_app.core.mail.models import MailMessage
from campaign_app.core.mail.rules import MailFailure

#: By address: whether it is that of somebody who may be written to (False: closed).
Addressees = Callable[[Session, Collection[str]], dict[str, bool]]
#: The ids of the messages that their recipients do not want.
Declines = Callable[[Session, Sequence[MailMessage]], set[int]]
_ADDRESSEES: list[Addressees] = []
_DECLINES: list[Declines] = []


def knows_addressees(function: Addressees) -> Addressees:
    """Register who knows people by their addresses; who is known nowhere gets nothing."""
    _ADDRESSEES.append(function)
    return function


def knows_wishes(function: Declines) -> Declines:
    """Register who knows which messages somebody does not want."""
    _DECLINES.append(function)
    return function


def find_unsendable(session: Session, messages: Sequence[MailMessage]) -> dict[int, MailFailure]:
    """Which messages must not go to their recipients now, and why."""
    addresses = {message.recipient for message in messages}
    told = [known(session, addresses) for known in _ADDRESSEES]
    found: dict[int, MailFailure] = {}
    for declined in _DECLINES:
        found |= dict.fromkeys(declined(session, messages), MailFailure.DECLINED)
    for message in messages:
        answers = [answer[message.recipient] for answer in told if message.recipient in answer]
        if not answers:
            found[message.id] = MailFailure.UNKNOWN
        elif not all(answers):
            found[message.id] = MailFailure.CLOSED
    return found
