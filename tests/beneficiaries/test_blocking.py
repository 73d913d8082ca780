"""By which keys somebody is found again, and that the registry keeps them right."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

from campaign_app.beneficiaries import queries, services
from campaign_app.beneficiaries.models import Beneficiary, BeneficiaryKey
from campaign_app.beneficiaries.rules import BeneficiaryCategory, Identity
from campaign_app.beneficiaries.rules.blocking import stored_keys, wanted_keys
from campaign_app.core.names import match_key
from tests.factories import NOW, TODAY, make_beneficiary

BORN = date(1949, 8, 16)


def who(name, born_on=None, **values):
    return Identity(name, match_key(name), born_on, **values)


@pytest.mark.parametrize(
    ("stored", "wanted"),
    [
        # A slip in the name, and the date turned.
        (who("Әлімжанова Жұлдыз", date(1949, 8, 6)), who("Алимжанава Жулдыз", date(1949, 6, 8))),
        # Another surname, and another telephone.
        (who("Пак Анна", BORN, phone="1"), who("Ким Анна", BORN, phone="2")),
        # One part of the date wrong, and a slip in one part of the name.
        (who("Пак Анна", BORN), who("Пек Анна", date(1949, 9, 16))),
        (who("Пак Анна", BORN), who("Пак Арна", date(1940, 8, 16))),
        # No date, another room.
        (who("Yoʻldoshev Oʻktam", address="d:1|204"), who("Юлдашев Уктам", address="d:1|310")),
        (who("Пак Анна"), who("ПАК АННА", BORN)),
        (who("Пак Анна", BORN), who("Пак Анна")),
    ],
)
def test_a_key_is_shared_although_the_name_and_one_thing_more_differ(stored, wanted):
    assert stored_keys(stored) & wanted_keys(wanted)


def test_a_name_alone_is_no_key_for_those_of_whom_more_is_known():
    assert not stored_keys(who("Пак Анна", BORN)) & wanted_keys(who("Пак Анна", date(1961, 3, 5)))


def keys_of(session, person):
    mine = BeneficiaryKey.beneficiary_id == person.id
    return set(session.scalars(select(BeneficiaryKey.key).where(mine)))


def test_the_keys_follow_what_is_known(session):
    person = make_beneficiary(session, surname="Пак", given_name="Анна", born_on=BORN)
    assert keys_of(session, person) == stored_keys(queries.identity_of(person))
    services.edit_beneficiary(
        session,
        actor=None,
        now=NOW,
        today=TODAY,
        beneficiary=person,
        details=replace(services.details_of(person), surname="Ким", phone="+77010000001"),
    )
    assert keys_of(session, person) == stored_keys(queries.identity_of(person))


def test_an_emptied_record_keeps_no_keys(session):
    person = make_beneficiary(session, born_on=BORN)
    assert keys_of(session, person)
    person.erased_at = NOW
    session.flush()
    assert keys_of(session, person) == set()
    services.keep_keys(session, person)
    assert keys_of(session, person) == set()


def test_reindexing_makes_what_registering_made(session):
    people = [make_beneficiary(session, surname=name, born_on=BORN) for name in ("Пак", "Ким")]
    before = [keys_of(session, person) for person in people]
    session.query(BeneficiaryKey).delete()
    assert not services.has_keys(session)
    assert services.reindex(session) == 2
    people = [session.get_one(Beneficiary, person.id) for person in people]
    assert [keys_of(session, person) for person in people] == before
    assert services.has_keys(session)


def test_a_document_number_is_one_in_either_alphabet(session):
    known = make_beneficiary(session, document_number="DEMO 093-534")
    typed = queries.identity_made_of(
        surname="Қасымова", given_name="Ғалия", patronymic="", document="dЕМО093534"
    )
    (found,) = queries.find_look_alikes(session, typed)
    assert (found.id, "same_document" in [reason.value for reason in found.reasons]) == (
        known.id,
        True,
    )


def test_an_iin_with_one_digit_wrong_is_near(session):
    make_beneficiary(session, iin="480315400007", phone="+77010000001")
    typed = queries.identity_made_of(
        surname="Касымова",
        given_name="Галия",
        patronymic="",
        phone="+77010000001",
        iin="480315400017",
    )
    (found,) = queries.find_look_alikes(session, typed)
    assert "near_iin" in [reason.value for reason in found.reasons]
    assert session.scalar(select(func.count(Beneficiary.id))) == 1


def test_the_rows_of_a_list_have_keys_too(session):
    table = services.read_list(
        "surname,given_name,born_on\nПак,Анна,1949-08-16\n".encode(), "l.csv"
    )
    planned = services.plan_import(
        session, table, category=BeneficiaryCategory.LONELY_PENSIONER, today=TODAY
    )
    services.write_plan(session, actor=None, now=NOW, today=TODAY, planned=planned)
    (person,) = session.scalars(select(Beneficiary)).all()
    assert keys_of(session, person) == stored_keys(queries.identity_of(person))
