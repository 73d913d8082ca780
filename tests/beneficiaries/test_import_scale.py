"""Thousands of rows: once in, nothing changes; the transaction that writes is short."""

from __future__ import annotations

from contextlib import contextmanager
from time import perf_counter

import pytest
from sqlalchemy import event, func, select

from campaign_app.beneficiaries import queries, rules, services
from campaign_app.beneficiaries.models import (
    Beneficiary,
    BeneficiaryKey,
    Consent,
    DuplicateSuggestion,
)
from campaign_app.beneficiaries.rules import ImportOutcome, compare
from campaign_app.beneficiaries.services.imports import writing
from campaign_app.core.audit import AuditEvent, verify_chain
from campaign_app.core.bulk import insert_rows
from campaign_app.core.spreadsheets.writing import write_csv, write_xlsx
from campaign_app.extensions import db
from tests.factories import NOW, TODAY
from tests.support.client import settle
from tests.support.lists import csv_list

ROWS = 2000


def plan(session, content):
    table = services.read_list(content, "list")
    return services.plan_import(session, table, category="lonely_pensioner", today=TODAY)


@contextmanager
def statements():
    found = []

    def note(_connection, _cursor, statement, *_rest):
        found.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def outcomes(planned):
    return {row.outcome for row in planned}


def test_thousands_come_in_once_and_change_nothing_again(session):
    planned = plan(session, csv_list(ROWS))
    good = sum(row.outcome is ImportOutcome.NEW for row in planned)
    assert good > ROWS - 20
    services.write_plan(session, actor=None, now=NOW, today=TODAY, planned=planned)
    settle(session)
    assert session.scalar(select(func.count(Beneficiary.id))) == good
    assert session.scalar(select(func.count(Consent.id))) == good
    assert verify_chain(session) is None
    assert session.scalar(select(func.count(AuditEvent.id))) == 2 * good
    # The same list, the same in another order, and our own exports of all.
    lines = csv_list(ROWS).decode().splitlines()
    turned = "\n".join([lines[0], *reversed(lines[1:])]).encode()
    rows = list(queries.export_rows(session))
    exports = (
        b"".join(write_csv(queries.EXPORT_HEADER, rows)),
        write_xlsx("people", queries.EXPORT_HEADER, rows),
    )
    for content in (csv_list(ROWS), turned, *exports):
        again = plan(session, content)
        written = [row for row in again if row.outcome in rules.WRITTEN]
        assert not [row for row in written if row.outcome is ImportOutcome.CHANGED]
        assert len(written) <= ROWS - good, "only who was left out the first time"


def test_what_is_written_in_bulk_is_what_a_form_writes(session):
    """Every column, and the audit log's view of it, by both ways."""
    (row,) = plan(session, csv_list(1))
    services.write_plan(session, actor=None, now=NOW, today=TODAY, planned=[row])
    by_form = services.register_beneficiary(
        session,
        actor=None,
        now=NOW,
        today=TODAY,
        details=row.parsed.details(),
        consent=row.parsed.consent,
    )
    settle(session)
    session.expire_all()
    in_bulk, by_form = session.scalars(select(Beneficiary).order_by(Beneficiary.id)).all()
    for column in set(Beneficiary.__table__.columns.keys()) - {"id"}:
        assert getattr(in_bulk, column) == getattr(by_form, column), column
    events = session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()
    seen = [
        (each.action, each.before, each.after.replace(f'"id": {each.subject_id}', ""))
        for each in events
    ]
    people = [each for each in seen if each[0] == "beneficiary:create"]
    assert people[0] == people[1]
    assert [each[0] for each in seen].count("consent:take") == 2


def test_many_changes_are_written_with_old_and_new(session):
    text = csv_list(50).decode()
    services.write_plan(
        session, actor=None, now=NOW, today=TODAY, planned=plan(session, text.encode())
    )
    settle(session)
    changed = plan(
        session, text.replace("ул. ", "пр. ").replace("30.03.2020", "31.03.2020").encode()
    )
    assert outcomes(changed) == {ImportOutcome.CHANGED}
    services.write_plan(session, actor=None, now=NOW, today=TODAY, planned=changed)
    settle(session)
    streets = session.scalars(select(Beneficiary.street)).all()
    assert all(street.startswith("пр. ") for street in streets)
    keys = session.execute(select(Beneficiary.address_key, Beneficiary.search_text)).all()
    assert len(keys) == 50
    assert session.scalar(select(func.count(Consent.id))) == 100
    edits = session.scalars(select(AuditEvent).where(AuditEvent.action == "beneficiary:edit")).all()
    assert len(edits) == 50
    assert all("street" in (edit.before or "") for edit in edits)
    assert outcomes(plan(session, text.replace("ул. ", "пр. ").encode())) == {ImportOutcome.SKIPPED}


