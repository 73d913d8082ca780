"""News is written, published, withdrawn, counted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from campaign_app.campaigns.rules import SlugInvalid
from campaign_app.news import queries, rules, services
from campaign_app.news.rules import NewsStatus
from tests.factories import NOW, make_campaign

TITLE = {"kk": "Біз біргеміз!", "ru": "Мы вместе!", "en": "We are together!"}
BODY = {"kk": "Мәтін", "ru": "Текст", "en": "Text"}


def write(session, *, slug="together", campaign_ids=(), title=TITLE, body=BODY, view_count=0):
    details = services.NewsDetails(
        slug=slug, title=title, body=body, author_label="Әкімшілік", campaign_ids=campaign_ids
    )
    return services.create_news_item(
        session, actor=None, now=NOW, details=details, view_count=view_count
    )


def edit(session, item, **changes):
    values = {"slug": "together", "title": TITLE, "body": BODY, **changes}
    details = services.NewsDetails(**values)
    services.edit_news_item(session, actor=None, now=NOW, item=item, details=details)


def publish(session, item, now=NOW):
    services.publish_news_item(session, actor=None, now=now, item=item)


def withdraw(session, item):
    services.withdraw_news_item(session, actor=None, now=NOW, item=item)


def published_slugs(session, **filters):
    return [row.slug for row in queries.list_published(session, page=1, **filters).items]


def test_from_draft_to_the_public_and_back(session):
    item = write(session)
    assert published_slugs(session) == []
    first = datetime(2020, 4, 3, 12, 46, 37, tzinfo=UTC)
    publish(session, item, first)
    assert published_slugs(session) == ["together"]
    with pytest.raises(rules.NewsStepRefused):
        publish(session, item)
    withdraw(session, item)
    assert published_slugs(session) == []
    publish(session, item, NOW + timedelta(days=1))
    assert item.published_at == first


def test_an_item_tells_about_many_campaigns(session):
    april, january = make_campaign(session), make_campaign(session)
    draft = make_campaign(session, is_active=False)
    item = write(session, campaign_ids=[april.id, january.id, draft.id])
    publish(session, item)
    assert queries.campaign_ids_of(session, item.id) == {april.id, january.id, draft.id}
    public = {campaign.id for campaign in queries.public_campaigns_of(session, item.id)}
    assert public == {april.id, january.id}
    assert published_slugs(session, campaign_ids=[january.id]) == ["together"]
    edit(session, item, campaign_ids=[april.id])
    assert published_slugs(session, campaign_ids=[january.id]) == []


def test_a_language_that_lacks_is_refused_before_and_after_publishing(session):
    item = write(session, body={"kk": "Мәтін"})
    with pytest.raises(rules.LanguageMissing):
        publish(session, item)
    assert item.status is NewsStatus.DRAFT
    edit(session, item)
    publish(session, item)
    with pytest.raises(rules.LanguageMissing):
        edit(session, item, body={"kk": "Мәтін"})


def test_what_an_address_may_not_be(session):
    item = write(session)
    with pytest.raises(rules.NewsSlugTaken):
        write(session)
    for slug in ("With Spaces", "new", ""):
        with pytest.raises(SlugInvalid):
            write(session, slug=slug)
    edit(session, item, slug="another")
    publish(session, item)
    with pytest.raises(rules.NewsSlugFixed):
        edit(session, item, slug="together")


def test_a_draft_has_some_title(session):
    with pytest.raises(rules.TitleMissing):
        write(session, title={"kk": " "})


def test_views_go_on_from_where_they_stood(session):
    item = write(session, view_count=638)
    services.count_view(session, item.id)
    session.refresh(item)
    assert item.view_count == 639


def test_the_database_wants_a_date_on_what_is_published(session):
    item = write(session)
    item.status = NewsStatus.PUBLISHED
    with pytest.raises(IntegrityError):
        session.flush()
