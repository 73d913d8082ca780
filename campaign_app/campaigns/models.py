"""Campaigns, the organisations in them, their goals and who works on them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from campaign_app.accounts.rules import CampaignRole
from campaign_app.campaigns.rules import (
    CampaignKind,
    CampaignLevel,
    CampaignStatus,
    GoalKind,
    PartyRole,
)
from campaign_app.core.column_types import EnumText, UtcDateTime, one_of
from campaign_app.extensions import Base


class Organisation(Base):
    """An organisation that takes part: the university, a fund, a sponsor."""

    __tablename__ = "organisations"

    id: Mapped[int] = mapped_column(primary_key=True)
    name_kk: Mapped[str] = mapped_column(String(200))
    name_ru: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200))
    bin: Mapped[str | None] = mapped_column(String(12), unique=True)
    aliases: Mapped[str] = mapped_column(Text, default="")


class Campaign(Base):
    """A campaign, a challenge or the umbrella over several."""

    __tablename__ = "campaigns"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(32), unique=True)
    slug: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[CampaignKind] = mapped_column(EnumText(CampaignKind))
    level: Mapped[CampaignLevel] = mapped_column(EnumText(CampaignLevel))
    status: Mapped[CampaignStatus] = mapped_column(EnumText(CampaignStatus))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.id"), index=True)
    title_kk: Mapped[str] = mapped_column(String(200))
    title_ru: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200))
    summary_kk: Mapped[str] = mapped_column(Text, default="")
    summary_ru: Mapped[str] = mapped_column(Text, default="")
    summary_en: Mapped[str] = mapped_column(Text, default="")
    how_to_help_kk: Mapped[str] = mapped_column(Text, default="")
    how_to_help_ru: Mapped[str] = mapped_column(Text, default="")
    how_to_help_en: Mapped[str] = mapped_column(Text, default="")
    hashtag: Mapped[str] = mapped_column(String(64), default="")
    order_number: Mapped[str] = mapped_column(String(64), default="")
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    parent: Mapped[Campaign | None] = relationship(remote_side=[id])

    __table_args__ = (
        one_of("kind", CampaignKind),
        one_of("level", CampaignLevel),
        one_of("status", CampaignStatus),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="period_in_order"),
        CheckConstraint("parent_id IS NULL OR parent_id <> id", name="parent_is_another"),
    )


class CampaignParty(Base):
    """An organisation's role in a campaign."""

    __tablename__ = "campaign_parties"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    role: Mapped[PartyRole] = mapped_column(EnumText(PartyRole))

    organisation: Mapped[Organisation] = relationship()

    __table_args__ = (
        one_of("role", PartyRole),
        Index("uq_campaign_parties_role", "campaign_id", "organisation_id", "role", unique=True),
    )


class CampaignGoal(Base):
    """A goal as it was set at an instant; the latest one of a kind is in force."""

    __tablename__ = "campaign_goals"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    kind: Mapped[GoalKind] = mapped_column(EnumText(GoalKind))
    target: Mapped[int] = mapped_column(BigInteger)
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    reason: Mapped[str] = mapped_column(String(500), default="")

    __table_args__ = (
        one_of("kind", GoalKind),
        CheckConstraint("target > 0", name="target_positive"),
        Index("ix_campaign_goals_campaign_id", "campaign_id", "kind", "set_at"),
    )


class Membership(Base):
    """Somebody's role in a campaign."""

    __tablename__ = "memberships"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    role: Mapped[CampaignRole] = mapped_column(EnumText(CampaignRole))

    __table_args__ = (
        one_of("role", CampaignRole),
        Index("uq_memberships_role", "campaign_id", "account_id", "role", unique=True),
    )
