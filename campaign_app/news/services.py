"""What is done with news: written, published, withdrawn, read."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.campaigns.rules import check_slug
from campaign_app.core.audit import record_event
from campaign_app.news import queries, rules
from campaign_app.news.models import NewsCampaign, NewsItem
from campaign_app.news.rules import NewsAction, NewsCategory, NewsStatus


@dataclass(frozen=True, kw_only=True)
class NewsDetails:
    """What an item says; texts by language code."""

    slug: str
    title: dict[str, str]
    body: dict[str, str] = field(default_factory=dict)
    author_label: str = ""
    category: NewsCategory = NewsCategory.NEWS
    campaign_ids: Collection[int] = ()


def create_news_item(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    details: NewsDetails,
    view_count: int = 0,
) -> NewsItem:
    """Write a draft; `view_count` is what was counted before, where it stood until now.

    Refuses an address that is taken or cannot be one, and a draft without any title.
    """
    item = NewsItem(
        slug=details.slug, status=NewsStatus.DRAFT, created_at=now, view_count=view_count
    )
    _fill(session, item, details)
    session.add(item)
    _record(session, actor, now, "news:create", item, details)
    session.flush()
    _tell_about(session, item, details.campaign_ids)
    return item


def edit_news_item(
    session: Session, *, actor: Account | None, now: datetime, item: NewsItem, details: NewsDetails
) -> None:
    """Change what an item says.

    Refuses what `create_news_item` refuses, another address for what was published, and to
    take a language away from what everybody reads.
    """
    rules.check_address_stays(
        before=item.slug, after=details.slug, was_published=item.published_at is not None
    )
    if item.status is NewsStatus.PUBLISHED:
        rules.check_complete(details.title, details.body)
    _fill(session, item, details)
    _record(session, actor, now, "news:edit", item, details)
    session.flush()
    _tell_about(session, item, details.campaign_ids)


def publish_news_item(
    session: Session, *, actor: Account | None, now: datetime, item: NewsItem
) -> None:
    """Let everybody read it; the instant of the first time stays.

    Refuses an item that lacks a language, and one that is published already.
    """
    item = _lock(session, item)
    status = rules.next_status(item.status, NewsAction.PUBLISH)
    rules.check_complete(_texts(item, "title"), _texts(item, "body"))
    item.status = status
    item.published_at = item.published_at or now
    _record(session, actor, now, "news:publish", item)
    session.flush()


def withdraw_news_item(
    session: Session, *, actor: Account | None, now: datetime, item: NewsItem
) -> None:
    """Take it from the public pages at once. Refuses what is not published."""
    item = _lock(session, item)
    item.status = rules.next_status(item.status, NewsAction.WITHDRAW)
    _record(session, actor, now, "news:withdraw", item)
    session.flush()


def count_view(session: Session, item_id: int) -> None:
    """Count one reading; nothing about the reader is kept, and the log does not tell of it."""
    session.execute(
        update(NewsItem)
        .where(NewsItem.id == item_id)
        .values(view_count=NewsItem.view_count + 1)
        .execution_options(synchronize_session=False)
    )


def _lock(session: Session, item: NewsItem) -> NewsItem:
    return session.scalars(
        select(NewsItem)
        .where(NewsItem.id == item.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def _fill(session: Session, item: NewsItem, details: NewsDetails) -> None:
    check_slug(details.slug)
    rules.check_title(details.title)
    with session.no_autoflush:
        other = queries.find_news_item(session, details.slug)
    if other is not None and other is not item:
        raise rules.NewsSlugTaken(field="slug")
    item.slug = details.slug
    for code in rules.LANGUAGES:
        setattr(item, f"title_{code}", details.title.get(code, "").strip())
        setattr(item, f"body_{code}", details.body.get(code, "").strip())
    item.author_label = details.author_label
    item.category = details.category


def _tell_about(session: Session, item: NewsItem, campaign_ids: Collection[int]) -> None:
    session.execute(delete(NewsCampaign).where(NewsCampaign.news_item_id == item.id))
    session.add_all(
        NewsCampaign(news_item_id=item.id, campaign_id=campaign_id)
        for campaign_id in sorted(set(campaign_ids))
    )
    session.flush()


def _texts(item: NewsItem, name: str) -> dict[str, str]:
    return {code: getattr(item, f"{name}_{code}") for code in rules.LANGUAGES}


def _record(
    session: Session,
    actor: Account | None,
    now: datetime,
    action: str,
    item: NewsItem,
    details: NewsDetails | None = None,
) -> None:
    extra: dict[str, Any] = {}
    if details is not None:
        extra["campaign_ids"] = sorted(set(details.campaign_ids))
    record_event(
        session,
        actor_id=actor.id if actor else None,
        now=now,
        action=action,
        subject=item,
        **extra,
    )
