"""News items and the campaigns that they tell about."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from campaign_app.core.column_types import EnumText, UtcDateTime, one_of
from campaign_app.extensions import Base
from campaign_app.news.rules import NewsCategory, NewsStatus


class NewsItem(Base):
    """Something to read; `published_at` is the first time, and stays."""

    __tablename__ = "news_items"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(64), unique=True)
    title_kk: Mapped[str] = mapped_column(String(300), default="")
    title_ru: Mapped[str] = mapped_column(String(300), default="")
    title_en: Mapped[str] = mapped_column(String(300), default="")
    body_kk: Mapped[str] = mapped_column(Text, default="")
    body_ru: Mapped[str] = mapped_column(Text, default="")
    body_en: Mapped[str] = mapped_column(Text, default="")
    author_label: Mapped[str] = mapped_column(String(100), default="")
    category: Mapped[NewsCategory] = mapped_column(EnumText(NewsCategory))
    status: Mapped[NewsStatus] = mapped_column(EnumText(NewsStatus))
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    view_count: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        one_of("category", NewsCategory),
        one_of("status", NewsStatus),
        CheckConstraint("view_count >= 0", name="view_count_not_negative"),
        CheckConstraint("status = 'draft' OR published_at IS NOT NULL", name="published_dated"),
        Index("ix_news_items_status", "status", "published_at"),
    )


class NewsCampaign(Base):
    """An item tells about a campaign; one item may tell about many."""

    __tablename__ = "news_campaigns"

    news_item_id: Mapped[int] = mapped_column(ForeignKey("news_items.id"), primary_key=True)
    campaign_id: Mapped[int] = mapped_column(
        ForeignKey("campaigns.id"), primary_key=True, index=True
    )
