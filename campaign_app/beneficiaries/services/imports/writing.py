"""The good rows of a list, written in one go.

Everything that takes time (names folded, keys made, values fingerprinted for the audit log)
is made before the transaction that writes begins: others wait for it. Then the rows go in by the
thousand, each person and each consent with an audit event of its own.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.beneficiaries import queries
from campaign_app.beneficiaries.models import Beneficiary, Consent
from campaign_app.beneficiaries.rules import (
    ConsentGiven,
    ConsentScope,
    ImportOutcome,
    PlannedRow,
)
from campaign_app.beneficiaries.rules.blocking import stored_keys
from campaign_app.beneficiaries.services.consents import consent_record, take_consent
from campaign_app.beneficiaries.services.duplicates import refresh_suggestions
from campaign_app.beneficiaries.services.look_alikes import add_keys_of, keep_keys_of
from campaign_app.beneficiaries.services.registry import (
    details_of,
    fill,
    keep_head_count,
    record,
)
from campaign_app.core.audit import record_new_rows, shown_values
from campaign_app.core.bulk import insert_rows
from campaign_app.extensions import Base


class NewRow(NamedTuple):
    """A row of a table that is to be made: its values, and how the audit log shows them."""

    values: dict[str, Any]
    shown: dict[str, Any]


@dataclass
class Prepared:
    """What a list writes. `changed` holds new values by the id of a known person.

    `consents` name the person: a known one by her id, a new one by her place in `new`.
    `answers` are consents of people whose processing is stopped: they may let it go on.
    `keys` and `changed_keys` are those by which look-alikes are found; `alike` are the places
    in `new` of rows that resemble somebody, though a person said that they are another.
    """

    actor: Account | None
    now: datetime
    new: list[NewRow]
    changed: dict[int, dict[str, Any]]
    consents: list[tuple[int | None, int, NewRow]]
    answers: list[tuple[int, ConsentGiven]] = field(default_factory=list)
    text_numbers: dict[date, int] = field(default_factory=dict)
    keys: list[frozenset[int]] = field(default_factory=list)
    changed_keys: dict[int, frozenset[int]] = field(default_factory=dict)
    alike: list[int] = field(default_factory=list)


def prepare(
    session: Session,
    planned: Sequence[PlannedRow],
    *,
    actor: Account | None,
    now: datetime,
    today: date,
) -> Prepared:
    """Make what is to be written; reads whom the list changes, writes nothing."""
    prepared = Prepared(actor, now, [], {}, [])
    for row in planned:
        if row.outcome is not ImportOutcome.NEW:
            continue
        person = Beneficiary(registered_at=now, registered_by_id=actor.id if actor else None)
        fill(person, row.parsed.details(), today)
        if row.parsed.consent is not None:
            consent = _new_row(_consent(session, prepared, 0, row.parsed.consent))
            prepared.consents.append((None, len(prepared.new), consent))
        if row.of_row is not None or row.of_id is not None:
            prepared.alike.append(len(prepared.new))
        prepared.keys.append(stored_keys(queries.identity_on_file(person)))
        prepared.new.append(_new_row(person))
    _prepare_changes(session, prepared, planned, today)
    return prepared


def _prepare_changes(
    session: Session, prepared: Prepared, planned: Sequence[PlannedRow], today: date
) -> None:
    changed = [row for row in planned if row.outcome is ImportOutcome.CHANGED and row.of_id]
    known = queries.people_by_id(session, [row.of_id for row in changed if row.of_id])
    for row in changed:
        person = known[row.of_id or 0]
        is_stopped = person.restricted_at is not None
        prepared.changed[person.id] = {}
        if not is_stopped:
            changed_person = _changed_copy(person, row, today)
            prepared.changed[person.id] = _new_values(person, changed_person)
            prepared.changed_keys[person.id] = stored_keys(queries.identity_on_file(changed_person))
        given = any(change.field == "consent_given_on" for change in row.changes)
        if not given or row.parsed.consent is None:
            continue
        if is_stopped:
            prepared.answers.append((person.id, row.parsed.consent))
        else:
            consent = _new_row(_consent(session, prepared, person.id, row.parsed.consent))
            prepared.consents.append((person.id, 0, consent))


def _consent(session: Session, prepared: Prepared, person_id: int, given: ConsentGiven) -> Consent:
    """With the version of the text that was in force on its day; lists have few days."""
    numbers = prepared.text_numbers
    if given.given_on not in numbers:
        scope = ConsentScope.REGISTRATION
        numbers[given.given_on] = queries.text_number_on(session, scope, given.given_on)
    return consent_record(person_id, prepared.actor, given, numbers[given.given_on])


def _new_row(record: Beneficiary | Consent) -> NewRow:
    """Its values with the defaults of its table, as an insert would fill them in."""
    given = record.__dict__
    values = {name: given.get(name, default) for name, default in _defaults(type(record)).items()}
    shown = shown_values(type(record), values)
    del values["id"]
    return NewRow(values, shown)


@cache
def _defaults(table: Hashable) -> dict[str, Any]:
    """Each column of the table and what stands in it where nothing was said."""
    defaults = {name: column.default for name, column in table.__table__.columns.items()}  # type: ignore[attr-defined]
    return {
        name: default.arg if default is not None and default.is_scalar else None
        for name, default in defaults.items()
    }


@cache
def _names() -> tuple[str, ...]:
    return tuple(attribute.key for attribute in inspect(Beneficiary).column_attrs)


def _changed_copy(person: Beneficiary, row: PlannedRow, today: date) -> Beneficiary:
    """The person as the row makes her, keys made from other columns included."""
    copy = Beneficiary(**{name: getattr(person, name) for name in _names()})
    fill(copy, replace(details_of(person), **row.parsed.values), today)
    return copy


def _new_values(person: Beneficiary, changed: Beneficiary) -> dict[str, Any]:
    """What differs."""
    return {
        name: getattr(changed, name)
        for name in _names()
        if getattr(changed, name) != getattr(person, name)
    }


def write_prepared(session: Session, prepared: Prepared) -> None:
    """Write it: one audit event for each person and each consent."""
    ids = _insert(session, prepared, Beneficiary, "beneficiary:create", prepared.new)
    known = queries.people_by_id(session, prepared.changed)
    for id_, values in prepared.changed.items():
        before = (known[id_].head_count, known[id_].head_counted_on)
        for name, value in values.items():
            setattr(known[id_], name, value)
        if values:
            record(session, prepared.actor, prepared.now, "beneficiary:edit", known[id_])
            keep_head_count(session, prepared.actor, prepared.now, known[id_], before)
    session.flush()
    add_keys_of(session, dict(zip(ids, prepared.keys, strict=True)))
    keep_keys_of(session, prepared.changed_keys)
    for person_id, place, consent in prepared.consents:
        of_id = ids[place] if person_id is None else person_id
        consent.values["beneficiary_id"] = consent.shown["beneficiary_id"] = of_id
    consents = [consent for _id, _place, consent in prepared.consents]
    _insert(session, prepared, Consent, "consent:take", consents)
    for person_id, given in prepared.answers:
        take_consent(
            session,
            actor=prepared.actor,
            now=prepared.now,
            beneficiary=session.get_one(Beneficiary, person_id),
            consent=given,
        )
    # A new row that resembles nobody was compared with everybody before: nothing to suggest.
    alike = [ids[place] for place in prepared.alike]
    refresh_suggestions(session, now=prepared.now, ids=[*alike, *prepared.changed])


def _insert(
    session: Session, prepared: Prepared, table: type[Base], action: str, rows: Sequence[NewRow]
) -> list[int]:
    """The ids of the rows, in their order."""
    ids = insert_rows(session, table, [row.values for row in rows])
    record_new_rows(
        session,
        actor_id=prepared.actor.id if prepared.actor else None,
        now=prepared.now,
        action=action,
        table=table,
        rows=zip(ids, (row.shown for row in rows), strict=True),
    )
    return ids


def write_plan(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    today: date,
    planned: Sequence[PlannedRow],
) -> None:
    """Register the new, change the changed, leave all other rows alone."""
    write_prepared(session, prepare(session, planned, actor=actor, now=now, today=today))
