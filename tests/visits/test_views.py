"""The visitor's pages."""

from __future__ import annotations

import pytest

from campaign_app.accounts.rules import CampaignRole
from campaign_app.beneficiaries import services as beneficiaries
from campaign_app.beneficiaries.rules import BeneficiaryCategory
from campaign_app.visits import queries
from campaign_app.visits.rules import Wellbeing
from campaign_app.volunteers import services as volunteers
from tests.factories import NOW, TODAY, make_auditor, make_campaign, make_member


@pytest.fixture(autouse=True)
def spring(frozen_clock):
    frozen_clock.set(NOW)


@pytest.fixture
def person(session):
    details = beneficiaries.BeneficiaryDetails(
        surname="Қасымова", category=BeneficiaryCategory.LONELY_PENSIONER
    )
    return beneficiaries.register_beneficiary(
        session, actor=None, now=NOW, today=TODAY, details=details
    ).id


@pytest.fixture
def organiser(session):
    account = make_member(session, campaign=make_campaign(session), role=CampaignRole.ORGANISER)
    details = volunteers.VolunteerDetails(surname="Ким", account_id=account.id)
    volunteers.register_volunteer(session, actor=None, now=NOW, details=details)
    return account


def test_somebody_is_found_planned_and_visited(session, client_for, organiser, person):
    client = client_for(organiser)
    assert f"/manage/visits/{person}" in client.get("/manage/visits?q=касымова").text
    page = f"/manage/visits/{person}"
    assert client.submit(page, {"every_days": "0"}, action="/plan").status_code == 422
    assert client.submit(page, {"every_days": "7"}, action="/plan").status_code == 302
    listed = client.get("/manage/visits?days=30").text
    assert "Қасымова" in listed
    assert "never" in listed
    new = f"/manage/visits/new?beneficiary={person}"
    concern = {"outcome": "met", "wellbeing": "concern"}
    assert client.submit(new, concern).status_code == 422
    sent = client.submit(new, {**concern, "note": "Жылу жоқ"})
    assert sent.status_code == 302, sent.text
    assert "cause for concern" in client.get("/manage/visits").text
    assert "Жылу жоқ" in client.get(page).text
    assert "Қасымова" not in client.get("/manage/visits?days=7").text
    made = queries.list_visits_to(session, person)
    assert [(visit.wellbeing, visit.visited_at) for visit in made] == [(Wellbeing.CONCERN, NOW)]
    client.post(f"{page}/end")
    assert "Қасымова" not in client.get("/manage/visits").text


def test_what_is_not_there(client_for, organiser):
    client = client_for(organiser)
    assert client.get("/manage/visits/999999").status_code == 404
    assert client.get("/manage/visits/new?beneficiary=999999").status_code == 404
    assert client.get("/manage/visits/new").status_code == 302
    assert client.post("/manage/visits/999999/plan", data={"every_days": "7"}).status_code == 404


def test_the_auditor_reads_and_cannot_change(session, client_for, person):
    auditor = client_for(make_auditor(session))
    assert auditor.get(f"/manage/visits/{person}").status_code == 200
    assert auditor.get(f"/manage/visits/new?beneficiary={person}").status_code == 403
    refused = auditor.post(f"/manage/visits/{person}/plan", data={"every_days": "7"})
    assert refused.status_code == 403


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_pages_speak_the_readers_language(client_for, organiser, person, locale):
    client = client_for(organiser, locale=locale)
    assert client.get("/manage/visits").status_code == 200
    client.post(f"/manage/visits/{person}/plan", data={"every_days": "7"})
    for address in (
        "/manage/visits?days=14&q=Қасымова",
        f"/manage/visits/{person}",
        f"/manage/visits/new?beneficiary={person}",
    ):
        assert client.get(address).status_code == 200, address
    refused = client.post(f"/manage/visits/new?beneficiary={person}", data={"outcome": "met"})
    assert refused.status_code == 422
