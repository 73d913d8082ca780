"""The registry through its services: names, numbers, lists, search and order."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select, text

from campaign_app.beneficiaries import queries, rules, services
from campaign_app.beneficiaries.models import Consent
from campaign_app.beneficiaries.rules import BeneficiaryCategory, BeneficiaryKind
from tests.factories import NOW, TODAY, make_administrator, make_campaign
from tests.support.client import settle

IIN = "480315400007"


def register(session, **values):
    values.setdefault("category", BeneficiaryCategory.LONELY_PENSIONER)
    return services.register_beneficiary(
        session,
        actor=None,
        now=NOW,
        today=TODAY,
        details=services.BeneficiaryDetails(**values),
        consent=services.ConsentGiven(given_on=TODAY, method=rules.ConsentMethod.PAPER),
    )


def test_numbers_are_unreadable_in_the_database(session):
    register(session, surname="Қасымова", iin=IIN, document_number="demo 003299")
    settle(session)
    row = session.execute(
        text("SELECT iin, iin_hash, iin_last4, document_number FROM beneficiaries")
    ).one()
    assert row.iin_last4 == "0007"
    assert IIN not in f"{row.iin}{row.iin_hash}"
    assert "003299" not in row.document_number


@pytest.mark.parametrize(
    ("values", "error", "field"),
    [
        ({}, rules.NameMissing, "surname"),
        ({"surname": "A", "born_on": date(2030, 1, 1)}, rules.BornInFuture, "born_on"),
        (
            {"surname": "A", "kind": BeneficiaryKind.INSTITUTION},
            rules.HeadCountMissing,
            "head_count",
        ),
        ({"surname": "A", "household_size": 0}, rules.HouseholdTooSmall, "household_size"),
        ({"surname": "B", "iin": IIN}, rules.IinTaken, "iin"),
    ],
)
def test_who_is_not_registered(session, values, error, field):
    register(session, surname="Қасымова", iin=IIN)
    with pytest.raises(error) as refusal:
        register(session, **values)
    assert refusal.value.field == field


@pytest.mark.parametrize(
    "q", ["қасымов", "КАСЫМОВ", "Касымов", "Kassymov", "ғалымжан", "галымжан қасымов", "7010000"]
)
def test_search_forgives_case_letters_and_script(session, q):
    found = register(session, surname="Қасымов", given_name="Ғалымжан", phone="+77010000001")
    register(session, surname="Шевченко", given_name="Тарас", phone="+77020000002")
    rows = queries.list_beneficiaries(session, q=q, page=1)
    assert [row.id for row in rows.items] == [found.id]


def test_the_order_is_the_kazakh_alphabets(session):
    surnames = ["Яковлев", "Ізбасаров", "Әбдірахманов", "Кенжебеков", "Қасымов", "Абаев", "Ыбыраев"]
    for surname in surnames:
        register(session, surname=surname)
    rows = queries.list_beneficiaries(session, page=1).items
    assert [row.surname for row in rows] == [
        "Абаев",
        "Әбдірахманов",
        "Кенжебеков",
        "Қасымов",
        "Ыбыраев",
        "Ізбасаров",
        "Яковлев",
    ]


@pytest.mark.parametrize("mark", ["restricted_at", "erased_at", "merged_into_id"])
def test_nobody_comes_on_a_list_by_a_record_that_is_not_worked_with(session, mark):
    campaign = make_campaign(session, slug="one")
    person, kept = register(session, surname="Пак"), register(session, surname="Ким")
    setattr(person, mark, kept.id if mark == "merged_into_id" else NOW)
    session.flush()
    with pytest.raises(rules.RecordsNotUsable) as refused:
        services.enrol(
            session,
            actor=None,
            now=NOW,
            today=TODAY,
            campaign=campaign,
            beneficiary_ids=[kept.id, person.id],
        )
    assert refused.value.params["count"] == 1
    assert not queries.list_enrolled(session, campaign.id)


def test_enrolling_twice_enrols_once_and_explains_the_need(session):
    campaign = make_campaign(session, slug="one")
    person = register(session, surname="Пак", born_on=date(1936, 8, 19))
    for expected in (1, 0):
        added = services.enrol(
            session,
            actor=None,
            now=NOW,
            today=TODAY,
            campaign=campaign,
            beneficiary_ids=[person.id],
        )
        assert added == expected
    (row,) = queries.list_enrolled(session, campaign.id)
    assert row.need_score == 7
    assert [line.code for line in row.need_lines] == ["lives_alone", "aged_80", "not_helped"]
    assert row.criteria_version == 1


def test_taking_off_the_list_needs_a_reason_and_stays_in_the_history(session):
    campaign, actor = make_campaign(session, slug="one"), make_administrator(session)
    person = register(session, surname="Пак")
    services.enrol(
        session, actor=actor, now=NOW, today=TODAY, campaign=campaign, beneficiary_ids=[person.id]
    )
    (row,) = queries.list_enrolled(session, campaign.id)
    with pytest.raises(rules.ReasonMissing):
        services.end_enrolment(
            session,
            actor=actor,
            now=NOW,
            campaign=campaign,
            enrolment_id=row.enrolment_id,
            reason=" ",
        )
    services.end_enrolment(
        session,
        actor=actor,
        now=NOW,
        campaign=campaign,
        enrolment_id=row.enrolment_id,
        reason="көшіп кетті",
    )
    assert queries.list_enrolled(session, campaign.id) == []
    assert not queries.is_enrolled(session, campaign.id, person.id)


def test_consent_is_a_record(session):
    person = register(session, surname="Пак")
    consent = session.scalars(select(Consent)).one()
    assert (consent.beneficiary_id, consent.given_on, consent.text_version) == (person.id, TODAY, 1)


def test_a_change_of_the_name_is_found_under_the_new_one(session):
    person = register(session, surname="Пак")
    services.edit_beneficiary(
        session,
        actor=None,
        now=NOW,
        today=TODAY,
        beneficiary=person,
        details=services.BeneficiaryDetails(
            category=BeneficiaryCategory.LONELY_PENSIONER, surname="Ким"
        ),
    )
    assert queries.list_beneficiaries(session, q="Ким", page=1).total == 1
    assert queries.list_beneficiaries(session, q="Пак", page=1).total == 0
