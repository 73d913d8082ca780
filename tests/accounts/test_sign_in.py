"""Signing in by an address or a number: one account, one count of failures."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from campaign_app.accounts import rules, services
from campaign_app.accounts.models import Account, SignInAttempt
from campaign_app.accounts.rules import Role
from campaign_app.core.audit import AuditEvent
from tests.factories import NOW, PASSWORD, make_account
from tests.support.client import settle

PHONE = "+77011234567"


def make(session: Session, *, email: str | None = None, phone: str | None = None) -> Account:
    return services.create_account(
        session,
        actor=None,
        now=NOW,
        email=email,
        phone=phone,
        full_name="Сәуле",
        role=Role.VOLUNTEER,
        password=PASSWORD,
    )


def attempt(session: Session, typed: str, password: str = PASSWORD) -> Account | None:
    return services.authenticate(
        session, now=NOW, email=typed, password=password, address=f"192.0.2.{len(typed)}"
    )


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("8 (701) 123-45-67", PHONE),
        ("+7 701 123 45 67", PHONE),
        ("８７０１１２３４５６７", PHONE),
        ("+91 98079 90795", "+919807990795"),
        ("new@tests.example", None),
        ("87011234567@tests.example", None),
        ("nobody", None),
        ("123", None),
        ("", None),
        ("8" * 500, None),
    ],
)
def test_what_was_typed_is_a_number_or_an_address(typed: str, read: str | None) -> None:
    assert rules.read_phone(typed) == read


def test_an_address_and_a_number_lead_to_one_account(session: Session) -> None:
    account = make(session, email="new@tests.example", phone=PHONE)
    assert attempt(session, " NEW@tests.example") is account
    assert attempt(session, "8 701 123 45 67") is account
    assert attempt(session, "8 701 123 45 67", "another password") is None
    assert attempt(session, "8 701 123 45 68") is None


def test_failures_by_address_and_by_number_are_one_count(session: Session) -> None:
    make(session, email="new@tests.example", phone=PHONE)
    for number in range(rules.ATTEMPTS_PER_EMAIL):
        typed = ("new@tests.example", "87011234567", "+7 701 123 45 67")[number % 3]
        assert attempt(session, typed, "wrong password") is None
    for typed in ("new@tests.example", PHONE):
        with pytest.raises(rules.TooManyAttempts):
            attempt(session, typed)


def test_a_number_that_nobody_has_is_counted_once_for_all_its_spellings(session: Session) -> None:
    spellings = ("87011234567", "+7 701 123 45 67", "8 (701) 123-45-67")
    for number in range(rules.ATTEMPTS_PER_EMAIL):
        assert attempt(session, spellings[number % 3], "wrong password") is None
    with pytest.raises(rules.TooManyAttempts):
        attempt(session, "7011234567")
    assert len(set(session.scalars(select(SignInAttempt.email_hash)))) == 1


def test_failures_are_forgotten_after_the_right_password(session: Session) -> None:
    make(session, phone=PHONE)
    for _each in range(rules.ATTEMPTS_PER_EMAIL - 1):
        attempt(session, PHONE, "wrong password")
    assert attempt(session, PHONE) is not None
    assert session.scalars(select(SignInAttempt)).all() == []


def test_an_account_needs_a_way_in_and_each_way_leads_to_one(session: Session) -> None:
    with pytest.raises(rules.ContactMissing):
        make(session)
    make(session, phone=PHONE)
    with pytest.raises(rules.PhoneTaken) as refused:
        make(session, phone=PHONE)
    assert refused.value.field == "phone"
    make(session, email="new@tests.example")
    with pytest.raises(rules.EmailTaken):
        make(session, email="New@tests.example")


@pytest.mark.parametrize("taken", [{"email": "new@tests.example"}, {"phone": PHONE}])
def test_of_two_at_once_the_second_is_refused_in_words(
    session: Session, monkeypatch: pytest.MonkeyPatch, taken: dict[str, str]
) -> None:
    make(session, **taken)
    settle(session)
    # The other one was not there yet when it was looked for.
    monkeypatch.setattr(services.queries, "find_account_by_email", lambda *_: None)
    monkeypatch.setattr(services.queries, "find_account_by_phone", lambda *_: None)
    with pytest.raises((rules.EmailTaken, rules.PhoneTaken)) as refused:
        make(session, **taken)
    assert refused.value.field == next(iter(taken))
    session.rollback()


def test_the_database_holds_it_too(session: Session) -> None:
    account = make_account(session)
    account.email = None
    with pytest.raises(IntegrityError, match="can_sign_in"):
        session.flush()
    session.rollback()


def test_the_log_has_no_number(session: Session) -> None:
    make(session, phone=PHONE)
    settle(session)
    event = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert event is not None
    assert PHONE[-7:] not in f"{event.before}{event.after}"
