"""What is kept about people who wrote: for an export, and for forgetting in time."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from campaign_app.complaints.models import Appeal, AppealEntry
from campaign_app.complaints.rules import AppealStatus, EntryKind, number_text

#: What tells who wrote and how she is reached.
CONTACT_COLUMNS = ("writer_name", "contact", "person_name", "address", "dormitory", "room")
_SHOWN = (EntryKind.MESSAGE, EntryKind.ANSWER)


def personal_data_of(session: Session, beneficiary_ids: Collection[int]) -> list[dict[str, Any]]:
    """The requests for help that became these people, with what was written to and fro."""
    appeals = list(
        session.scalars(
            select(Appeal)
            .where(Appeal.beneficiary_id.in_(beneficiary_ids))
            .order_by(Appeal.received_at, Appeal.id)
        )
    )
    written = (
        select(AppealEntry.appeal_id, AppealEntry.at, AppealEntry.kind, AppealEntry.text)
        .where(
            AppealEntry.appeal_id.in_([appeal.id for appeal in appeals]),
            AppealEntry.kind.in_(_SHOWN),
        )
        .order_by(AppealEntry.id)
    )
    threads: dict[int, list[dict[str, Any]]] = {appeal.id: [] for appeal in appeals}
    for appeal_id, at, kind, text in session.execute(written):
        threads[appeal_id].append({"at": at, "kind": kind, "text": text})
    return [_described(appeal, threads[appeal.id]) for appeal in appeals]


def _described(appeal: Appeal, thread: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "number": number_text(appeal.kind, appeal.year, appeal.number),
        "kind": appeal.kind,
        "received_at": appeal.received_at,
        "text": appeal.text,
        "category": appeal.category,
        "consent_given_on": appeal.consent_given_on,
        "outcome": appeal.outcome,
        **{name: getattr(appeal, name) for name in CONTACT_COLUMNS},
        "thread": thread,
    }


def contacts_to_forget(*, before: datetime) -> ColumnElement[bool]:
    """Closed before this instant, and the contact is still there."""
    return and_(
        Appeal.status == AppealStatus.CLOSED,
        Appeal.closed_at < before,
        Appeal.forgotten_at.is_(None),
    )


def count_contacts_to_forget(session: Session, *, before: datetime) -> int:
    """How many contacts `services.forget_contacts` would remove."""
    statement = select(func.count(Appeal.id)).where(contacts_to_forget(before=before))
    return session.execute(statement).scalar_one()
