"""Rounds on the screen: planned, recorded, printed, exported; refusals lose nothing typed."""

from __future__ import annotations

import io

import pypdf
import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from campaign_app.accounts.rules import CampaignRole
from campaign_app.distribution.models import Delivery, DistributionRound, SheetPrint
from campaign_app.distribution.rules import DeliveryStatus
from tests.factories import make_campaign, make_member
from tests.support.rounds import make_beneficiary, make_packages, make_round

KAZAKH = "Әбдірахманова"


@pytest.fixture
def campaign(session):
    return make_campaign(session, slug="food")


@pytest.fixture
def organiser(session, campaign):
    return make_member(session, campaign=campaign, role=CampaignRole.ORGANISER)


@pytest.fixture
def round_(session, campaign, organiser):
    make_beneficiary(session, surname=KAZAKH, given_name="Ғалия", enrolled_in=campaign)
    version_id = make_packages(session, campaign=campaign, count=1)
    return make_round(session, campaign=campaign, actor=organiser, version_id=version_id)


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_every_page_in_every_language(client_for, organiser, round_, session, locale):
    browser = client_for(organiser, locale=locale)
    line = session.scalars(select(Delivery)).one()
    for address in (
        "/manage/campaigns/food/distributions",
        "/manage/campaigns/food/distributions/new",
        f"/manage/campaigns/food/distributions/{round_.id}",
        f"/manage/campaigns/food/distributions/{round_.id}?status=planned&q=галия",
        f"/manage/campaigns/food/deliveries/{line.id}",
    ):
        assert browser.get(address).status_code == 200


def test_a_round_is_planned_once_however_often_it_is_sent(client_for, organiser, campaign, session):
    make_beneficiary(session, enrolled_in=campaign)
    version_id = make_packages(session, campaign=campaign, count=0)
    browser = client_for(organiser)
    values = {
        "title_en": "At home",
        "version_id": str(version_id),
        "starts_on": "2020-04-20",
        "submission_id": "the-same",
    }
    answers = [
        browser.post("/manage/campaigns/food/distributions/new", data=values) for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].location == answers[1].location
    assert len(session.scalars(select(DistributionRound)).all()) == 1


def test_delivered_without_proof_is_refused_at_its_field(client_for, organiser, round_, session):
    line = session.scalars(select(Delivery)).one()
    browser = client_for(organiser, locale="kk")
    answer = browser.post(
        f"/manage/campaigns/food/deliveries/{line.id}/outcome",
        data={"outcome": "delivered", "note": "есікті қатты қағу керек"},
    )
    assert answer.status_code == 422
    assert "Растаусыз жеткізілді деп саналмайды" in answer.text
    assert "есікті қатты қағу керек" in answer.text
    session.refresh(line)
    assert line.status is DeliveryStatus.PLANNED


def test_an_outcome_with_proof_is_recorded_and_undone(client_for, organiser, round_, session):
    line = session.scalars(select(Delivery)).one()
    browser = client_for(organiser)
    address = f"/manage/campaigns/food/deliveries/{line.id}"
    values = {"outcome": "delivered", "proof": "paper_signature", "handed_on": "2020-04-20"}
    assert browser.post(f"{address}/outcome", data=values).status_code == 302
    session.refresh(line)
    assert line.status is DeliveryStatus.DELIVERED
    again = browser.post(f"{address}/outcome", data=values)
    assert again.status_code == 422
    assert "has received the package of this round already" in again.text
    assert browser.post(f"{address}/undo", data={"undo-note": "a slip"}).status_code == 302
    session.refresh(line)
    assert line.status is DeliveryStatus.PLANNED


def _text(answer) -> str:
    pages = pypdf.PdfReader(io.BytesIO(answer.data)).pages
    return "\n".join(page.extract_text() for page in pages)


def test_the_sheet_is_printed_in_both_languages_and_then_as_a_copy(
    client_for, organiser, round_, session
):
    browser = client_for(organiser)
    address = f"/manage/campaigns/food/distributions/{round_.id}/sheet.pdf"
    first, second = browser.get(address), browser.get(address)
    assert first.mimetype == "application/pdf"
    text = _text(first)
    assert KAZAKH in text
    assert "Тарату ведомосі" in text
    assert "Ведомость выдачи" in text
    assert "КӨШІРМЕ" not in text
    assert "КӨШІРМЕ / КОПИЯ" in _text(second)
    assert len(session.scalars(select(SheetPrint)).all()) == 2
    assert browser.get(address + "?language=de").status_code == 404
    assert "Distribution sheet" in _text(browser.get(address + "?language=en"))


def test_the_sheet_as_table(client_for, organiser, round_):
    browser = client_for(organiser, locale="ru")
    base = f"/manage/campaigns/food/distributions/{round_.id}/sheet"
    csv = browser.get(base + ".csv").data.decode("utf-8-sig")
    assert csv.splitlines()[0].startswith("№")
    assert f"{KAZAKH} Ғалия" in csv
    book = CalamineWorkbook.from_filelike(io.BytesIO(browser.get(base + ".xlsx").data))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[1][1] == f"{KAZAKH} Ғалия"
    assert rows[1][7] == 1


def test_who_does_not_plan_makes_no_original(client_for, campaign, round_, session):
    storekeeper = make_member(session, campaign=campaign, role=CampaignRole.STOREKEEPER)
    address = f"/manage/campaigns/food/distributions/{round_.id}/sheet.pdf"
    assert client_for(storekeeper).get(address).status_code == 200
    assert session.scalars(select(SheetPrint)).all() == []
