"""Reads for the organiser who plans: lists, weeks, and what was copied from where."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from campaign_app.campaigns.models import Campaign
from campaign_app.core.i18n import N_, LabelledEnum
from campaign_app.core.pagination import Page, Rows, fetch_page
from campaign_app.volunteers.models import Shift, SignUp
from campaign_app.volunteers.queries.shifts import ShiftRow, shift_rows
from campaign_app.volunteers.rules import HOLDS_A_PLACE, ShiftKind

MOST_IN_A_WEEK = 300


class ShiftSpan(LabelledEnum):
    """Which shifts a list shows."""

    COMING = "coming", N_("still ahead")
    PAST = "past", N_("already over")


@dataclass(frozen=True, kw_only=True)
class ShiftFilter:
    """What a list of shifts is narrowed to; `since` and `before` are instants."""

    now: datetime
    span: ShiftSpan | None = None
    kind: ShiftKind | None = None
    since: datetime | None = None
    before: datetime | None = None
    only_short: bool = False

    @property
    def is_narrowed(self) -> bool:
        """True when something is left out."""
        return bool(self.kind or self.since or self.before or self.only_short)


def list_plan(
    session: Session, campaign_id: int, *, chosen: ShiftFilter, page: int
) -> Page[ShiftRow]:
    """The shifts of a campaign: what is coming with the next first, else the latest first."""
    count = select(func.count()).select_from(Shift).where(*_conditions(campaign_id, chosen))
    statement = _ordered(campaign_id, chosen)
    return fetch_page(
        session, statement, page=page, make_row=lambda row: ShiftRow(*row), count=count
    )


def stream_plan(session: Session, campaign_id: int, *, chosen: ShiftFilter) -> Iterator[ShiftRow]:
    """The same without pages."""
    for row in session.execute(_ordered(campaign_id, chosen)):
        yield ShiftRow(*row)


def _ordered(campaign_id: int, chosen: ShiftFilter) -> Rows:
    first = Shift.starts_at if chosen.span is ShiftSpan.COMING else Shift.starts_at.desc()
    return shift_rows().where(*_conditions(campaign_id, chosen)).order_by(first, Shift.id)


def _conditions(campaign_id: int, chosen: ShiftFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [Shift.campaign_id == campaign_id]
    if chosen.span is ShiftSpan.COMING:
        conditions.append(Shift.ends_at > chosen.now)
    elif chosen.span is ShiftSpan.PAST:
        conditions.append(Shift.ends_at <= chosen.now)
    if chosen.kind is not None:
        conditions.append(Shift.kind == chosen.kind)
    if chosen.since is not None:
        conditions.append(Shift.starts_at >= chosen.since)
    if chosen.before is not None:
        conditions.append(Shift.starts_at < chosen.before)
    if chosen.only_short:
        taken = (
            select(func.count())
            .where(SignUp.shift_id == Shift.id, SignUp.status.in_(HOLDS_A_PLACE))
            .scalar_subquery()
        )
        conditions += [
            Shift.cancelled_at.is_(None),
            Shift.starts_at > chosen.now,
            taken < Shift.places,
        ]
    return conditions


def has_coming_shifts(session: Session, campaign_id: int, *, now: datetime) -> bool:
    """True when a shift of the campaign has not ended yet."""
    found = select(Shift.id).where(Shift.campaign_id == campaign_id, Shift.ends_at > now).limit(1)
    return session.scalar(found) is not None


def shifts_between(
    session: Session, campaign_id: int, *, since: datetime, before: datetime
) -> list[ShiftRow]:
    """The shifts that begin in a span of time, in its order; at most 300."""
    statement = (
        shift_rows()
        .where(Shift.campaign_id == campaign_id, Shift.starts_at >= since, Shift.starts_at < before)
        .order_by(Shift.starts_at, Shift.id)
        .limit(MOST_IN_A_WEEK)
    )
    return [ShiftRow(*row) for row in session.execute(statement)]


def neighbouring_starts(
    session: Session, campaign_id: int, *, since: datetime, before: datetime
) -> tuple[datetime | None, datetime | None]:
    """When the last shift before a span begins, and the first one after it."""
    mine = Shift.campaign_id == campaign_id
    earlier = select(func.max(Shift.starts_at)).where(mine, Shift.starts_at < since)
    later = select(func.min(Shift.starts_at)).where(mine, Shift.starts_at >= before)
    return session.scalar(earlier), session.scalar(later)


def list_planned(session: Session, campaign_id: int) -> list[ShiftRow]:
    """The shifts of a plan that took place or will, in their order; at most 300."""
    statement = (
        shift_rows()
        .where(Shift.campaign_id == campaign_id, Shift.cancelled_at.is_(None))
        .order_by(Shift.starts_at, Shift.id)
        .limit(MOST_IN_A_WEEK)
    )
    return [ShiftRow(*row) for row in session.execute(statement)]


def campaigns_with_shifts(
    session: Session, *, but_id: int, visible_ids: frozenset[int] | None
) -> list[Campaign]:
    """The other campaigns that have a plan to take over, the latest first."""
    statement = select(Campaign).where(
        Campaign.id != but_id, Campaign.id.in_(select(Shift.campaign_id).distinct())
    )
    if visible_ids is not None:
        statement = statement.where(Campaign.id.in_(visible_ids))
    return list(session.scalars(statement.order_by(Campaign.starts_on.desc(), Campaign.id)))


def copies_in(
    session: Session, campaign_id: int, originals: Collection[int]
) -> dict[int, datetime]:
    """When the copies of these shifts in the campaign begin, by the original's number."""
    statement = select(Shift.copied_from_id, func.min(Shift.starts_at)).where(
        Shift.campaign_id == campaign_id, Shift.copied_from_id.in_(originals)
    )
    found = session.execute(statement.group_by(Shift.copied_from_id))
    return {row[0]: row[1] for row in found if row[0] is not None}
