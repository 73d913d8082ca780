"""The registry's pages, in three languages, as the people who use them meet them."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from campaign_app.accounts.rules import CampaignRole
from campaign_app.beneficiaries.models import Beneficiary, Consent, Enrolment
from campaign_app.beneficiaries.rules import BeneficiaryCategory
from campaign_app.core.audit import AuditEvent
from campaign_app.core.spreadsheets.reading import read_table
from tests.factories import (
    make_auditor,
    make_beneficiary,
    make_campaign,
    make_enrolment,
    make_member,
)

IIN = "480315400007"
NEW = "/manage/beneficiaries/new"
LOCALES = ("kk", "ru", "en")


@pytest.fixture
def campaign(session):
    return make_campaign(session, slug="food", title="Азық-түлік")


@pytest.fixture
def organiser(session, campaign):
    return make_member(session, campaign=campaign, role=CampaignRole.ORGANISER)


@pytest.mark.parametrize("locale", LOCALES)
def test_pages_read_in_three_languages(session, client_for, campaign, organiser, locale):
    person = make_beneficiary(
        session,
        iin=IIN,
        document_number="DEMO003299",
        born_on=date(1950, 1, 2),
        phone="+77010000001",
        citizenship="KZ",
        street="ул. Абая",
        house="371",
        needs=frozenset({"no_relatives"}),
    )
    make_beneficiary(session, surname="Дом милосердия", category=BeneficiaryCategory.OTHER)
    enrolment = make_enrolment(session, campaign=campaign, beneficiary=person)
    client = client_for(organiser, locale)
    for url in (
        "/manage/beneficiaries",
        "/manage/beneficiaries?q=nobody-of-this-name",
        NEW,
        f"{NEW}?category=institution",
        "/manage/beneficiaries/import",
        f"/manage/beneficiaries/{person.id}",
        f"/manage/beneficiaries/{person.id}/edit",
        "/manage/campaigns/food/enrolments",
        "/manage/campaigns/food/enrolments?q=nobody-of-this-name",
        "/manage/campaigns/food/enrolments/new",
        f"/manage/campaigns/food/enrolments/{enrolment.id}/end",
    ):
        page = client.get(url)
        assert page.status_code == 200, url
        assert IIN not in page.text
        assert "DEMO003299" not in page.text


@pytest.mark.parametrize("locale", LOCALES)
def test_an_empty_registry_says_what_to_do(client_for, organiser, locale):
    page = client_for(organiser, locale).get("/manage/beneficiaries")
    assert "/manage/beneficiaries/import" in page.text


def test_a_person_is_registered_with_all_fields(session, client_for, organiser):
    values = {
        "surname": "Қасымова",
        "given_name": "Айгүл",
        "patronymic": "Серікқызы",
        "category": "lonely_pensioner",
        "born_on": "1948-03-15",
        "sex": "female",
        "iin": "480315 400007",
        "document_number": "demo 1",
        "citizenship": "Казахстан",
        "language": "kk",
        "phone": "8 (701) 000-00-01",
        "city": "Теміртау",
        "street": "пр. Мира",
        "house": "312/2",
        "flat": "4",
        "entrance": "1",
        "floor": "2",
        "household_size": "2",
        "package_variant": "diabetic",
        "former_unit": "Кітапхана",
        "note": "Құлағы нашар естиді",
        "needs": ["no_relatives", "minimum_pension"],
        "consent_given_on": "2020-03-30",
        "consent_method": "paper",
    }
    answer = client_for(organiser).submit(NEW, values)
    assert answer.status_code == 302, answer.text
    person = session.scalars(select(Beneficiary)).one()
    assert answer.location.endswith(f"/manage/beneficiaries/{person.id}")
    assert (person.iin, person.phone, person.citizenship) == (IIN, "+77010000001", "KZ")
    assert (person.household_size, person.package_variant.value) == (2, "diabetic")
    assert person.needs == "minimum_pension no_relatives"
    assert person.born_on == date(1948, 3, 15)
    consent = session.scalars(select(Consent)).one()
    assert (consent.beneficiary_id, consent.method.value) == (person.id, "paper")


def test_the_same_form_sent_twice_registers_once(session, client_for, organiser):
    client = client_for(organiser)
    data = {"given_name": "Lakshmi", "category": "foreign_student", "submission_id": "s-1"}
    first, second = client.post(NEW, data=data), client.post(NEW, data=data)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.location == second.location
    assert session.scalar(select(func.count(Beneficiary.id))) == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"surname": ""}, "surname"),
        ({"iin": "480315400008"}, "iin"),
        ({"phone": "12"}, "phone"),
        ({"citizenship": "Нарния"}, "citizenship"),
        ({"born_on": "2999-01-01"}, "born_on"),
        ({"household_size": "бес"}, "household_size"),
        ({"category": "institution"}, "head_count"),
        ({"house": "1" * 21}, "house"),
    ],
)
def test_a_refusal_stands_at_its_field_and_loses_nothing(
    session, client_for, organiser, values, field
):
    data = {"surname": "Пак", "category": "other", "note": "шақыру керек", **values}
    page = client_for(organiser, "kk").post(NEW, data=data)
    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text
    for typed in data.values():
        assert typed in page.text
    assert session.scalar(select(func.count(Beneficiary.id))) == 0


def test_an_iin_that_somebody_has_is_refused_at_the_field(session, client_for, organiser):
    make_beneficiary(session, iin=IIN)
    data = {"surname": "Пак", "category": "other", "iin": IIN}
    page = client_for(organiser).post(NEW, data=data)
    assert page.status_code == 422
    assert 'id="iin-error"' in page.text


def test_an_iin_with_another_date_is_kept_and_shown(session, client_for, organiser):
    data = {"surname": "Пак", "category": "other", "iin": IIN, "born_on": "1950-01-02"}
    page = client_for(organiser).post(NEW, data=data, follow_redirects=True)
    assert "The IIN shows another date of birth." in page.text
    assert "4803••••0007" in page.text
    assert session.scalars(select(Beneficiary.iin)).one() == IIN


def test_an_institution_is_counted(session, client_for, organiser):
    values = {
        "surname": "Дом милосердия «Демо»",
        "head_count": "45",
        "bin": "990140000007",
        "contact_person": "Ли О. П.",
    }
    client_for(organiser).submit(f"{NEW}?category=institution", values)
    found = session.scalars(select(Beneficiary)).one()
    assert (found.kind.value, found.head_count, found.bin) == ("institution", 45, "990140000007")


def test_editing_keeps_numbers_that_are_left_empty(session, client_for, organiser):
    person = make_beneficiary(session, iin=IIN, document_number="DEMO003299")
    client = client_for(organiser)
    url = f"/manage/beneficiaries/{person.id}/edit"
    assert client.submit(url, {"surname": "Қасымова-Ли"}).status_code == 302
    found = session.get_one(Beneficiary, person.id)
    assert (found.surname, found.iin, found.document_number) == ("Қасымова-Ли", IIN, "DEMO003299")
    client.submit(url, {"forget_document": "y"})
    found = session.get_one(Beneficiary, person.id)
    assert (found.iin, found.document_number) == (IIN, None)


def test_the_log_says_that_a_name_changed_and_never_which(session, client_for, organiser):
    person = make_beneficiary(session)
    client_for(organiser).submit(f"/manage/beneficiaries/{person.id}/edit", {"surname": "Ким"})
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "beneficiary:edit")).one()
    assert '"surname": "personal:' in event.after
    assert "Ким" not in event.after


def test_consent_is_taken_and_withdrawn(session, client_for, organiser):
    person = make_beneficiary(session)
    client, url = client_for(organiser), f"/manage/beneficiaries/{person.id}"
    values = {
        "scope": "photo",
        "given_on": "2020-04-01",
        "method": "oral_witnessed",
        "witness_name": "Ли О. П.",
    }
    assert client.submit(url, values, action="/consents").status_code == 302
    consent = session.scalars(select(Consent)).one()
    assert (consent.scope.value, consent.method.value) == ("photo", "oral_witnessed")
    assert client.submit(f"{url}/consents/{consent.id}/withdraw").status_code == 302
    assert session.scalars(select(Consent.withdrawn_on)).one() is not None
    assert client.post(f"{url}/consents/999/withdraw").status_code == 404


def test_the_list_is_exported_as_it_is_filtered(session, client_for, organiser):
    make_beneficiary(session, iin=IIN, phone="+77010000001")
    make_beneficiary(session, surname="Шевченко", note="=1+1")
    client = client_for(organiser)
    csv_file = client.get("/manage/beneficiaries.csv?q=шевченко")
    sheet = read_table(csv_file.data, "list.csv")
    assert [row.cells[0] for row in sheet.rows] == ["surname", "Шевченко"]
    assert "'=1+1" in csv_file.text
    everybody = client.get("/manage/beneficiaries.csv").text
    assert "••••0007" in everybody
    assert IIN not in everybody
    assert ",+77010000001," in everybody
    xlsx = read_table(client.get("/manage/beneficiaries.xlsx").data, "list.xlsx")
    assert len(xlsx.rows) == 3
    assert client.get("/manage/beneficiaries.pdf").status_code == 404


@pytest.mark.parametrize(
    ("role", "code"), [(CampaignRole.STOREKEEPER, 403), (CampaignRole.TREASURER, 403)]
)
def test_who_has_no_business_with_it_sees_nothing(session, client_for, campaign, role, code):
    person = make_beneficiary(session)
    client = client_for(make_member(session, campaign=campaign, role=role))
    for url in (
        "/manage/beneficiaries",
        "/manage/beneficiaries.csv",
        f"/manage/beneficiaries/{person.id}",
        "/manage/campaigns/food/enrolments",
    ):
        answer = client.get(url)
        assert answer.status_code == code, url
        assert "Қасымова" not in answer.text


def test_an_auditor_reads_and_is_offered_no_change(session, client_for, campaign):
    person = make_beneficiary(session)
    make_enrolment(session, campaign=campaign, beneficiary=person)
    client = client_for(make_auditor(session))
    for url in (
        "/manage/beneficiaries",
        f"/manage/beneficiaries/{person.id}",
        "/manage/campaigns/food/enrolments",
    ):
        page = client.get(url)
        assert page.status_code == 200
        for word in ("/edit", "ies/new", "/import", "nts/new", "/end", "/withdraw"):
            assert word not in page.text, (url, word)


def test_people_are_put_on_the_list_by_ticking(session, client_for, campaign, organiser):
    one, two = make_beneficiary(session), make_beneficiary(session, surname="Пак")
    client = client_for(organiser)
    url = "/manage/campaigns/food/enrolments/new"
    assert "Қасымова" in client.get(f"{url}?q=касымова").text
    client.post(url, data={"beneficiary_ids": [str(one.id)]})
    page = client.get("/manage/campaigns/food/enrolments")
    assert "Қасымова" in page.text
    assert "lives alone: 3" in page.text
    assert "Қасымова" not in client.get(url).text
    # The same once more, and everybody of the category: nobody is on it twice.
    client.post(url, data={"beneficiary_ids": [str(one.id)]})
    client.post("/manage/campaigns/food/enrolments/category", data={"category": "lonely_pensioner"})
    listed = session.scalars(select(Enrolment.beneficiary_id).order_by(Enrolment.id)).all()
    assert listed == [one.id, two.id]


def test_nobody_ticked_is_said(session, client_for, organiser):
    make_beneficiary(session)
    url = "/manage/campaigns/food/enrolments/new"
    page = client_for(organiser).post(url, data={}, follow_redirects=True)
    assert "Choose at least one person." in page.text


def test_somebody_is_taken_off_with_a_reason(session, client_for, campaign, organiser):
    enrolment = make_enrolment(session, campaign=campaign)
    client = client_for(organiser)
    url = f"/manage/campaigns/food/enrolments/{enrolment.id}/end"
    assert client.post(url, data={"reason": " "}).status_code == 422
    assert client.submit(url, {"reason": "көшіп кетті"}).status_code == 302
    kept = session.get_one(Enrolment, enrolment.id)
    assert (kept.status.value, kept.end_reason) == ("ended", "көшіп кетті")
    assert "Қасымова" not in client.get("/manage/campaigns/food/enrolments").text


def test_the_recipient_list_is_a_file_too(session, client_for, campaign, organiser):
    make_enrolment(session, campaign=campaign)
    client = client_for(organiser, "ru")
    sheet = read_table(client.get("/manage/campaigns/food/enrolments.csv").data, "list.csv")
    name, category, *_rest = sheet.rows[1].cells
    assert (name, category) == ("Қасымова Ғалия", "одинокий пенсионер")
    answer = client.get("/manage/campaigns/food/enrolments.xlsx")
    assert len(read_table(answer.data, "list.xlsx").rows) == 2
