"""Requests of the people whose data are kept: their deadline and how they are answered.

Kazakhstan's Digital Code gives the owner of a database 15 days to act on a request.
"""

from __future__ import annotations

from datetime import date, timedelta

from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_, LabelledEnum

DAYS_TO_ANSWER = 15
#: From here on a request is called urgent.
DAYS_OF_WARNING = 5


class RequestKind(LabelledEnum):
    """What somebody asks for, about the data that are kept of her."""

    ACCESS = "access", N_("access to the data")
    CORRECTION = "correction", N_("correction of the data")
    DELETION = "deletion", N_("erasure of the data")
    ANONYMISATION = "anonymisation", N_("depersonalisation of the data")
    RESTRICTION = "restriction", N_("restriction of their use")
    WITHDRAWAL = "withdrawal", N_("withdrawal of consent")
    OBJECTION = "objection", N_("objection")


class RequestChannel(LabelledEnum):
    """How the request came."""

    IN_PERSON = "in_person", N_("in person")
    LETTER = "letter", N_("by letter")
    PHONE = "phone", N_("by phone")
    EMAIL = "email", N_("by e-mail")
    WEBSITE = "website", N_("through the site")


class RequestStatus(LabelledEnum):
    """Where a request is."""

    OPEN = "open", N_("open")
    IN_WORK = "in_work", N_("in work")
    ANSWERED = "answered", N_("answered")


class RequestAction(LabelledEnum):
    """What is done with a request."""

    ASSIGN = "assign", N_("Assign")
    ANSWER = "answer", N_("Record the answer")
    REOPEN = "reopen", N_("Open again")


class RequestOutcome(LabelledEnum):
    """What came of it."""

    DONE = "done", N_("done as asked")
    ERASED = "erased", N_("erased")
    ANONYMISED = "anonymised", N_("depersonalised")
    BLOCKED = "blocked", N_("kept, but not used any more")
    REFUSED = "refused", N_("refused with a reason")


TRANSITIONS: dict[tuple[RequestStatus, RequestAction], RequestStatus] = {
    (RequestStatus.OPEN, RequestAction.ASSIGN): RequestStatus.IN_WORK,
    (RequestStatus.IN_WORK, RequestAction.ASSIGN): RequestStatus.IN_WORK,
    (RequestStatus.IN_WORK, RequestAction.ANSWER): RequestStatus.ANSWERED,
    (RequestStatus.ANSWERED, RequestAction.REOPEN): RequestStatus.IN_WORK,
}
#: What cannot be the answer to what was asked: a request for access is not met by erasing.
NOT_AN_ANSWER: dict[RequestKind, frozenset[RequestOutcome]] = {
    RequestKind.ACCESS: frozenset(
        {RequestOutcome.ERASED, RequestOutcome.ANONYMISED, RequestOutcome.BLOCKED}
    ),
    RequestKind.CORRECTION: frozenset({RequestOutcome.ERASED, RequestOutcome.ANONYMISED}),
    RequestKind.DELETION: frozenset({RequestOutcome.DONE}),
    RequestKind.ANONYMISATION: frozenset({RequestOutcome.DONE}),
}
#: Outcomes that the person has to be told the reason of.
NEEDS_REASON = frozenset({RequestOutcome.BLOCKED, RequestOutcome.REFUSED})


class RequestActionRefused(DomainError):
    """The state of the request does not allow this."""

    message = N_("“%(action)s” is not possible: the request is “%(status)s”.")


class OutcomeUnsuitable(DomainError):
    """It does not answer what was asked."""

    message = N_("“%(outcome)s” does not answer the request “%(kind)s”.")


class AnswerReasonMissing(DomainError):
    """Who is refused learns why."""

    message = N_("Say why: the person has a right to know the reason.")


class NobodyNamed(DomainError):
    """A request is about somebody."""

    message = N_("Say whose data it is about: choose the record or describe the person.")


class ReceivedInFuture(DomainError):
    """What was received was received by today."""

    message = N_("The request cannot have come after today.")


class NotErasedYet(DomainError):
    """The outcome says what was not done."""

    message = N_("The record still holds personal data: erase it first, then answer.")


def next_status(status: RequestStatus, action: RequestAction) -> RequestStatus:
    """The state after `action`. Refuses what the table does not allow."""
    try:
        return TRANSITIONS[status, action]
    except KeyError:
        raise RequestActionRefused(action=action, status=status) from None


def due_on(received_on: date) -> date:
    """The last day on which the request can be answered in time."""
    return received_on + timedelta(days=DAYS_TO_ANSWER)


def days_left(due: date, today: date) -> int:
    """Days until the deadline; negative when it has passed."""
    return (due - today).days


def is_urgent(due: date, today: date) -> bool:
    """True when the deadline is near or has passed."""
    return days_left(due, today) <= DAYS_OF_WARNING


def check_answer(kind: RequestKind, outcome: RequestOutcome, reason: str) -> None:
    """Refuse an outcome that does not answer the request, and a refusal without a reason."""
    if outcome in NOT_AN_ANSWER.get(kind, frozenset()):
        raise OutcomeUnsuitable(field="outcome", outcome=outcome, kind=kind)
    if outcome in NEEDS_REASON and not reason.strip():
        raise AnswerReasonMissing(field="answer")
