"""Reads of the registry that an imported list is compared with, and of lists that wait."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, defer

from campaign_app.accounts.models import Account
from campaign_app.beneficiaries.models import Beneficiary, ColumnChoice, Consent, ImportDraft
from campaign_app.beneficiaries.queries.registry import in_parts
from campaign_app.beneficiaries.rules import ConsentScope, ImportWork
from campaign_app.core.audit import AuditEvent


def people_by_id(session: Session, ids: Iterable[int]) -> dict[int, Beneficiary]:
    """These people, to be compared field by field."""
    return {
        person.id: person
        for some in in_parts(ids)
        for person in session.scalars(select(Beneficiary).where(Beneficiary.id.in_(some)))
    }


def registration_consents(session: Session, ids: Iterable[int]) -> dict[int, set[object]]:
    """The days on which these people agreed to be registered, by id; withdrawn ones as well.

    What was agreed on a merged copy counts.
    """
    person = func.coalesce(Beneficiary.merged_into_id, Beneficiary.id)
    found: dict[int, set[object]] = {}
    for some in in_parts(ids):
        statement = (
            select(person, Consent.given_on)
            .join(Beneficiary, Beneficiary.id == Consent.beneficiary_id)
            .where(
                or_(Beneficiary.id.in_(some), Beneficiary.merged_into_id.in_(some)),
                Consent.scope == ConsentScope.REGISTRATION,
            )
        )
        for beneficiary_id, given_on in session.execute(statement):
            found.setdefault(beneficiary_id, set()).add(given_on)
    return found


def find_draft(
    session: Session, draft_id: int, *, owner_id: int, lock: bool = False
) -> ImportDraft | None:
    """A list that its owner uploaded; nobody else's."""
    statement = select(ImportDraft).where(
        ImportDraft.id == draft_id, ImportDraft.owner_id == owner_id
    )
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return session.scalars(statement).one_or_none()


@dataclass(frozen=True, slots=True)
class WaitingList:
    """A list that waits, as a list of lists shows it."""

    id: int
    filename: str
    uploaded_at: datetime
    work: ImportWork | None


def list_waiting_drafts(session: Session, owner_id: int) -> list[WaitingList]:
    """The lists that somebody uploaded and did not confirm, the latest first."""
    statement = (
        select(ImportDraft.id, ImportDraft.filename, ImportDraft.uploaded_at, ImportDraft.work)
        .where(ImportDraft.owner_id == owner_id, ImportDraft.confirmed_at.is_(None))
        .order_by(ImportDraft.id.desc())
    )
    return [WaitingList(*row) for row in session.execute(statement)]


def list_forgotten_drafts(session: Session, before: datetime) -> list[ImportDraft]:
    """Lists that nobody confirmed since `before`."""
    statement = (
        select(ImportDraft)
        .where(ImportDraft.confirmed_at.is_(None), ImportDraft.uploaded_at < before)
        .options(defer(ImportDraft.content), defer(ImportDraft.plan))
    )
    return list(session.scalars(statement))


def drafts_at_work(session: Session) -> list[int]:
    """The lists that the background was asked to work on and has not finished."""
    statement = select(ImportDraft.id).where(ImportDraft.work.is_not(None)).order_by(ImportDraft.id)
    return list(session.scalars(statement))


def last_event(session: Session) -> int:
    """The newest entry of the audit log, 0 in an empty one: a mark in time."""
    return session.scalar(select(func.max(AuditEvent.id))) or 0


def has_registry_changed(session: Session, after: int) -> bool:
    """Whether anybody on the registry, or a consent, changed after that entry of the log."""
    tables = (Beneficiary.__tablename__, Consent.__tablename__)
    statement = (
        select(AuditEvent.id)
        .where(AuditEvent.id > after, AuditEvent.subject_type.in_(tables))
        .limit(1)
    )
    return session.execute(statement).first() is not None


def column_choices(session: Session) -> dict[str, str]:
    """How people said that columns are read: field by label key, "" for left out."""
    rows = session.execute(select(ColumnChoice.label_key, ColumnChoice.field))
    return {row.label_key: row.field for row in rows}


@dataclass(frozen=True, slots=True)
class RememberedColumn:
    """A column that is read as a person said."""

    id: int
    label: str
    field: str
    chosen_by: str | None
    chosen_at: datetime


def list_column_choices(session: Session) -> list[RememberedColumn]:
    """What is remembered of columns, who said so and when; the latest first."""
    statement = (
        select(
            ColumnChoice.id,
            ColumnChoice.label,
            ColumnChoice.field,
            Account.full_name,
            ColumnChoice.chosen_at,
        )
        .outerjoin(Account, Account.id == ColumnChoice.chosen_by_id)
        .order_by(ColumnChoice.id.desc())
        .limit(200)
    )
    return [RememberedColumn(*row) for row in session.execute(statement)]


def find_column_choices(session: Session, keys: Iterable[str]) -> dict[str, ColumnChoice]:
    """What is remembered of these labels."""
    statement = select(ColumnChoice).where(ColumnChoice.label_key.in_(list(keys)))
    return {choice.label_key: choice for choice in session.scalars(statement)}


def find_column_choice(session: Session, choice_id: int) -> ColumnChoice | None:
    """One of them."""
    return session.get(ColumnChoice, choice_id)
