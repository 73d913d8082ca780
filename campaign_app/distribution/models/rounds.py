"""Rounds, who is in them and why, their routes and papers."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from campaign_app.core.column_types import EnumText, UtcDateTime, one_of
from campaign_app.core.variants import PackageVariant
from campaign_app.distribution.rules import (
    DecisionReason,
    RoundStatus,
    RouteStatus,
)
from campaign_app.extensions import Base


class DistributionRound(Base):
    """One handing-out of one package type to a list of people."""

    __tablename__ = "distribution_rounds"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    number: Mapped[int]
    title_kk: Mapped[str] = mapped_column(String(200), default="")
    title_ru: Mapped[str] = mapped_column(String(200), default="")
    title_en: Mapped[str] = mapped_column(String(200), default="")
    version_id: Mapped[int] = mapped_column(ForeignKey("package_type_versions.id"), index=True)
    place: Mapped[str] = mapped_column(String(200), default="")
    responsible: Mapped[str] = mapped_column(String(200), default="")
    basis: Mapped[str] = mapped_column(String(200), default="")
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    status: Mapped[RoundStatus] = mapped_column(EnumText(RoundStatus))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reserve_count: Mapped[int] = mapped_column(default=0, server_default="0")
    pickup_notice: Mapped[str] = mapped_column(String(160), default="", server_default="")

    __table_args__ = (
        one_of("status", RoundStatus),
        CheckConstraint("reserve_count >= 0", name="reserve_not_negative"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="period_in_order"),
        Index("uq_distribution_rounds_number", "campaign_id", "number", unique=True),
    )


class Route(Base):
    """One way on one day to some of a round's doors.

    Once it is finished it keeps what its couriers took and where it went: a door that was
    missed may be on another route by then.
    """

    __tablename__ = "routes"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), index=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("distribution_rounds.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    runs_on: Mapped[date] = mapped_column(Date)
    status: Mapped[RouteStatus] = mapped_column(EnumText(RouteStatus))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    taken_count: Mapped[int | None]
    delivered_count: Mapped[int | None]
    returned_count: Mapped[int | None]
    lost_count: Mapped[int | None]

    __table_args__ = (
        one_of("status", RouteStatus),
        CheckConstraint(
            "taken_count = delivered_count + returned_count + lost_count", name="couriers_add_up"
        ),
        CheckConstraint(
            "(taken_count IS NULL) = (delivered_count IS NULL)"
            " AND (taken_count IS NULL) = (returned_count IS NULL)"
            " AND (taken_count IS NULL) = (lost_count IS NULL)",
            name="sum_whole",
        ),
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint(
            "(status = 'planned') = (started_at IS NULL)", name="started_unless_planned"
        ),
        CheckConstraint(
            "(status = 'finished') = (finished_at IS NOT NULL)", name="finished_with_time"
        ),
        Index("uq_routes_number", "round_id", "number", unique=True),
    )


class RouteVolunteer(Base):
    """Somebody who goes on a route; `removed_at`: taken off it again, and sees it no more."""

    __tablename__ = "route_volunteers"

    id: Mapped[int] = mapped_column(primary_key=True)
    route_id: Mapped[int] = mapped_column(ForeignKey("routes.id"))
    volunteer_id: Mapped[int] = mapped_column(ForeignKey("volunteers.id"), index=True)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (Index("uq_route_volunteers_once", "route_id", "volunteer_id", unique=True),)


class SheetPrint(Base):
    """A distribution sheet that was printed: the same list printed again is a copy."""

    __tablename__ = "sheet_prints"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("distribution_rounds.id"))
    content_hash: Mapped[str] = mapped_column(String(64))
    printed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    printed_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))

    __table_args__ = (Index("ix_sheet_prints_round_id", "round_id", "content_hash"),)


class RoundDecision(Base):
    """What was decided about somebody who was on the campaign's list, and why.

    Score, codes and version are those that the list had at that moment; `rank` is the
    place among those who could be taken, `waiting_since` the last help (None: never).
    Who was left out is taken in when one person asked for it and another agreed: `asked_*`.
    """

    __tablename__ = "round_decisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("distribution_rounds.id"))
    beneficiary_id: Mapped[int] = mapped_column(ForeignKey("beneficiaries.id"), index=True)
    rank: Mapped[int | None]
    need_score: Mapped[int]
    need_codes: Mapped[str] = mapped_column(String(300), default="")
    criteria_version: Mapped[int] = mapped_column(ForeignKey("criteria_versions.number"))
    waiting_since: Mapped[date | None] = mapped_column(Date)
    variant: Mapped[PackageVariant] = mapped_column(EnumText(PackageVariant))
    is_in: Mapped[bool]
    reason: Mapped[DecisionReason] = mapped_column(EnumText(DecisionReason))
    note: Mapped[str] = mapped_column(String(500), default="", info={"personal": True})
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    asked_reason: Mapped[str] = mapped_column(
        String(500), default="", server_default="", info={"personal": True}
    )

    __table_args__ = (
        one_of("variant", PackageVariant),
        one_of("reason", DecisionReason),
        CheckConstraint(
            "(asked_at IS NULL) = (asked_by_id IS NULL)"
            " AND (asked_at IS NULL) = (asked_reason = '')",
            name="asked_whole",
        ),
        CheckConstraint(
            "reason <> 'taken_in_by_hand' OR asked_by_id IS NULL OR asked_by_id <> decided_by_id",
            name="taken_in_by_two",
        ),
        CheckConstraint("rank IS NULL OR rank > 0", name="rank_positive"),
        CheckConstraint(
            "(reason IN ('by_need', 'taken_in_by_hand', 'added_later')) = is_in",
            name="reason_fits",
        ),
        CheckConstraint(
            "reason NOT IN ('taken_in_by_hand', 'left_out_by_hand') OR note <> ''",
            name="by_hand_with_reason",
        ),
        Index("uq_round_decisions_once", "round_id", "beneficiary_id", unique=True),
        Index("ix_round_decisions_order", "round_id", "is_in", "rank"),
    )
