"""The search of the registry: what one types, and who is found."""

from __future__ import annotations

import pytest

from campaign_app.beneficiaries import queries
from campaign_app.beneficiaries.rules import BeneficiaryCategory
from tests.factories import make_beneficiary, make_campaign, make_enrolment

PEOPLE = {
    "kk": {"surname": "Қожахметов", "given_name": "Ғалымжан", "phone": "+77010000001"},
    "ru": {"surname": "Фёдоров", "given_name": "Семён", "iin": "480315400007"},
    "uz": {"surname": "Yoʻldoshev", "given_name": "Oʻktam", "document_number": "DEMO093534"},
    "one": {"surname": "", "given_name": "Lakshmi", "dormitory": "ОБЩ. 1", "room": "208"},
    "home": {"surname": "Пак", "given_name": "Анна", "street": "ул. Абая", "house": "371"},
}


@pytest.fixture
def people(session):
    made = {name: make_beneficiary(session, **values).id for name, values in PEOPLE.items()}
    return {id_: name for name, id_ in made.items()}


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("қожахметов", ["kk"]),
        ("КОЖАХМЕТОВ", ["kk"]),
        ("Kozhakhmetov", ["kk"]),
        ("галымжан қож", ["kk"]),
        ("федоров", ["ru"]),
        ("ФЁДОРОВ СЕМЕН", ["ru"]),
        ("Fedorov", ["ru"]),
        ("yo'ldoshev", ["uz"]),
        ("lakshmi", ["one"]),
        ("абая 371", ["home"]),
        ("+7 701 000 00 01", ["kk"]),
        ("8 (701) 000-00-01", ["kk"]),
        ("87010000001", ["kk"]),
        ("7010000", ["kk"]),
        ("480315400007", ["ru"]),
        ("4803 1540 0007", ["ru"]),
        ("demo 093534", ["uz"]),
        ("0007", []),
        ("%", []),
        ("_", []),
        ("Шевченко", []),
    ],
)
def test_who_is_found(session, people, q, found):
    rows = queries.list_beneficiaries(session, q=q, page=1).items
    assert [people[row.id] for row in rows] == found


@pytest.mark.parametrize("dormitory", ["ОБЩ. 1", "№1 жатақхана", "Общежитие № 1", "1"])
def test_a_dormitory_has_many_spellings(session, people, dormitory):
    rows = queries.list_beneficiaries(session, dormitory=dormitory, page=1).items
    assert [people[row.id] for row in rows] == ["one"]


def test_who_is_not_on_a_list(session, people):
    campaign = make_campaign(session, slug="food")
    make_beneficiary(session, surname="Ли", category=BeneficiaryCategory.LARGE_FAMILY)
    enrolment = make_enrolment(session, campaign=campaign)
    waiting = queries.count_not_enrolled(session, campaign.id)
    assert waiting == {
        BeneficiaryCategory.LONELY_PENSIONER: len(PEOPLE),
        BeneficiaryCategory.LARGE_FAMILY: 1,
    }
    page = queries.not_enrolled_matching(session, campaign.id, q="Пак", page=1)
    assert [people[row.id] for row in page.items] == ["home"]
    assert enrolment.beneficiary_id not in queries.ids_not_enrolled(session, campaign.id)
