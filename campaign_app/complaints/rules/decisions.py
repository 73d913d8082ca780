"""Who may see and handle what, what follows what, until when an answer is due."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from campaign_app.complaints.rules.kinds import (
    OUTCOMES_OF,
    Action,
    AppealKind,
    AppealStatus,
    ForWhom,
    Outcome,
)
from campaign_app.complaints.rules.refusals import (
    AppealActionRefused,
    ConsentMissing,
    NotTheHandler,
    OutcomeUnsuitable,
    TextMissing,
    UnreachablePerson,
)
from campaign_app.core.names import match_key

DAYS_FOR_A_COMPLAINT = 15
DAYS_FOR_A_DANGER = 1
WORKING_DAYS_FOR_HELP = 3
SECONDS_PER_DAY = 86_400
OPEN_STATUSES = (AppealStatus.NEW, AppealStatus.IN_PROGRESS)

S, A = AppealStatus, Action
TRANSITIONS: dict[tuple[AppealStatus, Action], AppealStatus] = {
    (S.NEW, A.TAKE): S.IN_PROGRESS,
    (S.NEW, A.WRITE): S.NEW,
    (S.NEW, A.SETTLE): S.CLOSED,
    (S.IN_PROGRESS, A.TAKE): S.IN_PROGRESS,
    (S.IN_PROGRESS, A.RELEASE): S.NEW,
    (S.IN_PROGRESS, A.WRITE): S.IN_PROGRESS,
    (S.IN_PROGRESS, A.ANSWER): S.ANSWERED,
    (S.IN_PROGRESS, A.SETTLE): S.CLOSED,
    (S.ANSWERED, A.TAKE): S.ANSWERED,
    (S.ANSWERED, A.RELEASE): S.NEW,
    # Whoever writes again is not content with the answer: it waits for somebody anew.
    (S.ANSWERED, A.WRITE): S.IN_PROGRESS,
    (S.ANSWERED, A.ANSWER): S.ANSWERED,
    (S.ANSWERED, A.CLOSE): S.CLOSED,
    (S.ANSWERED, A.SETTLE): S.CLOSED,
    (S.CLOSED, A.REOPEN): S.IN_PROGRESS,
}
#: A complaint is closed after its answer; a request for help is settled by what came of it.
ACTIONS_OF = {
    AppealKind.COMPLAINT: frozenset(Action) - {A.SETTLE},
    AppealKind.HELP: frozenset(Action) - {A.CLOSE},
}


@dataclass(frozen=True, kw_only=True)
class CaseFacts:
    """What decides who may see a case. `subject_ids`: the accounts of the person it is about."""

    campaign_id: int | None
    is_about_organisers: bool = False
    is_sensitive: bool = False
    subject_ids: frozenset[int] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """Somebody who works with the register. `campaign_ids`: where her roles let her read it."""

    account_id: int
    is_administrator: bool = False
    is_auditor: bool = False
    campaign_ids: frozenset[int] = frozenset()


def may_see(case: CaseFacts, viewer: Viewer) -> bool:
    """True when the case exists for `viewer`: never for the person whom it is about.

    A confidential one exists for administrators only; one about the organisers for
    administrators and auditors; one without a campaign for all who handle any.
    """
    if viewer.account_id in case.subject_ids:
        return False
    if viewer.is_administrator:
        return True
    if case.is_sensitive:
        return False
    if viewer.is_auditor:
        return True
    if case.is_about_organisers:
        return False
    if case.campaign_id is None:
        return bool(viewer.campaign_ids)
    return case.campaign_id in viewer.campaign_ids


def may_handle(case: CaseFacts, viewer: Viewer) -> bool:
    """True when `viewer` can deal with the case; an auditor only reads."""
    return may_see(case, viewer) and not viewer.is_auditor


def next_status(kind: AppealKind, status: AppealStatus, action: Action) -> AppealStatus:
    """The state after `action`. Raises AppealActionRefused."""
    found = TRANSITIONS.get((status, action))
    if found is None or action not in ACTIONS_OF[kind]:
        raise AppealActionRefused(status=status)
    return found


def can_do(kind: AppealKind, status: AppealStatus, action: Action) -> bool:
    """True when the state allows it."""
    return (status, action) in TRANSITIONS and action in ACTIONS_OF[kind]


def check_handler(handler_id: int | None, account_id: int) -> None:
    """Raise NotTheHandler unless the account deals with the case."""
    if handler_id != account_id:
        raise NotTheHandler()


def check_text(text: str) -> None:
    """Raise TextMissing."""
    if not text.strip():
        raise TextMissing(field="text")


def check_reachable(*ways: str | None) -> None:
    """Raise UnreachablePerson when there is neither a phone nor an address nor a room."""
    if not any((way or "").strip() for way in ways):
        raise UnreachablePerson(field="contact")


def check_consent(for_whom: ForWhom, has_consented: bool) -> None:
    """Raise ConsentMissing when somebody asks for herself without it; another one is asked."""
    if for_whom is ForWhom.MYSELF and not has_consented:
        raise ConsentMissing(field="consent")


def check_outcome(kind: AppealKind, outcome: Outcome) -> None:
    """Raise OutcomeUnsuitable."""
    if outcome not in OUTCOMES_OF[kind]:
        raise OutcomeUnsuitable(field="outcome")


def due_on(
    kind: AppealKind,
    received_on: date,
    *,
    is_urgent: bool = False,
    is_day_off: Callable[[date], bool] = lambda day: day.weekday() >= 5,
) -> date:
    """The day by which somebody answers.

    A complaint: 15 days, 1 day when somebody is in danger. A request for help: 3 working days.
    """
    if is_urgent:
        return received_on + timedelta(days=DAYS_FOR_A_DANGER)
    if kind is AppealKind.COMPLAINT:
        return received_on + timedelta(days=DAYS_FOR_A_COMPLAINT)
    day, left = received_on, WORKING_DAYS_FOR_HELP
    while left:
        day += timedelta(days=1)
        left -= not is_day_off(day)
    return day


def is_overdue(status: AppealStatus, due: date, today: date) -> bool:
    """True when nobody answered in time."""
    return status in OPEN_STATUSES and due < today


def days_left(status: AppealStatus, due: date, today: date) -> int | None:
    """Days until the answer is due, below zero when it is late; None when it was given."""
    return (due - today).days if status in OPEN_STATUSES else None


def is_named_after(typed: str, name: str) -> bool:
    """True when every word that was typed is one of the name's, in whatever script or order."""
    words = set(match_key(typed).split())
    return bool(words) and words <= set(match_key(name).split())


def median_days_milli(spans: Iterable[tuple[datetime, datetime]]) -> int | None:
    """The median from receipt to the end, in thousandths of a day, to a tenth of a day.

    None when none has ended.
    """
    days = [(end - start).total_seconds() / SECONDS_PER_DAY for start, end in spans]
    return round(statistics.median(days) * 10) * 100 if days else None
