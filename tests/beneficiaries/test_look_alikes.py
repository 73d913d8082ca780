"""Who is suggested for one person: found through what is alike, with reasons, never a copy."""

from __future__ import annotations

from datetime import date

from campaign_app.beneficiaries import queries
from campaign_app.beneficiaries.rules import Sureness
from tests.factories import NOW, make_beneficiary

BORN = date(1949, 8, 16)


def test_another_spelling_with_the_same_date_is_suggested_with_reasons(session):
    known = make_beneficiary(session, surname="Қасымов", given_name="Ғалымжан", born_on=BORN)
    new = make_beneficiary(session, surname="Kassymov", given_name="Galymzhan", born_on=BORN)
    (found,) = queries.find_look_alikes(
        session, queries.identity_of_person(session, new.id), exclude_ids={new.id}
    )
    assert (found.id, found.name) == (known.id, "Қасымов Ғалымжан")
    assert [reason.value for reason in found.reasons] == ["other_spelling", "same_birth_date"]
    assert found.sureness in (Sureness.LIKELY, Sureness.NEARLY_CERTAIN)


def test_copies_and_emptied_records_are_not_suggested(session):
    kept = make_beneficiary(session, surname="Пак", given_name="Анна", born_on=BORN)
    copy = make_beneficiary(session, surname="Пак", given_name="Анна", born_on=BORN)
    gone = make_beneficiary(session, surname="Пак", given_name="Анна", born_on=BORN)
    copy.merged_into_id, gone.erased_at = kept.id, NOW
    session.flush()
    found = queries.find_look_alikes(session, queries.identity_of(copy), exclude_ids={copy.id})
    assert [each.id for each in found] == [kept.id]


def test_no_more_are_suggested_than_were_asked_for(session):
    for _ in range(4):
        make_beneficiary(session, surname="Пак", given_name="Анна", born_on=BORN)
    identity = queries.identity_of(
        make_beneficiary(session, surname="Пак", given_name="Анна", born_on=BORN)
    )
    assert len(queries.find_look_alikes(session, identity, limit=3)) == 3


def test_nobody_has_no_identity(session):
    assert queries.identity_of_person(session, 404) is None
