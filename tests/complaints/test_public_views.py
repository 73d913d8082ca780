"""The public forms: three languages, no account, nothing lost, one complaint a form."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from campaign_app.beneficiaries import queries as beneficiaries
from campaign_app.beneficiaries.rules import ConsentScope
from campaign_app.complaints.models import Appeal, AppealEntry
from campaign_app.complaints.rules import AppealStatus, Topic
from tests.complaints.makers import make_complaint
from tests.factories import NOW, make_campaign
from tests.support.client import find_form

COMPLAINT = {"text": "Шай жоқ / Нет чая", "topic": "goods"}
#: A token of a form holds the second in which it was made.
TOKEN = re.compile('name="csrf_token"[^>]*')
HELP = {
    "for_whom": "myself",
    "person_name": "Қасымова Айша",
    "text": "Ұн керек",
    "contact": "8 701 123 45 67",
    "consent": "y",
}


@pytest.fixture(autouse=True)
def spring(frozen_clock):
    frozen_clock.set(NOW)
    return frozen_clock


def ticket(page: str) -> tuple[str, str]:
    """The number and the code that the page shows."""
    found = re.findall(r'<dd translate="no">([^<]+)</dd>', page)
    assert len(found) == 2, page
    return found[0], found[1]


def appeals(session) -> list[Appeal]:
    return list(session.scalars(select(Appeal).order_by(Appeal.id)))


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_a_complaint_is_sent_and_followed(session, client, locale):
    campaign = make_campaign(session, slug="food", title="Азық")
    client.read_in(locale)
    page = client.get("/complaints/new?campaign=food")
    assert page.headers["Cache-Control"] == "no-store"
    sent = client.submit("/complaints/new?campaign=food", COMPLAINT)
    assert sent.status_code == 200
    number, code = ticket(sent.text)
    assert number == "Ш-2020-0001"
    assert re.fullmatch(r"\w{4} \w{4}", code)
    assert appeals(session)[0].campaign_id == campaign.id
    shown = client.submit("/complaints/follow", {"number": "2020-1", "code": code.lower()})
    assert shown.status_code == 200
    assert "Шай жоқ" in shown.text
    form = find_form(shown.text, "/message")
    more = client.post(form.get("action"), data={**dict(form.fields), "text": "Тағы бір сөз"})
    assert more.status_code == 200
    assert "Тағы бір сөз" in more.text
    assert client.get("/help/new").status_code == 200


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_help_is_asked_for(session, client, locale):
    client.read_in(locale)
    words = beneficiaries.find_text_in_force(session, ConsentScope.REGISTRATION)
    body = beneficiaries.content_of(session, words).bodies[locale]
    assert html.escape(body.data_list, quote=False) in client.get("/help/new").text
    refused = client.submit("/help/new", {**HELP, "contact": "", "text": "Ұн керек"})
    assert refused.status_code == 422
    assert "Ұн керек" in refused.text
    sent = client.submit("/help/new", HELP)
    assert ticket(sent.text)[0] == "Ө-2020-0001"
    for_another = {**HELP, "for_whom": "somebody_else", "dormitory": "№2", "room": "304"}
    del for_another["consent"]
    assert client.submit("/help/new", for_another).status_code == 200
    assert [each.consent_given_on is not None for each in appeals(session)] == [True, False]
    assert client.submit("/complaints/follow", {"number": "x", "code": "y"}).status_code == 422


def test_a_form_that_is_sent_twice_is_one_complaint_with_one_code(client, session, spring):
    form = find_form(client.get("/complaints/new").text)
    values = {**{k: v for k, v in form.fields.items() if v}, **COMPLAINT}
    first = client.post("/complaints/new", data=values)
    second = client.post("/complaints/new", data=values)
    assert ticket(first.text) == ticket(second.text)
    assert len(appeals(session)) == 1
    # A day later the same form does not give the code away.
    spring.advance(hours=2)
    late = client.post("/complaints/new", data=values)
    assert late.status_code == 302
    assert late.headers["Location"] == "/complaints/follow"


@pytest.mark.parametrize("submission", ["", "x", "ә", "0" * 31])
def test_a_made_up_submission_id_shows_nobody_elses_code(client, session, submission):
    first = client.post(
        "/complaints/new", data={**COMPLAINT, "language": "kk", "submission_id": submission}
    )
    second = client.post(
        "/complaints/new", data={**COMPLAINT, "language": "kk", "submission_id": submission}
    )
    assert ticket(first.text) != ticket(second.text)
    assert len(appeals(session)) == 2


def test_a_message_that_is_sent_twice_is_one(client, session):
    number, code = ticket(client.submit("/complaints/new", COMPLAINT).text)
    shown = client.submit("/complaints/follow", {"number": number, "code": code})
    form = find_form(shown.text, "/message")
    for _ in range(2):
        answer = client.post(form.get("action"), data={**dict(form.fields), "text": "Сөз"})
        assert answer.status_code == 200
    assert session.scalar(select(func.count()).select_from(AppealEntry)) == 1
    fresh = {**dict(form.fields), "submission_id": "another", "text": " "}
    empty = client.post(form.get("action"), data=fresh)
    assert empty.status_code == 422


def test_the_sixth_form_of_an_hour_waits_and_loses_nothing(client, session, spring):
    for _ in range(5):
        assert client.submit("/complaints/new", COMPLAINT).status_code == 200
    refused = client.submit("/complaints/new", {**COMPLAINT, "text": "Алтыншы шағым"})
    assert refused.status_code == 429
    assert "Алтыншы шағым" in refused.text
    assert "60 minutes" in refused.text
    form = find_form(refused.text)
    spring.advance(hours=1)
    again = client.post("/complaints/new", data={k: v for k, v in form.fields.items() if v})
    assert again.status_code == 200
    assert len(appeals(session)) == 6


def test_guessing_codes_is_stopped(client, session):
    number, code = ticket(client.submit("/complaints/new", COMPLAINT).text)
    for _ in range(10):
        wrong = client.submit("/complaints/follow", {"number": number, "code": "XXXX XXXX"})
        assert wrong.status_code == 422
        assert "Шай жоқ" not in wrong.text
    stopped = client.submit("/complaints/follow", {"number": number, "code": code})
    assert stopped.status_code == 429
    assert "15 minutes" in stopped.text
    message = client.post(
        "/complaints/follow/message", data={"number": number, "code": code, "text": "Сөз"}
    )
    assert message.status_code == 429


def test_an_unknown_number_and_a_wrong_code_read_the_same(client, session):
    number, _code = ticket(client.submit("/complaints/new", COMPLAINT).text)
    answers = []
    for typed in (number, "Ш-2020-0099"):
        page = client.submit("/complaints/follow", {"number": typed, "code": "XXXX XXXX"})
        answers.append((page.status_code, TOKEN.sub("", page.text.replace(typed, ""))))
    assert answers[0] == answers[1]


def test_what_was_typed_outlives_a_lost_session(client, session):
    for address, values in (("/complaints/new", COMPLAINT), ("/help/new", HELP)):
        answer = client.post(address, data={**values, "language": "kk"}, csrf=False)
        assert answer.status_code == 400
        assert values["text"] in answer.text
        form = find_form(answer.text)
        again = client.post(address, data={k: v for k, v in form.fields.items() if v})
        assert again.status_code == 200, again.text
    assert client.post("/complaints/follow", data={}, csrf=False).status_code == 400
    number, code = ticket(client.submit("/complaints/new", COMPLAINT).text)
    typed = {"number": number, "code": code, "text": "Ұзақ ойланған сөз"}
    kept = client.post("/complaints/follow/message", data=typed, csrf=False)
    assert kept.status_code == 400
    form = find_form(kept.text)
    again = client.post(form.get("action"), data={k: v for k, v in form.fields.items() if v})
    assert "Ұзақ ойланған сөз" in again.text
    assert again.status_code == 200


def test_programs_that_fill_in_every_field_are_refused(client, session):
    refused = client.submit("/complaints/new", {**COMPLAINT, "website": "http://example.org"})
    assert refused.status_code == 422
    assert appeals(session) == []


def test_a_draft_is_no_campaign_to_complain_about(client, session):
    draft = make_campaign(session, slug="draft", is_active=False)
    assert "draft" not in client.get("/complaints/new?campaign=draft").text.split("<main")[1]
    refused = client.post(
        "/complaints/new", data={**COMPLAINT, "language": "kk", "campaign_id": str(draft.id)}
    )
    assert refused.status_code == 422


def test_the_person_who_follows_sees_no_names(client, session):
    received = make_complaint(session, about_name="Ким", topic=Topic.VOLUNTEER)
    received.appeal.status = AppealStatus.NEW
    page = client.submit("/complaints/follow", {"number": "2020-1", "code": received.code})
    assert "Ким" not in page.text


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_public_pages_lead_to_the_forms(session, client, locale):
    make_campaign(session, slug="food")
    client.read_in(locale)
    for address in ("/", "/campaigns/food", "/shifts", "/news", "/sign-in"):
        text = client.get(address).text
        assert 'href="/help/new"' in text, address
        assert 'href="/complaints/new"' in text, address
    assert 'href="/complaints/new?campaign=food"' in client.get("/campaigns/food").text


@pytest.mark.parametrize("junk", ["a\x00b", "9" * 5000, "😀", "'; DROP", "-1", "٣", "null"])
def test_garbage_gets_a_page(client, session, junk):
    names = [
        "text",
        "topic",
        "about_name",
        "campaign_id",
        "writer_name",
        "contact",
        "for_whom",
        "person_name",
    ]
    typed = dict.fromkeys([*names, "category", "language", "number", "code"], junk)
    for address in ("/complaints/new", "/help/new", "/complaints/follow"):
        assert client.post(address, data=typed).status_code in (422, 429)
    assert client.post("/complaints/follow/message", data=typed).status_code in (422, 429)
    assert client.get("/complaints/new", query_string={"campaign": junk}).status_code == 200
    assert session.scalar(select(func.count()).select_from(Appeal)) == 0


def test_the_deadline_is_shown(client, session):
    danger = client.submit("/complaints/new", {**COMPLAINT, "is_urgent": "y"})
    assert "21 Apr 2020" in danger.text
    plain = client.submit("/complaints/new", COMPLAINT)
    assert "5 May 2020" in plain.text
    assert appeals(session)[1].due_on - NOW.date() == timedelta(days=15)
