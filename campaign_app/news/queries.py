"""Reads of what is published."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.queries import PUBLIC_STATUSES
from campaign_app.core.pagination import Page, Rows, fetch_page
from campaign_app.news.models import NewsCampaign, NewsItem
from campaign_app.news.rules import NewsCategory, NewsStatus


@dataclass(frozen=True)
class NewsRow:
    """An item in a list, without its text."""

    id: int
    slug: str
    title_kk: str
    title_ru: str
    title_en: str
    author_label: str
    category: NewsCategory
    status: NewsStatus
    published_at: datetime | None
    view_count: int


def _rows() -> Rows:
    return select(
        NewsItem.id,
        NewsItem.slug,
        NewsItem.title_kk,
        NewsItem.title_ru,
        NewsItem.title_en,
        NewsItem.author_label,
        NewsItem.category,
        NewsItem.status,
        NewsItem.published_at,
        NewsItem.view_count,
    )


def list_published(
    session: Session, *, page: int, campaign_ids: Iterable[int] | None = None
) -> Page[NewsRow]:
    """What everybody can read, the latest first; `campaign_ids` narrows it to campaigns."""
    statement = (
        _rows()
        .where(NewsItem.status == NewsStatus.PUBLISHED)
        .order_by(NewsItem.published_at.desc(), NewsItem.id.desc())
    )
    if campaign_ids is not None:
        about = select(NewsCampaign.news_item_id).where(
            NewsCampaign.campaign_id.in_(list(campaign_ids))
        )
        statement = statement.where(NewsItem.id.in_(about))
    return fetch_page(session, statement, page=page, make_row=lambda row: NewsRow(*row))


def list_all(session: Session, *, page: int, status: NewsStatus | None = None) -> Page[NewsRow]:
    """All items for those who write them, the latest made first."""
    statement = _rows().order_by(NewsItem.created_at.desc(), NewsItem.id.desc())
    if status is not None:
        statement = statement.where(NewsItem.status == status)
    return fetch_page(session, statement, page=page, make_row=lambda row: NewsRow(*row))


def find_news_item(session: Session, slug: str) -> NewsItem | None:
    """The item with this address, in whatever state."""
    return session.scalars(select(NewsItem).where(NewsItem.slug == slug)).one_or_none()


def campaign_ids_of(session: Session, news_item_id: int) -> set[int]:
    """The campaigns that an item tells about."""
    statement = select(NewsCampaign.campaign_id).where(NewsCampaign.news_item_id == news_item_id)
    return set(session.scalars(statement))


def public_campaigns_of(session: Session, news_item_id: int) -> list[Campaign]:
    """Those of them that everybody may see, in the order in which they began."""
    statement = (
        select(Campaign)
        .join(NewsCampaign, NewsCampaign.campaign_id == Campaign.id)
        .where(NewsCampaign.news_item_id == news_item_id, Campaign.status.in_(PUBLIC_STATUSES))
        .order_by(Campaign.starts_on, Campaign.id)
    )
    return list(session.scalars(statement))


def campaign_choices(session: Session) -> list[Campaign]:
    """All campaigns, the latest first."""
    statement = select(Campaign).order_by(Campaign.starts_on.desc(), Campaign.id)
    return list(session.scalars(statement))
