"""Who lives with whom, institutions that are counted and never named, and proxies."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from campaign_app.accounts.rules import CampaignRole
from campaign_app.beneficiaries import queries, rules, services
from campaign_app.beneficiaries.models import Beneficiary, HeadCount, Proxy
from campaign_app.beneficiaries.rules import (
    BeneficiaryCategory,
    BeneficiaryDetails,
    BeneficiaryKind,
    ProxyDetails,
    ProxyDocument,
)
from campaign_app.beneficiaries.rules.cells import parse_row
from tests.factories import NOW, TODAY, make_beneficiary, make_campaign, make_member
from tests.support.client import settle

LOCALES = ("kk", "ru", "en")
CARD = ProxyDetails(
    full_name="Сенімді Адам",
    document_kind=ProxyDocument.IDENTITY_CARD,
    document_number="N 043211234",
)


@pytest.fixture
def organiser(session):
    campaign = make_campaign(session, slug="food")
    return make_member(session, campaign=campaign, role=CampaignRole.ORGANISER)


def link(session, person, other):
    services.link_household(
        session, actor=None, now=NOW, beneficiary_id=person.id, other_id=other.id
    )


def make_institution(session, **values):
    known = {"surname": "Мейірім үйі", "given_name": "", "head_count": 28}
    return make_beneficiary(
        session,
        category=BeneficiaryCategory.INSTITUTION,
        kind=BeneficiaryKind.INSTITUTION,
        **{**known, **values},
    )


def members(session, person):
    return [each.display_name for each in queries.list_household(session, person)]


# Households


@pytest.mark.parametrize(
    ("is_same", "has_institution", "error"),
    [
        (False, False, None),
        (True, False, rules.OwnHousehold),
        (False, True, rules.NoHousehold),
    ],
)
def test_who_can_live_together(is_same, has_institution, error):
    if error is None:
        rules.check_can_link(is_same=is_same, has_institution=has_institution)
    else:
        with pytest.raises(error):
            rules.check_can_link(is_same=is_same, has_institution=has_institution)


@pytest.mark.parametrize(("size", "linked", "warns"), [(1, 1, False), (2, 2, False), (1, 2, True)])
def test_more_members_than_the_family_has(size, linked, warns):
    assert rules.is_size_too_small(size, linked) is warns


def test_people_at_one_address_are_two_households_unless_they_say_otherwise(session):
    door = {"street": "ул. Школьная", "house": "306А", "flat": "12"}
    first = make_beneficiary(session, surname="Аа", **door)
    second = make_beneficiary(session, surname="Бб", **door)
    make_beneficiary(session, surname="Вв", street="ул. Школьная", house="306А", flat="13")
    assert members(session, first) == []
    assert [each.id for each in queries.list_neighbours(session, first)] == [second.id]
    link(session, first, second)
    assert members(session, first) == ["Бб Ғалия"]
    assert members(session, second) == ["Аа Ғалия"]
    assert queries.list_neighbours(session, first) == []


def test_two_households_become_one_and_the_last_one_is_alone(session):
    people = [make_beneficiary(session, surname=name) for name in ("Аа", "Бб", "Вв", "Гг")]
    link(session, people[0], people[1])
    link(session, people[2], people[3])
    link(session, people[0], people[2])
    assert len({each.household_id for each in people}) == 1
    for leaving in people[:2]:
        services.unlink_household(session, actor=None, now=NOW, beneficiary=leaving)
    assert [each.household_id is None for each in people] == [True, True, False, False]
    services.unlink_household(session, actor=None, now=NOW, beneficiary=people[2])
    assert people[3].household_id is None
    with pytest.raises(rules.NotLinked):
        services.unlink_household(session, actor=None, now=NOW, beneficiary=people[3])


def test_who_is_not_linked(session):
    person, institution = make_beneficiary(session), make_institution(session)
    with pytest.raises(rules.OwnHousehold):
        link(session, person, person)
    with pytest.raises(rules.NoHousehold):
        link(session, person, institution)
    institution.merged_into_id = person.id
    with pytest.raises(rules.RecordNotKept):
        link(session, person, institution)


def test_a_household_that_is_on_a_list_twice(session):
    people = [make_beneficiary(session, surname=name) for name in ("Аа", "Бб", "Вв", "Гг")]
    link(session, people[0], people[1])
    link(session, people[2], people[3])
    assert queries.households_twice(session, [people[0].id, people[2].id]) == []
    (found,) = queries.households_twice(session, [each.id for each in people[:3]])
    assert [each.id for each in found.members] == [people[0].id, people[1].id]


# Institutions


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("given_name", "Айша"),
        ("patronymic", "Серікқызы"),
        ("born_on", date(2015, 1, 1)),
        ("iin", "480315400007"),
    ],
)
def test_an_institution_names_nobody(name, value):
    values = {"category": BeneficiaryCategory.INSTITUTION, "surname": "Үй", name: value}
    rules.check_institution(BeneficiaryDetails(**values), TODAY)
    details = BeneficiaryDetails(kind=BeneficiaryKind.INSTITUTION, head_count=5, **values)
    with pytest.raises(rules.InstitutionNamesPeople) as refusal:
        rules.check_institution(details, TODAY)
    assert refusal.value.field == name
    cells = {"surname": "Үй", "head_count": 5, name: value}
    row = parse_row(cells, category=BeneficiaryCategory.INSTITUTION, today=TODAY)
    assert (name, rules.InstitutionNamesPeople) in [
        (each.column, type(each.error)) for each in row.problems
    ]


def test_the_database_keeps_names_out_of_institutions(session):
    make_institution(session)
    settle(session)
    with pytest.raises(DatabaseError):
        session.execute(text("UPDATE beneficiaries SET given_name = 'Айша'"))
    session.rollback()


def test_an_institution_is_counted_again(session):
    institution = make_institution(session)
    assert institution.head_counted_on == TODAY
    with pytest.raises(rules.CountedInFuture):
        make_institution(session, head_counted_on=TODAY + timedelta(1))
    later = TODAY + timedelta(30)
    for today, count in ((TODAY, 28), (later, 31), (later, 31)):
        details = services.details_of(institution)
        values = {**vars(details), "head_count": count}
        services.edit_beneficiary(
            session,
            actor=None,
            now=NOW,
            today=today,
            beneficiary=institution,
            details=BeneficiaryDetails(**values),
        )
    assert (institution.head_count, institution.head_counted_on) == (31, later)
    kept = session.scalars(select(HeadCount)).all()
    assert [(each.head_count, each.counted_on) for each in kept] == [(28, TODAY)]


# Proxies


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({}, None),
        ({"valid_until": TODAY}, None),
        ({"valid_until": TODAY - timedelta(1)}, rules.ProxyExpired),
        ({"full_name": " - "}, rules.ProxyNameMissing),
        ({"document_number": " "}, rules.ProxyDocumentMissing),
    ],
)
def test_who_is_a_proxy(values, error):
    details = ProxyDetails(**{**vars(CARD), **values})
    if error is None:
        rules.check_proxy(details, TODAY)
    else:
        with pytest.raises(error):
            rules.check_proxy(details, TODAY)


@pytest.mark.parametrize(
    ("until", "revoked", "error"),
    [
        (None, None, None),
        (TODAY, None, None),
        (TODAY - timedelta(1), None, rules.ProxyExpired),
        (None, TODAY + timedelta(1), None),
        (None, TODAY, rules.ProxyRevoked),
        (TODAY - timedelta(1), TODAY - timedelta(1), rules.ProxyRevoked),
    ],
)
def test_when_a_proxy_may_receive(until, revoked, error):
    if error is None:
        rules.check_may_receive(valid_until=until, revoked_on=revoked, on=TODAY)
    else:
        with pytest.raises(error):
            rules.check_may_receive(valid_until=until, revoked_on=revoked, on=TODAY)


def test_a_proxys_document_is_unreadable_in_the_database(session):
    person = make_beneficiary(session)
    services.register_proxy(
        session, actor=None, now=NOW, today=TODAY, beneficiary=person, details=CARD
    )
    settle(session)
    row = session.execute(text("SELECT document_number, document_last4 FROM proxies")).one()
    assert "043211234" not in row.document_number
    assert row.document_last4 == "1234"


@pytest.mark.parametrize(("number", "shown"), [("№ 7", ""), ("123456", ""), ("1234567", "4567")])
def test_the_end_of_a_short_number_is_not_shown(session, number, shown):
    details = ProxyDetails(**{**vars(CARD), "document_number": number})
    proxy = services.register_proxy(
        session,
        actor=None,
        now=NOW,
        today=TODAY,
        beneficiary=make_beneficiary(session),
        details=details,
    )
    assert proxy.document_last4 == shown


# On screen


@pytest.mark.parametrize("locale", LOCALES)
def test_the_cards_read_in_three_languages(session, client_for, organiser, locale):
    door = {"street": "ул. Школьная", "house": "306А", "flat": "12"}
    first = make_beneficiary(session, surname="Аа", **door)
    make_beneficiary(session, surname="Бб", **door)
    third = make_beneficiary(session, surname="Вв")
    link(session, first, third)
    for until in (None, TODAY):
        details = ProxyDetails(**{**vars(CARD), "valid_until": until})
        services.register_proxy(
            session, actor=None, now=NOW, today=TODAY, beneficiary=first, details=details
        )
    client, url = client_for(organiser, locale), f"/manage/beneficiaries/{first.id}"
    page = client.get(f"{url}?household=Бб").text
    for shown in ("Бб Ғалия", "Вв Ғалия", "Сенімді Адам", "••••1234"):
        assert shown in page
    assert "043211234" not in page
    assert client.get(f"{url}?household=nobody-of-this-name").status_code == 200
    institution = make_institution(session)
    session.add(
        HeadCount(beneficiary_id=institution.id, head_count=20, counted_on=TODAY, replaced_at=NOW)
    )
    assert client.get(f"/manage/beneficiaries/{institution.id}").status_code == 200
    assert client.get(f"/manage/beneficiaries/{institution.id}/edit").status_code == 200


def test_linking_and_leaving_by_the_page(session, client_for, organiser):
    first, second = make_beneficiary(session), make_beneficiary(session, surname="Пак")
    client, url = client_for(organiser), f"/manage/beneficiaries/{first.id}"
    for typed in ("", "x", "9" * 30):
        assert client.post(f"{url}/household", data={"other_id": typed}).status_code in (302, 404)
    assert session.get_one(Beneficiary, second.id).household_id is None
    client.post(f"{url}/household", data={"other_id": second.id})
    assert session.get_one(Beneficiary, second.id).household_id is not None
    client.post(f"{url}/household/leave")
    assert session.get_one(Beneficiary, second.id).household_id is None


def test_a_proxy_is_added_once_and_revoked_by_the_page(session, client_for, organiser):
    person, other = make_beneficiary(session), make_beneficiary(session, surname="Пак")
    client, url = client_for(organiser), f"/manage/beneficiaries/{person.id}"
    data = {
        "proxy-full_name": "Сенімді Адам",
        "proxy-document_kind": "passport",
        "proxy-document_number": "",
        "proxy-phone": "8 701 000 00 01",
        "proxy-submission_id": "s-1",
    }
    page = client.post(f"{url}/proxies", data=data)
    assert page.status_code == 422
    assert 'id="proxy-document_number-error"' in page.text
    data["proxy-document_number"] = "N1234567"
    for _again in range(2):
        assert client.post(f"{url}/proxies", data=data).status_code == 302
    proxy = session.scalars(select(Proxy)).one()
    assert (proxy.phone, proxy.document_last4) == ("+77010000001", "4567")
    revoke = f"/manage/beneficiaries/{{}}/proxies/{proxy.id}/revoke"
    client.post(revoke.format(other.id), data={"reason": "қателік"})
    client.post(revoke.format(person.id), data={"reason": " "})
    assert session.get_one(Proxy, proxy.id).revoked_on is None
    client.post(revoke.format(person.id), data={"reason": "қажет емес"})
    assert session.get_one(Proxy, proxy.id).revoke_reason == "қажет емес"
