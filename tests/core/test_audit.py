"""The audit log is written with the change, chained, and cannot be altered unseen."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import delete, select, text
from sqlalchemy.exc import DBAPIError

from campaign_app.accounts.services import choose_language
from campaign_app.core.audit import AuditChain, AuditEvent, record_event, verify_chain
from tests.factories import NOW, make_account
from tests.support.client import settle


def test_before_and_after_and_no_personal_value(session):
    account = make_account(session, email="secret.name@demo.example")
    choose_language(session, account=account, now=NOW, locale="ru")
    settle(session)
    created, changed = session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()[-2:]
    assert created.before is None
    after = json.loads(created.after)
    assert after["email"].startswith("personal:")
    assert after["password_hash"] == "(secret)"
    assert "secret.name" not in created.after
    assert json.loads(changed.before) == {"locale": None}
    assert json.loads(changed.after) == {"locale": "ru"}
    assert changed.actor_id == account.id


def test_what_a_query_flushed_early_is_still_in_the_log(session):
    account = make_account(session, locale="kk")
    settle(session)
    account.locale = "ru"
    session.flush()  # as any query between the change and its event does
    account.full_name = "Пак Анна"
    for locale in (None, "en"):
        record_event(session, actor_id=None, now=NOW, action="account:edit", subject=account)
        session.flush()
        account.locale = locale
    settle(session)
    first, second = session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()[-2:]
    before = json.loads(first.before)
    assert set(before) == {"locale", "full_name"}
    assert before["locale"] == "kk"
    assert json.loads(second.before) == {"locale": "ru"}


def test_the_chain_says_where_it_was_altered(session):
    for number in range(3):
        make_account(session, email=f"a{number}@demo.example")
    settle(session)
    assert verify_chain(session) is None
    event = session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()[1]
    session.expunge(event)
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    if is_sqlite:
        session.execute(text("DROP TRIGGER audit_events_no_update"))
    else:
        session.execute(text("ALTER TABLE audit_events DISABLE TRIGGER USER"))
    session.execute(
        text("UPDATE audit_events SET action = 'other' WHERE id = :id"), {"id": event.id}
    )
    session.expire_all()
    assert verify_chain(session) == event.id


def test_the_chain_notices_a_cut_end(session):
    make_account(session, email="a@demo.example")
    settle(session)
    session.scalars(select(AuditChain)).one().last_hash = "f" * 64
    assert verify_chain(session) == -1


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_events SET action = 'x'", "DELETE FROM audit_events"]
)
def test_the_database_refuses_to_change_the_log(session, statement):
    make_account(session, email="a@demo.example")
    settle(session)
    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(text(statement))


def test_a_chain_whose_last_hash_is_gone_is_altered(session):
    session.execute(delete(AuditChain))
    assert verify_chain(session) == -1
