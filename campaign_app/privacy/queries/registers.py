"""Reads of the registers: requests about data, incidents."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.accounts.rules import ROLE_PERMISSIONS, Role
from campaign_app.beneficiaries.models import Beneficiary
from campaign_app.core.access import Permission
from campaign_app.core.names import full_name
from campaign_app.core.pagination import Page, Rows, fetch_page
from campaign_app.privacy.models import DataRequest, Incident
from campaign_app.privacy.rules.requests import (
    DAYS_OF_WARNING,
    RequestChannel,
    RequestKind,
    RequestOutcome,
    RequestStatus,
    days_left,
)

HANDLING_ROLES = [role for role in Role if Permission.PRIVACY_HANDLE in ROLE_PERMISSIONS[role]]
WAITING = (RequestStatus.OPEN, RequestStatus.IN_WORK)


@dataclass(frozen=True)
class RequestRow:
    """A request in a list. `person` is the name on the registry, or how she was described."""

    id: int
    kind: RequestKind
    channel: RequestChannel
    received_on: date
    due_on: date
    status: RequestStatus
    outcome: RequestOutcome | None
    answered_on: date | None
    assigned_to: str | None
    beneficiary_id: int | None
    person: str

    @property
    def is_waiting(self) -> bool:
        """True until it is answered."""
        return self.status in WAITING

    def days_left(self, today: date) -> int:
        """Days until the deadline; negative when it has passed."""
        return days_left(self.due_on, today)


@dataclass(frozen=True)
class Deadlines:
    """How many requests wait: past their deadline, near it, all of them."""

    overdue: int
    soon: int
    waiting: int


def _requests() -> Rows:
    return (
        select(
            DataRequest.id,
            DataRequest.kind,
            DataRequest.channel,
            DataRequest.received_on,
            DataRequest.due_on,
            DataRequest.status,
            DataRequest.outcome,
            DataRequest.answered_on,
            Account.full_name,
            DataRequest.beneficiary_id,
            Beneficiary.surname,
            Beneficiary.given_name,
            Beneficiary.patronymic,
            DataRequest.described,
        )
        .outerjoin(Account, Account.id == DataRequest.assigned_to_id)
        .outerjoin(Beneficiary, Beneficiary.id == DataRequest.beneficiary_id)
    )


def _row(row: Sequence[Any]) -> RequestRow:
    *about, surname, given_name, patronymic, described = row
    values: list[Any] = [*about, full_name(surname, given_name, patronymic) or described]
    return RequestRow(*values)


def list_requests(session: Session, *, waiting_only: bool, page: int) -> Page[RequestRow]:
    """Requests: those that wait by deadline first, then the answered ones, the latest first."""
    statement = _requests()
    if waiting_only:
        statement = statement.where(DataRequest.status.in_(WAITING))
        statement = statement.order_by(DataRequest.due_on, DataRequest.id)
    else:
        statement = statement.order_by(DataRequest.received_on.desc(), DataRequest.id.desc())
    return fetch_page(session, statement, page=page, make_row=_row)


def requests_of(session: Session, beneficiary_ids: Collection[int]) -> list[RequestRow]:
    """What was asked about these records, the latest first."""
    statement = (
        _requests()
        .where(DataRequest.beneficiary_id.in_(list(beneficiary_ids)))
        .order_by(DataRequest.received_on.desc(), DataRequest.id.desc())
    )
    return [_row(row) for row in session.execute(statement)]


def find_request(session: Session, request_id: int) -> DataRequest | None:
    """One request."""
    return session.get(DataRequest, request_id)


def deadlines(session: Session, today: date) -> Deadlines:
    """How many requests wait, and how urgent they are."""
    statement = (
        select(DataRequest.due_on, func.count())
        .where(DataRequest.status.in_(WAITING))
        .group_by(DataRequest.due_on)
    )
    counted = {row[0]: row[1] for row in session.execute(statement)}
    warned = today + timedelta(days=DAYS_OF_WARNING)
    return Deadlines(
        overdue=sum(count for due, count in counted.items() if due < today),
        soon=sum(count for due, count in counted.items() if today <= due <= warned),
        waiting=sum(counted.values()),
    )


def list_incidents(session: Session, *, page: int, per_page: int = 50) -> Page[Incident]:
    """Incidents, the latest first."""
    statement = select(Incident).order_by(Incident.detected_at.desc(), Incident.id.desc())
    return fetch_page(session, statement, page=page, per_page=per_page, make_row=lambda row: row[0])


def find_incident(session: Session, incident_id: int) -> Incident | None:
    """One incident."""
    return session.get(Incident, incident_id)


def list_handlers(session: Session) -> list[tuple[int, str]]:
    """The accounts that work with requests can be given to, by name."""
    statement = (
        select(Account.id, Account.full_name)
        .where(Account.role.in_(HANDLING_ROLES), Account.is_closed.is_(False))
        .order_by(Account.full_name, Account.id)
    )
    return [(row[0], row[1]) for row in session.execute(statement)]
