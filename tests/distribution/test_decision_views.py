"""Why somebody is on the list, on the screen and on paper."""

from __future__ import annotations

import io

import pypdf
import pytest
from sqlalchemy import select

from campaign_app.accounts.rules import CampaignRole
from campaign_app.beneficiaries.models import Disclosure
from campaign_app.beneficiaries.rules import Language
from campaign_app.beneficiaries.rules.disclosures import DisclosureKind
from campaign_app.distribution import queries
from campaign_app.distribution.models import Delivery, RoundDecision
from campaign_app.distribution.rules import DeliveryStatus
from tests.factories import make_campaign, make_member
from tests.support.client import settle
from tests.support.rounds import make_packages


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_the_pages_in_every_language(client_for, organiser, round_, people, locale):
    browser = client_for(organiser, locale=locale)
    decision = f"/manage/campaigns/food/distributions/{round_.id}/decision"
    for address in (
        decision,
        f"{decision}?list=out&reason=beyond_available&q=ахмет",
        f"{decision}?list=in&q=жоқ",
        f"{decision}/{people[0].id}",
        f"{decision}/{people[1].id}",
        "/manage/campaigns/food/distributions/new",
    ):
        assert browser.get(address).status_code == 200
    assert browser.get(f"{decision}/999999").status_code == 404


def text_of(answer):
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    pages = pypdf.PdfReader(io.BytesIO(answer.data)).pages
    return len(pages), "\n".join(page.extract_text() for page in pages)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("kk", "Тізімде жоқтар"),
        ("ru", "Не в списке и почему"),
        ("kk+ru", "Тізімде жоқтар"),
        ("en", "Not on the list, and why"),
    ],
)
def test_the_decision_is_printed(client_for, organiser, round_, language, told):
    browser = client_for(organiser)
    address = f"/manage/campaigns/food/distributions/{round_.id}/decision.pdf"
    _pages, text = text_of(browser.get(address, query_string={"language": language}))
    assert told in text
    assert "Ахметова" in text


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (Language.KK, "Сіз тізімде жоқсыз"),
        (Language.RU, "Вас нет в списке"),
        (Language.EN, "You are not on the list"),
        (None, "Вас нет в списке"),
    ],
)
def test_the_answer_is_one_page_in_the_person_s_language(
    client_for, session, organiser, round_, people, language, told
):
    people[0].language = language
    session.flush()
    browser = client_for(organiser)
    address = f"/manage/campaigns/food/distributions/{round_.id}/decision/{people[0].id}.pdf"
    pages, text = text_of(browser.get(address))
    assert pages == 1
    assert told in text
    assert "Бекова" not in text


def test_a_look_at_the_answer_and_its_paper_are_noted(
    client_for, session, organiser, round_, people
):
    browser = client_for(organiser)
    address = f"/manage/campaigns/food/distributions/{round_.id}/decision/{people[0].id}"
    for taken in (address, address, f"{address}.pdf"):
        assert browser.get(taken).status_code == 200
    noted = session.scalars(select(Disclosure).order_by(Disclosure.id)).all()
    assert [(each.kind, each.beneficiary_id) for each in noted] == [
        (DisclosureKind.PERSON_PAGE, people[0].id),
        (DisclosureKind.SHEET_PRINTED, people[0].id),
    ]


def test_by_hand_on_the_screen(client_for, session, campaign, organiser, round_, people):
    browser = client_for(organiser)
    address = f"/manage/campaigns/food/distributions/{round_.id}/decision/{people[0].id}"
    refused = browser.post(f"{address}/ask", data={"note": ""})
    assert refused.status_code == 422
    done = browser.post(f"{address}/ask", data={"note": "Burnt out"}, follow_redirects=True)
    assert "Burnt out" in done.text
    assert f"{address}/take-in" not in done.text
    assert browser.post(f"{address}/ask", data={"note": "x"}).status_code == 422
    alone = browser.post(f"{address}/take-in", follow_redirects=True)
    assert "You asked for it yourself" in alone.text
    other = client_for(make_member(session, campaign=campaign, role=CampaignRole.ORGANISER))
    round_page = other.get(f"/manage/campaigns/food/distributions/{round_.id}").text
    assert f'href="{address}"' in round_page
    assert f"{address}/take-in" in other.get(address).text
    for _ in range(2):  # the same click twice: once taken in, then told that it is done
        assert other.post(f"{address}/take-in").status_code == 302
    settle(session)
    assert queries.find_decision(session, round_.id, people[0].id).is_in
    assert "Asked by" in other.get(address).text
    assert browser.post(f"{address}/leave-out", data={"note": "Moved"}).status_code == 302
    line = session.scalars(select(Delivery).where(Delivery.beneficiary_id == people[0].id)).one()
    assert line.status is DeliveryStatus.CANCELLED


def test_a_round_is_planned_within_what_is_there(client_for, session, campaign, organiser, people):
    version_id = make_packages(session, campaign=campaign, count=1)
    browser = client_for(organiser)
    values = {
        "title_en": "At home",
        "version_id": str(version_id),
        "starts_on": "2020-04-20",
        "within_available": "y",
        "reserve_percent": "10",
    }
    address = "/manage/campaigns/food/distributions/new"
    refused = browser.post(address, data=values)
    assert refused.status_code == 422
    assert browser.post(address, data={**values, "reserve_percent": ""}).status_code == 302
    assert len(session.scalars(select(Delivery)).all()) == 1
    assert len(session.scalars(select(RoundDecision)).all()) == 2


def test_the_person_s_page_leads_to_the_answer_and_back(
    client_for, session, organiser, round_, people
):
    answer = f"/manage/campaigns/food/distributions/{round_.id}/decision/{people[0].id}"
    record = f"/manage/beneficiaries/{people[0].id}"
    browser = client_for(organiser)
    assert f'href="{answer}"' in browser.get(record).text
    assert f'href="{record}"' in browser.get(answer).text
    elsewhere = make_member(
        session, campaign=make_campaign(session, slug="snow"), role=CampaignRole.ORGANISER
    )
    assert answer not in client_for(elsewhere).get(record).text


def test_a_weight_stands_beside_its_own_criterion(client_for, organiser, round_):
    page = client_for(organiser, "ru").get(
        f"/manage/campaigns/food/distributions/{round_.id}/decision"
    )
    assert "одиноко проживает: 3; 80 лет и старше: 2;" in page.text
