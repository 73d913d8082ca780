"""The register: who sees what, what is done, and that the accused finds nothing anywhere."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select

from campaign_app.accounts.rules import CampaignRole, Role
from campaign_app.beneficiaries import services as beneficiaries
from campaign_app.beneficiaries.models import Disclosure
from campaign_app.beneficiaries.rules import BeneficiaryCategory, BeneficiaryDetails
from campaign_app.beneficiaries.rules.disclosures import DisclosureKind
from campaign_app.complaints import services
from campaign_app.complaints.models import Appeal
from campaign_app.complaints.rules import AppealStatus, ForWhom, Outcome, Topic
from campaign_app.volunteers import services as volunteers
from tests.architecture.endpoints import list_endpoints, snapshot
from tests.complaints.makers import make_complaint, make_request
from tests.factories import (
    NOW,
    TODAY,
    make_account,
    make_administrator,
    make_auditor,
    make_campaign,
    make_member,
)
from tests.support.client import settle

REGISTER = "/manage/complaints"


@pytest.fixture(autouse=True)
def spring(frozen_clock):
    frozen_clock.set(NOW)
    return frozen_clock


@pytest.fixture
def campaign(session):
    return make_campaign(session, slug="food", title="Азық")


@pytest.fixture
def organiser(session, campaign):
    account = make_account(session, full_name="Ким Ольга")
    return make_member(session, campaign=campaign, role=CampaignRole.ORGANISER, account=account)


def looks(session):
    return [(each.account_id, each.kind) for each in session.scalars(select(Disclosure))]


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_a_complaint_from_the_register_to_the_answer(
    session, client_for, client, campaign, organiser, locale
):
    received = make_complaint(session, campaign=campaign, contact="8 701 123 45 67")
    staff = client_for(organiser, locale=locale)
    case = f"{REGISTER}/{received.appeal.id}"
    assert "Ш-2020-0001" in staff.get(REGISTER).text
    page = staff.get(case).text
    assert "Шай жоқ" in page
    assert "8 701" not in page
    assert staff.post(f"{case}/contact").status_code == 302
    assert staff.post(f"{case}/take").headers["Location"] == case
    assert looks(session) == []
    opened = staff.post(f"{case}/contact")
    assert "8 701 123 45 67" in opened.text
    assert looks(session) == [(organiser.id, DisclosureKind.APPEAL_CONTACT)]
    assert "8 701" not in staff.get(case).text
    assert staff.submit(case, {"answer": " "}, action="/answer").status_code == 422
    assert staff.submit(case, {"answer": "Шай әкелінді"}, action="/answer").status_code == 302
    closing = {"outcome": "upheld", "lesson": "Тексеру"}
    assert staff.submit(case, closing, action="/close").status_code == 302
    assert received.appeal.outcome is Outcome.UPHELD
    history = staff.get(case).text
    assert "Тексеру" in history
    client.read_in(locale)
    seen = client.submit("/complaints/follow", {"number": "2020-1", "code": received.code}).text
    assert "Шай әкелінді" in seen
    assert "Ким" not in seen
    assert "Тексеру" not in seen
    assert staff.submit(case, {"reopen-reason": "Қайта"}, action="/reopen").status_code == 302
    assert staff.get(case).status_code == 200


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_a_request_becomes_a_person(session, client_for, organiser, locale):
    appeal = make_request(
        session, dormitory="№2", room="304", address="Металлургтер даңғылы, 12/2, 47"
    ).appeal
    details = BeneficiaryDetails(
        surname="Қасымова",
        given_name="Айша",
        phone="+77011234567",
        category=BeneficiaryCategory.LONELY_PENSIONER,
    )
    beneficiaries.register_beneficiary(session, actor=None, now=NOW, today=TODAY, details=details)
    staff = client_for(organiser, locale=locale)
    case = f"{REGISTER}/{appeal.id}"
    assert "Ө-2020-0001" in staff.get(f"{REGISTER}?kind=help").text
    assert staff.get(f"{case}/register").headers["Location"] == case
    staff.post(f"{case}/take")
    form = staff.get(f"{case}/register").text
    for known in ("Қасымова", "Айша", "+77011234567", "304", "Ұн мен май керек", 'value="12/2"'):
        assert known in form
    assert "/same/" in form
    assert staff.submit(f"{case}/register", {"phone": "x"}, action="/register").status_code == 422
    done = staff.submit(f"{case}/register", action="/register")
    assert done.headers["Location"] == f"/manage/beneficiaries/{appeal.beneficiary_id}"
    assert appeal.outcome is Outcome.REGISTERED
    assert staff.get(case).status_code == 200
    assert staff.get(f"{case}/register").headers["Location"] == case
    # What was opened is written down.
    assert case not in staff.get("/manage/audit").text


def test_a_request_belongs_to_somebody_or_is_declined(session, client_for, organiser):
    person = beneficiaries.register_beneficiary(
        session,
        actor=None,
        now=NOW,
        today=TODAY,
        details=BeneficiaryDetails(surname="Ахмет", category=BeneficiaryCategory.OTHER),
    )
    first = make_request(session, for_whom=ForWhom.SOMEBODY_ELSE, has_consented=False).appeal
    second = make_request(session).appeal
    staff = client_for(organiser)
    for each in (first, second):
        staff.post(f"{REGISTER}/{each.id}/take")
    assert "Consent was not given yet" in staff.get(f"{REGISTER}/{first.id}/register").text
    staff.post(f"{REGISTER}/{first.id}/same/{person.id}")
    assert (first.outcome, first.beneficiary_id) == (Outcome.ALREADY_REGISTERED, person.id)
    page = f"{REGISTER}/{second.id}"
    assert staff.submit(page, {"decline-reason": " "}, action="/decline").status_code == 422
    assert staff.submit(page, {"decline-reason": "Жоқ"}, action="/decline").status_code == 302
    assert second.outcome is Outcome.DECLINED
    assert staff.post(f"{REGISTER}/{second.id}/same/999999").status_code == 302


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.STAFF])
@pytest.mark.parametrize("way", ["account", "volunteer", "named"])
def test_the_accused_finds_nothing_by_any_route(
    app: Flask, session, client_for, campaign, role, way
):
    accused = make_account(session, role=role, full_name="Айгүл Серікқызы")
    make_member(session, campaign=campaign, role=CampaignRole.ORGANISER, account=accused)
    details = volunteers.VolunteerDetails(surname="Серікқызы", account_id=accused.id)
    person = volunteers.register_volunteer(session, actor=None, now=NOW, details=details)
    named = "Айгуль Сериккызы" if way == "named" else ""
    appeal = make_complaint(session, campaign=campaign, about_name=named, text="Құпия").appeal
    judge = make_administrator(session)
    if way != "named":
        subject = {"account_id": accused.id} if way == "account" else {"volunteer_id": person.id}
        services.set_subject(session, actor=judge, now=NOW, appeal_id=appeal.id, **subject)
    settle(session)
    assert "Құпия" in client_for(judge).get(f"{REGISTER}/{appeal.id}").text
    browser, before = client_for(accused), snapshot(session)
    tried = 0
    for endpoint in list_endpoints(app):
        if "appeal_id" not in endpoint.arguments:
            continue
        for method in endpoint.methods:
            answers = []
            for number in (appeal.id, 999_999):
                url = endpoint.address.replace("<int:appeal_id>", str(number))
                url = url.replace("<int:beneficiary_id>", "1")
                answer = browser.open(url, method=method, data={"reason": "x"})
                answers.append(re.sub(r'value="[^"]+"', "", answer.text))
                assert answer.status_code == 404, endpoint.address
            tried += 1
            assert answers[0] == answers[1], endpoint.address
    assert tried >= 12
    assert snapshot(session) == before
    for address in (REGISTER, f"{REGISTER}?q=2020-1", "/manage", "/manage/campaigns/food"):
        page = browser.get(address)
        assert page.status_code == 200
        assert "2020-0001" not in page.text, address
    if role is Role.ADMINISTRATOR:
        for address in ("/manage/audit", "/manage/audit?subject_type=appeals"):
            assert "complaint:" not in browser.get(address).text
        assert "complaint:receive" in client_for(judge).get("/manage/audit").text


def test_who_finds_herself_the_subject_is_led_to_the_list(session, client_for, campaign, organiser):
    appeal = make_complaint(session, campaign=campaign).appeal
    staff, case = client_for(organiser), f"{REGISTER}/{appeal.id}"
    assert "Ким Ольга" in staff.get(f"{case}?who=ким").text
    sent = staff.post(f"{case}/subject", data={"account_id": str(organiser.id)})
    assert sent.headers["Location"] == REGISTER
    assert staff.get(case).status_code == 404


def test_what_is_about_the_organisers_or_confidential(session, client_for, campaign, organiser):
    hidden = [
        make_complaint(session, campaign=campaign, topic=topic).appeal.id
        for topic in (Topic.ORGANISERS, Topic.FRAUD)
    ]
    staff, admin = client_for(organiser), client_for(make_administrator(session))
    auditor = client_for(make_auditor(session))
    for number in hidden:
        assert staff.get(f"{REGISTER}/{number}").status_code == 404
        assert admin.get(f"{REGISTER}/{number}").status_code == 200
    assert [auditor.get(f"{REGISTER}/{number}").status_code for number in hidden] == [200, 404]
    assert auditor.post(f"{REGISTER}/{hidden[0]}/take").status_code == 403
    assert admin.post(f"{REGISTER}/{hidden[0]}/sensitive", data={"is_sensitive": "1"})
    assert auditor.get(f"{REGISTER}/{hidden[0]}").status_code == 404
    admin.post(f"{REGISTER}/{hidden[0]}/sensitive", data={"is_sensitive": "0"})
    assert auditor.get(f"{REGISTER}/{hidden[0]}").status_code == 200


def test_it_is_given_to_somebody(session, client_for, campaign, organiser):
    appeal = make_complaint(session, campaign=campaign).appeal
    staff, case = client_for(organiser), f"{REGISTER}/{appeal.id}"
    admin = make_administrator(session)
    sent = staff.submit(case, {"handler_id": str(admin.id)}, action="/assign")
    assert sent.status_code == 302
    assert (appeal.status, appeal.handler_id) == (AppealStatus.IN_PROGRESS, admin.id)
    stranger = make_account(session)
    refused = staff.post(f"{case}/assign", data={"handler_id": str(stranger.id)})
    assert refused.status_code == 422


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_the_list_is_narrowed_and_shows_what_is_late(
    session, client_for, campaign, organiser, locale, spring
):
    make_complaint(session, campaign=campaign, is_urgent=True)
    make_complaint(session)
    staff = client_for(organiser, locale=locale)
    assert "Nobody" not in staff.get(f"{REGISTER}?kind=help").text or locale == "en"
    spring.advance(hours=72)
    late = staff.get(f"{REGISTER}?overdue=1").text
    assert "2020-0001" in late
    assert "2020-0002" not in late
    assert "pill-refused" in late
    for query, shown in (
        ("campaign=food", {1}),
        ("q=азық", {1}),
        ("q=2", {2}),
        ("q=Ш-2020-0002", {2}),
        ("status=closed", set()),
        ("status=new", {1, 2}),
        ("q=жоқ нәрсе", set()),
        ("kind=nonsense&status=nonsense&page=99", {1, 2}),
    ):
        text = staff.get(f"{REGISTER}?{query}").text
        found = {number for number in (1, 2) if f"2020-000{number}" in text.split("<main")[1]}
        if query.startswith("q=Ш"):
            found -= {1}
        assert found == shown, query


def test_two_who_take_it_the_second_is_told(session, client_for, campaign, organiser):
    appeal = make_complaint(session, campaign=campaign).appeal
    case = f"{REGISTER}/{appeal.id}"
    first, second = client_for(organiser), client_for(make_administrator(session))
    first.post(f"{case}/take")
    second.post(f"{case}/take")
    refused = first.post(f"{case}/answer", data={"answer": "Иә"})
    assert refused.status_code == 422
    assert "Иә" in refused.text
    assert session.get_one(Appeal, appeal.id).status is AppealStatus.IN_PROGRESS
