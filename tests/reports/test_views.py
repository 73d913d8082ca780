"""The balance sheet, the day, the report and its files."""

from __future__ import annotations

import io
import json

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from campaign_app.accounts.rules import CampaignRole
from tests.factories import (
    make_account,
    make_administrator,
    make_campaign,
    make_expense,
    make_member,
)
from tests.factories import make_donation as give
from tests.support.reported import DONOR, HELPED, Story, words

LOCALES = ("kk", "ru", "en")


@pytest.mark.parametrize("locale", LOCALES)
def test_pages_of_a_new_campaign_and_of_a_full_one(session, client_for, locale):
    story, empty = Story(session), make_campaign(session, slug="empty")
    client = client_for(make_administrator(session), locale)
    for slug in (story.food.slug, story.umbrella.slug, empty.slug):
        assert client.get(f"/manage/campaigns/{slug}").status_code == 200
        assert client.get(f"/manage/campaigns/{slug}/reports").status_code == 200
    assert client.get("/manage").status_code == 200


def test_the_balance_sheet_says_what_is_where(session, client_for):
    story = Story(session)
    client = client_for(make_administrator(session))
    page = words(client.get("/manage/campaigns/food"))
    assert "5,000.50 ₸ collected = 0 ₸ spent + 5,000.50 ₸ balance" in page
    assert "3 packed = 2 delivered + 1 in stock" in page
    assert "1 participant · 2 recipients" in page
    assert DONOR in page
    assert page.count("Difference: 0") == 3
    assert "1 person without an outcome" in page
    assert f"/distributions/{story.round_id}/sheet.pdf" in client.get("/manage/campaigns/food").text


def test_a_storekeeper_sees_no_donor(session, client_for):
    story = Story(session)
    keeper = make_member(session, campaign=story.food, role=CampaignRole.STOREKEEPER)
    page = client_for(keeper).get("/manage/campaigns/food").text
    assert DONOR not in page
    assert "/donations/new" not in page


def test_who_works_on_the_umbrella_only_sees_no_donor_of_its_parts(session, client_for):
    story = Story(session)
    treasurer = make_member(session, campaign=story.umbrella, role=CampaignRole.TREASURER)
    page = client_for(treasurer).get("/manage/campaigns/together")
    assert "5,700.50 ₸ collected" in words(page)
    assert DONOR not in page.text


@pytest.mark.parametrize(
    ("role", "sees"), [(CampaignRole.TREASURER, True), (CampaignRole.ORGANISER, False)]
)
def test_an_expense_waits_for_those_who_may_approve_it(session, client_for, role, sees):
    campaign = make_campaign(session, slug="one")
    give(session, campaign=campaign)
    number = make_expense(session, campaign=campaign).number
    person = make_member(session, campaign=campaign, role=role)
    page = words(client_for(person).get("/manage"))
    assert (f"Approve expense No. {number}" in page) is sees
    assert ("Nothing waits for you" in page) is not sees


def test_a_draft_waits_for_its_organiser(session, client_for):
    campaign = make_campaign(session, slug="one", is_active=False)
    organiser = make_member(session, campaign=campaign, role=CampaignRole.ORGANISER)
    page = words(client_for(organiser).get("/manage"))
    assert "Finish the draft and start the campaign" in page


def test_the_report_keeps_two_figures_apart(session, client_for):
    Story(session)
    page = words(client_for(make_administrator(session)).get("/manage/campaigns/food/reports"))
    assert "Participants 1 Everybody on the list of those who took part" in page
    assert "Recipients 2 Every person or institution with at least one package" in page
    assert "Confirmed hours not known" in page
    assert "All differences are zero" in page


@pytest.mark.parametrize("language", ["kk", "ru", "en", "kk%2Bru"])
def test_the_report_on_paper(session, client_for, language):
    Story(session)
    client = client_for(make_administrator(session))
    answer = client.get(f"/manage/campaigns/food/reports/final.pdf?language={language}")
    assert answer.mimetype == "application/pdf"
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)
    titles = {"kk": "Қорытынды есеп", "ru": "Итоговый отчёт", "en": "Final report"}
    assert titles[language[:2]] in text
    assert not [name for name in (*HELPED, DONOR) if name in text]


def test_a_paper_in_a_language_that_nobody_prints(session, client_for):
    make_campaign(session, slug="one")
    client = client_for(make_administrator(session))
    assert client.get("/manage/campaigns/one/reports/final.pdf?language=fr").status_code == 404


def test_the_report_as_a_table(session, client_for):
    Story(session)
    client = client_for(make_administrator(session), "ru")
    csv = client.get("/manage/campaigns/food/reports/final.csv")
    assert csv.data.startswith(b"\xef\xbb\xbf")
    lines = csv.data.decode("utf-8-sig").splitlines()
    assert lines[0] == "Раздел,Строка,Документ,Дата,Количество,Ед. изм.,Сумма"
    assert "Деньги,Остаток,,,,,5000.50" in lines
    book = client.get("/manage/campaigns/food/reports/final.xlsx?language=en")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book.data)).get_sheet_by_index(0).to_python()
    assert ["Money", "Balance", "", "", "", "", 5000.5] in rows


@pytest.mark.parametrize("kind", ["pdf", "xlsx", "csv", "json"])
def test_the_report_by_command(session, run_command, tmp_path, kind):
    Story(session)
    target = tmp_path / f"report.{kind}"
    done = run_command("report", "food", "--format", kind, "-o", str(target))
    assert done.exit_code == 0, done.output
    content = target.read_bytes()
    beginnings = {"pdf": b"%PDF", "xlsx": b"PK", "csv": b"\xef\xbb\xbf", "json": b"{"}
    assert content.startswith(beginnings[kind])
    if kind == "json":
        found = json.loads(content)
        assert found["money"]["collected"] == "5000.50"
        assert found["people"]["recipients"] == 2
        assert found["as_of"].endswith("Z")
        assert {line["difference"] for line in found["equations"]} <= {0, "0", "0.00"}


def test_a_campaign_that_is_not_there_by_command(session, run_command, tmp_path):
    done = run_command("report", "nowhere", "-o", str(tmp_path / "x.pdf"))
    assert done.exit_code == 1
    assert "There is no campaign nowhere." in done.output
    assert make_account(session)
