"""What the staff does with a case: take it over, say whom it is about, answer, close."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.beneficiaries.rules.disclosures import DisclosureKind
from campaign_app.beneficiaries.services import note_disclosure
from campaign_app.complaints import queries, rules
from campaign_app.complaints.models import Appeal
from campaign_app.complaints.rules import Action, AppealStatus, EntryKind, Outcome
from campaign_app.complaints.services.cases import open_case, open_own_case, write_entry
from campaign_app.core.errors import NotFound, NotPermitted
from campaign_app.core.working_days import is_day_off
from campaign_app.volunteers.models import Volunteer
from campaign_app.volunteers.queries import find_volunteer_of


def take_over(session: Session, *, actor: Account, now: datetime, appeal_id: int) -> Appeal:
    """Deal with it from now on. Refuses a closed one."""
    appeal = open_case(session, actor, appeal_id)
    appeal.status = rules.next_status(appeal.kind, appeal.status, Action.TAKE)
    appeal.handler_id = actor.id
    write_entry(session, actor, now, appeal, EntryKind.TAKEN, action="take")
    return appeal


def assign(
    session: Session, *, actor: Account, now: datetime, appeal_id: int, handler_id: int
) -> Appeal:
    """Give it to somebody. Refuses a closed one, and whoever may not deal with it."""
    appeal = open_case(session, actor, appeal_id)
    facts = queries.facts_of(session, appeal)
    if handler_id in facts.subject_ids:
        raise rules.HandlerIsSubject(field="handler_id")
    suitable = dict(queries.handler_choices(session, facts))
    if handler_id not in suitable:
        raise rules.HandlerUnsuitable(field="handler_id")
    appeal.status = rules.next_status(appeal.kind, appeal.status, Action.TAKE)
    appeal.handler_id = handler_id
    name = suitable[handler_id]
    write_entry(session, actor, now, appeal, EntryKind.ASSIGNED, action="assign", text=name)
    return appeal


def set_subject(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    appeal_id: int,
    account_id: int | None = None,
    volunteer_id: int | None = None,
) -> Appeal:
    """Say whom it is about: from now on it does not exist for that person.

    Who deals with it and is its subject gives it back. Refuses a closed case, which is
    reopened first, and somebody who does not exist.
    """
    appeal = open_case(session, actor, appeal_id)
    if appeal.status is AppealStatus.CLOSED:
        raise rules.AppealActionRefused(status=appeal.status)
    person = session.get(Volunteer, volunteer_id) if volunteer_id else None
    if account_id is not None:
        person = find_volunteer_of(session, account_id)
        if session.get(Account, account_id) is None:
            raise NotFound()
    elif person is None:
        raise NotFound()
    else:
        account_id = person.account_id
    if account_id is not None and appeal.handler_id == account_id:
        _release(appeal)
    appeal.subject_account_id = account_id
    appeal.subject_volunteer_id = person.id if person else None
    write_entry(session, actor, now, appeal, EntryKind.SUBJECT_SET, action="set_subject")
    return appeal


def mark_sensitive(
    session: Session, *, actor: Account, now: datetime, appeal_id: int, is_sensitive: bool
) -> Appeal:
    """Leave it to the administrators alone, or open it again; only they open it again."""
    appeal = open_case(session, actor, appeal_id)
    viewer = queries.viewer_of(session, actor)
    if not is_sensitive and not viewer.is_administrator:
        raise NotPermitted()
    appeal.is_sensitive = is_sensitive
    facts = queries.facts_of(session, appeal)
    can_stay = appeal.handler_id in dict(queries.handler_choices(session, facts))
    if is_sensitive and not can_stay and rules.can_do(appeal.kind, appeal.status, Action.RELEASE):
        _release(appeal)
    action = "mark_sensitive" if is_sensitive else "unmark_sensitive"
    kind = EntryKind.MARKED_SENSITIVE if is_sensitive else EntryKind.UNMARKED_SENSITIVE
    write_entry(session, actor, now, appeal, kind, action=action)
    return appeal


def _release(appeal: Appeal) -> None:
    appeal.status = rules.next_status(appeal.kind, appeal.status, Action.RELEASE)
    appeal.handler_id = None


def open_contact(session: Session, *, actor: Account, now: datetime, appeal_id: int) -> Appeal:
    """Look at how the person is reached; that it was looked at is written down.

    The log of disclosures does not say of which case: whom it is about may read that log.
    """
    appeal = open_own_case(session, actor, appeal_id)
    write_entry(session, actor, now, appeal, EntryKind.CONTACT_OPENED, action="open_contact")
    note_disclosure(
        session,
        account_id=actor.id,
        now=now,
        kind=DisclosureKind.APPEAL_CONTACT,
        beneficiary_id=appeal.beneficiary_id,
    )
    return appeal


def answer(session: Session, *, actor: Account, now: datetime, appeal_id: int, text: str) -> Appeal:
    """Answer the person; she reads it with her number and code. Refuses an empty answer."""
    appeal = open_own_case(session, actor, appeal_id)
    if not text.strip():
        raise rules.AnswerMissing(field="answer")
    appeal.status = rules.next_status(appeal.kind, appeal.status, Action.ANSWER)
    appeal.answered_at = now
    write_entry(session, actor, now, appeal, EntryKind.ANSWER, action="answer", text=text)
    return appeal


def close_complaint(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    appeal_id: int,
    outcome: Outcome,
    lesson: str = "",
) -> Appeal:
    """Close a complaint that was answered. Refuses one without an answer, and another's."""
    appeal = open_own_case(session, actor, appeal_id)
    rules.check_outcome(appeal.kind, outcome)
    appeal.status = rules.next_status(appeal.kind, appeal.status, Action.CLOSE)
    finish(appeal, actor, now, outcome)
    appeal.lesson = lesson or None
    write_entry(session, actor, now, appeal, EntryKind.CLOSED, action="close")
    return appeal


def finish(appeal: Appeal, actor: Account, now: datetime, outcome: Outcome) -> None:
    """What a closed case has."""
    appeal.handler_id = appeal.handler_id or actor.id
    appeal.outcome = outcome
    appeal.closed_at = now
    appeal.closed_by_id = actor.id
    appeal.answered_at = appeal.answered_at or now


def reopen(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    today: date,
    appeal_id: int,
    reason: str,
) -> Appeal:
    """Begin again with a new term; who reopens deals with it. Refuses without a reason."""
    appeal = open_case(session, actor, appeal_id)
    if not reason.strip():
        raise rules.ReasonMissing(field="reason")
    appeal.status = rules.next_status(appeal.kind, appeal.status, Action.REOPEN)
    appeal.handler_id = actor.id
    appeal.outcome = appeal.closed_at = appeal.closed_by_id = None
    appeal.due_on = rules.due_on(appeal.kind, today, is_day_off=is_day_off)
    write_entry(session, actor, now, appeal, EntryKind.REOPENED, action="reopen", text=reason)
    return appeal
