"""Consent on screen and on paper: taken, withdrawn, its texts, the form to sign."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from campaign_app.accounts.rules import CampaignRole
from campaign_app.beneficiaries import queries, services
from campaign_app.beneficiaries.models import Beneficiary, Consent, ConsentText
from campaign_app.beneficiaries.rules import (
    ConsentGiven,
    ConsentItem,
    ConsentMethod,
    ConsentScope,
)
from campaign_app.core.printing.labels import translate
from tests.factories import (
    NOW,
    TODAY,
    make_administrator,
    make_auditor,
    make_beneficiary,
    make_campaign,
    make_member,
)
from tests.support.client import find_form

LOCALES = ("kk", "ru", "en")
TEXTS = "/manage/beneficiaries/consent-texts"
PHOTO, PUBLICATION = ConsentScope.PHOTO, ConsentScope.PUBLICATION


def give(session, person, scope, **values):
    values.setdefault("method", ConsentMethod.PAPER)
    consent = ConsentGiven(given_on=TODAY, scope=scope, **values)
    return services.take_consent(session, actor=None, now=NOW, beneficiary=person, consent=consent)


def withdraw(session, consent):
    services.withdraw_consent(session, actor=None, now=NOW, consent=consent, on=TODAY)


@pytest.fixture
def organiser(session):
    campaign = make_campaign(session, slug="food")
    return make_member(session, campaign=campaign, role=CampaignRole.ORGANISER)


@pytest.mark.parametrize("locale", LOCALES)
def test_pages_read_in_three_languages(session, client_for, organiser, locale):
    person = make_beneficiary(session)
    consent = give(
        session, person, PHOTO, method=ConsentMethod.ORAL_WITNESSED, witness_name="Куәгер Бір"
    )
    withdraw(session, give(session, person, PUBLICATION))
    client, url = client_for(organiser, locale), f"/manage/beneficiaries/{person.id}"
    page = client.get(url).text
    assert "Куәгер Бір" in page
    assert f"{url}/consents/{consent.id}/withdraw" in page
    text_id = session.scalars(select(ConsentText.id).order_by(ConsentText.id)).first()
    for address in (
        TEXTS,
        f"{TEXTS}/{text_id}",
        "/manage/beneficiaries/press",
        "/manage/beneficiaries/press?q=nobody-of-this-name",
        "/manage/beneficiaries?consent=missing",
        f"{url}/consents/{consent.id}/withdraw",
        f"{url}/edit",
    ):
        assert client.get(address).status_code == 200, address
    client.submit(f"{url}/consents/{consent.id}/withdraw", {"method": "oral"})
    assert client.get("/manage/beneficiaries/press").status_code == 200
    assert session.get_one(Consent, consent.id).withdrawn_on is not None


def test_the_file_for_the_press_has_names_and_nothing_else(session, client_for, organiser):
    person = make_beneficiary(session, phone="+77010000001", street="Abay")
    give(session, person, PHOTO)
    content = client_for(organiser).get("/manage/beneficiaries/press.csv").get_data(as_text=True)
    assert content.lstrip("\ufeff").split("\r\n")[1] == "Қасымова Ғалия,no,yes"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"method": "oral_witnessed"}, "witness_name"),
        ({"given_on": "2999-01-01"}, "given_on"),
        ({"given_on": ""}, "given_on"),
    ],
)
def test_a_consent_is_refused_at_its_field(session, client_for, organiser, values, field):
    person = make_beneficiary(session)
    data = {"scope": "photo", "given_on": "2020-04-01", "method": "paper", **values}
    url = f"/manage/beneficiaries/{person.id}/consents"
    page = client_for(organiser, "kk").post(url, data=data)
    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text
    assert session.scalars(select(Consent)).all() == []


def test_a_consent_given_orally_by_the_page(session, client_for, organiser):
    person = make_beneficiary(session)
    client, url = client_for(organiser), f"/manage/beneficiaries/{person.id}"
    values = {"scope": "registration", "given_on": "2020-04-01", "method": "oral_witnessed"}
    client.submit(url, {**values, "witness_name": "Ли О. П."}, action="/consents")
    assert session.scalars(select(Consent.witness_name)).one() == "Ли О. П."
    consent = session.scalars(select(Consent)).one()
    answer = client.submit(f"{url}/consents/{consent.id}/withdraw", {"withdrawn_on": "2020-03-31"})
    assert answer.status_code == 422
    client.submit(f"{url}/consents/{consent.id}/withdraw", {"withdrawn_on": "2020-04-02"})
    assert session.get_one(Beneficiary, person.id).restricted_at is not None
    client.submit(url, values | {"method": "paper"}, action="/consents")
    assert session.get_one(Beneficiary, person.id).restricted_at is not None
    client.submit(url, values | {"method": "paper", "given_on": "2020-04-03"}, action="/consents")
    assert session.get_one(Beneficiary, person.id).restricted_at is None


def test_a_new_version_is_looked_at_and_published(session, client_for):
    admin = make_administrator(session)
    client, url = client_for(admin, "ru"), f"{TEXTS}/new?scope=photo"
    page = client.submit(url)
    assert page.status_code == 422  # the BIN of the operator is not set
    assert 'id="operator_bin-error"' in page.text
    values = {"operator_bin": "990140000007", "term_en": "Until New Year"}
    page = client.submit(url, values)
    assert page.status_code == 200
    assert "Until New Year" in page.text
    assert len(session.scalars(select(ConsentText)).all()) == 3
    fields = {"submission_id": "s-1", "step": "publish", **filled(client, url), **values}
    first, second = client.post(url, data=fields), client.post(url, data=fields)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.location == second.location
    text = queries.find_text_in_force(session, PHOTO)
    assert (text.number, text.operator_bin) == (2, "990140000007")
    assert "Until New Year" in client.get(f"{TEXTS}/{text.id}").text
    wrong = client.post(url, data={**fields, "submission_id": "s-2", "operator_bin": "123"})
    assert wrong.status_code == 422


def filled(client, url):
    """The form as it comes."""
    form = client.get(url).text
    assert "submission_id" in form
    fields = find_form(form, "/consent-texts/new").fields
    return {name: value for name, value in fields.items() if name != "submission_id" and value}


def test_who_only_reads_changes_no_text(session, client_for, organiser):
    for account in (make_auditor(session), organiser):
        client = client_for(account)
        assert f"{TEXTS}/new" not in client.get(TEXTS).text
        assert client.get(f"{TEXTS}/new").status_code == 403


@pytest.mark.parametrize("scope", [scope.value for scope in ConsentScope])
@pytest.mark.parametrize("language", ["kk", "ru", "kk+ru", "en"])
def test_the_form_is_printed(session, client_for, organiser, scope, language):
    person = make_beneficiary(session)
    client = client_for(organiser)
    query = f"scope={scope}&language={language}"
    blank = client.get(f"/manage/beneficiaries/consent-form.pdf?{query}")
    assert (blank.status_code, blank.data[:5]) == (200, b"%PDF-")
    named = client.get(f"/manage/beneficiaries/{person.id}/consent-form.pdf?{query}")
    assert (named.status_code, named.data[:5]) == (200, b"%PDF-")
    assert "Қасымова" not in named.headers["Content-Disposition"]


def test_the_form_names_every_item_and_the_person(session, client_for, organiser):
    person = make_beneficiary(session, phone="+77010000001", street="Abay-Street")
    url = f"/manage/beneficiaries/{person.id}/consent-form.pdf?language=kk"
    reader = PdfReader(io.BytesIO(client_for(organiser).get(url).data))
    words = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert len(reader.pages) == 1
    assert words.count("Қасымова Ғалия") == 2
    for item in ConsentItem:
        assert translate(item.label, "kk") in words
    assert "Есімімнің жариялануына келісемін" in words
    assert "Куәгер" in words
    assert "Abay-Street" not in words
    assert "701" not in words


def test_nobody_else_is_on_the_list_for_the_press(session):
    make_beneficiary(session, surname="Aa")
    give(session, make_beneficiary(session, surname="Bb"), ConsentScope.REGISTRATION)
    stopped = make_beneficiary(session, surname="Cc")
    give(session, stopped, PUBLICATION)
    withdraw(session, give(session, stopped, ConsentScope.REGISTRATION))
    give(session, make_beneficiary(session, surname="Dd"), PHOTO)
    page = queries.page_of_press(session, page=1)
    assert [row.display_name for row in page.items] == ["Dd Ғалия"]
    assert page.total == 1