def test_the_transaction_that_writes_is_short(session):
    """Preparing takes the time, and it happens before: others wait for a fraction only."""
    planned = plan(session, csv_list(ROWS))
    began = perf_counter()
    prepared = writing.prepare(session, planned, actor=None, now=NOW, today=TODAY)
    before = perf_counter() - began
    session.rollback()
    began = perf_counter()
    writing.write_prepared(session, prepared)
    settle(session)
    writing_took = perf_counter() - began
    assert writing_took < max(6.0, 4 * before)


@pytest.mark.parametrize("count", [0, 1, 3])
def test_ids_come_in_the_order_of_the_rows(session, count):
    (row,) = plan(session, csv_list(1))
    prepared = writing.prepare(session, [row], actor=None, now=NOW, today=TODAY)
    values = [{**prepared.new[0].values, "surname": f"Пак{n}"} for n in range(count)]
    ids = insert_rows(session, Beneficiary, values)
    assert ids == sorted(ids)
    found = session.scalars(select(Beneficiary.surname).order_by(Beneficiary.id)).all()
    assert found == [f"Пак{n}" for n in range(count)]
    # The next one by the ordinary way gets a number of its own.
    services.register_beneficiary(
        session, actor=None, now=NOW, today=TODAY, details=row.parsed.details()
    )
    assert session.scalar(select(func.count(Beneficiary.id))) == count + 1


def keys_of(session):
    rows = session.execute(select(BeneficiaryKey.beneficiary_id, BeneficiaryKey.key))
    return {tuple(row) for row in rows}


def test_keys_written_in_bulk_are_those_that_would_be_made_anew(session):
    text = csv_list(30).decode()
    for content in (text, text.replace("ул. ", "пр. ").replace("+7700", "+7701")):
        planned = plan(session, content.encode())
        services.write_plan(session, actor=None, now=NOW, today=TODAY, planned=planned)
        settle(session)
        written = keys_of(session)
        assert len(written) > 100
        services.reindex(session)
        assert keys_of(session) == written


def test_a_row_that_is_said_to_be_another_is_suggested_all_the_same(session):
    lines = csv_list(2).decode().splitlines()
    twins = "\n".join([*lines, lines[1]]).encode()
    table = services.read_list(twins, "list")
    planned = services.plan_import(session, table, category="lonely_pensioner", today=TODAY)
    (likely,) = [row for row in planned if row.outcome is ImportOutcome.LIKELY_DUPLICATE]
    assert likely.may_be_another
    planned = services.plan_import(
        session, table, category="lonely_pensioner", today=TODAY, another=[likely.row]
    )
    services.write_plan(session, actor=None, now=NOW, today=TODAY, planned=planned)
    first, _other, twin = session.scalars(select(Beneficiary.id).order_by(Beneficiary.id))
    (found,) = session.scalars(select(DuplicateSuggestion))
    assert (found.low_id, found.high_id) == (first, twin)


def test_writing_and_looking_for_copies_ask_as_often_for_many_as_for_few(session):
    counted = []
    for count in (20, 200):
        planned = plan(session, csv_list(count))
        prepared = writing.prepare(session, planned, actor=None, now=NOW, today=TODAY)
        with statements() as written:
            writing.write_prepared(session, prepared)
        settle(session)
        ids = session.scalars(select(Beneficiary.id)).all()
        session.expunge_all()
        with statements() as looked:
            services.refresh_suggestions(session, now=NOW, ids=ids)
        counted.append((len(written), len(looked)))
    few, many = counted
    assert few == many


def test_a_telephone_that_all_share_does_not_compare_all_with_all(session, monkeypatch):
    count, asked = 600, []
    monkeypatch.setattr(rules, "compare", lambda *two: asked.append(two) or compare(*two))
    lines = csv_list(count).decode().splitlines()
    rows = [";".join([*each.split(";")[:2], "87010000000", *each.split(";")[3:]]) for each in lines]
    rows[0] = lines[0]
    # The last is the first again, with the same telephone and nothing else.
    name = rows[1].split(";")[0]
    planned = plan(session, "\n".join([*rows, f"{name};;87010000000;;1;30.03.2020"]).encode())
    assert len(planned) == count + 1
    assert planned[-1].outcome is ImportOutcome.LIKELY_DUPLICATE
    assert planned[-1].of_row == planned[0].row
    assert len(asked) < count * count / 8
