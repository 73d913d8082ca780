"""The pages of personal data, in three languages."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from campaign_app.beneficiaries import services as registry
from campaign_app.beneficiaries.models import Beneficiary, Disclosure
from campaign_app.beneficiaries.rules.disclosures import DisclosureKind
from campaign_app.core.clock import now, today
from campaign_app.privacy import services
from campaign_app.privacy.models import DataRequest, Incident, RetentionRule
from campaign_app.privacy.rules.requests import (
    RequestChannel,
    RequestKind,
    RequestOutcome,
    RequestStatus,
)
from campaign_app.privacy.rules.retention import RetentionPurpose
from tests.factories import make_administrator, make_auditor, make_beneficiary

IIN = "480315400007"
LOCALES = ("kk", "ru", "en")


@pytest.fixture
def administrator(session):
    return make_administrator(session)


@pytest.fixture
def person(session):
    return make_beneficiary(
        session,
        surname="Қасымова",
        iin=IIN,
        document_number="DEMO003299",
        phone="+77000000034",
        street="ул. Абая",
        house="371",
    )


def ask(session, administrator, person=None, **values):
    values.setdefault("kind", RequestKind.DELETION)
    values.setdefault("received_on", today())
    values.setdefault("described", "" if person else "Лидия, тел. 8 700 000 00 11")
    return services.record_request(
        session,
        actor=administrator,
        now=now(),
        today=today(),
        details=services.RequestDetails(
            channel=RequestChannel.IN_PERSON,
            beneficiary_id=person.id if person else None,
            **values,
        ),
    )


@pytest.mark.parametrize("locale", LOCALES)
def test_pages_read_in_three_languages(session, client_for, administrator, person, locale):
    request = ask(session, administrator, person)
    ask(session, administrator, received_on=today() - timedelta(days=16))
    incident = services.record_incident(
        session,
        actor=administrator,
        now=now(),
        details=services.IncidentDetails(
            detected_at=now() - timedelta(hours=1), what="Ведомость потеряна", contact="Демо Әкімші"
        ),
    )
    for kind in DisclosureKind:
        registry.note_disclosure(
            session,
            account_id=administrator.id,
            now=now(),
            kind=kind,
            beneficiary_id=person.id,
            reason="сверка",
        )
    client = client_for(administrator, locale)
    for url in (
        "/manage/privacy",
        "/manage/privacy/disclosures",
        f"/manage/privacy/disclosures?person={person.id}&since=2020-01-01&until=2020-01-02",
        "/manage/privacy/requests",
        "/manage/privacy/requests?show=all",
        "/manage/privacy/requests/new",
        "/manage/privacy/requests/new?q=касымова",
        f"/manage/privacy/requests/new?person={person.id}",
        f"/manage/privacy/requests/{request.id}",
        "/manage/privacy/incidents",
        "/manage/privacy/incidents/new",
        f"/manage/privacy/incidents/{incident.id}",
        "/manage/privacy/retention",
        "/manage/privacy/retention/registry",
        f"/manage/beneficiaries/{person.id}",
        f"/manage/beneficiaries/{person.id}/export",
        f"/manage/beneficiaries/{person.id}/erase",
    ):
        page = client.get(url)
        assert page.status_code == 200, url
        assert IIN not in page.text, url


@pytest.mark.parametrize("locale", LOCALES)
def test_empty_pages_say_what_to_do(client_for, administrator, locale):
    client = client_for(administrator, locale)
    for name in ("", "/disclosures", "/requests", "/requests?show=all", "/incidents"):
        assert client.get(f"/manage/privacy{name}").status_code == 200


def test_the_auditor_reads_and_changes_nothing(session, client_for, administrator, person):
    request = ask(session, administrator, person)
    client = client_for(make_auditor(session))
    for name in ("", "/disclosures", "/requests", f"/requests/{request.id}", "/retention"):
        assert client.get(f"/manage/privacy{name}").status_code == 200
    assert client.get(f"/manage/beneficiaries/{person.id}/export").status_code == 200
    for url in (
        f"/manage/beneficiaries/{person.id}/export.json",
        f"/manage/beneficiaries/{person.id}/export.pdf",
        f"/manage/beneficiaries/{person.id}/erase",
        "/manage/privacy/requests/new",
        "/manage/privacy/retention/registry",
    ):
        assert client.get(url).status_code == 403


def test_a_request_from_its_arrival_to_its_answer(session, client_for, administrator, person):
    client = client_for(administrator)
    page = client.submit(
        f"/manage/privacy/requests/new?person={person.id}",
        {"kind": "deletion", "channel": "letter", "text": "прошу удалить"},
    )
    assert page.status_code == 302
    request = session.scalars(select(DataRequest)).one()
    assert (request.beneficiary_id, request.due_on) == (person.id, today() + timedelta(days=15))
    url = f"/manage/privacy/requests/{request.id}"
    assert client.post(f"{url}/answer", data={"outcome": "erased"}).status_code == 422
    client.post(f"{url}/assign", data={"account_id": administrator.id})
    refused = client.post(f"{url}/answer", data={"outcome": "erased"})
    assert refused.status_code == 422
    assert "erase it first" in refused.text
    erased = client.post(
        f"/manage/beneficiaries/{person.id}/erase",
        data={"kind": "erase", "reason": f"№ {request.id}", "is_confirmed": "y"},
    )
    assert erased.status_code == 302
    assert client.post(f"{url}/answer", data={"outcome": "erased"}).status_code == 302
    session.expire_all()
    request = session.scalars(select(DataRequest)).one()
    assert (request.status, request.outcome) == (RequestStatus.ANSWERED, RequestOutcome.ERASED)
    assert client.get(url).status_code == 200


@pytest.mark.parametrize("locale", LOCALES)
def test_the_page_of_an_erased_person_is_a_shell(
    session, client_for, administrator, person, locale
):
    client, url = client_for(administrator, locale), f"/manage/beneficiaries/{person.id}"
    client.post(f"{url}/erase", data={"kind": "anonymise", "reason": "№ 1", "is_confirmed": "y"})
    page = client.get(url)
    assert page.status_code == 200
    assert "Қасымова" not in page.text
    assert client.get(f"{url}/edit").status_code == 404
    assert client.get(f"{url}/erase").status_code == 302
    assert client.post(f"{url}/reveal", data={"reason": "сверка"}).status_code == 404
    assert "Қасымова" not in client.get("/manage/beneficiaries").text


@pytest.mark.parametrize("missing", ["is_confirmed", "reason", "kind"])
def test_one_slip_erases_nothing(session, client_for, administrator, person, missing):
    values = {"kind": "erase", "reason": "№ 1", "is_confirmed": "y"}
    del values[missing]
    answer = client_for(administrator).post(f"/manage/beneficiaries/{person.id}/erase", data=values)
    assert answer.status_code == 422
    assert session.get(Beneficiary, person.id).erased_at is None


def test_all_data_are_handed_out_and_that_is_noted(session, client_for, administrator, person):
    client = client_for(administrator)
    answer = client.get(f"/manage/beneficiaries/{person.id}/export.json")
    data = json.loads(answer.text)
    assert data["records"] == [person.id]
    assert data["data"]["record"][0]["iin"] == IIN
    assert data["data"]["record"][0]["document_number"] == "DEMO003299"
    assert "name_key" not in data["data"]["record"][0]
    for language in LOCALES:
        paper = client.get(f"/manage/beneficiaries/{person.id}/export.pdf?language={language}")
        assert paper.status_code == 200
        assert paper.data.startswith(b"%PDF")
    kinds = session.scalars(select(Disclosure.kind)).all()
    assert kinds == [DisclosureKind.ALL_DATA_OF_PERSON] * 4


def test_the_log_leaves_as_a_file(session, client_for, administrator, person):
    registry.note_disclosure(
        session,
        account_id=administrator.id,
        now=now(),
        kind=DisclosureKind.NUMBER_IN_FULL,
        beneficiary_id=person.id,
        reason="=сверка",
    )
    text = client_for(administrator).get("/manage/privacy/disclosures.csv").text
    assert "Қасымова" in text
    assert "'=сверка" in text


def test_an_incident_is_noted_and_the_authority_told(session, client_for, administrator):
    client = client_for(administrator)
    client.submit("/manage/privacy/incidents/new", {"what": "Телефон украден"})
    incident = session.scalars(select(Incident)).one()
    assert incident.contact == administrator.full_name
    moment = incident.detected_at + timedelta(days=400)
    url = f"/manage/privacy/incidents/{incident.id}"
    late = client.submit(url, {"notified_at": f"{moment:%Y-%m-%dT%H:%M}"})
    assert late.status_code == 422
    assert client.submit(url, {"measures": "Пароли изменены"}).status_code == 302
    session.expire_all()
    assert session.scalars(select(Incident)).one().measures == "Пароли изменены"


def test_a_period_is_decided_and_its_history_stays(session, client_for, administrator):
    client, url = client_for(administrator), "/manage/privacy/retention/registry"
    assert client.submit(url, {"days": "7", "reason": "x"}).status_code == 422
    for days in ("400", "500"):
        client.submit(url, {"days": days, "reason": "приказ"})
    rules = session.scalars(select(RetentionRule).order_by(RetentionRule.id)).all()
    assert [(rule.purpose, rule.days) for rule in rules] == [
        (RetentionPurpose.REGISTRY, 400),
        (RetentionPurpose.REGISTRY, 500),
    ]
    assert "400" in client.get(url).text
    assert client.get("/manage/privacy/retention/everything").status_code == 404
