"""Thousands of rows: once in, nothing changes; the transaction that writes is short."""

from __future__ import annotations

from time import perf_counter

import pytest
from sqlalchemy import func, select

from campaign_app.beneficiaries import queries, rules, services
from campaign_app.beneficiaries.models import Beneficiary, Consent
from campaign_app.beneficiaries.rules import ImportOutcome
from campaign_app.beneficiaries.services.imports import writing
from campaign_app.core.audit import AuditEvent, verify_chain
from campaign_app.core.bulk import insert_rows
from campaign_app.core.spreadsheets.writing import write_csv, write_xlsx
from tests.factories import NOW, TODAY
from tests.support.client import settle
from tests.support.lists import csv_list

ROWS = 2000


def plan(session, content):
    table = services.read_list(content, "list")
    return services.plan_import(session, table, category="lonely_pensioner", today=TODAY)


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
