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
#: By number of the message: why its recipient does not want it, or does not need it any more.
Unwanted = Callable[[Session, Sequence[MailMessage]], dict[int, MailFailure]]
_ADDRESSEES: list[Addressees] = []
_UNWANTED: list[Unwanted] = []


def knows_addressees(function: Addressees) -> Addressees:
    """Register who knows people by their addresses; who is known nowhere gets nothing."""
    _ADDRESSEES.append(function)
    return function


def knows_what_is_unwanted(function: Unwanted) -> Unwanted:
    """Register who knows which messages somebody does not want, or need, any more."""
    _UNWANTED.append(function)
    return function


def find_unsendable(session: Session, messages: Sequence[MailMessage]) -> dict[int, MailFailure]:
    """Which messages must not go to their recipients now, and why."""
    addresses = {message.recipient for message in messages}
    told = [known(session, addresses) for known in _ADDRESSEES]
    found: dict[int, MailFailure] = {}
    for unwanted in _UNWANTED:
        found |= unwanted(session, messages)
    for message in messages:
        answers = [answer[message.recipient] for answer in told if message.recipient in answer]
        if not answers:
            found[message.id] = MailFailure.UNKNOWN
        elif not all(answers):
            found[message.id] = MailFailure.CLOSED
    return found
