"""The register of what people ask about their data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.beneficiaries.models import Beneficiary
from campaign_app.core.audit import record_event
from campaign_app.core.errors import NotFound
from campaign_app.privacy.models import DataRequest
from campaign_app.privacy.rules import requests as rules
from campaign_app.privacy.rules.requests import (
    RequestAction,
    RequestChannel,
    RequestKind,
    RequestOutcome,
    RequestStatus,
)

ERASING = {RequestOutcome.ERASED, RequestOutcome.ANONYMISED}


@dataclass(frozen=True, kw_only=True)
class RequestDetails:
    """What somebody asked for, how and when; who it is about."""

    kind: RequestKind
    channel: RequestChannel
    received_on: date
    beneficiary_id: int | None = None
    described: str = ""
    text: str = ""


def record_request(
    session: Session, *, actor: Account | None, now: datetime, today: date, details: RequestDetails
) -> DataRequest:
    """Note a request; its clock of 15 days starts on the day on which it came.

    Refuses one about nobody, about a record that does not exist, and one from the future.
    """
    if details.beneficiary_id is None and not details.described.strip():
        raise rules.NobodyNamed(field="described")
    if details.received_on > today:
        raise rules.ReceivedInFuture(field="received_on")
    about = details.beneficiary_id
    if about is not None and session.get(Beneficiary, about) is None:
        raise NotFound(field="beneficiary_id")
    request = DataRequest(
        **vars(details),
        due_on=rules.due_on(details.received_on),
        status=RequestStatus.OPEN,
        recorded_at=now,
        recorded_by_id=actor.id if actor else None,
    )
    session.add(request)
    _record(session, actor, now, "data_request:record", request)
    session.flush()
    return request


def assign_request(
    session: Session, *, actor: Account, now: datetime, request_id: int, account_id: int
) -> DataRequest:
    """Give a request to somebody who answers for it. Refuses one that was answered."""
    handler = session.get_one(Account, account_id)
    request = _lock(session, request_id)
    status = rules.next_status(request.status, RequestAction.ASSIGN)
    request.status, request.assigned_to_id = status, handler.id
    _record(session, actor, now, "data_request:assign", request)
    session.flush()
    return request


def answer_request(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    today: date,
    request_id: int,
    outcome: RequestOutcome,
    answer: str,
) -> DataRequest:
    """Note what came of a request.

    Refuses an outcome that does not answer it, a refusal without a reason, "erased" while the
    record still holds data, and a request that nobody was given or that was answered.
    """
    request = _lock(session, request_id)
    status = rules.next_status(request.status, RequestAction.ANSWER)
    rules.check_answer(request.kind, outcome, answer)
    if outcome in ERASING and _still_holds_data(session, request.beneficiary_id):
        raise rules.NotErasedYet(field="outcome")
    handler_id = actor.id
    request.status, request.outcome, request.answer = status, outcome, answer.strip()
    request.answered_on, request.answered_by_id = today, handler_id
    _record(session, actor, now, "data_request:answer", request)
    session.flush()
    return request


def reopen_request(
    session: Session, *, actor: Account, now: datetime, request_id: int
) -> DataRequest:
    """Open an answered request again; its deadline stays. Refuses one that waits."""
    request = _lock(session, request_id)
    request.status = rules.next_status(request.status, RequestAction.REOPEN)
    request.outcome, request.answered_on, request.answered_by_id = None, None, None
    _record(session, actor, now, "data_request:reopen", request)
    session.flush()
    return request


def _still_holds_data(session: Session, beneficiary_id: int | None) -> bool:
    if beneficiary_id is None:
        return False
    return session.get_one(Beneficiary, beneficiary_id).erased_at is None


def _lock(session: Session, request_id: int) -> DataRequest:
    request = session.get(DataRequest, request_id, with_for_update=True, populate_existing=True)
    if request is None:
        raise NotFound()
    return request


def _record(
    session: Session, actor: Account | None, now: datetime, action: str, request: DataRequest
) -> None:
    actor_id = actor.id if actor else None
    record_event(session, actor_id=actor_id, now=now, action=action, subject=request)
