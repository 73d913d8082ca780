"""News pages, for everybody and for those who write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from campaign_app.accounts.rules import CampaignRole
from campaign_app.news import queries, services
from campaign_app.news.models import NewsItem
from tests.factories import NOW, make_auditor, make_campaign, make_member

PHONE = {"User-Agent": "Mozilla/5.0 (Linux; Android 9) Chrome/120 Mobile Safari/537.36"}
TITLE = {"kk": "Біз біргеміз!", "ru": "Мы вместе!", "en": "We are together!"}
BODY = {"kk": "Бір\n\nЕкі", "ru": "Раз\n\nДва", "en": "One\n\nTwo <b>bold</b>"}
PUBLISHED_AT = datetime(2020, 4, 3, 12, 46, 37, tzinfo=UTC)


def make_item(session, *, slug="together", is_published=True, campaign_ids=()):
    details = services.NewsDetails(
        slug=slug, title=TITLE, body=BODY, author_label="Әкімшілік", campaign_ids=campaign_ids
    )
    item = services.create_news_item(session, actor=None, now=NOW, details=details)
    if is_published:
        services.publish_news_item(session, actor=None, now=PUBLISHED_AT, item=item)
    return item


def views(session):
    return session.query(NewsItem).one().view_count


@pytest.fixture
def editor(session, client_for):
    campaign = make_campaign(session)
    return client_for(make_member(session, campaign=campaign, role=CampaignRole.ORGANISER))


@pytest.mark.parametrize(
    ("locale", "when"),
    [
        ("kk", "03.04.2020 18:46:37"),
        ("ru", "03.04.2020 18:46:37"),
        ("en", "3 Apr 2020, 18:46:37"),
    ],
)
def test_everybody_reads_it_with_its_time_to_the_second(session, client, locale, when):
    make_item(session, campaign_ids=[make_campaign(session).id])
    client.read_in(locale)
    listed, shown = client.get("/news"), client.get("/news/together")
    for page in (listed, shown):
        assert TITLE[locale] in page.text
        assert when in page.text
        assert "Әкімшілік" in page.text
    assert "<b>bold" not in shown.text


def test_readers_are_counted_and_nobody_is_tracked(session, client):
    make_item(session)
    answer = client.get("/news/together", headers=PHONE)
    assert views(session) == 1
    assert "Set-Cookie" not in answer.headers or "view" not in answer.headers["Set-Cookie"]
    client.get("/news/together", headers=PHONE)
    assert views(session) == 2


def test_staff_bots_and_previews_are_not_counted(session, client, editor):
    make_item(session)
    editor.get("/news/together", headers=PHONE)
    client.get("/news/together", headers={"User-Agent": "Googlebot/2.1"})
    client.get("/news/together", headers={**PHONE, "Sec-Purpose": "prefetch"})
    client.head("/news/together", headers=PHONE)
    assert views(session) == 0


def test_a_draft_and_what_was_withdrawn_is_not_there(session, client, editor):
    make_item(session, is_published=False)
    assert client.get("/news/together").status_code == 404
    assert editor.get("/news/together").status_code == 200
    item = session.query(NewsItem).one()
    editor.post(f"/manage/news/{item.id}/publish")
    assert client.get("/news/together").status_code == 200
    editor.post(f"/manage/news/{item.id}/withdraw")
    assert client.get("/news/together").status_code == 404
    assert "together" not in client.get("/news").text


def form_values(**changes):
    values = {f"title_{code}": text for code, text in TITLE.items()}
    values |= {f"body_{code}": text for code, text in BODY.items()}
    return {**values, "slug": "together", "category": "news", "author_label": "Ә", **changes}


def test_an_item_is_written_edited_published(session, editor):
    campaign = make_campaign(session)
    values = form_values(body_ru="", campaign_ids=[str(campaign.id)])
    assert editor.submit("/manage/news/new", values).status_code == 302
    item = session.query(NewsItem).one()
    assert queries.campaign_ids_of(session, item.id) == {campaign.id}
    refused = editor.post(f"/manage/news/{item.id}/publish", follow_redirects=True)
    assert "in Kazakh, Russian and English" in refused.text
    edited = editor.submit(f"/manage/news/{item.id}/edit", {"body_ru": "Раз"})
    assert edited.status_code == 302
    assert queries.campaign_ids_of(session, item.id) == {campaign.id}
    done = editor.post(f"/manage/news/{item.id}/publish", follow_redirects=True)
    assert "Everybody can read it now" in done.text
    moved = editor.submit(f"/manage/news/{item.id}/edit", {"slug": "elsewhere"})
    assert moved.status_code == 422


@pytest.mark.parametrize(
    "changes",
    [{"slug": "Two Words"}, {"slug": ""}, {"title_kk": "", "title_ru": "", "title_en": ""}],
)
def test_what_a_draft_may_not_be(session, editor, changes):
    assert editor.submit("/manage/news/new", form_values(**changes)).status_code == 422
    assert session.query(NewsItem).count() == 0


def test_the_auditor_reads_and_cannot_change(session, client_for):
    item = make_item(session)
    auditor = client_for(make_auditor(session))
    assert "Withdraw" not in auditor.get("/manage/news").text
    assert auditor.post(f"/manage/news/{item.id}/withdraw").status_code == 403


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_staff_pages_speak_the_readers_language(session, client_for, locale):
    campaign = make_campaign(session)
    organiser = make_member(session, campaign=campaign, role=CampaignRole.ORGANISER)
    client = client_for(organiser, locale=locale)
    assert client.get("/manage/news").status_code == 200
    item = make_item(session)
    make_item(session, slug="draft", is_published=False)
    for address in (
        "/manage/news",
        "/manage/news?status=draft",
        "/manage/news/new",
        f"/manage/news/{item.id}/edit",
        "/news/draft",
    ):
        assert client.get(address).status_code == 200, address
    assert client.post("/manage/news/new", data={}).status_code == 422
